"""Invitations by mail follow their event, in order."""

import asyncio
import re
from collections.abc import Iterable
from datetime import timedelta
from email import message_from_bytes
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from icalendar import Calendar

from api.calendar import service
from api.core import tasks
from api.core.clock import FixedClock
from api.core.db import uuid7
from jobs.channels.base import Later, Outgoing, Refused
from jobs.channels.mime import compose, message_id
from jobs.kinds import HANDLERS
from schemas.calendar.rows import Change
from schemas.calendar.tasks import SendInvite
from tests.jobs.city import City, Person

HOUR = timedelta(hours=1)


async def put(
    city: City, org_id: int, event_id: UUID, people: Iterable[Person], *, after: timedelta = 48 * HOUR, place: str = "A"
) -> Change:
    """An appointment of an hour."""
    async with city.uow(org_id) as uow:
        starts_at = uow.now.replace(microsecond=0) + after
        ids = [p.account_id for p in people]
        return await service.put_event(uow, event_id, "counselling", starts_at, starts_at + HOUR, place, ids)


async def cancel(city: City, org_id: int, event_id: UUID) -> frozenset[UUID]:
    async with city.uow(org_id) as uow:
        return await service.cancel_event(uow, event_id)


def vevent(item: Outgoing) -> Any:
    """The event of a mail, read by the library's parser."""
    assert item.invite
    calendar: Any = Calendar.from_ical(item.invite.content)
    assert calendar["METHOD"] == item.invite.method
    (event,) = calendar.walk("VEVENT")
    return event


def seen(items: Iterable[Outgoing]) -> list[tuple[str, str, int]]:
    """Address, method and SEQUENCE of each mail."""
    found: list[tuple[str, str, int]] = []
    for item in items:
        assert item.invite
        event = vevent(item)
        assert [str(event["ATTENDEE"])] == [f"mailto:{item.address}"]
        assert (str(event["STATUS"]) == "CANCELLED") == (item.invite.method == "CANCEL")
        mail = message_from_bytes(compose(item, sender="xinqiao@example.cn", domain="example.cn"))
        assert mail["Reply-To"] == str(event["ORGANIZER"]).removeprefix("mailto:"), "of this recipient alone"
        found.append((item.address, item.invite.method, int(event["SEQUENCE"])))
    return found


async def test_request_update_cancel(city: City) -> None:
    org_id, event_id = await city.org(), uuid7()
    ann, bob = await city.person(mail=True), await city.person(mail=True)
    await put(city, org_id, event_id, [ann, bob])
    await city.work(HANDLERS)
    assert sorted(seen(city.mail.items)) == sorted([(ann.email, "REQUEST", 0), (bob.email, "REQUEST", 0)])
    city.mail.items.clear()
    await put(city, org_id, event_id, [ann, bob], after=72 * HOUR)
    await city.work(HANDLERS)
    assert sorted(seen(city.mail.items)) == sorted([(ann.email, "REQUEST", 1), (bob.email, "REQUEST", 1)])
    city.mail.items.clear()
    assert await cancel(city, org_id, event_id) == {ann.account_id, bob.account_id}
    await city.work(HANDLERS)
    assert sorted(seen(city.mail.items)) == sorted([(ann.email, "CANCEL", 2), (bob.email, "CANCEL", 2)])
    assert {str(vevent(i)["UID"]) for i in city.mail.items} == {f"{event_id}@xinqiao.invalid"}


async def test_sequence_rises_with_a_change_and_at_no_other_time(city: City) -> None:
    org_id, event_id, ann, bob = await city.org(), uuid7(), await city.person(mail=True), await city.person(mail=True)

    async def sequence() -> int:
        (row,) = await city.rows("select sequence from calendar_events where event_id = $1", event_id)
        return row["sequence"]

    await put(city, org_id, event_id, [ann])
    assert await sequence() == 0
    change = await put(city, org_id, event_id, [ann])
    assert (change.added, change.removed, change.moved, await sequence()) == (frozenset(), frozenset(), False, 0)
    await put(city, org_id, event_id, [ann], place="B")
    assert await sequence() == 1
    change = await put(city, org_id, event_id, [bob, ann], place="B")
    assert (change.added, change.moved, await sequence()) == ({bob.account_id}, False, 2)
    await put(city, org_id, event_id, [ann, bob], after=49 * HOUR, place="B")
    assert await sequence() == 3
    await city.work(HANDLERS)
    city.mail.items.clear()
    await put(city, org_id, event_id, [ann, bob], after=49 * HOUR, place="B")
    assert await cancel(city, org_id, event_id)
    assert await sequence() == 4
    assert await cancel(city, org_id, event_id) == frozenset()
    assert await sequence() == 4
    await city.work(HANDLERS)
    assert {s for _, _, s in seen(city.mail.items)} == {4}


