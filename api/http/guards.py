"""Start-up checks: a forgotten declaration must stop the service, not open a route."""

from collections.abc import Iterator, Mapping

from litestar import Litestar
from litestar.handlers.http_handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from api.core.access import Action


class Undeclared(Exception):
    """A route does not say which action it is, or has no operation id of its own."""


def handlers(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Every route below /api as (method, path template, handler)."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path_format.startswith("/api/"):
            for handler in route.route_handlers:
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                    yield str(method), route.path_format, handler


def check_declared(app: Litestar, actions: Mapping[str, Action]) -> None:
    """Raises Undeclared unless each route has one of these actions and a unique operation id."""
    seen: dict[str, str] = {}
    for method, path, handler in handlers(app):
        action = handler.opt.get("action")
        if not isinstance(action, Action):
            raise Undeclared(f"{method} {path} declares no action")
        if actions.get(action.name) is not action:
            raise Undeclared(f"{method} {path} declares {action.name!r}, which no feature registers")
        name = handler.operation_id
        if not isinstance(name, str) or seen.setdefault(name, f"{method} {path}") != f"{method} {path}":
            raise Undeclared(f"{method} {path} needs an operation id of its own")
