"""Health committees: seats, consent, leaving (R2, P4, P5)."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from api.core import parts
from api.core.clock import FixedClock
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow
from tests.observations.desk import CONSENT, START, Desk, field, ok, slug, version
from tests.world import World


@pytest.fixture
async def empty(world: World) -> Desk:
    """Nobody serves yet."""
    return Desk(world)


async def test_asked_consented_serving_ended(empty: Desk) -> None:
    who = empty.world.people
    member = await ok(await empty.appoint(who.wang, who.ming), 201)
    assert (member["state"], member["studentName"], member["className"]) == ("asked", "ming", "A")
    assert "answer" in (await empty.inbox(who.mother))[0]
    assert await empty.inbox(who.jun_mother) == []
    for person in (who.wang, who.mother, who.father, who.ming):
        assert [m["state"] for m in await members(empty, who=person)] == ["asked"]
    answer = await empty.answer(who.mother, member["memberId"])
    assert (await ok(answer))["state"] == "serving"
    assert answer.headers["etag"] == '"v2"'
    assert ["another guardian" in one for one in await empty.inbox(who.father)] == [
        True
    ]  # nothing is asked of him any more
    ended = await ok(await empty.end(who.ming, member["memberId"], 2))
    assert ended["state"] == "ended"
    assert "reason" not in ended
    for person in (who.wang, who.mother, who.ming):
        assert await members(empty, who=person) == []


async def test_leaving_leaves_no_trace_of_why(desk: Desk) -> None:
    columns = await desk.world.sql(
        desk.org_id, "select column_name from information_schema.columns where table_name = 'committee_members'"
    )
    assert not {c[0] for c in columns} & {"reason", "ended_by", "why", "reports", "count"}


async def test_a_guardian_declines_and_the_seat_is_free(empty: Desk) -> None:
    who = empty.world.people
    member = await ok(await empty.appoint(who.wang, who.ming), 201)
    assert (await ok(await empty.answer(who.father, member["memberId"], consents=False)))["state"] == "declined"
    assert slug(await empty.file(who.ming)) == (403, "not-serving")
    assert slug(await empty.answer(who.mother, member["memberId"], 2)) == (409, "member-answered")
    await ok(await empty.appoint(who.wang, who.ming), 201)


async def test_whom_the_school_added_today_consents_for_nobody(empty: Desk, clock: FixedClock) -> None:
    who, world = empty.world.people, empty.world
    since = "update guardianships set since = $3 where org_id = $1 and guardian_id = $2"
    await world.sql(empty.org_id, since, empty.org_id, who.father.account_id, world.now)
    member = await ok(await empty.appoint(who.wang, who.ming), 201)
    for consents in (True, False):
        assert slug(await empty.answer(who.father, member["memberId"], consents=consents)) == (409, "guardian-new")
    older = "update guardianships set since = $3 where org_id = $1 and student_id = $2 and ended_at is null"
    await world.sql(empty.org_id, older, empty.org_id, who.ming.account_id, world.now)
    assert (await ok(await empty.answer(who.father, member["memberId"])))["state"] == "serving", "as new as the other"


async def test_the_other_guardian_is_told_of_a_consent_and_of_its_end(empty: Desk) -> None:
    who, world = empty.world.people, empty.world
    member = await ok(await empty.appoint(who.wang, who.ming), 201)
    serving = await ok(await empty.answer(who.father, member["memberId"]))
    told = (
        "select p.account_id from messages m join message_people p on p.org_id = m.org_id and p.message_id = m.message_id"
        " where m.org_id = $1 and m.template = 'committee_answered'"
    )
    assert [row[0] for row in await world.sql(empty.org_id, told, empty.org_id)] == [who.mother.account_id]
    await ok(await empty.end(who.mother, member["memberId"], serving["version"]))
    people = [row[0] for row in await world.sql(empty.org_id, told, empty.org_id)]
    assert sorted(people) == sorted([who.mother.account_id, who.father.account_id])


async def test_a_consent_can_be_taken_back(desk: Desk) -> None:
    who = desk.world.people
    [member] = await members(desk, who=who.mother)
    await ok(await desk.end(who.father, member["memberId"], 2))
    assert slug(await desk.file(who.ming)) == (403, "not-serving")
    assert (await ok(await desk.end(who.father, member["memberId"], 2)))["state"] == "ended"


async def test_who_may_not(desk: Desk) -> None:
    who = desk.world.people
    for person in (who.lin, who.gao, who.he, who.north_admin, who.mother, who.ming, who.former_teacher, who.nobody):
        assert slug(await desk.appoint(person, who.hong)) == (403, "forbidden")
    assert slug(await desk.appoint(who.chen, who.hong)) == (404, "not-found")
    assert slug(await desk.appoint(who.wang, who.jun)) == (404, "not-found")  # taught, not led
    assert slug(await desk.appoint(who.wang, who.tao)) == (404, "not-found")  # another school's
    assert slug(await desk.appoint(who.wang, who.former_student)) == (404, "not-found")
    jun = (await ok(await desk.appoint(who.chen, who.jun), 201))["memberId"]
    assert slug(await desk.answer(who.mother, jun)) == (404, "not-found")
    assert slug(await desk.answer(who.jun, jun)) == (403, "forbidden")
    assert slug(await desk.answer(who.chen, jun)) == (403, "forbidden")
    assert slug(await desk.answer(who.former_guardian, jun)) == (403, "forbidden")
    for person, status in ((who.wang, 404), (who.ming, 404), (who.mother, 404), (who.lin, 403), (who.north_admin, 403)):
        assert (await desk.end(person, jun)).status_code == status
        assert (await desk.world.client(person).get(f"{desk.members}/{jun}")).status_code == status
    assert slug(await desk.world.client(who.gao).get(desk.members)) == (403, "forbidden")


async def test_another_schools_member_is_not_there(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    body = {"studentId": str(who.lei.account_id), "startsOn": f"{START}", "endsOn": f"{START + timedelta(days=9)}"}
    lei = await ok(await world.client(who.sun).post(f"/orgs/{world.south}/committee-members", json=body), 201)
    assert slug(await desk.end(who.wang, lei["memberId"])) == (404, "not-found")
    assert slug(await desk.answer(who.mother, lei["memberId"])) == (404, "not-found")


async def test_terms(empty: Desk) -> None:
    who = empty.world.people
    ends: dict[str, tuple[str, str]] = {
        f"{START}": ("$.endsOn", "order"),
        f"{START + timedelta(days=201)}": ("$.endsOn", "too-long"),
    }
    for end, (path, code) in ends.items():
        assert field(await empty.appoint(who.wang, who.ming, endsOn=end)) == (422, path, code)
    past = await empty.appoint(who.wang, who.ming, startsOn=f"{START - timedelta(days=1)}")
    assert field(past) == (422, "$.startsOn", "past")
    await ok(await empty.appoint(who.wang, who.ming, endsOn=f"{START + timedelta(days=200)}"), 201)


async def test_a_term_ends_by_itself(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    clock.advance(timedelta(days=100))
    await desk.filed(who.ming)
    clock.advance(timedelta(days=1))
    assert slug(await desk.file(who.ming)) == (403, "not-serving")
    assert await members(desk, who=who.wang) == []


async def test_it_has_not_begun(empty: Desk, clock: FixedClock) -> None:
    who = empty.world.people
    later = f"{START + timedelta(days=7)}"
    await empty.serve(who.wang, who.ming, who.mother, startsOn=later)
    assert slug(await empty.file(who.ming)) == (403, "not-serving")
    clock.advance(timedelta(days=7))
    await empty.filed(who.ming)


async def test_a_term_that_is_over_is_not_consented_to(empty: Desk, clock: FixedClock) -> None:
    who = empty.world.people
    member = await ok(await empty.appoint(who.wang, who.ming, endsOn=f"{START + timedelta(days=5)}"), 201)
    clock.advance(timedelta(days=6))
    assert slug(await empty.answer(who.mother, member["memberId"])) == (409, "term-over")


async def test_consent_is_to_a_wording(empty: Desk) -> None:
    who = empty.world.people
    member = await ok(await empty.appoint(who.wang, who.ming), 201)
    old = await empty.answer(who.mother, member["memberId"], consentVersion="2020-01")
    assert field(old) == (422, "$.consentVersion", "consent")
    [row] = await empty.world.sql(
        empty.org_id,
        "select answered_by, consent_version from committee_members where org_id = $1",
        empty.org_id,
    )
    assert tuple(row) == (None, None)
    await ok(await empty.answer(who.mother, member["memberId"]))
    [row] = await empty.world.sql(
        empty.org_id,
        "select answered_by, consent_version from committee_members where org_id = $1",
        empty.org_id,
    )
    assert tuple(row) == (who.mother.account_id, CONSENT["consentVersion"])


async def test_stale_and_replayed(empty: Desk) -> None:
    who = empty.world.people
    key = {"idempotency-key": "appoint-ming-1"}
    body = {"studentId": str(who.ming.account_id), "startsOn": f"{START}", "endsOn": f"{START + timedelta(days=9)}"}
    first = await ok(await empty.world.client(who.wang).post(empty.members, json=body, headers=key), 201)
    assert await ok(await empty.world.client(who.wang).post(empty.members, json=body, headers=key), 201) == first
    assert slug(await empty.answer(who.mother, first["memberId"], 7)) == (412, "stale")
    assert slug(await empty.end(who.wang, first["memberId"], 7)) == (412, "stale")
    path = f"{empty.members}/{first['memberId']}/answer"
    assert slug(await empty.world.client(who.mother).post(path, json=CONSENT)) == (428, "precondition-missing")
    twice = {"idempotency-key": "consent-ming-1", **version(1)}
    for _ in range(2):
        answer = await empty.world.client(who.mother).post(path, json=CONSENT, headers=twice)
        assert (await ok(answer))["state"] == "serving"


async def test_two_boys_and_two_girls(empty: Desk) -> None:
    who = empty.world.people
    third, boy, boy2, boy3 = await empty.more_students(4)
    await empty.sex("male", boy, boy2, boy3)
    for student in (who.ming, who.hong, boy, boy2):
        await ok(await empty.appoint(who.wang, student), 201)
    assert slug(await empty.appoint(who.wang, third)) == (409, "seats-taken")
    assert slug(await empty.appoint(who.wang, boy3)) == (409, "seats-taken")
    after = {"startsOn": f"{START + timedelta(days=101)}", "endsOn": f"{START + timedelta(days=150)}"}
    await ok(await empty.appoint(who.wang, third, **after), 201)
    await ok(await empty.appoint(who.chen, who.jun), 201)  # another class has seats of its own
    [member] = await members(empty, who=who.ming)
    await ok(await empty.end(who.ming, member["memberId"]))
    await ok(await empty.appoint(who.wang, third), 201)


async def test_nobody_is_asked_twice(desk: Desk) -> None:
    who = desk.world.people
    assert slug(await desk.appoint(who.wang, who.ming)) == (409, "already-member")


async def test_a_member_who_leaves_the_class_frees_the_seat(empty: Desk, services: Services) -> None:
    who = empty.world.people
    [third] = await empty.more_students(1)
    await empty.serve(who.wang, who.ming, who.mother)
    await ok(await empty.appoint(who.wang, who.hong), 201)
    await empty.world.sql(
        empty.org_id,
        "update students set class_id = $3 where org_id = $1 and student_id = $2",
        *(empty.org_id, who.ming.account_id, empty.world.north_b),
    )
    moved = EndedPart(account_id=who.ming.account_id, part="student", how="moved_class", class_id=empty.world.north_a)
    async with system_uow(services, empty.org_id) as uow:
        await parts.end(uow, "test", None, [moved])
    assert slug(await empty.file(who.ming)) == (403, "not-serving")
    assert [m["studentName"] for m in await members(empty, who=who.wang)] == ["hong"]
    await ok(await empty.appoint(who.wang, third), 201)


async def test_many_at_once_for_the_last_seat(empty: Desk) -> None:
    who = empty.world.people
    await ok(await empty.appoint(who.wang, who.ming), 201)
    students = await empty.more_students(12)
    await asyncio.gather(*(members(empty, who=who.wang) for _ in students))  # open connections first
    answers = await asyncio.gather(*(empty.appoint(who.wang, p) for p in students))
    outcomes = Counter(a.status_code if a.status_code < 400 else slug(a) for a in answers)
    assert outcomes == {201: 1, (409, "seats-taken"): 11}


async def test_pages(desk: Desk) -> None:
    who = desk.world.people
    await ok(await desk.appoint(who.wang, who.hong), 201)
    first = await ok(await desk.world.client(who.wang).get(desk.members, params={"limit": 1}))
    rest = await ok(await desk.world.client(who.wang).get(desk.members, params={"limit": 1, "cursor": first["next"]}))
    assert [m["studentName"] for m in first["items"] + rest["items"]] == ["ming", "hong"]


async def members(desk: Desk, who: Any) -> list[Any]:
    """The list that somebody is shown."""
    return (await ok(await desk.world.client(who).get(desk.members)))["items"]
