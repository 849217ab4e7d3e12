"""A notice is recalled while a page of it is being sent: who has not been sent it by then gets nothing."""

import pytest

from jobs import deliver
from tests.counselling.desk import ok
from tests.jobs.slow import Slow
from tests.notices.office import Office


@pytest.mark.parametrize("importance", ["ordinary", "urgent"])
async def test_a_recall_stops_the_page_that_is_being_sent(
    office: Office, monkeypatch: pytest.MonkeyPatch, importance: str
) -> None:
    """An urgent one goes to rows of people, and by them to the channels."""
    monkeypatch.setattr(deliver, "LOOK", 0.01)
    who, world = office.world.people, office.world
    notice = await office.add(who.gao, world.north_a, world.north_b, importance=importance)

    async def withdraw() -> None:
        await ok(await office.do(who.gao, await office.get(who.gao, notice), "withdraw"))

    office.city.sms = slow = Slow(withdraw)
    await office.schedule(who.gao, notice)
    await office.work()
    assert len(slow.items) == 1
    assert await office.inbox(who.jun_mother) == []
    spent = await office.city.rows(
        "select sum(parts)::integer as parts from sms_spent where org_id = $1", office.org_id
    )
    assert spent == [{"parts": 1}], "what was on its way is counted"
