"""The version that an edit was made from: the `If-Match` header, as the dependency `version` of a handler."""

from typing import Any

from litestar import Request

from api.core.errors import PreconditionMissing


def provide_version(request: "Request[Any, Any, Any]") -> int:
    """The version in `If-Match: "v3"`, or in the ETag of a read, `"v3.…"` (RFC 9110 §13.1.1). Raises PreconditionMissing."""
    text = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"').partition(".")[0]
    if not (text.startswith("v") and text[1:].isdigit() and len(text) < 20):
        raise PreconditionMissing
    return int(text[1:])
