"""Completes the contract with what every operation demands and answers, read from its handler (DESIGN §5).

Nothing here lists operations: the runner obeys the same declarations, and the start is refused where they contradict.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from inspect import cleandoc
from typing import Any, cast

import msgspec
from litestar import Controller, Litestar, Request
from litestar.handlers.http_handlers import HTTPRouteHandler
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import (
    OpenAPI,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    Reference,
    Schema,
    SecurityScheme,
    Tag,
)
from litestar.openapi.spec.enums import OpenAPIType
from litestar.serialization import encode_json

from api.core.errors import (
    Forbidden,
    IdempotencyMismatch,
    IdempotencyMissing,
    Invalid,
    NotFound,
    NumberMovedLately,
    PreconditionMissing,
    Problem,
    Stale,
    StepUpNeeded,
    Unauthenticated,
)
from api.http.auth import COOKIE
from api.http.guards import Undeclared, handlers, is_public, takes_key, takes_version
from api.http.problems import MEDIA_TYPE, TYPE
from api.http.strict import CrossSite

_FIELD = Schema(
    type=OpenAPIType.OBJECT,
    title="ProblemField",
    description="One wrong field: its JSON path (`$.startsAt`), a stable code and a sentence in the reader's language.",
    required=["path", "code", "message"],
    properties={name: Schema(type=OpenAPIType.STRING) for name in ("path", "code", "message")},
)
_PROBLEM = Schema(
    type=OpenAPIType.OBJECT,
    title="Problem",
    description="An error (RFC 9457): a stable type, a sentence in the reader's language, and errors by field.",
    required=["type", "title", "status", "detail", "errors"],
    properties={
        "type": Schema(type=OpenAPIType.STRING, description=f"`{TYPE}` and the slug that a response names."),
        "title": Schema(type=OpenAPIType.STRING),
        "status": Schema(type=OpenAPIType.INTEGER),
        "detail": Schema(type=OpenAPIType.STRING),
        "errors": Schema(type=OpenAPIType.ARRAY, items=Reference(ref="#/components/schemas/ProblemField")),
    },
)
_SCHEMES: dict[str, SecurityScheme | Reference] = {
    "session": SecurityScheme(
        type="apiKey",
        name=COOKIE,
        security_scheme_in="cookie",
        description="A session of a browser, set by signing in (on plain http, in the demo alone, it is named `xinqiao`). "
        "A write also needs the `Origin` header of the service.",
    ),
    "bearer": SecurityScheme(
        type="http",
        scheme="bearer",
        description="A session of any other client: `token` of a sign-in with `tokenKind: bearer`.",
    ),
    "mailServer": SecurityScheme(
        type="http",
        scheme="bearer",
        description="The secret that the service and its mail server share (`XINQIAO_INBOUND_SECRET`).",
    ),
}
_KEY = Parameter(
    name="Idempotency-Key",
    param_in="header",
    required=True,
    schema=Schema(type=OpenAPIType.STRING, min_length=8, max_length=64),
    description="Makes a retry safe: a request that is sent again with the same key acts once.",
)
_IF_MATCH = Parameter(
    name="If-Match",
    param_in="header",
    required=True,
    schema=Schema(type=OpenAPIType.STRING, pattern=r'^(W/)?"?v[0-9]+(\..*)?"?$', examples=['"v3"']),
    description="The version that the edit was made from: the `ETag` of an earlier answer.",
)
_ETAG = OpenAPIHeader(
    schema=Schema(type=OpenAPIType.STRING, examples=['"v3"']),
    description='The version of the answer for `If-Match`: `"v3"`; a read may add to it: `"v3.…"`.',
    required=True,
)


def completed(app: Litestar) -> OpenAPI:
    """The contract: made when it is first asked for, since no other request needs it and it takes a third of a start.

    Raises Undeclared for a slug that does not exist.
    """
    schema = app.openapi_schema
    if schema.components.security_schemes is None:
        _complete_all(app, schema)
    return schema


class CompletedJson(JsonRenderPlugin):
    """`openapi.json` with all that is completed here."""

    def render(self, request: "Request[Any, Any, Any]", openapi_schema: dict[str, Any]) -> bytes:
        """The contract as JSON; the framework's own copy is not used."""
        return encode_json(completed(request.app).to_schema())


def _complete_all(app: Litestar, schema: OpenAPI) -> None:
    """Adds to every operation its security, headers and errors."""
    _name_pages(schema)
    schema.components.schemas |= {"Problem": _PROBLEM, "ProblemField": _FIELD}
    schema.tags = _tags(app.state.get("controllers", ()))
    known = {problem.slug: problem for problem in _problems(Problem)}
    for method, path, handler in handlers(app):
        item = (schema.paths or {})[path]
        operation: Operation | None = getattr(item, method.lower())
        if operation is not None:
            _complete(operation, handler, known)
    schema.components.security_schemes = _SCHEMES


