"""The contract with the phone (DESIGN 5), on routes that exist: problems, languages, idempotency, versions, ETag, limits."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import httpx
import pytest

from api.core import db
from api.core.services import Services
from api.http import principal
from api.http.auth import read_token
from api.http.idempotency import Key
from tests.servers import Database, owner
from tests.world import World

PROVIDER = {"kind": "school_room", "nameZh": "心理辅导室", "nameEn": "Room", "address": "1 号楼", "phone": "0797"}


async def test_problems_speak_the_readers_language(http: httpx.AsyncClient) -> None:
    english = await http.get("/api/v1/nothing", headers={"accept-language": "en-GB,zh;q=0.5"})
    chinese = await http.get("/api/v1/nothing", headers={"accept-language": "fr, zh-CN;q=0.3"})
    assert english.status_code == chinese.status_code == 404
    assert english.headers["content-type"] == "application/problem+json"
    assert english.json()["type"] == chinese.json()["type"]
    assert english.json()["detail"].startswith("Not found")
    assert chinese.json()["detail"].startswith("没有找到")


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        (PROVIDER | {"surprise": 1}, "$.surprise", "unknown"),
        ({k: v for k, v in PROVIDER.items() if k != "phone"}, "$.phone", "missing"),
        (PROVIDER | {"phone": "0" * 31}, "$.phone", "too-long"),
        (PROVIDER | {"nameZh": ""}, "$.nameZh", "too-short"),
        (PROVIDER | {"kind": "castle"}, "$.kind", "invalid"),
    ],
)
async def test_a_wrong_field_is_named(world: World, body: dict[str, object], path: str, code: str) -> None:
    async with world.client(world.people.north_admin) as client:
        answer = await client.post(f"/orgs/{world.north}/providers", json=body)
    assert answer.status_code == 422
    assert [(e["path"], e["code"]) for e in answer.json()["errors"]] == [(path, code)]


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"phone": "1390000", "code": "123456"}, "$.phone", "login"),
        ({"phone": "a@b", "code": "123456"}, "$.phone", "login"),
        ({"phone": "16400000031", "code": "12345"}, "$.code", "six-digits"),
    ],
)
async def test_a_number_that_is_none_is_told_what_one_is(
    http: httpx.AsyncClient, body: dict[str, object], path: str, code: str
) -> None:
    answer = await http.post("/api/v1/auth/phone", json=body, headers={"idempotency-key": uuid4().hex})
    assert answer.status_code == 422
    assert [(e["path"], e["code"]) for e in answer.json()["errors"]] == [(path, code)]
    assert "+852" in answer.json()["errors"][0]["message"] or code != "login"


async def test_a_text_that_is_no_json_and_a_nul_are_refused(world: World) -> None:
    async with world.client(world.people.north_admin) as client:
        broken = await client.post(
            f"/orgs/{world.north}/providers", content=b"{", headers={"content-type": "application/json"}
        )
        nul = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER | {"address": "a\x00b"})
    assert (broken.status_code, nul.status_code) == (400, 422)


async def test_a_body_over_the_limit_is_refused(world: World) -> None:
    async with world.client(world.people.north_admin) as client:
        answer = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER | {"address": "x" * 1_100_000})
    assert answer.status_code == 413


async def test_a_refusal_for_size_says_the_limit_of_its_route(world: World) -> None:
    """Each route that takes a file, and one that does not."""
    north = f"/orgs/{world.north}"
    limits = {
        f"{north}/providers": "1 MB",
        f"{north}/school-calendar/files?fileName=a.ics": "256 KB",
        f"{north}/roster/imports?fileName=a.csv": "20 MB",
    }
    async with world.client(world.people.north_admin) as client:
        for path, limit in limits.items():
            # By the header alone: the body itself need not be sent.
            answer = await client.post(
                path, content=b"x", headers={"content-length": str(30 << 20), "content-type": "application/json"}
            )
            assert answer.status_code == 413, path
            assert limit in answer.json()["detail"], path


@pytest.mark.parametrize("org_id", [-1, 2**63, 10**30])
async def test_a_number_that_no_organisation_can_have_is_not_found(world: World, org_id: int) -> None:
    async with world.client(world.people.north_admin) as client:
        assert (await client.get(f"/orgs/{org_id}/hotlines")).status_code == 404
        assert (await client.post(f"/orgs/{org_id}/providers", json=PROVIDER)).status_code == 404


async def test_a_write_needs_a_key_and_a_repeat_acts_once(world: World) -> None:
    key = {"idempotency-key": uuid4().hex}
    async with world.client(world.people.north_admin) as client:
        short = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER, headers={"idempotency-key": "short"})
        first = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER, headers=key)
        again = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER, headers=key)
        other = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER | {"phone": "1"}, headers=key)
        listed = (await client.get(f"/orgs/{world.north}/providers")).json()
    assert (short.status_code, short.json()["type"].rsplit("/", 1)[-1]) == (400, "idempotency-key-missing")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json()
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert [p["providerId"] for p in listed].count(first.json()["providerId"]) == 1


@pytest.mark.parametrize("apart", [False, True])
async def test_the_same_key_at_the_same_moment_acts_once(
    world: World, apart: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a cluster without the lock, which is one node's: there the key is taken before the operation."""
    monkeypatch.setattr(db.Reader, "cluster", apart)
    key = {"idempotency-key": uuid4().hex}
    async with world.client(world.people.north_admin) as client:
        before = len((await client.get(f"/orgs/{world.north}/providers")).json())
        answers = await asyncio.gather(
            *(client.post(f"/orgs/{world.north}/providers", json=PROVIDER, headers=key) for _ in range(10))
        )
        after = len((await client.get(f"/orgs/{world.north}/providers")).json())
    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["providerId"] for a in answers}) == 1
    assert after == before + 1


