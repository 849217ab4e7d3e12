"""Start-up checks: a forgotten declaration must stop the service, not open a route."""

from collections.abc import Iterator, Mapping

from litestar import Litestar
from litestar.handlers.http_handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from api.core.access import PUBLIC, Action

KEY = "idempotency_key"
"""In a handler's `opt`, False: a write that takes no Idempotency-Key, because its answer is kept nowhere, its refusal must
count, or it only asks a question in a body."""


class Undeclared(Exception):
    """A route does not say what the contract must know of it. The message names the route and what is missing."""


def handlers(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Every route below /api as (method, path template, handler)."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path_format.startswith("/api/"):
            for handler in route.route_handlers:
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                    yield str(method), route.path_format, handler


def is_public(handler: HTTPRouteHandler) -> bool:
    """Whether a request to this handler needs no session."""
    return handler.opt["action"] is PUBLIC


def takes_key(handler: HTTPRouteHandler) -> bool:
    """Whether a request to this handler needs an Idempotency-Key: every write with a session, unless its `opt` says no."""
    return _may_take_key(handler) and handler.opt.get(KEY, True)


def takes_version(handler: HTTPRouteHandler) -> bool:
    """Whether a request to this handler needs an If-Match: the handler then takes the dependency `version`."""
    return "version" in handler.parsed_fn_signature.parameters


def check_declared(app: Litestar, actions: Mapping[str, Action]) -> None:
    """Raises Undeclared unless each route has one of these actions, a unique operation id and a true word about its key."""
    seen: dict[str, str] = {}
    for method, path, handler in handlers(app):
        action = handler.opt.get("action")
        if not isinstance(action, Action):
            raise Undeclared(f"{method} {path} declares no action")
        if actions.get(action.name) is not action:
            raise Undeclared(f"{method} {path} declares {action.name!r}, which no feature registers")
        if KEY in handler.opt and not (handler.opt[KEY] is False and _may_take_key(handler)):
            raise Undeclared(f"{method} {path}: `{KEY}` can only be False, on a write with a session")
        name = handler.operation_id
        if not isinstance(name, str) or seen.setdefault(name, f"{method} {path}") != f"{method} {path}":
            raise Undeclared(f"{method} {path} needs an operation id of its own")


def _may_take_key(handler: HTTPRouteHandler) -> bool:
    return not is_public(handler) and not handler.http_methods <= {"GET", "HEAD", "OPTIONS"}
