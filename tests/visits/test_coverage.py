"""Who of a class and of a school was visited and contacted, and who is due a visit."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from api.core.clock import FixedClock
from api.core.local_time import school_year
from api.visits.coverage import rules
from schemas.visits.coverage.wire import ClassCoverage
from tests.counselling.desk import ok, slug
from tests.visits.family import DAY, HOUR, THURSDAY, YESTERDAY, Family, log, record
from tests.world import Person


async def coverage(family: Family, by: Person) -> dict[str, Any]:
    path = f"/orgs/{family.org_id}/classes/{family.world.north_a}/coverage"
    return await ok(await family.world.client(by).get(path))


async def visited(family: Family, clock: FixedClock, at: datetime, **more: Any) -> None:
    """A visit that was made and recorded."""
    who = family.world.people
    visit = await family.agreed(at, who.wang, **more)
    clock.advance(at - clock.now())
    await ok(await family.do(who.wang, visit, "record", 2, **record()))


async def test_who_was_visited_contacted_and_is_owed(family: Family, clock: FixedClock) -> None:
    world, who = family.world, family.world.people

    async def ming() -> tuple[Any, ...]:
        whole = await coverage(family, who.wang)
        [row] = [p for p in whole["students"] if p["name"] == "ming"]
        return row["onsiteAt"], row["videoAt"], row["contactedAt"], row["owed"]

    before = await coverage(family, who.wang)
    assert [(p["name"], p["owed"], p["needsOnsite"]) for p in before["students"]] == [
        ("hong", True, False),
        ("ming", True, False),
    ]
    assert (before["since"], before["visited"], before["contacted"], before["owed"]) == (
        "2026-08-31T16:00:00Z",
        0,
        0,
        2,
    )
    await ok(await log(family, who.wang, who.ming), 201)
    visit = await family.agreed(THURSDAY)
    [waiting] = [p for p in (await coverage(family, who.wang))["students"] if p["name"] == "ming"]
    assert (waiting["nextAt"], waiting["owed"], waiting["contactedAt"]) == ("2026-11-26T11:00:00Z", True, YESTERDAY)
    await ok(await family.do(who.mother, visit, "cancel", 2))
    await visited(family, clock, THURSDAY + HOUR, mode="video")
    assert await ming() == (None, "2026-11-26T12:00:00Z", YESTERDAY, False)
    needs = "update students set support = '{single_parent}' where org_id = $1 and student_id = $2"
    await world.sql(family.org_id, needs, family.org_id, who.ming.account_id)
    assert await ming() == (None, "2026-11-26T12:00:00Z", YESTERDAY, True)  # V2: on-site alone counts
    assert await owed_at_home(family, who.wang) == (2, 1)
    await visited(family, clock, THURSDAY + DAY)
    assert (await ming())[3] is False
    whole = await coverage(family, who.gao)
    assert (whole["visited"], whole["contacted"], whole["owed"]) == (1, 1, 1)
    assert await owed_at_home(family, who.wang) == (1, 0)  # hong, of the class that wang leads; jun's is only taught
    assert await owed_at_home(family, who.chen) == (1, 0)
    for person in (who.gao, who.lin, who.mother):
        assert await owed_at_home(family, person) == (0, 0), person.name
    clock.advance(datetime(2027, 8, 31, 15, 59, tzinfo=UTC) - clock.now())
    assert (await ming())[3] is False
    clock.advance(HOUR / 60)
    assert (await ming())[3] is True  # a new school year
    assert (await coverage(family, who.wang))["visited"] == 0


async def test_who_reads_the_coverage(family: Family) -> None:
    world, who = family.world, family.world.people
    a, b = (f"/orgs/{family.org_id}/classes/{c}/coverage" for c in (world.north_a, world.north_b))
    for person in (who.wang, who.gao, who.north_admin):
        for path in (a, b):  # wang leads a and teaches b
            assert (await world.client(person).get(path)).status_code == 200
    assert (await world.client(who.chen).get(b)).status_code == 200
    assert slug(await world.client(who.chen).get(a)) == (404, "not-found")
    for person in (who.lin, who.he, who.mother, who.ming, who.sun, who.former_teacher, who.nobody):
        assert slug(await world.client(person).get(a)) == (403, "forbidden")
    south = f"/orgs/{family.org_id}/classes/{world.south_a}/coverage"
    assert slug(await world.client(who.gao).get(south)) == (404, "not-found")


async def test_a_missed_or_merely_agreed_visit_does_not_count(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    visit = await family.agreed(THURSDAY)
    clock.advance(THURSDAY - clock.now())
    assert (await coverage(family, who.wang))["visited"] == 0
    await ok(await family.do(who.wang, visit, "missed", 2))
    whole = await coverage(family, who.wang)
    assert (whole["visited"], whole["owed"]) == (0, 2)
    visit = await family.agreed(THURSDAY + DAY, mode="video")
    clock.advance(DAY)
    await ok(await family.do(who.wang, visit, "missed", 2))
    whole = await school(family, who.gao)
    assert (whole["visited"], whole["owed"], whole["days"]) == (0, 3, [])


@pytest.mark.parametrize(
    ("now", "zone", "since"),
    [
        (datetime(2026, 8, 31, 15, 59, tzinfo=UTC), "Asia/Shanghai", datetime(2025, 8, 31, 16, tzinfo=UTC)),
        (datetime(2026, 8, 31, 16, 0, tzinfo=UTC), "Asia/Shanghai", datetime(2026, 8, 31, 16, tzinfo=UTC)),
        (datetime(2027, 3, 1, tzinfo=UTC), "Asia/Urumqi", datetime(2026, 8, 31, 18, tzinfo=UTC)),
    ],
)
def test_a_school_year_begins_in_september(now: datetime, zone: str, since: datetime) -> None:
    assert school_year(now, ZoneInfo(zone)) == since


async def owed_at_home(family: Family, by: Person) -> tuple[int, int]:
    """What the first screen counts."""
    home = await ok(await family.world.client(by).get("/me/home"))
    return next((o["visitsOwed"], o["visitsOwedOnsite"]) for o in home["orgs"] if o["orgId"] == family.org_id)


async def test_a_contact_is_one_of_the_term_and_a_visit_counts(family: Family, clock: FixedClock) -> None:
    """V7: any channel counts, a visit too; a new term begins on 1 February."""
    who = family.world.people

    async def contacted() -> dict[str, bool]:
        return {p["name"]: p["contacted"] for p in (await coverage(family, who.wang))["students"]}

    await ok(await log(family, who.wang, who.hong), 201)
    assert await contacted() == {"hong": True, "ming": False}
    await visited(family, clock, THURSDAY)
    assert await contacted() == {"hong": True, "ming": True}
    clock.advance(datetime(2027, 1, 31, 15, 59, tzinfo=UTC) - clock.now())
    assert (await coverage(family, who.wang))["contacted"] == 2
    clock.advance(HOUR / 60)
    assert await contacted() == {"hong": False, "ming": False}
    whole = await coverage(family, who.wang)
    assert (whole["visited"], whole["contacted"]) == (1, 0)  # the school year goes on


def test_classes_of_a_school_are_in_the_order_people_count_them() -> None:
    names = [
        ("九年级", "九年级(1)班"),
        ("七年级", "七年级(10)班"),
        ("八年级", "八年级(1)班"),
        ("七年级", "七年级(2)班"),
    ]
    rows = [
        ClassCoverage(class_id=uuid4(), grade=grade, name=name, students=1, visited=0, contacted=0, owed=1)
        for grade, name in names
    ]
    whole = rules.of_school(rows, [], "Asia/Shanghai", THURSDAY)
    assert [c.name for c in whole.classes] == ["七年级(2)班", "七年级(10)班", "八年级(1)班", "九年级(1)班"]


async def school(family: Family, by: Person) -> dict[str, Any]:
    return await ok(await family.world.client(by).get(f"/orgs/{family.org_id}/coverage"))


async def test_a_school_is_the_sum_of_its_classes(family: Family, clock: FixedClock) -> None:
    """V1, V2, V3, V7: a visit on site, one online where only on-site counts, one before September, contacts."""
    world, who = family.world, family.world.people
    needs = "update students set support = '{single_parent}' where org_id = $1 and student_id = $2"
    await world.sql(family.org_id, needs, family.org_id, who.ming.account_id)
    await ok(await log(family, who.wang, who.hong), 201)
    await ok(await log(family, who.wang, who.jun, at="2026-08-31T15:59:59Z"), 201)
    for n, mode in enumerate(("video", "onsite", "video")):
        await visited(family, clock, THURSDAY + n * DAY, mode=mode)
        if n < 2:
            whole = await school(family, who.gao)
            [ming] = [c for c in whole["classes"] if c["name"] == "A"]
            assert (ming["visited"], ming["owed"]) == (n, 2 - n)  # each student is one or the other
    await _agrees_with_its_classes(family)
    old = "update visits set starts_at = $2, ends_at = $3 where org_id = $1 and mode = 'onsite'"
    august = datetime(2026, 8, 31, 15, 0, tzinfo=UTC)
    await world.sql(family.org_id, old, family.org_id, august, august + HOUR)
    whole = await school(family, who.gao)
    numbers = {k: whole[k] for k in ("students", "visited", "contacted", "owed")}
    assert numbers == {"students": 3, "visited": 0, "contacted": 2, "owed": 3}  # a visit is a contact, too
    assert [(c["grade"], c["name"], c["students"]) for c in whole["classes"]] == [
        ("七年级", "A", 2),
        ("七年级", "B", 1),
    ]
    assert (whole["timeZone"], whole["since"]) == ("Asia/Shanghai", "2026-08-31T16:00:00Z")
    assert whole["days"] == [{"on": "2026-11-26", "visits": 1}, {"on": "2026-11-28", "visits": 1}]
    await _agrees_with_its_classes(family)


async def _agrees_with_its_classes(family: Family) -> None:
    world, gao = family.world, family.world.people.gao
    whole = await school(family, gao)
    for one in whole["classes"]:
        path = f"/orgs/{family.org_id}/classes/{one['classId']}/coverage"
        student_by_student = await ok(await world.client(gao).get(path))
        assert one["students"] == len(student_by_student["students"])
        assert [one[k] for k in COUNTED] == [student_by_student[k] for k in COUNTED]
        assert student_by_student["owed"] == sum(p["owed"] for p in student_by_student["students"])
    assert [whole[k] for k in COUNTED] == [sum(c[k] for c in whole["classes"]) for k in COUNTED]


COUNTED = ("visited", "contacted", "owed")


async def test_days_are_those_of_the_school(family: Family, clock: FixedClock) -> None:
    """Half past midnight in Shanghai is the day before in UTC."""
    night = datetime(2026, 11, 26, 16, 30, tzinfo=UTC)
    await visited(family, clock, THURSDAY, mode="video")
    moved = "update visits set starts_at = $2, ends_at = $3 where org_id = $1"
    await family.world.sql(family.org_id, moved, family.org_id, night, night + HOUR)
    assert (await school(family, family.world.people.gao))["days"] == [{"on": "2026-11-27", "visits": 1}]


async def test_who_reads_the_coverage_of_a_school(family: Family, clock: FixedClock) -> None:
    world, who = family.world, family.world.people
    await visited(family, clock, THURSDAY)

    async def seen(person: Person) -> tuple[list[str], int, int]:
        whole = await school(family, person)
        return [c["name"] for c in whole["classes"]], whole["students"], len(whole["days"])

    for person in (who.gao, who.north_admin, who.wang):  # wang leads a and teaches b
        assert await seen(person) == (["A", "B"], 3, 1)
    assert await seen(who.chen) == (["B"], 1, 0)
    for person in (who.lin, who.he, who.mother, who.ming, who.sun, who.ou, who.former_teacher, who.nobody):
        assert slug(await world.client(person).get(f"/orgs/{family.org_id}/coverage")) == (403, "forbidden")


async def test_who_left_is_counted_no_more(family: Family, clock: FixedClock) -> None:
    world, who = family.world, family.world.people
    await visited(family, clock, THURSDAY)
    gone = "update students set ended_at = $3 where org_id = $1 and student_id = $2"
    await world.sql(family.org_id, gone, family.org_id, who.ming.account_id, clock.now())
    whole = await school(family, who.gao)
    assert (whole["students"], whole["visited"], whole["days"]) == (2, 0, [])
    await world.sql(family.org_id, gone, family.org_id, who.hong.account_id, clock.now())
    [empty] = [c for c in (await school(family, who.gao))["classes"] if c["name"] == "A"]
    assert (empty["students"], empty["owed"]) == (0, 0)