async def test_a_key_is_looked_up_without_writing_and_taken_once(world: World, services: Services) -> None:
    token = read_token(world.people.mother.token)
    key, now = Key(text="looked-up-only", request_hash=bytes(32)), services.clock.now()
    who = (token.account_id, world.north, token.token_hash, now, key.text, key.request_hash)
    async with db.reading(services.pool, world.north, token.account_id) as conn:
        found = await db.one(conn, principal.Writer, principal.SELECT_WRITER, *who)
    assert not found.replayed
    object_id = uuid4()
    async with db.transaction(services.pool, world.north, token.account_id) as conn:
        await principal.set_done(conn, token.account_id, key, object_id, now)
    with pytest.raises(asyncpg.SerializationError):
        async with db.transaction(services.pool, world.north, token.account_id) as conn:
            await principal.set_done(conn, token.account_id, key, uuid4(), now)
    async with db.reading(services.pool, world.north, token.account_id) as conn:
        again = await db.one(conn, principal.Writer, principal.SELECT_WRITER, *who)
    assert (again.replayed, again.replay_matches, again.replay_id) == (True, True, object_id)


async def test_one_persons_key_is_not_anothers(world: World) -> None:
    key = {"idempotency-key": uuid4().hex}
    async with world.client(world.people.north_admin) as north, world.client(world.people.south_admin) as south:
        first = await north.post(f"/orgs/{world.north}/providers", json=PROVIDER, headers=key)
        second = await south.post(f"/orgs/{world.south}/providers", json=PROVIDER, headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["providerId"] != second.json()["providerId"]


async def test_a_refused_write_may_be_tried_again_with_its_key(world: World) -> None:
    key = {"idempotency-key": uuid4().hex}
    async with world.client(world.people.gao) as client:
        first = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER, headers=key)
        again = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER, headers=key)
    assert (first.status_code, again.status_code) == (403, 403)


async def test_nothing_of_a_body_is_kept_with_the_key(database: Database) -> None:
    conn = await owner(database)
    columns = await conn.fetch(
        "select column_name from information_schema.columns where table_name = 'idempotency' order by 1"
    )
    await conn.close()
    names = [c["column_name"] for c in columns]
    assert names == ["account_id", "created_at", "key", "object_id", "request_hash"]


async def test_a_stale_version_is_refused_and_a_missing_one_asked_for(world: World) -> None:
    async with world.client(world.people.north_admin) as client:
        made = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER)
        path = f"/orgs/{world.north}/providers/{made.json()['providerId']}"
        without = await client.put(path, json=PROVIDER)
        changed = await client.put(path, json=PROVIDER | {"phone": "2"}, headers={"if-match": made.headers["etag"]})
        stale = await client.put(path, json=PROVIDER | {"phone": "3"}, headers={"if-match": made.headers["etag"]})
    assert (without.status_code, changed.status_code, stale.status_code) == (428, 200, 412)
    assert changed.headers["etag"] != made.headers["etag"]


