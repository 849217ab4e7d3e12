"""Delivery: tried again where it helps, and never twice or too late."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from api.core.clock import FixedClock
from api.messages import service
from jobs.channels.base import Later, Refused, Sent
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.jobs.told import read, states, tell


async def test_later_is_tried_later_for_those_alone(city: City, clock: FixedClock) -> None:
    org_id, slow, quick = await city.org(), await city.person(), await city.person()
    number = f"+86{slow.phone}"
    city.sms.script[number] = [Later("http-429", timedelta(minutes=2)), Later("http-503")]
    message_id = await tell(city, org_id, [slow, quick])
    await city.work(HANDLERS)
    assert len(city.sms.items) == 2
    row = await city.state("deliver_message", str(message_id))
    assert (row["state"], row["failures"]) == ("planned", 0)
    assert timedelta(minutes=2) <= row["due_at"] - clock.now() <= timedelta(minutes=3)
    clock.advance(timedelta(minutes=2) - timedelta(seconds=1))
    await city.work(HANDLERS)
    assert len(city.sms.items) == 2
    for _ in range(2):
        clock.advance(timedelta(minutes=2))
        await city.work(HANDLERS)
    assert [i.address for i in city.sms.items].count(number) == 3
    assert len({i.dedupe_id for i in city.sms.items if i.address == number}) == 1
    assert (await city.state("deliver_message", str(message_id)))["state"] == "done"


async def test_a_channel_that_never_answers_gives_way(city: City, clock: FixedClock) -> None:
    org_id, person = await city.org(), await city.person(devices=["t"])
    city.push.script["t"] = [Later("connection")] * 50
    message_id = await tell(city, org_id, [person])
    for _ in range(60):
        await city.work(HANDLERS)
        clock.advance(timedelta(minutes=5))
    assert await states(city, message_id) == {"fcm": "refused", "sms": "sent"}
    assert len(city.push.items) == 8


async def test_nothing_leaves_once_read(city: City) -> None:
    org_id, person = await city.org(), await city.person()
    message_id = await tell(city, org_id, [person])
    await read(city, org_id, message_id)
    await city.work(HANDLERS)
    assert city.sms.items == []


async def test_withdrawn_never_leaves(city: City, clock: FixedClock) -> None:
    org_id, person = await city.org(), await city.person()
    at = clock.now() + timedelta(hours=1)
    await tell(city, org_id, [person], earliest_at=at)
    async with city.uow(org_id) as uow:
        assert await service.withdraw(uow, "k")
    clock.advance(timedelta(hours=2))
    await city.work(HANDLERS)
    assert city.sms.items == []


async def test_withdrawn_while_waiting_for_another_try(city: City, clock: FixedClock) -> None:
    org_id, person = await city.org(), await city.person()
    city.sms.script[f"+86{person.phone}"] = [Later("http-503")]
    await tell(city, org_id, [person])
    await city.work(HANDLERS)
    async with city.uow(org_id) as uow:
        assert await service.withdraw(uow, "k")
    clock.advance(timedelta(hours=2))
    await city.work(HANDLERS)
    assert len(city.sms.items) == 1


async def test_expired_never_leaves(city: City, clock: FixedClock) -> None:
    org_id, person = await city.org(), await city.person()
    await tell(city, org_id, [person], lives=timedelta(minutes=10))
    clock.advance(timedelta(minutes=10))
    await city.work(HANDLERS)
    assert city.sms.items == []


async def test_a_crash_between_sending_and_noting_sends_the_same_resource(city: City) -> None:
    org_id, person = await city.org(), await city.person()
    message_id = await tell(city, org_id, [person])
    await city.rows(
        "insert into deliveries (org_id, message_id, account_id, channel, state, tries, updated_at)"
        " values ($1, $2, $3, 'sms', 'sending', 1, now()) returning 1",
        org_id,
        message_id,
        person.account_id,
    )
    await city.work(HANDLERS)
    assert [i.dedupe_id for i in city.sms.items] == [f"{message_id}:{person.account_id}:sms"]
    (row,) = await city.rows("select state, tries, provider_id from deliveries where message_id = $1", message_id)
    assert (row["state"], row["tries"], row["provider_id"]) == ("sent", 2, "id-1")


async def test_it_is_noted_before_it_leaves(city: City) -> None:
    org_id, person = await city.org(), await city.person()
    message_id = await tell(city, org_id, [person])
    seen: list[dict[str, str]] = []
    send = city.sms.send_many

    async def look(items: Any) -> Any:
        seen.append(await states(city, message_id))
        return await send(items)

    city.sms.send_many = look
    await city.work(HANDLERS)
    assert seen == [{"sms": "sending"}]


async def test_an_older_try_does_not_undo_a_newer_ones_note(city: City) -> None:
    """Two workers hold it: the first is slow, its lease lapses, the second sends; then the first comes back."""
    org_id, person = await city.org(), await city.person()
    message_id = await tell(city, org_id, [person])
    leases = (await city.hand())["deliver_message"]
    begun, slow, send = asyncio.Event(), asyncio.Event(), city.sms.send_many

    async def first(items: Any) -> Any:
        city.sms.send_many = send
        begun.set()
        await slow.wait()
        return [Later("timeout") for _ in items]

    city.sms.send_many = first
    running = asyncio.create_task(city.runner(HANDLERS).run("deliver_message", leases))
    await begun.wait()
    await city.rows("update tasks set lease_until = now() - interval '9 years' where state = 'handed' returning 1")
    await city.work(HANDLERS)
    slow.set()
    await running
    assert await states(city, message_id) == {"sms": "sent"}
    assert (await city.state("deliver_message", str(message_id)))["state"] == "done"


@pytest.mark.parametrize("result", [Sent("x" * 500), Refused("r" * 500)])
async def test_what_a_provider_says_is_cut_to_fit(city: City, result: Any) -> None:
    org_id, person = await city.org(), await city.person()
    city.sms.script[f"+86{person.phone}"] = [result]
    message_id = await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert (await city.state("deliver_message", str(message_id)))["state"] == "done"
