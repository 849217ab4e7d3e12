"""The version that an edit was made from: the `If-Match` header, as the dependency `version` of a handler."""

from typing import Any

from litestar import Request

from api.core.errors import PreconditionMissing
from api.http import strict


def provide_version(request: "Request[Any, Any, Any]") -> int:
    """The version in `If-Match: "v3"`, or in the ETag of a read, `"v3.…"` (RFC 9110 §13.1.1). Raises PreconditionMissing."""
    found = strict.version(request.headers.get("if-match", ""))
    if found is None:
        raise PreconditionMissing
    return found