async def test_an_unchanged_read_is_not_sent_again(world: World) -> None:
    async with world.client(world.people.wang) as client:
        first = await client.get(f"/orgs/{world.north}/students")
        second = await client.get(f"/orgs/{world.north}/students", headers={"if-none-match": first.headers["etag"]})
    assert first.headers["cache-control"] == "private, no-cache"
    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["etag"] == first.headers["etag"]


async def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    seen: list[str] = []
    async with world.client(world.people.north_admin) as client:
        cursor = None
        while True:
            query = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
            page = (await client.get(f"/orgs/{world.north}/students", params=query)).json()
            seen += [s["studentNumber"] for s in page["items"]]
            if (cursor := page["next"]) is None:
                break
        wrong = await client.get(f"/orgs/{world.north}/students", params={"cursor": "bm90IG91cnM"})
        much = await client.get(f"/orgs/{world.north}/students", params={"limit": "101"})
    assert seen == ["hong", "jun", "ming"]
    assert (wrong.status_code, much.status_code) == (422, 422)


async def test_since_leaves_out_what_has_not_changed(world: World) -> None:
    async with world.client(world.people.wang) as client:
        later = (world.now + timedelta(seconds=1)).isoformat()
        earlier = (world.now - timedelta(seconds=1)).isoformat()
        none = await client.get(f"/orgs/{world.north}/students", params={"since": later})
        all_ = await client.get(f"/orgs/{world.north}/students", params={"since": earlier})
    assert none.json()["items"] == []
    assert len(all_.json()["items"]) == 3


async def test_a_cookie_writes_from_our_own_pages_alone(world: World, http: httpx.AsyncClient) -> None:
    path = f"/api/v1/orgs/{world.north}/providers"
    cookie = {"cookie": f"xinqiao={world.people.north_admin.token}", "idempotency-key": uuid4().hex}

    async def write(**origin: str) -> int:
        return (await http.post(path, json=PROVIDER, headers=cookie | origin)).status_code

    assert await write() == 403
    assert await write(origin="https://evil.example") == 403
    assert await write(origin="null") == 403
    assert await write(origin="http://127.0.0.1:8000") == 201
    assert (await http.get(path, headers=cookie)).status_code == 200  # reading needs no origin


@pytest.mark.parametrize("text", ["", "x", "Bearer", "Bearer x", "Bearer " + "A" * 64, "Basic QQ==", "Bearer é"])
async def test_a_token_that_is_none_is_refused(world: World, http: httpx.AsyncClient, text: str) -> None:
    answer = await http.get(f"/api/v1/orgs/{world.north}", headers=[(b"authorization", text.encode())])
    assert answer.status_code == 401


async def test_refusals_are_noted_in_a_transaction_of_their_own(world: World) -> None:
    async with world.client(world.people.mother) as client:
        await client.get(f"/orgs/{world.north}/staff")
    rows = await world.sql(
        world.north, "select account_id, action, resource from audit_denials where org_id = $1", world.north
    )
    assert (world.people.mother.account_id, "staff_read", "staff") in [tuple(r) for r in rows]


async def test_changes_are_listed_for_the_audit(world: World) -> None:
    async with world.client(world.people.north_admin) as client:
        made = (await client.post(f"/orgs/{world.north}/providers", json=PROVIDER)).json()["providerId"]
    rows = await world.sql(
        world.north, "select account_id, action, resource_id from audit_changes where org_id = $1", world.north
    )
    assert (world.people.north_admin.account_id, "provider_edit", made) in [(r[0], r[1], str(r[2])) for r in rows]


async def test_answers_carry_their_guards(http: httpx.AsyncClient) -> None:
    answer = await http.get("/health/live")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_on_a_cluster_who_asks_is_found_in_two_statements(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answers, keys and refusals as in one; the database itself need not be one for that."""
    monkeypatch.setattr(db.Reader, "cluster", True)
    who, me = world.people, "/me"
    mother = world.client(who.mother)
    profile = await mother.get(me)
    assert profile.status_code == 200
    edit = {k: profile.json()[k] for k in ("language", "quietFrom", "quietTo", "channels", "plainTitles")}
    headers = {"if-match": profile.headers["etag"], "idempotency-key": "on-a-cluster-1"}
    first, again = [await mother.put(me, json=edit, headers=headers) for _ in range(2)]
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["idempotent-replayed"] == "true"
    assert (await world.client(who.nobody).get(f"/orgs/{world.north}/classes")).status_code == 403
    assert (await mother.get(f"/orgs/{world.centre}/providers")).status_code == 200, "as a client of the centre"
