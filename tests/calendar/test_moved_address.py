"""A mail address that a school gave somebody lately: no invite goes there, and no answer from there acts for them (0331)."""

import pytest

from jobs.kinds import HANDLERS
from tests.calendar.town import Town, address
from tests.notices.office import Office
from tests.recovery.test_numbers import move
from tests.visits.family import THURSDAY

UNSET = "update accounts set email_sealed = null, email_verified_at = null where account_id = $1 returning 1"
SETTLED = "update accounts set login_open_in = array[$2::bigint] where account_id = $1 returning 1"


@pytest.mark.parametrize("settled", [False, True])
async def test_an_address_moved_lately_gets_no_invite(town: Town, settled: bool) -> None:
    who, mother = town.world.people, town.world.people.mother
    given = f"given.{settled}.{town.world.north}@example.cn".lower()
    await town.city.rows(UNSET, mother.account_id)
    assert (await move(Office(town.world, town.city), given, mother)).status_code == 200
    if settled:  # a second adult confirmed it here
        await town.city.rows(SETTLED, mother.account_id, town.world.north)
    await town.family.propose(THURSDAY, who.wang, who.lin)
    await town.city.work(HANDLERS)
    told = {item.address for item in town.city.mail.items if item.invite}
    assert (given in told, address(who.father) in told) == (settled, True)
