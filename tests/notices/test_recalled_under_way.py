"""A notice is recalled while a page of it is being sent: who has not been sent it by then gets nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from jobs import deliver
from jobs.channels.base import Outgoing, Result, guarded
from jobs.channels.stop import when_stopped
from tests.counselling.desk import ok
from tests.jobs.city import Recorder
from tests.notices.office import Office


class Slow(Recorder):
    """Sends one after the other. While the first is on its way something happens, and then the worker stops it."""

    def __init__(self, happens: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._happens = happens

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        return [await guarded(item, self._one) for item in items]

    async def _one(self, item: Outgoing) -> Result:
        self.items.append(item)
        if len(self.items) == 1:
            stopped = asyncio.Event()
            when_stopped(stopped.set)
            await self._happens()
            await asyncio.wait_for(stopped.wait(), 30)
        return self._answer(item)


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
