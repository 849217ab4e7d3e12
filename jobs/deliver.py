"""Sends messages whose time has come, many at once, each person by the next channel that is left for them.

Before a message is sent, its delivery is `sending`; the result is recorded after. So a crash in between is visible, and
the second sending carries the same id as the first. One pass sends each person one resource at most; a fallback, a later try
or the end of quiet hours is the same task, put off.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from api.messages import service
from api.messages.broadcasts import service as broadcasts
from api.messages.preview.service import others_alone, sms_text
from jobs.channels.base import Channel, ChannelKind, Gone, Later, Outgoing, Refused, Result, Sent, log, next_try
from jobs.channels.stop import Stop, listening
from jobs.runner import BatchHandler, Job
from schemas.messages.rows import Address, ChannelName, DeliveryAttempt, DeliveryState, Outcome
from schemas.messages.tasks import DeliverMessage

CHANNELS: Mapping[ChannelName, ChannelKind] = {
    "fcm": "push",
    "webpush": "webpush",
    "wecom": "wecom",
    "wechat": "wechat",
    "sms": "sms",
    "mail": "mail",
}


LOOK = 0.3
"""Seconds between two looks whether what is being sent was recalled: what has not left by then is to stop within a second."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """In whose name messages leave, and where their links lead."""

    org_id: int
    base_url: str


class _Item(msgspec.Struct, frozen=True):
    attempt: DeliveryAttempt
    address: Address
    outgoing: Outgoing


async def deliver(job: Job[DeliverMessage]) -> None:
    """Takes the next step of every message that was handed over."""
    messages = {payload.message_id: lease for lease, payload in job.payloads.items()}
    async with job.transaction() as uow:
        todo = await service.claim_due(uow, list(messages), channels_of(job))
    told = {attempt.told_id for attempt in todo.attempts if attempt.told_id != attempt.message_id}
    outcomes = await send(job, todo.attempts, told)
    again = service.next_times(todo, outcomes, job.now())
    async with job.record_outcome() as uow:
        await service.record(uow, outcomes)
        for message_id, until in again.items():
            job.put_off(messages[message_id], until)


def channels_of(job: Job[Any]) -> frozenset[ChannelName]:
    """The channels of this process for the job's organisation: WeCom and WeChat need an account of the organisation's own."""
    has: frozenset[ChannelName] = frozenset(name for name, kind in CHANNELS.items() if kind in job.channels)
    return has - others_alone(job.services.config, job.org_id)


async def send(job: Job[Any], attempts: Sequence[DeliveryAttempt], told: Collection[UUID]) -> list[Outcome]:
    """Sends attempts, the channels side by side. `told`: the broadcasts among them; a recall stops what has not begun."""
    stop, done = Stop(), asyncio.Event()
    watch = asyncio.create_task(_watch(job, told, stop, done))
    try:
        with listening(stop):
            return await _send_all(job, attempts)
    finally:
        done.set()
        await watch


async def _watch(job: Job[Any], told: Collection[UUID], stop: Stop, done: asyncio.Event) -> None:
    """Looks now and then, until all is sent, whether something of it was recalled."""
    while told and not stop.said and not await _comes(done, LOOK):
        try:
            async with job.transaction() as uow:
                recalled = await broadcasts.is_recalled(uow, told)
        except Exception as error:  # what was sent is to be recorded all the same, or it would be sent again
            log.warning("recall-unknown", exc_info=error)
        else:
            if recalled:
                stop.say()


async def _comes(done: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), seconds)
    return done.is_set()


async def _send_all(job: Job[Any], attempts: Sequence[DeliveryAttempt]) -> list[Outcome]:
    by_channel: dict[ChannelName, list[DeliveryAttempt]] = defaultdict(list)
    for attempt in attempts:
        by_channel[attempt.channel].append(attempt)
    origin = Origin(org_id=job.org_id, base_url=job.services.config.base_url)
    sendings = [_send(job.channels[CHANNELS[name]], own, origin, job.now()) for name, own in by_channel.items()]
    return [outcome for outcomes in await asyncio.gather(*sendings) for outcome in outcomes]


async def _send(channel: Channel, attempts: Sequence[DeliveryAttempt], origin: Origin, now: datetime) -> list[Outcome]:
    items = [_Item(p, a, outgoing(p, a, origin, now)) for p in attempts for a in p.addresses]
    results = await channel.send_many([item.outgoing for item in items])
    found: dict[tuple[UUID, UUID], list[tuple[_Item, Result]]] = defaultdict(list)
    for item, result in zip(items, results, strict=True):
        found[item.attempt.message_id, item.attempt.account_id].append((item, result))
    return [fold(attempt, found[attempt.message_id, attempt.account_id], now) for attempt in attempts]


def outgoing(attempt: DeliveryAttempt, address: Address, origin: Origin, now: datetime) -> Outgoing:
    """What a channel gets. An SMS carries our sign and no link: links in SMS are how people are robbed."""
    sms = attempt.channel == "sms"
    return Outgoing(
        dedupe_id=_shown_as(attempt.told_id, attempt),
        address=address.text,
        title="" if sms else attempt.title,
        body=sms_text(attempt.body) if sms else attempt.body,
        at=now,
        link=None if sms else f"{origin.base_url}/inbox",
        expires_at=attempt.expires_at,
        urgent=attempt.urgent,
        collapse_key=_shown_as(attempt.replaces, attempt) if attempt.replaces else None,
        org_id=origin.org_id,
        topic=str(attempt.told_id),
    )


def _shown_as(told_id: UUID, attempt: DeliveryAttempt) -> str:
    """What a device shows once."""
    return f"{told_id}:{attempt.account_id}:{attempt.channel}"


def fold(attempt: DeliveryAttempt, results: Sequence[tuple[_Item, Result]], now: datetime) -> Outcome:
    """One outcome of all of a person's devices: reached on one is reached; while one may still answer, none is given up."""
    gone = [i.address.device_id for i, r in results if isinstance(r, Gone) and i.address.device_id]
    sent = [r for _, r in results if isinstance(r, Sent)]
    if sent:
        return _outcome(attempt, "sent", gone, provider_id=sent[0].provider_id)
    later = [(item, result) for item, result in results if isinstance(result, Later)]
    waits = [(w, r.reason) for i, r in later if (w := next_try(i.outgoing, r, attempt.tries)) is not None]
    if waits:
        wait, reason = min(waits)
        return _outcome(attempt, "later", gone, error=reason, retry_at=now + wait)
    refused = [result.reason for _, result in results if isinstance(result, Refused | Later)]
    if refused:
        return _outcome(attempt, "refused", gone, error=refused[0])
    return _outcome(attempt, "gone", gone)


def _outcome(
    attempt: DeliveryAttempt,
    state: DeliveryState,
    gone: list[UUID],
    *,
    provider_id: str | None = None,
    error: str | None = None,
    retry_at: datetime | None = None,
) -> Outcome:
    return Outcome(attempt=attempt, state=state, provider_id=provider_id, error=error, retry_at=retry_at, gone=gone)


HANDLER = BatchHandler(payload=DeliverMessage, handle=deliver)
