"""Crashes, second runs and withdrawals in the middle of sending: nobody is told twice, nobody is lost."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from api.core.clock import FixedClock
from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.notices import rules
from jobs.kinds import HANDLERS
from schemas.messages.rows import MessageNew
from tests.counselling.desk import ok
from tests.notices.office import HOUR, Office
from tests.world import Person


async def chunked(office: Office, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A notice to both classes, one person a chunk, let out."""
    monkeypatch.setattr(rules, "CHUNK", 1)
    who = office.world.people
    notice = await office.add(who.gao, office.world.north_a, office.world.north_b)
    return await office.schedule(who.gao, notice)


def told(office: Office, *people: Person) -> dict[str, int]:
    by_phone = {f"+86{p.phone}": p.name for p in people}
    found = dict.fromkeys(by_phone.values(), 0)
    for item in office.city.sms.items:
        found[by_phone[item.address]] += 1
    return found


@pytest.mark.parametrize("late", [False, True], ids=["before telling", "after telling"])
async def test_a_crash_between_chunks_tells_nobody_twice_and_loses_nobody(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    who = office.world.people
    notice = await chunked(office, monkeypatch)
    real, crashes = messages.tell, [True, False, True]

    async def tell(uow: UnitOfWork, new: MessageNew) -> UUID:
        crash = bool(crashes and crashes.pop(0))
        message_id = await real(uow, new) if late or not crash else UUID(int=0)
        if crash:
            raise OSError
        return message_id

    monkeypatch.setattr(messages, "tell", tell)
    for _ in range(4):
        await office.work()
        clock.advance(HOUR / 60)
    assert crashes == []
    assert {n: r["chunk"] for n, r in (await office.recipients(notice)).items()}.keys() == {
        "mother",
        "father",
        "jun_mother",
    }
    assert told(office, who.mother, who.father, who.jun_mother) == {"mother": 1, "father": 1, "jun_mother": 1}
    for person in (who.mother, who.father, who.jun_mother):
        assert await office.inbox(person) == [("秋游", False)]


async def test_a_worker_killed_while_freezing_leaves_nothing_half_done(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = office.world.people
    notice = await office.schedule(who.wang, await office.add(who.wang))
    handed = await office.city.hand()
    again = asyncio.Event()

    async def killed(*_: Any) -> None:
        again.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr("api.notices.sending.queries.set_sent", killed)
        run = asyncio.create_task(office.city.runner(HANDLERS).run("send_notice", handed["send_notice"]))
        await again.wait()
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)
    assert await office.recipients(notice) == {}
    assert (await office.get(who.wang, notice))["state"] == "scheduled"
    await office.work()
    assert set(await office.recipients(notice)) == {"mother", "father"}
    assert told(office, who.mother, who.father) == {"mother": 1, "father": 1}


async def test_the_same_task_twice_tells_once(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = office.world.people
    notice = await chunked(office, monkeypatch)
    await office.work()
    before = await office.get(who.gao, notice)
    clock.advance(HOUR)
    again = "update tasks set state = 'planned', attempt = attempt + 1 where kind in ('send_notice', 'tell_notice') returning 1"
    assert len(await office.city.rows(again)) == 4
    await office.work()
    assert told(office, who.mother, who.father, who.jun_mother) == {"mother": 1, "father": 1, "jun_mother": 1}
    assert await office.get(who.gao, notice) == before
    assert before["reached"] == {"people": 3, "students": 2}


async def test_withdrawing_stops_what_was_still_to_be_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    who = office.world.people
    notice = await chunked(office, monkeypatch)
    handed = await office.city.hand()
    await office.city.runner(HANDLERS).run("send_notice", handed["send_notice"])
    handed = await office.city.hand()
    await office.city.runner(HANDLERS).run("tell_notice", handed["tell_notice"][:1])
    sent = await office.get(who.gao, notice)
    assert sent["state"] == "sent"
    await ok(await office.do(who.gao, sent, "withdraw"))
    for kind, leases in handed.items():
        await office.city.runner(HANDLERS).run(kind, leases)
    await office.work()
    again = "update tasks set state = 'planned', attempt = attempt + 1 where kind = 'tell_notice' returning 1"
    assert len(await office.city.rows(again)) == 3
    await office.work()
    assert office.city.sms.items == []
    for person in (who.mother, who.father, who.jun_mother):
        assert await office.inbox(person) == []


async def test_two_withdrawals_race_with_the_telling(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    who = office.world.people
    await chunked(office, monkeypatch)
    handed = await office.city.hand()
    await office.city.runner(HANDLERS).run("send_notice", handed["send_notice"])
    leases = (await office.city.hand())["tell_notice"]
    (listed,) = (await ok(await office.world.client(who.gao).get(office.notices)))["items"]
    runs = [office.city.runner(HANDLERS).run("tell_notice", [lease]) for lease in leases]
    answers = await asyncio.gather(
        office.do(who.gao, listed, "withdraw"), office.do(who.north_admin, listed, "withdraw"), *runs
    )
    assert [a.status_code for a in answers if a is not None] == [200, 200]
    await office.work()
    for person in (who.mother, who.father, who.jun_mother):
        assert await office.inbox(person) == []
