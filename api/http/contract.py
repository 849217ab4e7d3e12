"""What every operation of the contract shares: problems, the headers of a write."""

from litestar import Litestar
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, Operation, Parameter, Reference, Schema
from litestar.openapi.spec.enums import OpenAPIType

from api.core.access import PUBLIC
from api.http.guards import handlers
from api.http.problems import MEDIA_TYPE

_FIELD = Schema(
    type=OpenAPIType.OBJECT,
    required=["path", "code", "message"],
    properties={name: Schema(type=OpenAPIType.STRING) for name in ("path", "code", "message")},
)
_PROBLEM = Schema(
    type=OpenAPIType.OBJECT,
    title="Problem",
    description="A refusal (RFC 9457): a stable type, a sentence in the reader's language, errors by field.",
    required=["type", "title", "status", "detail", "errors"],
    properties={
        "type": Schema(type=OpenAPIType.STRING),
        "title": Schema(type=OpenAPIType.STRING),
        "status": Schema(type=OpenAPIType.INTEGER),
        "detail": Schema(type=OpenAPIType.STRING),
        "errors": Schema(type=OpenAPIType.ARRAY, items=_FIELD),
    },
)
_KEY = Parameter(
    name="Idempotency-Key",
    param_in="header",
    required=True,
    schema=Schema(type=OpenAPIType.STRING, min_length=8, max_length=64),
    description="Makes a retry safe: the same key acts once.",
)
_ANEW = {
    "setPassword",
    "addTotp",
    "confirmTotp",
    "confirmEmail",
    "issueStartingCode",
    "countNoticeAudience",
    "makeFeed",
}
"""Writes whose answer is kept nowhere, or whose refusal must count, and a question in a body: they take no key."""


def complete(app: Litestar) -> None:
    """Adds to every operation the problem it may answer with, and to every write its key."""
    schema = app.openapi_schema
    schema.components.schemas["Problem"] = _PROBLEM
    refusal = OpenAPIResponse(
        description="A problem",
        content={MEDIA_TYPE: OpenAPIMediaType(schema=Reference(ref="#/components/schemas/Problem"))},
    )
    for method, path, handler in handlers(app):
        item = (schema.paths or {})[path]
        operation: Operation | None = getattr(item, method.lower())
        if operation is None:
            continue
        # The framework's own 400 is never sent: refusals are problems.
        answers = {status: answer for status, answer in (operation.responses or {}).items() if status != "400"}
        operation.responses = {**answers, "default": refusal}
        if method != "GET" and handler.opt["action"] is not PUBLIC and operation.operation_id not in _ANEW:
            operation.parameters = [*(operation.parameters or []), _KEY]
