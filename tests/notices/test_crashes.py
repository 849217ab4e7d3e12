"""Crashes, second runs and recalls in the middle of telling: nobody is shown it twice, nobody is lost."""

import asyncio
from typing import Any

import pytest

from api.core.clock import FixedClock
from api.core.unit_of_work import UnitOfWork
from api.messages.broadcasts import rules, service
from jobs import deliver, runner
from jobs.channels.base import Later
from jobs.kinds import HANDLERS
from schemas.messages.broadcasts import Page
from schemas.notices.tasks import SendNotice
from tests.counselling.desk import ok
from tests.notices.office import HOUR, Office
from tests.world import Person


async def chunked(office: Office, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A notice to both classes, one person a chunk, let out."""
    monkeypatch.setattr(rules, "CHUNK", 1)
    who = office.world.people
    notice = await office.add(who.gao, office.world.north_a, office.world.north_b)
    return await office.schedule(who.gao, notice)


def sent(office: Office, *people: Person) -> dict[str, list[str]]:
    """What each got, by the id under which their phone shows it once."""
    by_phone = {f"+86{p.phone}": p.name for p in people}
    found: dict[str, list[str]] = {name: [] for name in by_phone.values()}
    for item in office.city.sms.items:
        found[by_phone[item.address]].append(item.dedupe_id)
    return found


def check_shown_once(office: Office, *people: Person) -> None:
    assert {name: len(set(ids)) for name, ids in sent(office, *people).items()} == {p.name: 1 for p in people}


async def test_who_read_it_before_their_turn_is_sent_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    who = office.world.people
    notice = await chunked(office, monkeypatch)
    await office.city.work(HANDLERS, only=SendNotice.kind)
    await ok(await office.answer(who.mother, notice, "open"))
    await office.work()
    assert {name for name, ids in sent(office, who.mother, who.father, who.jun_mother).items() if ids} == {
        "father",
        "jun_mother",
    }


@pytest.mark.parametrize("late", [False, True], ids=["before sending is recorded", "before sending"])
async def test_a_crash_shows_nobody_it_twice_and_loses_nobody(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    who = office.world.people
    people = (who.mother, who.father, who.jun_mother)
    await chunked(office, monkeypatch)
    what = "claim" if late else "record"
    real, crashes = getattr(service, what), [True, False, True]

    async def crash(uow: UnitOfWork, *args: Any) -> Any:
        if crashes and crashes.pop(0):
            raise OSError
        return await real(uow, *args)

    monkeypatch.setattr(service, what, crash)
    for _ in range(4):
        await office.work()
        clock.advance(HOUR / 60)
    assert crashes == []
    check_shown_once(office, *people)
    for person in people:
        assert await office.inbox(person) == [("秋游", False)]


async def test_a_worker_that_lost_its_page_records_nothing_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, pages = office.world.people, list[Page]()
    real = service.record

    async def twice(uow: UnitOfWork, page: Page, outcomes: Any) -> None:
        pages.append(page)
        await real(uow, page, outcomes)
        await real(uow, page, outcomes)

    monkeypatch.setattr(service, "record", twice)
    for person in (who.mother, who.father):
        office.city.sms.script[f"+86{person.phone}"] = [Later("busy")]
    await office.tell(who.wang)
    assert pages
    rows = await office.city.rows("select sent, unsent from broadcast_chunks where org_id = $1", office.org_id)
    assert [(r["sent"], r["unsent"]) for r in rows] == [(0, 2)]
    assert len(await office.city.rows("select 1 from message_people where org_id = $1", office.org_id)) == 2


async def test_whom_a_channel_could_not_reach_is_tried_again_under_the_same_id(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    office.city.sms.script[f"+86{who.mother.phone}"] = [Later("busy")]
    notice = await office.tell(who.wang)
    assert len(await office.city.rows("select 1 from message_people where org_id = $1", office.org_id)) == 1
    clock.advance(HOUR)
    await office.work()
    assert [len(ids) for ids in sent(office, who.mother, who.father).values()] == [2, 1]
    check_shown_once(office, who.mother, who.father)
    assert await office.inbox(who.mother) == [("秋游", False)], "the message that goes on is not in the inbox"
    assert notice["reached"]["people"] == 2


@pytest.mark.parametrize("how", ["killed", "raised"])
async def test_a_chunk_that_gets_on_by_a_page_each_time_is_never_given_up(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(rules, "PAGE", 1)
    monkeypatch.setattr(runner, "MAX_FAILURES", 2)
    who, real, dying = office.world.people, deliver.send, asyncio.Event()
    await office.schedule(who.gao, await office.add(who.gao, office.world.north_a, office.world.north_b))
    await office.city.runner(HANDLERS).run("send_notice", (await office.city.hand())["send_notice"])
    for _ in range(3):
        pages = iter((True, False))

        async def once(job: Any, attempts: Any, told: Any) -> Any:
            if not attempts or next(pages):  # noqa: B023  # runs within this turn
                return await real(job, attempts, told)
            dying.set()
            if how == "raised":
                raise OSError
            return await asyncio.Event().wait()

        monkeypatch.setattr(deliver, "send", once)
        leases = (await office.city.hand())["tell_chunk"]
        run = asyncio.create_task(office.city.runner(HANDLERS).run("tell_chunk", leases))
        await asyncio.wait([run, asyncio.create_task(dying.wait())], return_when="FIRST_COMPLETED")
        if how == "raised":
            await run
        dying.clear()
        clock.advance(HOUR)
    monkeypatch.setattr(deliver, "send", real)
    await office.work()
    check_shown_once(office, who.mother, who.father, who.jun_mother)


@pytest.mark.parametrize("how", ["read", "recalled", "left"])
async def test_what_was_put_off_is_not_sent_once_it_no_longer_holds(
    office: Office, clock: FixedClock, how: str
) -> None:
    who = office.world.people
    office.city.sms.script[f"+86{who.mother.phone}"] = [Later("busy")]
    notice = await office.tell(who.wang)
    if how == "read":
        await ok(await office.answer(who.mother, notice, "open"))
    elif how == "recalled":
        await ok(await office.do(who.wang, notice, "withdraw"))
    else:
        await office.leave(who.ming)
    clock.advance(HOUR)
    await office.work()
    assert len(sent(office, who.mother, who.father)["mother"]) == 1


async def test_a_worker_killed_while_cutting_chunks_leaves_nothing_half_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = office.world.people
    notice = await office.schedule(who.wang, await office.add(who.wang))
    handed = await office.city.hand()
    again = asyncio.Event()

    async def killed(*_: Any) -> None:
        again.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr("api.messages.broadcasts.queries.add_chunks", killed)
        run = asyncio.create_task(office.city.runner(HANDLERS).run("send_notice", handed["send_notice"]))
        await again.wait()
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)
    assert await office.recipients(notice) == {}
    assert (await office.get(who.wang, notice))["state"] == "scheduled"
    await office.work()
    check_shown_once(office, who.mother, who.father)


async def test_the_same_task_twice_tells_once(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = office.world.people
    notice = await chunked(office, monkeypatch)
    await office.work()
    before = await office.get(who.gao, notice)
    clock.advance(HOUR)
    again = "update tasks set state = 'planned', attempt = attempt + 1 where kind in ('send_notice', 'tell_chunk') returning 1"
    assert len(await office.city.rows(again)) == 4
    await office.work()
    assert [len(ids) for ids in sent(office, who.mother, who.father, who.jun_mother).values()] == [1, 1, 1]
    assert await office.get(who.gao, notice) == before
    assert before["reached"] == {"people": 3, "students": 2}


async def test_a_recall_stops_what_was_still_to_be_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    who = office.world.people
    notice = await chunked(office, monkeypatch)
    handed = await office.city.hand()
    await office.city.runner(HANDLERS).run("send_notice", handed["send_notice"])
    handed = await office.city.hand()
    await office.city.runner(HANDLERS).run("tell_chunk", handed["tell_chunk"][:1])
    seen = await office.get(who.gao, notice)
    assert seen["state"] == "sent"
    await ok(await office.do(who.gao, seen, "withdraw"))
    await office.city.runner(HANDLERS).run("tell_chunk", handed["tell_chunk"][1:])
    await office.work()
    assert len(office.city.sms.items) == 1
    for person in (who.mother, who.father, who.jun_mother):
        assert await office.inbox(person) == []


async def test_a_recall_in_the_middle_of_a_chunk_is_seen_before_the_next_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PAGE", 1)
    who = office.world.people
    notice, real = await office.schedule(who.wang, await office.add(who.wang)), service.record

    async def recalled(uow: UnitOfWork, page: Page, outcomes: Any) -> None:
        await real(uow, page, outcomes)
        seen = await office.get(who.wang, notice)
        if seen["state"] == "sent":
            await ok(await office.do(who.wang, seen, "withdraw"))

    monkeypatch.setattr(service, "record", recalled)
    await office.work()
    assert len(office.city.sms.items) == 1


async def test_two_withdrawals_race_with_the_telling(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    who = office.world.people
    await chunked(office, monkeypatch)
    handed = await office.city.hand()
    await office.city.runner(HANDLERS).run("send_notice", handed["send_notice"])
    leases = (await office.city.hand())["tell_chunk"]
    (listed,) = (await ok(await office.world.client(who.gao).get(office.notices)))["items"]
    runs = [office.city.runner(HANDLERS).run("tell_chunk", [lease]) for lease in leases]
    answers = await asyncio.gather(
        office.do(who.gao, listed, "withdraw"), office.do(who.north_admin, listed, "withdraw"), *runs
    )
    assert [a.status_code for a in answers if a is not None] == [200, 200]
    await office.work()
    for person in (who.mother, who.father, who.jun_mother):
        assert await office.inbox(person) == []
