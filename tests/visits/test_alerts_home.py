"""A visit that is not reported as over stands on the first screen of the duty person who was told, until somebody answered it."""

from uuid import uuid4

import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import ok
from tests.visits.family import DAY, HOUR, record
from tests.visits.test_alerts import END, MINUTE, alert, all_clear, at, visit
from tests.visits.test_followed import Town, team, town
from tests.visits.test_leaves import LEAVE
from tests.world import Person

__all__ = ["team", "town", "visit"]


FAMILY = """
with known as (insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $3, 'gao', $4))
insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at) values ($1, $2, $3, 'other', 3, $4)
"""


async def waits(town: Town, who: Person) -> list[tuple[str | None, str | None]]:
    """The alerts on somebody's first screen: visit and team."""
    home = await ok(await town.family.world.client(who).get("/me/home"))
    needs = [need for need in home["needs"] if need["kind"] == "see_visit_alert"]
    assert all(need["orgId"] == town.family.org_id for need in needs)
    return [(need["resourceId"], need["name"]) for need in needs]


async def told(town: Town, clock: FixedClock) -> Person:
    """Gao, who is told first."""
    await at(town, clock, END + 30 * MINUTE)
    return town.family.world.people.gao


async def names(town: Town, visit: str) -> str:
    """The team, as the first screen names it."""
    sql = "select f.name from visit_team m join staff f using (org_id, staff_id) where m.org_id = $1 and m.visit_id = $2::uuid order by m.staff_id"
    rows = await town.family.world.sql(town.family.org_id, sql, town.family.org_id, visit)
    return "、".join(row["name"] for row in rows)


async def test_it_waits_for_who_was_told_until_all_is_well(town: Town, clock: FixedClock, visit: str) -> None:
    who = town.family.world.people
    await at(town, clock, END + 29 * MINUTE)
    assert await waits(town, who.gao) == []
    gao = await told(town, clock)
    assert await waits(town, gao) == [(visit, await names(town, visit))]
    for other in (who.he, who.north_admin, who.wang, who.lin, who.mother):
        assert await waits(town, other) == [], other.name
    await ok(await alert(town.family, gao, visit))
    assert await waits(town, gao) == [(visit, await names(town, visit))], "a look is no answer"
    await ok(await all_clear(town.family, who.lin, visit))
    assert await waits(town, gao) == []


async def test_it_ends_with_the_record_and_after_a_day(town: Town, clock: FixedClock, visit: str) -> None:
    gao = await told(town, clock)
    clock.advance(DAY - MINUTE)
    assert len(await waits(town, gao)) == 1
    clock.advance(MINUTE)
    assert await waits(town, gao) == []
    clock.advance(-HOUR)
    await ok(await town.family.do(town.family.teacher, visit, "record", 2, **record()))
    assert await waits(town, gao) == []


@pytest.mark.parametrize("how", ["team", "family", "away", "left", "role", "time"])
async def test_it_is_shown_by_todays_part(town: Town, clock: FixedClock, visit: str, how: str) -> None:
    gao = await told(town, clock)
    family, me = town.family, gao.account_id
    ming, he, org_id = family.world.people.ming.account_id, family.world.people.he.account_id, family.org_id
    now = clock.now()
    assert len(await waits(town, gao)) == 1
    sql: dict[str, tuple[str, tuple[object, ...]]] = {
        "team": (
            "insert into visit_team (org_id, visit_id, staff_id, part) values ($1, $2::uuid, $3, 'colleague')",
            (visit, me),
        ),
        "family": (FAMILY, (ming, me, now)),
        "away": (LEAVE, (uuid4(), me, he, now - HOUR, now + HOUR, now - HOUR)),
        "left": ("update staff set ended_at = $3 where org_id = $1 and staff_id = $2", (me, now)),
        "role": ("update staff set roles = '{}' where org_id = $1 and staff_id = $2", (me,)),
        "time": (
            "update visits set starts_at = $3, ends_at = $4 where org_id = $1 and visit_id = $2::uuid",
            (visit, now + HOUR, now + 2 * HOUR),
        ),
    }
    statement, args = sql[how]
    await family.world.sql(org_id, statement, org_id, *args)
    assert await waits(town, gao) == []
