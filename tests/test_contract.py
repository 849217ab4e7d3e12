"""The contract as clients see it: the snapshot is of this commit, and it demands exactly what the app demands."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar, get
from litestar.handlers.http_handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig

from api.cli.contract import SNAPSHOT, contract
from api.core.access import PUBLIC
from api.http.contract import completed
from api.http.guards import Undeclared, handlers
from tests.samples import Doc, Sample, all_samples
from tests.world import World


@pytest.fixture(scope="module")
def doc() -> Doc:
    """The committed contract; the first test says whether it is of this commit."""
    return cast("Doc", json.loads(SNAPSHOT.read_text()))


@pytest.fixture
def samples(doc: Doc, world: World) -> list[Sample]:
    """A request for each operation, in the north school where it acts in one."""
    return all_samples(doc, org_id=world.north)


def test_the_snapshot_is_of_this_commit() -> None:
    assert SNAPSHOT.read_text() == contract(), "run `./xinqiao openapi` and read the difference"


def test_it_names_neither_a_host_nor_a_path_of_a_machine() -> None:
    text = contract()
    assert str(Path.cwd()) not in text
    assert "localhost" not in text


def test_names_are_unique_and_tags_and_schemes_exist(doc: Doc) -> None:
    shapes = cast("dict[str, Doc]", doc["components"]["schemas"])
    titles = Counter(shape["title"] for shape in shapes.values())
    assert [title for title, count in titles.items() if count > 1] == []
    assert [name for name, shape in shapes.items() if name != shape["title"]] == []
    tags = {tag["name"] for tag in doc["tags"] if tag["description"]}
    schemes = set(doc["components"]["securitySchemes"])
    for operation in _operations(doc):
        assert set(operation["tags"]) <= tags, operation["operationId"]
        assert {name for choice in operation["security"] for name in choice} <= schemes, operation["operationId"]
        assert 0 < len(operation["summary"]) <= 110, operation["operationId"]


@get("/api/v1/misspelt", operation_id="misspelt", opt={"action": PUBLIC})
async def misspelt() -> None:
    """Does nothing. 409 `time-takn` always."""


@get("/api/v1/mistaken", operation_id="mistaken", opt={"action": PUBLIC})
async def mistaken() -> None:
    """Does nothing. 404 `time-taken` always."""


@pytest.mark.parametrize(("handler", "named"), [(misspelt, "409 `time-takn`"), (mistaken, "404 `time-taken`")])
def test_an_error_that_a_route_names_must_exist(handler: HTTPRouteHandler, named: str) -> None:
    config = OpenAPIConfig(title="", version="", use_handler_docstrings=True)
    with pytest.raises(Undeclared, match=named):
        completed(Litestar([handler], openapi_config=config))


async def test_what_it_demands_is_all_that_is_demanded_before_the_session(
    samples: list[Sample], http: httpx.AsyncClient
) -> None:
    wrong: list[str] = []
    for sample in samples:
        answer = await http.request(**sample.request())
        refused = (answer.status_code, _slug(answer)) == (401, "unauthenticated")
        if refused != (sample.operation["security"] != []):
            wrong.append(f"{sample.name}: {answer.status_code} {answer.text[:200]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("header", "refusal"),
    [("Idempotency-Key", (400, "idempotency-key-missing")), ("If-Match", (428, "precondition-missing"))],
)
async def test_a_demanded_header_cannot_be_left_out(
    samples: list[Sample], world: World, http: httpx.AsyncClient, header: str, refusal: tuple[int, str]
) -> None:
    session = {"authorization": f"Bearer {world.people.north_admin.token}"}
    demanding = [sample for sample in samples if header in sample.headers]
    found = {s.name: await http.request(**_with(s.request(without=header), session)) for s in demanding}
    assert {name: (answer.status_code, _slug(answer)) for name, answer in found.items()} == dict.fromkeys(
        (sample.name for sample in demanding), refusal
    )
    assert len(demanding) >= 30


async def test_a_read_tells_a_version_exactly_where_it_says_so(samples: list[Sample], world: World) -> None:
    found: dict[str, tuple[bool, bool]] = {}
    for sample in samples:
        if sample.method == "get" and sample.needs_session:
            answer = await world.client(world.people.north_admin).request(**_of_the_session(sample.request()))
            if answer.status_code == 200:
                told = answer.headers.get("etag", "").startswith('"v')
                found[sample.name] = (told, "ETag" in sample.operation["responses"]["200"].get("headers", {}))
    assert {name: both for name, both in found.items() if both[0] != both[1]} == {}
    assert found["getProfile"] == (True, True)
    assert found["listProviders"] == (False, False)


@pytest.mark.parametrize(("operation", "marker"), [("addProvider", False), ("countNoticeAudience", True)])
async def test_a_route_that_contradicts_the_contract_does_not_answer(
    samples: list[Sample],
    world: World,
    app: Litestar,
    operation: str,
    marker: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [sample] = [s for s in samples if s.name == operation]
    [handler] = [h for _, _, h in handlers(app) if h.operation_id == operation]
    monkeypatch.setitem(handler.opt, "idempotency_key", marker)
    client = world.client(world.people.north_admin)
    answer = await client.request(**_of_the_session(sample.request()))
    assert answer.status_code == 500


def _operations(doc: Doc) -> list[Doc]:
    return [operation for methods in doc["paths"].values() for operation in methods.values()]


def _of_the_session(request: dict[str, Any]) -> dict[str, Any]:
    """For a client of the world, whose addresses begin below /api/v1."""
    return request | {"url": request["url"].removeprefix("/api/v1")}


def _slug(answer: httpx.Response) -> str:
    if answer.headers.get("content-type") != "application/problem+json":
        return ""
    return str(answer.json()["type"]).rsplit("/", 1)[-1]


def _with(request: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    return request | {"headers": request["headers"] | headers}