def _name_pages(schema: OpenAPI) -> None:
    """`Page[Visit]` becomes `VisitPage`: the framework names a generic struct by the module of its argument, which may move."""
    shapes = schema.components.schemas
    renamed: dict[str, str] = {}
    for name, shape in list(shapes.items()):
        if generic := re.fullmatch(r"(\w+)\[(\w+)\]", shape.title or ""):
            renamed[name] = shape.title = f"{generic[2]}{generic[1]}"
            shapes[renamed[name]] = shapes.pop(name)
    for reference in _references(schema):
        reference.ref = "/".join(renamed.get(part, part) for part in reference.ref.split("/"))


def _references(root: object) -> Iterable[Reference]:
    left = [root]
    while left:
        node = left.pop()
        if isinstance(node, Reference):
            yield node
        elif is_dataclass(node):
            # Most fields of a schema are empty: `fields` would have each of them looked at.
            left.extend(value for value in vars(node).values() if value is not None)
        elif isinstance(node, Mapping):
            left.extend(cast("Mapping[str, object]", node).values())
        elif isinstance(node, list):
            left.extend(cast("list[object]", node))


def _complete(operation: Operation, handler: HTTPRouteHandler, known: dict[str, type[Problem]]) -> None:
    if not operation.security:
        operation.security = [] if is_public(handler) else [{"session": []}, {"bearer": []}]
    operation.summary = (operation.description or "").replace("\n", " ").partition(". ")[0].rstrip(".")
    demanded = [_KEY] * takes_key(handler) + [_IF_MATCH] * takes_version(handler)
    operation.parameters = [*(operation.parameters or []), *demanded]
    # The framework's own 400 is never sent: errors are problems.
    answers = {status: answer for status, answer in (operation.responses or {}).items() if status != "400"}
    for answer in answers.values():
        if isinstance(answer, OpenAPIResponse) and _has_version(handler):
            answer.headers = {**(answer.headers or {}), "ETag": _ETAG}
    errors = [*_usual(operation, handler), *_named(operation, known)]
    if isinstance(empty := answers.get("204"), OpenAPIResponse):
        empty.content = None  # litestar gives a Response[None] the body "null"
    operation.responses = {**answers, **_error_answers(errors), "default": _error_answer("Any other problem.")}


def _usual(operation: Operation, handler: HTTPRouteHandler) -> Iterable[type[Problem]]:
    """The errors that follow from what an operation demands."""
    parameters = [p for p in operation.parameters or [] if isinstance(p, Parameter)]
    if not is_public(handler):
        yield Unauthenticated
        if not handler.http_methods <= {"GET", "HEAD", "OPTIONS"}:
            yield CrossSite
    if any(p.name == "org_id" for p in parameters):
        yield Forbidden
    if handler.opt["action"].second_factor:
        yield StepUpNeeded
    if handler.opt["action"].settled_number:
        yield NumberMovedLately
    if any(p.param_in == "path" for p in parameters):
        yield NotFound
    if takes_key(handler):
        yield IdempotencyMissing
        yield IdempotencyMismatch
    if takes_version(handler):
        yield PreconditionMissing
        yield Stale
    if operation.request_body or any(p.param_in == "query" for p in parameters):
        yield Invalid


def _named(operation: Operation, known: dict[str, type[Problem]]) -> Iterable[type[Problem]]:
    """The errors that an operation's text names, as in "409 `time-taken` when …"."""
    text = operation.description or ""
    for status, slug in re.findall(r"\b([45]\d\d)\s+`([a-z-]+)`", text):
        if slug not in known or known[slug].status != int(status):
            raise Undeclared(f"{operation.operation_id} names {status} `{slug}`, which does not exist")
        yield known[slug]


def _error_answers(errors: Iterable[type[Problem]]) -> dict[str, OpenAPIResponse]:
    slugs: dict[str, list[str]] = {}
    for error in errors:
        named = slugs.setdefault(str(error.status), [])
        if error.slug not in named:
            named.append(error.slug)
    return {status: _error_answer(", ".join(f"`{s}`" for s in slugs[status]) + ".") for status in sorted(slugs)}


def _error_answer(description: str) -> OpenAPIResponse:
    body = OpenAPIMediaType(schema=Reference(ref="#/components/schemas/Problem"))
    return OpenAPIResponse(description=description, content={MEDIA_TYPE: body})


def _has_version(handler: HTTPRouteHandler) -> bool:
    """Whether the answer has a version, which the runner then puts into its ETag."""
    answered = handler.parsed_return_field.annotation
    if not (isinstance(answered, type) and issubclass(answered, msgspec.Struct)):
        return False
    return any(field.name == "version" and field.type is int for field in msgspec.structs.fields(answered))


def _tags(controllers: Sequence[type[Controller]]) -> list[Tag]:
    """Each tag, described by the docstrings of its controllers, in the order of the reference page."""
    texts: dict[str, list[str]] = {}
    for controller in controllers:
        for tag in controller.tags or ():
            texts.setdefault(tag, []).append(cleandoc(controller.__doc__ or ""))
    return [Tag(name=name, description=" ".join(said)) for name, said in texts.items()]


def _problems(kind: type[Problem]) -> Iterable[type[Problem]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _problems(below)
