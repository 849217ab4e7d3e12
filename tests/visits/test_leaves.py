"""A class teacher is away for some days: visits in that time are the stand-in's, and later ones stay."""

from uuid import UUID, uuid4

from api.core import parts
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow
from tests.counselling.desk import ok
from tests.visits.family import DAY, THURSDAY
from tests.visits.test_ended import END_LEAD, LEAD, School, school
from tests.visits.test_followed import team, town
from tests.world import Person

__all__ = ["school", "team", "town"]
LEAVE = (
    "insert into staff_leaves (org_id, leave_id, staff_id, stand_in_id, first_day, last_day, starts_at, ends_at, roles, given_roles,"
    " began_at, recorded_by, updated_at)"
    " values ($1, $2, $3, $4, $5::timestamptz::date, $6::timestamptz::date, $5, $6, '{}', '{}', $7, $3, $7)"
)
LEAVE_LESSON = "insert into staff_leave_lessons (org_id, leave_id, class_id, part, subject, given) values ($1, $2, $3, 'class_teacher', '', true)"


async def test_a_visit_in_a_leave_is_the_stand_ins_and_a_later_one_stays(
    school: School, team: tuple[Person, ...], services: Services
) -> None:
    """Wang is away over Thursday; Lin, who comes along, is away the week after."""
    family, who = school.family, school.family.world.people
    wang, leave_id, org_id, class_id = who.wang.account_id, uuid4(), family.org_id, family.world.north_a
    first, later = await family.agreed(THURSDAY, *team), await family.agreed(THURSDAY + 7 * DAY, *team)
    async with system_uow(services, org_id) as uow:
        days = THURSDAY - DAY, THURSDAY + DAY
        await uow.conn.execute(LEAVE, org_id, leave_id, wang, who.gao.account_id, *days, uow.now)
        await uow.conn.execute(LEAVE_LESSON, org_id, leave_id, class_id)
        days = THURSDAY + 6 * DAY, THURSDAY + 8 * DAY
        await uow.conn.execute(LEAVE, org_id, uuid4(), who.lin.account_id, None, *days, uow.now)
        await uow.conn.execute(END_LEAD, org_id, wang, uow.now)
        await uow.conn.execute(LEAD, org_id, class_id, who.gao.account_id, uow.now)
        ended = EndedPart(account_id=wang, part="class_teacher", how="on_leave", class_id=class_id)
        await parts.end(uow, "test", None, [ended])
    assert await _team(school, first) == {"gao", "lin"}
    assert await _team(school, later) == {"wang"}
    assert (await family.get(who.wang, later)).status_code == 404  # until he is back
    async with system_uow(services, org_id) as uow:
        await uow.conn.execute("update staff_leaves set ended_at = $2 where org_id = $1", org_id, uow.now)
        await uow.conn.execute(END_LEAD, org_id, who.gao.account_id, uow.now)
        await uow.conn.execute(LEAD, org_id, class_id, wang, uow.now)
        ended = EndedPart(account_id=who.gao.account_id, part="class_teacher", how="replaced", class_id=class_id)
        await parts.end(uow, "test", None, [ended])
    assert await _team(school, first) == {"wang", "lin"}
    assert (await ok(await family.get(who.wang, later)))["state"] == "confirmed"


async def _team(school: School, visit: str) -> set[str]:
    """Who visits."""
    rows = await school.family.world.sql(
        school.family.org_id,
        "select f.name from visit_team m join staff f using (org_id, staff_id)"
        " where m.org_id = $1 and m.visit_id = $2 and m.left_at is null",
        *(school.family.org_id, UUID(visit)),
    )
    return {name for (name,) in rows}
