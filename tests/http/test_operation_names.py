"""No line of the log and no number tells a filing, an opening or a private booking from something ordinary (DESIGN 7)."""

import inspect

from litestar import Litestar
from litestar.handlers.http_handlers import HTTPRouteHandler

from api.http import operation_names
from tests.core.test_log import Stream
from tests.core.test_log import stderr as stderr  # noqa: PLC0414  # the fixture
from tests.counselling.desk import version
from tests.http.request_counts import request_counts
from tests.observations.conftest import desk as desk  # noqa: PLC0414  # the fixture
from tests.observations.desk import Desk

OF_SECRETS = ("/observations", "/bookings", "/slots")


def routes(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    """Path, method and handler of every operation."""
    return [
        (route.path_format, method, handler)
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler)
        for method in handler.http_methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    ]


def test_what_concerns_a_secret_has_a_name_that_ordinary_operations_share(app: Litestar) -> None:
    secret, ordinary = set[str](), list[str]()
    for path, method, handler in routes(app):
        name = operation_names.name_of(handler, method)
        opens = "read_confidential" in inspect.getsource(handler.fn) or "untraced" in inspect.getsource(handler.fn)
        if opens or any(f"{part}/" in f"{path}/" for part in OF_SECRETS):
            secret.add(name)
        else:
            ordinary.append(name)
    assert secret == {"request"}
    assert ordinary.count("request") > 30
    shared = {h.operation_id for _, method, h in routes(app) if operation_names.name_of(h, method) == "request"}
    assert {"getHome", "listInbox", "getDiary"} <= shared, "what every phone asks all day, and leaves no row"


def test_signing_in_keeps_its_name(app: Litestar) -> None:
    names = {operation_names.name_of(handler, method) for _, method, handler in routes(app)}
    assert {"signInByPhone", "signInBySecret", "signInByPassword"} <= names


async def test_a_filing_is_counted_as_an_ordinary_request_and_logged_as_none(desk: Desk, stderr: Stream) -> None:
    who, world = desk.world.people, desk.world
    before = request_counts()
    assert (await desk.file(who.ming)).status_code == 201
    first = await world.client(who.ming).get("/me/home")
    again = await world.client(who.ming).get("/me/home", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    changed = {
        key: value - before.get(key, 0) for key, value in request_counts().items() if value != before.get(key, 0)
    }
    assert changed == {("request", "200"): 3.0}
    assert [line for line in stderr.lines() if line["event"] == "request"] == []


async def test_a_refused_filing_is_logged_as_any_refused_request(desk: Desk, stderr: Stream) -> None:
    who = desk.world.people
    assert (await desk.file(who.hong)).status_code == 403
    assert (await desk.world.client(who.hong).put("/me", json={}, headers=version(1))).status_code == 422
    lines = [(line["operation"], line["status"]) for line in stderr.lines() if line["event"] == "request"]
    assert lines == [("request", 403), ("request", 422)]
