"""Odd versions, origins, instants, numbers, ids and bodies: each is a clear 4xx on every route that takes one.

Kind of fault: text that is parsed in many places, each with a parser more lenient than the contract, ends as a 500 or as
something else than what was meant.
"""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.http import strict
from api.http.guards import handlers
from schemas.input import Input
from tests.counselling.desk import slug
from tests.http.test_request_runner import PROVIDER
from tests.samples import ORGS
from tests.world import World

ORIGIN = "http://127.0.0.1:8000"
DEEP: list[Any] = ["[" * 20_000 + "]" * 20_000, '{"a":' * 20_000 + "1" + "}" * 20_000, "[" * 100 + "]" * 100]
NOT_UTF8: list[Any] = [b'{"phone":"\xff"}', b'{"\xed\xa0\x80":1}', b"\xff\xfe{\x00}\x00"]


VERSIONS = ["v²", "v١", "v1_0", "v+1", "v 1", "v", '"v3" ', "v99999999999999999999", "*", "v1\xa0"]


async def test_a_version_is_ascii_digits_alone(world: World) -> None:
    for version in VERSIONS:
        header = [(b"if-match", f'"{version}"'.encode()), (b"idempotency-key", uuid4().hex.encode())]
        async with world.client(world.people.mother) as client:
            profile: dict[str, object] = {
                "language": "en",
                "quietFrom": "22:00",
                "quietTo": "07:00",
                "channels": [],
                "plainTitles": False,
            }
            answer = await client.put("/me", json=profile, headers=header)
        assert slug(answer) == (428, "precondition-missing")


ORIGINS = [
    "http://[",
    "http://[::1",
    "http://127.0.0.1:8000@evil.example",
    "//127.0.0.1:8000",
    "http://127.0.0.1:99999999",
    "é",
]


async def test_an_origin_that_is_none_is_foreign(world: World, http: httpx.AsyncClient) -> None:
    for origin in ORIGINS:
        cookie = f"xinqiao={world.people.north_admin.token}"
        for headers in ({"cookie": cookie}, {"authorization": f"Bearer {world.people.north_admin.token}"}, {}):
            sent = [
                (k.encode(), v.encode())
                for k, v in {**headers, "origin": origin, "idempotency-key": uuid4().hex}.items()
            ]
            answer = await http.post(f"/api/v1/orgs/{world.north}/providers", json=PROVIDER, headers=sent)
            assert slug(answer) == (403, "cross-site")


INSTANTS = [
    "2026-11-23",
    "2026-11-23T10:00:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-12:00",
    "1790000000",
    "now",
    "",
]


async def test_an_instant_has_an_offset_and_a_year_of_our_time(world: World, app: Litestar) -> None:
    for instant in INSTANTS:
        asked = [(path, name) for method, path, handler in handlers(app) for name, kind in strict.parameters(handler).items()
                 if kind == "instant" and method == "GET"]  # fmt: skip
        assert len(asked) >= 6
        async with world.client(world.people.north_admin) as client:
            for path, name in asked:
                at = path.removeprefix("/api/v1").format(org_id=world.north, **_IDS)
                assert slug(await client.get(at, params={name: instant})) == (422, "invalid"), (path, name)


_IDS = {name: uuid4() for name in ("student_id", "visit_id", "notice_id", "booking_id", "class_id", "counsellor_id")}


DAYS = ["0001-01-01", "9999-12-31", "1899-12-31"]


async def test_a_day_in_a_body_is_of_our_time(world: World) -> None:
    for day in DAYS:
        async with world.client(world.people.wang) as client:
            member = {"studentId": str(world.people.ming.account_id), "startsOn": day, "endsOn": day}
            answer = await client.post(f"/orgs/{world.north}/committee-members", json=member)
        assert slug(answer) == (422, "invalid")


TIMES = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]


async def test_an_instant_in_a_body_is_of_our_time(world: World) -> None:
    for at in TIMES:
        async with world.client(world.people.wang) as client:
            contact = {"studentId": str(world.people.ming.account_id), "channel": "phone", "at": at}
            answer = await client.post(f"/orgs/{world.north}/contacts", json=contact)
        assert slug(answer) == (422, "invalid")
        assert [field["path"] for field in answer.json()["errors"]] == ["$.at"]


class Day(Input, frozen=True, kw_only=True):
    """A day and an instant from outside, whatever a service says of them."""

    on: date | None = None
    at: datetime | None = None


@pytest.mark.parametrize("body", [f'{{"on": "{day}"}}' for day in DAYS] + [f'{{"at": "{at}"}}' for at in TIMES])
def test_every_body_is_of_our_time(body: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="Expected a year"):
        msgspec.json.decode(body, type=Day)


WRITTEN = ["+{}", "0{}", "{}_0", " {}", "{}%20", "%EF%BC%91"]


async def test_an_organisation_has_one_address(world: World) -> None:
    for written in WRITTEN:
        async with world.client(world.people.north_admin) as client:
            right = await client.get(f"/orgs/{world.north}/hotlines")
            answer = await client.get(f"/orgs/{written.format(world.north)}/hotlines")
        assert right.status_code == 200
        assert slug(answer) == (404, "not-found")


@pytest.mark.parametrize(
    "path", ["/me/home", "/orgs/{}/hotlines", "/orgs/{}/students", "/hotlines", "/auth/passkey/options"]
)
async def test_an_address_has_no_other_slashes(world: World, path: str) -> None:
    """A second address of one thing slips past rules of a proxy, and through caches by address."""
    right = path.format(world.north)
    async with world.client(world.people.north_admin) as client:
        for odd in (f"{right}/", f"{right}//", f"/{right}", "//".join(right.rsplit("/", 1))):
            for method in ("GET", "POST"):
                answer = await client.request(method, odd)
                assert slug(answer) in {(404, "not-found"), (405, "method-not-allowed")}, (method, odd)
        assert (await client.get(right)).status_code in {200, 401, 403, 404, 405}


