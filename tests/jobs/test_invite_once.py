"""Invitations after crashes, retries and slow mail servers: in order, and each once."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from api.calendar import service
from api.core import tasks
from api.core.clock import FixedClock
from api.core.db import uuid7
from jobs.channels.base import Later
from jobs.channels.mime import message_id
from jobs.kinds import HANDLERS
from schemas.calendar.tasks import SendInvite
from tests.jobs.city import City
from tests.jobs.invites import cancel, put, seen


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
    slow, running = await _hang(city)
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
    send, locked = (
        city.mail.send_many,
        "select 1 from calendar_invites where org_id = $1 and event_id = $2 for update nowait",
    )

    async def looks(items: Any) -> Any:
        async with city.uow(org_id) as uow:
            assert await uow.conn.fetchval(locked, org_id, event_id) == 1
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
    slow, running = await _hang(city)
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


async def _hang(city: City) -> tuple[asyncio.Event, asyncio.Task[None]]:
    """A sender that hangs while it hands over the due invitation, until the event is set."""
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
    return slow, running
