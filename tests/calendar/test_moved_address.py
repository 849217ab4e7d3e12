"""A mail address that a school gave somebody lately: no invite goes there, and no answer from there acts for them (0331)."""

from datetime import timedelta

import pytest

from jobs.kinds import HANDLERS
from tests.calendar.mails import gmail
from tests.calendar.town import Town, address
from tests.notices.office import Office
from tests.recovery.test_numbers import move
from tests.visits.family import THURSDAY

UNSET = "update accounts set email_sealed = null, email_verified_at = null where account_id = $1 returning 1"
SETTLED = "update accounts set login_open_in = array[$2::bigint] where account_id = $1 returning 1"
PROVED = "update login_keys set proved = true where account_id = $1 returning 1"


@pytest.mark.parametrize("settled", [False, True])
async def test_an_address_moved_lately_gets_no_invite(town: Town, settled: bool) -> None:
    who, mother = town.world.people, town.world.people.mother
    given = f"given.{settled}.{town.world.north}@example.cn".lower()
    await town.city.rows(UNSET, mother.account_id)
    assert (await move(Office(town.world, town.city), given, mother)).status_code == 200
    await town.city.rows(PROVED, mother.account_id)  # by a code that came there
    if settled:  # a second adult confirmed it here
        await town.city.rows(SETTLED, mother.account_id, town.world.north)
    await town.family.propose(THURSDAY, who.wang, who.lin)
    await town.city.work(HANDLERS)
    told = {item.address for item in town.city.mail.items if item.invite}
    assert (given in told, address(who.father) in told) == (settled, True)


KEY = "insert into login_keys (key_hash, account_id, kind, sealed) values ($1, $2, 'mail', $3) returning 1"


async def test_an_answer_from_an_address_that_nobody_proved_counts_for_nothing(town: Town) -> None:
    who, mother = town.world.people, town.world.people.mother
    visit = await town.family.propose(THURSDAY, who.wang)
    to, uid, sequence = await town.invite(mother)
    sealer, own = town.city.services.sealer, address(mother)
    await town.city.rows(UNSET, mother.account_id)
    await town.city.rows(KEY, sealer.login(own), mother.account_id, sealer.seal_contact("mail", mother.account_id, own))
    stamp = (town.clock.now() + timedelta(seconds=1)).strftime("%Y%m%dT%H%M%SZ")
    for proved, state in ((False, "proposed"), (True, "confirmed")):
        if proved:
            await town.city.rows(PROVED, mother.account_id)
        assert (await town.hand_in(gmail(own, to, uid, sequence, "ACCEPTED", stamp))).status_code == 204
        await town.city.work(HANDLERS)
        assert await town.state(visit) == state
        stamp = (town.clock.now() + timedelta(seconds=2)).strftime("%Y%m%dT%H%M%SZ")
