"""Hotlines: the national ones for everybody, the nearest organisation's first, and who edits them (C5)."""

from typing import Any

import asyncpg
import httpx
import pytest

from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.hotlines.demo import open_lines
from tests.counselling.desk import field, ok, slug, version
from tests.hotlines.lines import BODY, NATIONAL, line
from tests.servers import Database
from tests.world import Person, World


async def test_the_national_lines_need_no_session_and_may_be_kept(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/v1/hotlines")
    found = await ok(answer)
    assert [(h["orgId"], h["phone"]) for h in found] == [(0, phone) for phone in NATIONAL]
    assert set(found[0]) == {
        *("hotlineId", "orgId", "nameZh", "nameEn", "phone", "hoursZh", "hoursEn", "kind", "position", "version"),
    }
    assert (found[0]["nameZh"], found[0]["kind"]) == ("全国统一心理援助热线", "psychological")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    again = await http.get("/api/v1/hotlines", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "public, max-age=3600")


async def test_no_schools_line_is_national(world: World, http: httpx.AsyncClient) -> None:
    await line(world, world.north, world.people.north_admin)
    assert [h["phone"] for h in await ok(await http.get("/api/v1/hotlines"))] == NATIONAL


async def test_ones_own_come_first_then_those_above_then_the_national(world: World) -> None:
    who = world.people
    await line(world, world.bureau, who.ou, phone="30-1")
    await line(world, world.north, who.north_admin, phone="10-2", position=20)
    await line(world, world.north, who.north_admin, phone="10-1", position=10)
    await line(world, world.south, who.south_admin, phone="20-1")
    await line(world, world.centre, who.centre_admin, phone="25-1")
    for person in (who.ming, who.father, who.wang):
        assert await mine(world, person) == ["10-1", "10-2", "30-1", *NATIONAL]
    # The centre serves the families of the south.
    assert await mine(world, who.tao) == ["20-1", "25-1", "30-1", *NATIONAL]
    assert await mine(world, who.mother) == ["10-1", "10-2", "20-1", "25-1", "30-1", *NATIONAL]
    assert await mine(world, who.sun) == ["20-1", "30-1", *NATIONAL]
    assert await mine(world, who.ou) == ["30-1", *NATIONAL]
    for person in (who.nobody, who.former_student, who.former_guardian, who.former_teacher):
        assert await mine(world, person) == NATIONAL


async def test_a_deeper_tree_is_walked_and_a_closed_organisation_left_out(world: World, database: Database) -> None:
    who = world.people
    await line(world, world.bureau, who.ou, phone="30-1")
    await line(world, world.north, who.north_admin, phone="10-1")
    await line(world, world.centre, who.centre_admin, phone="25-1")
    move = "update orgs set parent_org_id = $2 where org_id = $1"
    await owner(database, move, world.north, world.centre)
    assert await mine(world, who.ming) == ["10-1", "25-1", "30-1", *NATIONAL]
    await owner(database, move, world.bureau, world.north)  # a ring: each is shown once, and it ends
    assert await mine(world, who.ming) == ["10-1", "25-1", "30-1", *NATIONAL]
    await owner(database, move, world.bureau, 0)
    await owner(database, "update orgs set ended_at = now() where org_id = $1", world.centre)
    assert await mine(world, who.ming) == ["10-1", "30-1", *NATIONAL]


async def test_ones_own_need_a_session(http: httpx.AsyncClient) -> None:
    assert slug(await http.get("/api/v1/me/hotlines")) == (401, "unauthenticated")


async def test_administrators_and_officers_alone_keep_them(world: World) -> None:
    who = world.people
    made = await line(world, world.north, who.north_admin)
    path = f"/orgs/{world.north}/hotlines"
    for person in (who.wang, who.lin, who.gao, who.he, who.mother, who.ming, who.south_admin, who.ou, who.nobody):
        client = world.client(person)
        assert slug(await client.get(path)) == (403, "forbidden")
        assert slug(await client.post(path, json=BODY)) == (403, "forbidden")
        one = f"{path}/{made['hotlineId']}"
        assert slug(await client.put(one, json=BODY, headers=version(1))) == (403, "forbidden")
        assert slug(await client.post(f"{one}/end", headers=version(1))) == (403, "forbidden")
    bureau = f"/orgs/{world.bureau}/hotlines"
    theirs = await line(world, world.bureau, who.ou)
    assert await ok(await world.client(who.ou).get(bureau)) == [theirs]
    assert await ok(await world.client(who.north_admin).get(path)) == [made]


async def test_nobody_keeps_the_national_lines(world: World, http: httpx.AsyncClient) -> None:
    [first, *_] = await ok(await http.get("/api/v1/hotlines"))
    for person in (world.people.north_admin, world.people.ou):
        client = world.client(person)
        assert slug(await client.post("/orgs/0/hotlines", json=BODY)) == (403, "forbidden")
        one = f"/orgs/0/hotlines/{first['hotlineId']}"
        assert slug(await client.put(one, json=BODY, headers=version(1))) == (403, "forbidden")
        assert slug(await client.post(f"{one}/end", headers=version(1))) == (403, "forbidden")


async def test_an_edit_raises_the_version_and_a_stale_one_is_refused(world: World) -> None:
    who = world.people
    made = await line(world, world.north, who.north_admin)
    client, path = world.client(who.north_admin), f"/orgs/{world.north}/hotlines/{made['hotlineId']}"
    assert slug(await client.put(path, json=BODY)) == (428, "precondition-missing")
    answer = await client.put(path, json={**BODY, "phone": "110 110"}, headers=version(1))
    edited = await ok(answer)
    assert edited == {**made, "phone": "110 110", "version": 2}
    assert answer.headers["etag"] == '"v2"'
    assert slug(await client.put(path, json=BODY, headers=version(1))) == (412, "stale")
    assert slug(await client.post(f"{path}/end", headers=version(1))) == (412, "stale")
    assert slug(await client.post(f"{path}/end")) == (428, "precondition-missing")
    assert await mine(world, who.ming) == ["110 110", *NATIONAL]


async def test_an_ended_line_is_shown_to_nobody_and_stays_ended(world: World) -> None:
    who = world.people
    made = await line(world, world.north, who.north_admin)
    client, path = world.client(who.north_admin), f"/orgs/{world.north}/hotlines"
    one = f"{path}/{made['hotlineId']}"
    ended = await ok(await client.post(f"{one}/end", headers=version(1)))
    assert ended == {**made, "version": 2}
    assert await ok(await client.post(f"{one}/end", headers=version(1))) == ended
    assert slug(await client.put(one, json=BODY, headers=version(2))) == (409, "hotline-ended")
    assert await ok(await client.get(path)) == []
    assert await mine(world, who.ming) == NATIONAL


async def test_another_organisations_line_is_not_found(world: World) -> None:
    who = world.people
    made = await line(world, world.south, who.south_admin)
    client, path = world.client(who.north_admin), f"/orgs/{world.north}/hotlines/{made['hotlineId']}"
    assert slug(await client.put(path, json=BODY, headers=version(1))) == (404, "not-found")
    assert slug(await client.post(f"{path}/end", headers=version(1))) == (404, "not-found")


async def test_a_repeated_request_adds_and_changes_once(world: World) -> None:
    who = world.people
    client, path = world.client(who.north_admin), f"/orgs/{world.north}/hotlines"
    key = {"idempotency-key": "the-first-line"}
    made = await ok(await client.post(path, json=BODY, headers=key), 201)
    again = await client.post(path, json=BODY, headers=key)
    assert (await ok(again, 201), again.headers["idempotent-replayed"]) == (made, "true")
    other = await client.post(path, json={**BODY, "phone": "120"}, headers=key)
    assert slug(other) == (422, "idempotency-mismatch")
    ends = {"idempotency-key": "its-end-at-last", **version(1)}
    ended = await ok(await client.post(f"{path}/{made['hotlineId']}/end", headers=ends))
    assert await ok(await client.post(f"{path}/{made['hotlineId']}/end", headers=ends)) == ended
    assert len(await changes(world, who.north_admin)) == 2


@pytest.mark.parametrize(
    ("more", "path"),
    [
        *(
            ({"phone": p}, "$.phone")
            for p in ("12", "1" * 21, "110\n", "1a0", "+86 110", "-110", "110 ", "１１０", "110\t1")
        ),
        *(({"nameZh": n}, "$.nameZh") for n in ("", "  ", "字" * 61, "a\nb", "a\n", "a\u0000")),
        ({"nameEn": "x" * 61}, "$.nameEn"),
        *(({"hoursZh": h}, "$.hoursZh") for h in ("", "字" * 101, "a\u001b")),
        ({"hoursEn": "x" * 101}, "$.hoursEn"),
        ({"kind": "pub"}, "$.kind"),
        *(({"position": n}, "$.position") for n in (-1, 1000)),
    ],
)
async def test_what_is_no_line_is_refused_by_field(world: World, more: dict[str, Any], path: str) -> None:
    answer = await world.client(world.people.north_admin).post(f"/orgs/{world.north}/hotlines", json={**BODY, **more})
    assert field(answer)[:2] == (422, path), answer.text


async def test_an_unknown_field_is_refused_and_markup_is_text(world: World) -> None:
    who = world.people
    client, path = world.client(who.north_admin), f"/orgs/{world.north}/hotlines"
    assert (await client.post(path, json={**BODY, "orgId": 0})).status_code == 422
    made = await line(world, world.north, who.north_admin, nameZh="<b>热线</b>", phone="1-0 1")
    assert (made["nameZh"], made["phone"], made["orgId"]) == ("<b>热线</b>", "1-0 1", world.north)


async def test_the_demo_adds_lines_where_there_are_none(world: World, services: Services) -> None:
    for _ in range(2):
        for org_id in (world.north, world.centre, world.bureau):
            async with system_uow(services, org_id) as uow:
                await open_lines(uow)
    found = await mine(world, world.people.ming)
    assert found == ["0797-0000001", "0797-0000003", "0797-0000004", *NATIONAL]
    assert await mine(world, world.people.qian) == ["0797-0000002", "0797-0000003", "0797-0000004", *NATIONAL]


async def mine(world: World, who: Person) -> list[str]:
    """The numbers that somebody is shown, in order."""
    return [h["phone"] for h in await ok(await world.client(who).get("/me/hotlines"))]


async def changes(world: World, who: Person) -> list[asyncpg.Record]:
    """What the audit lists of somebody."""
    select = "select action from audit_changes where org_id = $1 and account_id = $2 and resource = 'hotline'"
    return await world.sql(world.north, select, world.north, who.account_id)


async def owner(database: Database, statement: str, *args: Any) -> None:
    """Does what an operator does to organisations."""
    conn = await asyncpg.connect(database.owner_url)
    try:
        await conn.execute(statement, *args)
    finally:
        await conn.close()
