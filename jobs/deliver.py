"""Sends messages whose time has come, many at once, each person by the next channel that is left for them.

Before anything leaves, the delivery stands as `sending`; what became of it is noted after. So a crash in between is seen, and
the second sending carries the same id as the first. One pass sends each person one thing at most; a fallback, a later try
or the end of quiet hours is the same task, put off.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.messages import service
from api.messages.rules import UNREAD_WAIT
from jobs.channels.base import Channel, ChannelKind, Gone, Later, Outgoing, Refused, Result, Sent, next_try
from jobs.runner import Job, Together
from schemas.messages import Address, ChannelName, DeliveryState, Outcome, Parcel
from schemas.tasks import DeliverMessage

CHANNELS: Mapping[ChannelName, ChannelKind] = {"fcm": "push", "webpush": "webpush", "sms": "sms", "mail": "mail"}


class _Item(msgspec.Struct, frozen=True):
    parcel: Parcel
    address: Address
    outgoing: Outgoing


async def deliver(job: Job[DeliverMessage]) -> None:
    """Takes the next step of every message that was handed over."""
    messages = {payload.message_id: lease for lease, payload in job.payloads.items()}
    has: set[ChannelName] = {name for name, kind in CHANNELS.items() if kind in job.channels}
    async with job.transaction() as unit:
        todo = await service.survey(unit, list(messages), frozenset(has))
    outcomes = await send(job, todo.parcels)
    again = dict(todo.again)
    for outcome in outcomes:
        if until := look_again(outcome, job.now()):
            again[outcome.parcel.message_id] = min(until, again.get(outcome.parcel.message_id, until))
    async with job.facts() as unit:
        await service.record(unit, outcomes)
        for message_id, until in again.items():
            job.put_off(messages[message_id], until)


def look_again(outcome: Outcome, now: datetime) -> datetime | None:
    """When the next step of this message and person is to be decided: at once, if this channel is out of the game."""
    if outcome.state == "sent":
        return now + UNREAD_WAIT if outcome.parcel.urgent else None
    return outcome.retry_at or now


async def send(job: Job[DeliverMessage], parcels: Sequence[Parcel]) -> list[Outcome]:
    """Sends parcels, the channels side by side."""
    by_channel: dict[ChannelName, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        by_channel[parcel.channel].append(parcel)
    base_url, now = job.core.config.base_url, job.now()
    sendings = [_send(job.channels[CHANNELS[name]], own, base_url, now) for name, own in by_channel.items()]
    return [outcome for outcomes in await asyncio.gather(*sendings) for outcome in outcomes]


async def _send(channel: Channel, parcels: Sequence[Parcel], base_url: str, now: datetime) -> list[Outcome]:
    items = [_Item(p, a, outgoing(p, a, base_url, now)) for p in parcels for a in p.addresses]
    results = await channel.send_many([item.outgoing for item in items])
    found: dict[tuple[UUID, UUID], list[tuple[_Item, Result]]] = defaultdict(list)
    for item, result in zip(items, results, strict=True):
        found[item.parcel.message_id, item.parcel.account_id].append((item, result))
    return [fold(parcel, found[parcel.message_id, parcel.account_id], now) for parcel in parcels]


def outgoing(parcel: Parcel, address: Address, base_url: str, now: datetime) -> Outgoing:
    """What a channel gets. An SMS carries our sign and no link: links in SMS are how people are robbed."""
    sms = parcel.channel == "sms"
    return Outgoing(
        dedupe_id=f"{parcel.message_id}:{parcel.account_id}:{parcel.channel}",
        address=address.text,
        title="" if sms else parcel.title,
        body=f"【心桥】{parcel.body}" if sms else parcel.body,
        at=now,
        link=None if sms else f"{base_url}/inbox",
        expires_at=parcel.expires_at,
        urgent=parcel.urgent,
    )


def fold(parcel: Parcel, results: Sequence[tuple[_Item, Result]], now: datetime) -> Outcome:
    """One outcome of all of a person's devices: reached on one is reached; while one may still answer, none is given up."""
    gone = [i.address.device_id for i, r in results if isinstance(r, Gone) and i.address.device_id]
    sent = [r for _, r in results if isinstance(r, Sent)]
    if sent:
        return _outcome(parcel, "sent", gone, provider_id=sent[0].provider_id)
    later = [(item, result) for item, result in results if isinstance(result, Later)]
    waits = [(w, r.reason) for i, r in later if (w := next_try(i.outgoing, r, parcel.tries)) is not None]
    if waits:
        wait, reason = min(waits)
        return _outcome(parcel, "later", gone, error=reason, retry_at=now + wait)
    refused = [result.reason for _, result in results if isinstance(result, Refused | Later)]
    if refused:
        return _outcome(parcel, "refused", gone, error=refused[0])
    return _outcome(parcel, "gone", gone)


def _outcome(
    parcel: Parcel,
    state: DeliveryState,
    gone: list[UUID],
    *,
    provider_id: str | None = None,
    error: str | None = None,
    retry_at: datetime | None = None,
) -> Outcome:
    return Outcome(parcel=parcel, state=state, provider_id=provider_id, error=error, retry_at=retry_at, gone=gone)


HANDLER = Together(payload=DeliverMessage, handle=deliver)