async def test_what_is_cancelled_stays_so(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann])
    await city.work(HANDLERS)
    await cancel(city, org_id, event_id)
    change = await put(city, org_id, event_id, [ann], after=50 * HOUR)
    assert change.added == frozenset()
    assert not change.moved
    await city.work(HANDLERS)
    assert [m for _, m, _ in seen(city.mail.items)] == ["REQUEST", "CANCEL"]


async def test_who_leaves_gets_a_cancel_and_who_comes_back_a_newer_request(city: City) -> None:
    org_id, event_id = await city.org(), uuid7()
    ann, bob = await city.person(mail=True), await city.person(mail=True)
    await put(city, org_id, event_id, [ann, bob])
    await city.work(HANDLERS)
    change = await put(city, org_id, event_id, [ann])
    assert change.removed == {bob.account_id}
    await city.work(HANDLERS)
    await put(city, org_id, event_id, [ann], place="C")
    await city.work(HANDLERS)
    await put(city, org_id, event_id, [ann, bob], place="C")
    await city.work(HANDLERS)
    assert [(m, s) for a, m, s in seen(city.mail.items) if a == bob.email] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 3),
    ]


async def test_changes_in_quick_succession_become_one_mail(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    for hours in range(10, 15):
        await put(city, org_id, event_id, [ann], after=hours * HOUR)
    await city.work(HANDLERS)
    assert [(m, s) for _, m, s in seen(city.mail.items)] == [("REQUEST", 4)]


async def test_cancelled_before_anything_left_is_silent(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann])
    await cancel(city, org_id, event_id)
    await city.work(HANDLERS)
    assert city.mail.items == []


async def test_after_a_crash_a_cancel_goes_to_everybody_who_may_have_a_request(city: City, clock: FixedClock) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann])
    leases = (await city.hand())["send_invite"]
    send = city.mail.send_many

    async def dies(items: Any) -> Any:
        await send(items)
        raise asyncio.CancelledError

    city.mail.send_many = dies
    await asyncio.gather(city.runner(HANDLERS).run("send_invite", leases), return_exceptions=True)
    city.mail.send_many = send
    await cancel(city, org_id, event_id)
    await city.work(HANDLERS)
    assert [(m, s) for _, m, s in seen(city.mail.items)] == [("REQUEST", 0), ("CANCEL", 1)]


async def test_a_second_try_is_the_same_mail(city: City, clock: FixedClock) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    city.mail.script[ann.email] = [Later("smtp-451"), Later("smtp-421", timedelta(minutes=20))]
    await put(city, org_id, event_id, [ann])
    await city.work(HANDLERS)
    clock.advance(timedelta(seconds=10))
    await city.work(HANDLERS)
    clock.advance(timedelta(minutes=19))
    await city.work(HANDLERS)
    assert len(city.mail.items) == 2
    clock.advance(timedelta(minutes=1))
    await city.work(HANDLERS)
    assert len(city.mail.items) == 3
    assert len({(i.dedupe_id, i.title, i.body, i.invite) for i in city.mail.items}) == 1


async def test_a_slow_request_is_never_overtaken_by_its_cancel(city: City, clock: FixedClock) -> None:
    """A worker hangs in the middle of handing a request over; meanwhile the event is cancelled."""
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann])
    leases = (await city.hand())["send_invite"]
    begun, slow, send = asyncio.Event(), asyncio.Event(), city.mail.send_many

    async def first(items: Any) -> Any:
        city.mail.send_many = send
        begun.set()
        await slow.wait()
        return await send(items)

    city.mail.send_many = first
    running = asyncio.create_task(city.runner(HANDLERS).run("send_invite", leases))
    await begun.wait()
    await cancel(city, org_id, event_id)
    await city.work(HANDLERS)
    assert city.mail.items == []  # the cancel waits for its turn
    slow.set()
    await running
    clock.advance(timedelta(seconds=5))
    await city.work(HANDLERS)
    assert [m for _, m, _ in seen(city.mail.items)] == ["REQUEST", "CANCEL"]


async def test_nothing_is_locked_while_a_mail_is_handed_over(city: City) -> None:
    """A slow mail server holds no row and no connection."""
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann])
    send, locked = city.mail.send_many, "select 1 from calendar_invites where event_id = $1 for update nowait"

    async def looks(items: Any) -> Any:
        async with city.uow(org_id) as uow:
            assert await uow.conn.fetchval(locked, event_id) == 1
        return await send(items)

    city.mail.send_many = looks
    await city.work(HANDLERS)
    assert [(m, s) for _, m, s in seen(city.mail.items)] == [("REQUEST", 0)]


