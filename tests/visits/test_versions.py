"""Two colleagues' accounts of one visit, corrections beside what they correct, and versions of the past."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.core.clock import FixedClock
from api.visits.records.rules import MOST_RECORDS
from tests.counselling.desk import field, ok, slug
from tests.visits.family import DAY, THURSDAY, Family, record
from tests.world import Person

COPY_SEALED = """
insert into vault_records (org_id, record_id, kind, algorithm, sealed, created_at)
select v.org_id, u, v.kind, v.algorithm, v.sealed, v.created_at from vault_records v, unnest($2::uuid[]) u
where v.org_id = $1 and v.record_id = $3 on conflict do nothing
"""
COPY_RECORD = """
insert into visit_records (org_id, record_id, visit_id, written_by, written_at)
select r.org_id, u, r.visit_id, r.written_by, r.written_at from visit_records r, unnest($2::uuid[]) u
where r.org_id = $1 and r.record_id = $3 on conflict do nothing
"""


@pytest.fixture
async def visited(family: Family, clock: FixedClock) -> str:
    """A confirmed visit of lin and chen that has begun."""
    who = family.world.people
    visit = await family.agreed(THURSDAY, who.lin, who.chen)
    clock.advance(THURSDAY - clock.now())
    return visit


async def listed(family: Family, by: Person, visit: str) -> list[dict[str, Any]]:
    return await ok(await family.get(by, visit, "/records"))


async def correct(family: Family, by: Person, visit: str, record_id: str, **more: Any) -> httpx.Response:
    path = f"{family.visits}/{visit}/records/{record_id}/corrections"
    return await family.world.client(by).post(path, json=record(**more))


async def text(family: Family, by: Person, visit: str, record_id: str) -> Any:
    return await ok(await family.get(by, visit, f"/records/{record_id}"))


async def due(family: Family, visit: str) -> list[tuple[str, bool]]:
    found = await ok(await family.get(family.world.people.wang, visit, "/follow-ups"))
    return [(f["dueOn"], f["doneAt"] is not None) for f in found]


async def test_two_colleagues_write_at_once_and_both_accounts_stand(family: Family, visited: str) -> None:
    who = family.world.people
    await asyncio.gather(
        *(family.get(p, visited) for p in (who.lin, who.chen) * 4)
    )  # connections are open: now they meet
    answers = await asyncio.gather(
        family.do(who.lin, visited, "record", 2, **record(atHome="来自林")),
        family.do(who.chen, visited, "record", 2, **record(atHome="来自陈")),
    )
    assert [a.status_code for a in answers] == [200, 200]
    found = await listed(family, who.wang, visited)
    assert {(v["writtenByName"], v["corrects"], v["current"]) for v in found} == {
        ("lin", None, True),
        ("chen", None, True),
    }
    texts = {v["writtenByName"]: (await text(family, who.wang, visited, v["recordId"]))["atHome"] for v in found}
    assert texts == {"lin": "来自林", "chen": "来自陈"}
    first = await ok(await family.get(who.wang, visited, "/record"))
    assert first["recordId"] == found[0]["recordId"]
    assert "atHome" not in found[0]


async def test_corrections_of_one_version_at_once_both_stand(family: Family, visited: str) -> None:
    who = family.world.people
    await ok(await family.do(who.lin, visited, "record", 2, **record()))
    [first] = await listed(family, who.lin, visited)
    await asyncio.gather(*(family.get(p, visited) for p in (who.lin, who.chen) * 4))
    answers = await asyncio.gather(
        correct(family, who.lin, visited, first["recordId"], atHome="林改"),
        correct(family, who.chen, visited, first["recordId"], atHome="陈改"),
    )
    assert [a.status_code for a in answers] == [201, 201]
    found = await listed(family, who.wang, visited)
    assert {(v["corrects"], v["current"]) for v in found} == {(None, False), (first["recordId"], True)}
    assert len(found) == 3


async def test_a_correction_stands_beside_what_it_corrects_and_looks_are_recorded(
    family: Family, visited: str, clock: FixedClock
) -> None:
    world, who = family.world, family.world.people
    await ok(await family.do(who.lin, visited, "record", 2, **record()))
    [first] = await listed(family, who.lin, visited)
    clock.advance(DAY)
    key = {"idempotency-key": "corrected-on-the-bus"}
    path = f"{family.visits}/{visited}/records/{first['recordId']}/corrections"
    body = record(atHome="改过")
    corrected = await ok(await world.client(who.wang).post(path, json=body, headers=key), 201)
    assert await ok(await world.client(who.wang).post(path, json=body, headers=key), 201) == corrected
    assert (corrected["corrects"], corrected["current"], corrected["writtenByName"]) == (
        first["recordId"],
        True,
        "wang",
    )
    assert (await text(family, who.chen, visited, first["recordId"]))["atHome"] == record()["atHome"]
    assert (await text(family, who.chen, visited, corrected["recordId"]))["atHome"] == "改过"
    assert (await ok(await family.get(who.lin, visited, "/record")))["recordId"] == corrected["recordId"]
    looks = await world.sql(
        family.org_id,
        "select account_id, record_id::text from audit_accesses where org_id = $1 order by seq",
        family.org_id,
    )
    assert [tuple(r) for r in looks] == [
        (who.wang.account_id, first["recordId"]),  # to correct it
        (who.chen.account_id, first["recordId"]),
        (who.chen.account_id, corrected["recordId"]),
        (who.lin.account_id, corrected["recordId"]),
    ]


async def test_follow_ups_go_with_the_version_that_stands(family: Family, visited: str, clock: FixedClock) -> None:
    who = family.world.people
    plan = [{"dueOn": f"2026-12-0{d}", "text": "x"} for d in (1, 2, 3)]
    await ok(await family.do(who.lin, visited, "record", 2, **record(followUps=plan)))
    opened = await ok(await family.get(who.lin, visited, "/record"))
    one, two, three = opened["followUps"]
    done = f"{family.visits}/{visited}/follow-ups/{three['followUpId']}/done"
    await ok(await family.world.client(who.lin).post(done))
    clock.advance(8 * DAY)  # what stays may be past
    more = {"dueOn": "2026-12-24", "text": "y"}

    async def refused(**changed: Any) -> tuple[Any, ...]:
        answer = await correct(family, who.lin, visited, opened["recordId"], **changed)
        return field(answer)[1:]

    assert await refused(followUps=[{**one, "followUpId": str(uuid4())}]) == (
        "$.followUps[0].followUpId",
        "not-this-record",
    )
    assert await refused(followUps=[one, one]) == ("$.followUps[1].followUpId", "not-this-record")
    assert await refused(followUps=[{**one, "dueOn": "2026-12-02"}]) == ("$.followUps[0].dueOn", "past")
    await ok(
        await correct(family, who.lin, visited, opened["recordId"], followUps=[{**one, "text": "said again"}, more]),
        201,
    )
    assert await due(family, visited) == [("2026-12-01", False), ("2026-12-03", True), ("2026-12-24", False)]
    told = await ok(await family.get(who.wang, visited, "/follow-ups"))
    assert [f["text"] for f in told] == ["said again", "x", "y"]
    # A colleague who corrects the first version too has not seen that: theirs stand as well.
    await ok(await correct(family, who.chen, visited, opened["recordId"], followUps=[two]), 201)
    assert [d for d, _ in await due(family, visited)] == ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-24"]


async def test_rights_are_those_of_the_moment(family: Family, visited: str, clock: FixedClock) -> None:
    world, who = family.world, family.world.people
    await ok(await family.do(who.lin, visited, "record", 2, **record()))
    [first] = await listed(family, who.lin, visited)
    places = ("/records", f"/records/{first['recordId']}")
    for person, answer in (
        (who.gao, (404, "not-found")),
        (who.mother, (403, "forbidden")),
        (who.ming, (403, "forbidden")),
    ):
        for place in places:
            assert slug(await family.get(person, visited, place)) == answer, person.name
        assert slug(await correct(family, person, visited, first["recordId"])) == answer, person.name
    once = await world.sign_in(who.lin, assurance=1)
    path = f"{family.visits}/{visited}/records/{first['recordId']}"
    assert slug(await once.get(path)) == (403, "step-up-needed")
    assert slug(await once.post(f"{path}/corrections", json=record())) == (403, "step-up-needed")
    other = await family.agreed(THURSDAY + DAY, who.lin)
    clock.advance(2 * DAY)
    await ok(await family.do(who.lin, other, "record", 2, **record()))
    assert slug(await family.get(who.lin, other, f"/records/{first['recordId']}")) == (404, "not-found")
    assert slug(await correct(family, who.lin, other, first["recordId"])) == (404, "not-found")
    # The writer leaves the school, the class teacher the class: neither reads or corrects what stands.
    await world.sql(
        family.org_id,
        "update staff set ended_at = $3 where org_id = $1 and staff_id = $2",
        family.org_id,
        who.lin.account_id,
        world.now,
    )
    end = "update class_staff set ended_at = $3 where org_id = $1 and staff_id = $2 and part = 'class_teacher'"
    await world.sql(family.org_id, end, family.org_id, who.wang.account_id, world.now)
    for person in (who.lin, who.wang):
        assert (await family.get(person, visited, places[1])).status_code in {401, 403, 404}, person.name
        assert (await correct(family, person, visited, first["recordId"])).status_code in {401, 403, 404}, person.name
    await ok(await correct(family, who.chen, visited, first["recordId"]), 201)  # who came along still does


async def test_a_record_is_not_added_to_for_ever(family: Family, visited: str, clock: FixedClock) -> None:
    world, who = family.world, family.world.people
    await ok(await family.do(who.lin, visited, "record", 2, **record()))
    [first] = await listed(family, who.lin, visited)
    more = [uuid4() for _ in range(MOST_RECORDS - 1)]
    for copied in (COPY_SEALED, COPY_RECORD):
        await world.sql(family.org_id, copied, family.org_id, more, first["recordId"])
    assert slug(await family.do(who.chen, visited, "record", 3, **record())) == (409, "record-full")
    assert slug(await correct(family, who.chen, visited, first["recordId"])) == (409, "record-full")
    clock.advance(timedelta(days=366))
    assert slug(await family.do(who.chen, visited, "record", 3, **record())) == (409, "record-closed")
    assert slug(await correct(family, who.chen, visited, first["recordId"])) == (409, "record-closed")