async def test_an_id_in_an_address_is_written_in_one_way(world: World) -> None:
    at = world.people.ming.account_id
    async with world.client(world.people.wang) as client:
        answers = [
            await client.get(f"/orgs/{world.north}/students/{written}/availability")
            for written in (f"{{{at}}}", at.hex, f"urn:uuid:{at}", f"{at}".replace("-", "", 1))
        ]
    assert {slug(answer) for answer in answers} == {(404, "not-found")}


async def test_an_id_in_a_query_is_written_in_one_way(world: World) -> None:
    at = world.north_a
    async with world.client(world.people.wang) as client:
        answers = [
            await client.get(f"/orgs/{world.north}/students", params={"classId": written})
            for written in (f"{{{at}}}", at.hex, f"urn:uuid:{at}", f" {at}")
        ]
        right = await client.get(f"/orgs/{world.north}/students", params={"classId": str(at)})
    assert {slug(answer) for answer in answers} == {(422, "invalid")}
    assert right.status_code == 200


LIMITS = ["1_0", "+1", "٣", "1.0", " 1", "true", "1e1"]


async def test_a_number_is_ascii_digits(world: World) -> None:
    for limit in LIMITS:
        async with world.client(world.people.wang) as client:
            assert slug(await client.get(f"/orgs/{world.north}/students", params={"limit": limit})) == (422, "invalid")


async def test_a_body_that_is_deep_or_not_utf8_is_refused_by_every_route(
    http: httpx.AsyncClient, app: Litestar, world: World
) -> None:
    for text in DEEP + NOT_UTF8:
        found: set[tuple[int, str]] = set()
        key = {"idempotency-key": uuid4().hex, "if-match": '"v1"', "content-type": "application/json"}
        header = {"authorization": f"Bearer {world.people.north_admin.token}", **key}
        for method, path, handler in handlers(app):
            if method != "GET" and strict.body_kind(handler) == strict.JSON:
                at = path.format(
                    **dict.fromkeys(handler.parsed_fn_signature.parameters, uuid4()) | dict.fromkeys(ORGS, world.north)
                )
                found.add(slug(await http.request(method, at, content=text, headers=header)))
        assert found == {(400, "bad-request")}


@pytest.mark.parametrize(
    ("body", "deep"),
    [
        (b"[" + b"[]," * 33 + b'"' + b'\\"' * 500_000, True),  # a string that nothing closes
        (b"[" * 500_000, True),
        (b'["' + b"\\\\" * 400_000 + b'"' + b",[]" * 40 + b"]", False),
        (b"[" * 32 + b"]" * 32, False),
        (b"[" * 33 + b"]" * 33, True),
        (b'{"a":[' * 17 + b"]}" * 17, True),
        (b'["[[[",' * 32 + b"1" + b"]" * 32, False),
    ],
)
def test_how_deep_a_body_is_takes_no_longer_for_a_hostile_one(body: bytes, deep: bool) -> None:
    """One that is read in the square of its size would never come back: the limit of a hanging test ends it."""
    assert strict.is_deep(body) is deep


KINDS = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]


async def test_a_body_says_that_it_is_json(world: World, http: httpx.AsyncClient) -> None:
    for kind in KINDS:
        body = b'{"phone": "13700000001", "code": "123456", "sharedDevice": false}'
        headers = {"content-type": kind} if kind else {}
        assert slug(await http.post("/api/v1/auth/phone", content=body, headers=headers)) == (415, "unsupported-type")
        header = {
            **headers,
            "authorization": f"Bearer {world.people.north_admin.token}",
            "idempotency-key": uuid4().hex,
        }
        answer = await http.post(f"/api/v1/orgs/{world.north}/providers", content=b"{}", headers=header)
        assert slug(answer) == (415, "unsupported-type")
        json = {"content-type": 'Application/JSON; charset="UTF-8"'}
        assert (await http.post("/api/v1/auth/phone", content=body, headers=json)).status_code == 401


def test_a_page_that_came_unencrypted_is_foreign_to_an_encrypted_service() -> None:
    https = "https://school.example"
    assert strict.is_own(https, https, "school.example")
    assert strict.is_own("https://other.example", https, "other.example")
    assert not strict.is_own("http://school.example", https, "school.example")
    assert strict.is_own("http://127.0.0.1:8000", "http://127.0.0.1:8000", "")


async def test_a_write_from_another_site_is_refused_with_or_without_a_cookie(
    world: World, http: httpx.AsyncClient, app: Litestar
) -> None:
    """Login CSRF: a foreign page signs the browser in to an account of the attacker's."""
    foreign: list[dict[str, str]] = [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1:8001"},
    ]
    found: set[tuple[int, str]] = set()
    for method, path, handler in handlers(app):
        at = path.format(
            **dict.fromkeys(handler.parsed_fn_signature.parameters, uuid4())
            | dict.fromkeys(ORGS, world.north)
            | {"token": "x"}
        )
        for headers in foreign if method != "GET" else ():
            found.add(slug(await http.request(method, at, headers=headers)))
    assert found == {(403, "cross-site")}
    body = {"phone": f"137{uuid4().int % 10**8:08}", "code": "123456"}
    for ours in ({}, {"origin": ORIGIN, "sec-fetch-site": "same-origin"}):
        assert (await http.post("/api/v1/auth/phone", json=body, headers=ours)).status_code == 401
