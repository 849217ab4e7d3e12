"""The one strict place that reads versions, origins, instants, numbers and ids, before a handler sees any of them.

The parsers of the framework and of the standard library take more than the contract says: `int` takes `+1`, `1_0` and
`¹` somewhere, `UUID` takes braces, `urlsplit` raises for `http://[`. Whatever is not written as the contract says is a 4xx.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, TypeAlias
from uuid import UUID

from litestar import Request
from litestar.handlers.http_handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from api.core.db import LAST_ORG
from api.core.errors import Invalid, NotFound, Problem
from api.http import language, problems
from schemas.input import FIRST_YEAR, LAST_YEAR

Kind: TypeAlias = Literal["instant", "number", "id"]
JSON = "application/json"
DEEPEST = 32
"""Levels of objects and arrays in a body. Ours have five."""
_SAFE = {"GET", "HEAD", "OPTIONS"}
_KINDS: dict[object, Kind] = {datetime: "instant", int: "number", UUID: "id"}
_VERSION = re.compile(r'(?:W/)?"?v(0|[1-9][0-9]{0,17})(?:\.[0-9A-Za-z]*)?"?')
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?)")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
"""A string, or all that follows a quotation mark that nothing closes: each byte is looked at once, whatever was sent."""
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes({*range(256)} - {*b"[]{}"})


class CrossSite(Problem):
    status, slug = 403, "cross-site"
    zh, en = "请求来自其他网站，已拒绝。", "This request came from another site and was refused."


def version(text: str) -> int | None:
    """The version in `"v3"`, `W/"v3"` or `"v3.…"`; None for anything else."""
    found = _VERSION.fullmatch(text)
    return int(found[1]) if found else None


def origin(text: str) -> tuple[str, str] | None:
    """Scheme, and host with port, of an `Origin` (RFC 6454 §7) in lower case; None for anything else, also for `null`."""
    found = _ORIGIN.fullmatch(text.lower())
    return (found["scheme"], found["host"]) if found else None


def instant(text: str) -> datetime | None:
    """An RFC 3339 instant with offset, in a year that people live in; None for anything else."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return at.astimezone(UTC) if FIRST_YEAR <= at.year <= LAST_YEAR else None


def is_number(text: str) -> bool:
    """Whether a text is an integer, written in the one way."""
    return _NUMBER.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Whether a text is a UUID with its hyphens and nothing beside it."""
    return _ID.fullmatch(text) is not None


def is_instant(text: str) -> bool:
    """Whether a text is an instant."""
    return instant(text) is not None


_CHECKS: dict[Kind, Callable[[str], bool]] = {"instant": is_instant, "number": is_number, "id": is_id}


async def check_request(request: "Request[Any, Any, Any]") -> None:
    """Litestar's `before_request`. Raises CrossSite, UnsupportedType, NotFound, Invalid, or BadRequest."""
    handler = request.route_handler
    if request.method not in _SAFE:
        _check_site(request)
    _check_path(request)
    if request.scope["query_string"]:
        _check_query(request, handler)
    if request.method not in _SAFE:
        await _check_body(request, handler)


def _check_site(request: "Request[Any, Any, Any]") -> None:
    """Refuses a write that another site's page makes, with a cookie or without one (login CSRF)."""
    foreign = "origin" in request.headers and not is_ours(request)
    if foreign or request.headers.get("sec-fetch-site", "").lower() == "cross-site":
        raise CrossSite


def is_ours(request: "Request[Any, Any, Any]") -> bool:
    """Whether the Origin is the service's own: the address people reach it under, or the one that was asked."""
    base_url = request.app.state.services.config.base_url
    return is_own(request.headers.get("origin", ""), base_url, request.headers.get("host", ""))


def is_own(text: str, base_url: str, host: str) -> bool:
    """Whether an `Origin` is the service's own. A page of the same host that came unencrypted is foreign to one on https."""
    asking = origin(text)
    if asking is None or (asking[0] == "http" and base_url.startswith("https:")):
        return False
    return asking == origin(base_url) or asking[1] == host.lower()


def _check_path(request: "Request[Any, Any, Any]") -> None:
    """Slashes, numbers and ids in an address are written in one way, so that a resource has one address. Raises NotFound.

    A number that no column holds names nothing either.
    """
    path = request.scope["raw_path"].decode("latin-1").partition("?")[0] or request.scope["path"]
    if path.lstrip("/").startswith("api/") and ("//" in path or path.endswith("/")):
        raise NotFound  # the app's own pages are one file at every address
    values: dict[str, Any] = request.path_params
    if not values:
        return
    parts = {part.lower() for part in request.scope["path"].split("/")}
    if any(isinstance(found, int | UUID) and str(found) not in parts for found in values.values()):
        raise NotFound
    if any(isinstance(found, int) and not 0 <= found <= LAST_ORG for found in values.values()):
        raise NotFound


def _check_query(request: "Request[Any, Any, Any]", handler: HTTPRouteHandler) -> None:
    expected = parameters(handler)
    wrong = [
        name
        for name, text in request.query_params.multi_items()
        if name in expected and not _CHECKS[expected[name]](text)
    ]
    if wrong:
        reader = language.preferred(request.headers.get("accept-language"))
        raise Invalid(fields=tuple(problems.field(f"$.{name}", "invalid", reader) for name in dict.fromkeys(wrong)))


@cache
def parameters(handler: HTTPRouteHandler) -> dict[str, Kind]:
    """The query parameters of a handler that are instants, numbers or ids, by their names on the wire."""
    found: dict[str, Kind] = {}
    for name, field in handler.parsed_fn_signature.parameters.items():
        if isinstance(field.kwarg_definition, QueryParameter):
            types = [inner.annotation for inner in field.inner_types] or [field.annotation]
            on_the_wire = field.kwarg_definition.name or name
            found.update((on_the_wire, _KINDS[found_type]) for found_type in types if found_type in _KINDS)
    return found


@cache
def body_kind(handler: HTTPRouteHandler) -> str | None:
    """The media type of a handler's body, None where it takes none."""
    raw = getattr(handler.operation_class, "media_type", None)
    return raw or (JSON if "data" in handler.parsed_fn_signature.parameters else None)


async def _check_body(request: "Request[Any, Any, Any]", handler: HTTPRouteHandler) -> None:
    """A JSON body says that it is JSON: a foreign page's form cannot. Files and mails (`raw_body`) come as anything."""
    if body_kind(handler) != JSON:
        return
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise problems.UnsupportedType
    body = await request.body()
    if is_deep(body) or not is_utf8(body):
        raise problems.BadRequest


def is_utf8(body: bytes) -> bool:
    """Whether a body is UTF-8, as JSON has to be (RFC 8259 §8.1). The parser would end in a UnicodeDecodeError."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def is_deep(body: bytes) -> bool:
    """Whether JSON is nested deeper than anything of ours. The parser would end in a RecursionError.

    Brackets that hold nothing are taken out, level by level: as much work for a hostile body as for any other of its size.
    """
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return False
    left = _STRING.sub(b"", body).translate(_BRACKETS, _NO_BRACKETS)
    for _ in range(DEEPEST):
        left = left.replace(b"[]", b"")
    return bool(left)