async def test_after_a_crash_before_the_record_the_same_mail_goes_once_more(
    city: City, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies between sending and recording: nothing goes while its claim stands, then the same Message-ID."""
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann])
    leases = (await city.hand())["send_invite"]

    async def dead(*_: object) -> None:
        raise asyncpg.InterfaceError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(service, "set_sent", dead)
        patch.setattr(service, "end_claim", dead)
        await city.runner(HANDLERS).run("send_invite", leases)
    clock.advance(timedelta(seconds=10))
    await city.work(HANDLERS)
    assert len(city.mail.items) == 1
    clock.advance(timedelta(seconds=16))
    for _ in range(3):
        await city.work(HANDLERS)
        clock.advance(timedelta(minutes=1))
    assert len(city.mail.items) == 2
    assert len({message_id(item, "xinqiao.example") for item in city.mail.items}) == 1


async def test_a_sender_whose_claim_lapsed_records_nothing(city: City, clock: FixedClock) -> None:
    """It stood still for longer than its claim: somebody else has sent the cancel, which stays what was sent last."""
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann])
    leases = (await city.hand())["send_invite"]
    begun, slow, send = asyncio.Event(), asyncio.Event(), city.mail.send_many

    async def first(items: Any) -> Any:
        city.mail.send_many = send
        begun.set()
        await slow.wait()
        return await send(items)

    city.mail.send_many = first
    running = asyncio.create_task(city.runner(HANDLERS).run("send_invite", leases))
    await begun.wait()
    clock.advance(timedelta(seconds=26))
    await cancel(city, org_id, event_id)
    await city.work(HANDLERS)
    slow.set()
    await running
    async with city.uow(org_id) as uow:
        payload = SendInvite(event_id=event_id, account_id=ann.account_id)
        await tasks.enqueue(uow, SendInvite.kind, f"{event_id}:{ann.account_id}", payload, uow.now)
    await city.work(HANDLERS)
    assert [m for _, m, _ in seen(city.mail.items)] == ["CANCEL", "REQUEST"]


async def test_without_a_mail_address_nothing_is_mailed_and_that_is_known(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=False)
    await put(city, org_id, event_id, [ann])
    await city.work(HANDLERS)
    assert city.mail.items == []
    (row,) = await city.rows("select unsent, sent_sequence from calendar_invites where event_id = $1", event_id)
    assert (row["unsent"], row["sent_sequence"]) == ("no_mail", None)


async def test_an_address_that_is_not_verified_is_no_address(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await city.rows("update accounts set email_verified_at = null where account_id = $1 returning 1", ann.account_id)
    await put(city, org_id, event_id, [ann])
    await city.work(HANDLERS)
    assert city.mail.items == []


async def test_a_person_who_turned_mail_off_gets_the_cancel_and_no_new_invite(city: City) -> None:
    org_id, event_id = await city.org(), uuid7()
    off, turns_off = await city.person(mail=True, channels=["sms"]), await city.person(mail=True)
    await put(city, org_id, event_id, [off, turns_off])
    await city.work(HANDLERS)
    assert seen(city.mail.items) == [(turns_off.email, "REQUEST", 0)]
    await city.rows("update accounts set channels = '{sms}' where account_id = $1 returning 1", turns_off.account_id)
    await cancel(city, org_id, event_id)
    await city.work(HANDLERS)
    assert seen(city.mail.items)[1:] == [(turns_off.email, "CANCEL", 1)]


async def test_a_refused_mail_is_known_and_not_repeated(city: City, clock: FixedClock) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    city.mail.script[ann.email] = [Refused("smtp-550")]
    await put(city, org_id, event_id, [ann])
    await city.work(HANDLERS)
    clock.advance(HOUR)
    await city.work(HANDLERS)
    assert len(city.mail.items) == 1
    (row,) = await city.rows("select unsent from calendar_invites where event_id = $1", event_id)
    assert row["unsent"] == "refused"


async def test_what_is_over_is_not_mailed(city: City, clock: FixedClock) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann], after=HOUR)
    clock.advance(2 * HOUR)
    await city.work(HANDLERS)
    assert city.mail.items == []


async def test_titles_say_counselling_to_those_alone_who_chose_so(city: City) -> None:
    org_id, event_id = await city.org(), uuid7()
    ann, bob = await city.person(mail=True), await city.person(mail=True, plain=True)
    await put(city, org_id, event_id, [ann, bob], place="心理辅导室 201")
    await city.work(HANDLERS)
    texts = {i.address: i for i in city.mail.items}
    for item in texts.values():
        assert not any(word in item.title + item.body for word in ("咨询", "心理", "辅导"))
    events = {address: vevent(item) for address, item in texts.items()}
    assert (str(events[ann.email]["SUMMARY"]), "LOCATION" in events[ann.email]) == ("预约", False)
    assert (str(events[bob.email]["SUMMARY"]), events[bob.email]["LOCATION"]) == ("心理咨询", "心理辅导室 201")


async def test_the_organizer_is_an_address_nobody_can_guess(city: City) -> None:
    org_id, ann = await city.org(), await city.person(mail=True)
    for _ in range(2):
        await put(city, org_id, uuid7(), [ann])
    await city.work(HANDLERS)
    organizers = {str(vevent(i)["ORGANIZER"]) for i in city.mail.items}
    assert len(organizers) == 2
    assert all(re.fullmatch(rf"mailto:r-{org_id:x}-[0-9a-f]{{32}}@xinqiao\.invalid", o) for o in organizers)
