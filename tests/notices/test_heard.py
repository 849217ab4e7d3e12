"""Open apps hear of a notice that is told, and of one that is taken back."""

import pytest

from api.core.clock import FixedClock
from api.core.config import Config
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.http import streams
from tests.counselling.desk import ok
from tests.http.ears import ready_ear, served
from tests.notices.office import Office


async def test_open_inboxes_hear_of_a_notice_and_that_it_is_withdrawn(
    config: Config, clock: FixedClock, office: Office, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "SPREAD", 0.01)
    who = office.world.people
    async with (
        served(config, clock) as address,
        ready_ear(address, who.mother.token) as mother,
        ready_ear(address, who.jun_mother.token) as elsewhere,
    ):
        notice = await office.tell(who.wang)
        assert await mother.next() == ("changed", "inbox")
        async with system_uow(services, office.org_id) as uow:
            uow.touch("visits", [who.jun_mother.account_id])
        assert await elsewhere.next() == ("changed", "visits"), "of another class's notice she heard nothing"
        await ok(await office.do(who.wang, notice, "withdraw"))
        assert await mother.next() == ("changed", "inbox")
