"""A colleague whom somebody promoted reads, by the new role, nothing that is reported about that person."""

from datetime import timedelta

from api.core.clock import FixedClock
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.observations.desk import Desk, ok
from tests.observations.test_cases import check_blind
from tests.observations.test_secrets import view

PROMOTED = "update staff set role_by = $3, role_at = now() where org_id = $1 and staff_id = $2"


async def test_whom_the_accused_promoted_does_not_see_it_by_the_role(city: City, desk: Desk, clock: FixedClock) -> None:
    """They had a part with the first list, so nobody is noted as who appointed them."""
    who = desk.world.people
    await desk.serve(who.chen, who.jun, who.jun_mother)
    await desk.world.sql(desk.org_id, PROMOTED, desk.org_id, who.gao.account_id, who.wang.account_id)
    before = await view(desk, who.gao)
    observation = await desk.filed(who.jun, aboutStaffId=str(who.wang.account_id), urgent=True)
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    assert await view(desk, who.gao) == before
    await check_blind(desk, observation, who.gao)


async def test_a_promotion_closes_no_report_to_who_reads_it_by_their_class(desk: Desk) -> None:
    """Else the accused would promote the class teacher who has it."""
    who = desk.world.people
    observation = await desk.filed(who.ming, aboutStaffId=str(who.gao.account_id), urgent=True)
    assert await desk.listed(who.wang) == [observation]
    await desk.give_role(who.wang, "leader")
    await desk.world.sql(desk.org_id, PROMOTED, desk.org_id, who.wang.account_id, who.gao.account_id)
    assert await desk.listed(who.wang) == [observation]
    case = await ok(await desk.get(who.wang, observation))
    assert case["canRaise"], "their rung is the class, and not the school"
