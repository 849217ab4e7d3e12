"""Telling people: other features call `tell` and `withdraw`, the worker `claim_due` and `record`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from cryptography.exceptions import InvalidTag

from api.core import phones, tasks
from api.core.db import uuid7
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import queries, rules
from api.messages.ending import service as ending
from api.messages.errors import Unfit
from api.messages.rules import Send, Wait
from schemas.messages.rows import (
    Address,
    ChannelName,
    Contact,
    ContactRow,
    Delivery,
    DeliveryAttempt,
    Due,
    Live,
    MessageNew,
    OrgChannels,
    Outcome,
    Told,
    WecomLink,
)
from schemas.messages.tasks import DeliverMessage
from schemas.messages.templates import Params, Template


async def tell(uow: UnitOfWork, new: MessageNew) -> UUID:
    """Tells people something, once for each key: the same again changes nothing.

    Something else under the same key (another time, other people) takes the old message's place: that one is withdrawn, its
    delivery too. The caller has checked that it may. Whom it does not concern by today's ties does not find it in the inbox. Raises Unfit.
    """
    _check(uow, new)
    while True:
        live = await queries.find_live(uow.conn, uow.actor.org_id, new.key)
        if live and _same(live, new):
            return live.message_id
        if live:
            await _retire(uow, live)
        message_id, earliest_at = uuid7(), new.earliest_at or uow.now
        if await queries.add_message(uow.conn, uow.actor.org_id, message_id, new, earliest_at, uow.now):
            await ending.hide_new(uow, message_id, new)
            task = DeliverMessage(message_id=message_id)
            await tasks.enqueue(uow, DeliverMessage.kind, str(message_id), task, earliest_at)
            return message_id


async def withdraw(uow: UnitOfWork, key: str, *, unless: Params | None = None) -> bool:
    """Takes back what was told under a key: it leaves the inbox, and what has not left yet never does.

    What says the same as `unless` still holds, and stays.
    """
    live = await queries.find_live(uow.conn, uow.actor.org_id, key)
    if live is None or (unless is not None and rules.same_params(live.params, unless)):
        return False
    await _retire(uow, live)
    return True


async def withdraw_many(uow: UnitOfWork, keys: Sequence[str]) -> None:
    """Takes back whatever was told under these keys, in two statements however many they are."""
    if not keys:
        return
    retired = await queries.retire_told(uow.conn, uow.actor.org_id, keys, uow.now)
    await tasks.cancel_many(uow, DeliverMessage.kind, [str(message.message_id) for message in retired])


async def get_push(uow: Reading) -> OrgChannels:
    """Which pushes this organisation lets out to its people."""
    uow.require_self()
    return await queries.get_org_channels(uow.conn, uow.actor.org_id)


async def read_told(uow: UnitOfWork, *keys: str) -> None:
    """Marks the actor's messages with these keys as read; nothing more is sent about them."""
    await queries.set_told_read(uow.conn, uow.actor.org_id, uow.actor.account_id, keys, uow.now)


async def list_told(uow: Reading, keys: Sequence[str]) -> list[Told]:
    """Who was told under these keys, and when, of what was not withdrawn. For features, about what is theirs."""
    return await queries.list_told(uow.conn, uow.actor.org_id, keys)


async def find_contact(uow: Reading, account_id: UUID) -> ContactRow | None:
    """How a person can be reached. For the worker alone."""
    found = await queries.list_contacts(uow.conn, [account_id], uow.now)
    return found[0] if found else None


async def get_org_channels(uow: Reading) -> OrgChannels:
    """The organisation's time zone and ways out."""
    return await queries.get_org_channels(uow.conn, uow.actor.org_id)


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent now, and when to look at which message again."""

    attempts: list[DeliveryAttempt]
    again: dict[UUID, datetime]


async def claim_due(uow: UnitOfWork, message_ids: Sequence[UUID], has: frozenset[ChannelName]) -> Round:
    """Decides for each message and person what is next, and marks as being sent what is to leave now.

    `has`: the channels of this process. For the worker alone; it opens addresses.
    """
    org_id = uow.actor.org_id
    due = await _still_wanted(uow, await queries.list_due(uow.conn, org_id, message_ids, uow.now))
    contacts = await open_contacts(uow, [d.account_id for d in due], has)
    tried: dict[tuple[UUID, UUID], dict[ChannelName, Delivery]] = defaultdict(dict)
    for past in await queries.list_deliveries(uow.conn, org_id, message_ids):
        tried[past.message_id, past.account_id][past.channel] = past
    org = await queries.get_org_channels(uow.conn, org_id)
    zone = ZoneInfo(org.time_zone)
    attempts: list[DeliveryAttempt] = []
    again: dict[UUID, datetime] = {}
    for row in due:
        contact = contacts.get(row.account_id)
        if contact is None:
            continue
        template = uow.services.registry.templates.get(row.template)
        choice = rules.choose_channels(contact, org, row.importance, uow.now, zone, has)
        choice = rules.in_time(choice, rules.must_arrive(template, row.params), uow.now)
        past = tried[row.message_id, row.account_id]
        wait = rules.unread_wait(template)
        step = rules.next_step(choice, past, row.importance, uow.now, row.expires_at, wait)
        if isinstance(step, Send):
            attempts.append(make_attempt(uow, row, contact, step.channel, past.get(step.channel), zone))
        elif isinstance(step, Wait):
            again[row.message_id] = min(step.until, again.get(row.message_id, step.until))
    await queries.set_sending(uow.conn, org_id, attempts, uow.now)
    return Round(attempts=attempts, again=again)


async def record(uow: UnitOfWork, outcomes: Sequence[Outcome]) -> None:
    """Notes what became of attempts, and forgets devices whose address is dead."""
    await queries.set_outcomes(uow.conn, uow.actor.org_id, outcomes, uow.now)
    await queries.remove_devices(uow.conn, [(o.attempt.account_id, device) for o in outcomes for device in o.gone])


def next_times(todo: Round, outcomes: Iterable[Outcome], now: datetime) -> dict[UUID, datetime]:
    """When each message has to be looked at again, for those that do, after its attempts were made."""
    again = dict(todo.again)
    for outcome in outcomes:
        if until := rules.look_again(outcome, now):
            message_id = outcome.attempt.message_id
            again[message_id] = min(until, again.get(message_id, until))
    return again


def decode_params(template: Template, params: msgspec.Raw) -> Params:
    """Stored params as their template's struct."""
    return msgspec.json.decode(params, type=template.params)


def moved(outcome: Outcome, message_id: UUID) -> Outcome:
    """The same outcome, of an attempt that a broadcast made, in the name of the message that goes on from there."""
    attempt = msgspec.structs.replace(outcome.attempt, message_id=message_id)
    return msgspec.structs.replace(outcome, attempt=attempt)


async def _still_wanted(uow: Reading, due: Sequence[Due]) -> list[Due]:
    """Without those whom a message no longer concerns: its template is asked whom it concerns today."""
    people: dict[UUID, list[Due]] = defaultdict(list)
    for row in due:
        people[row.message_id].append(row)
    return [row for rows in people.values() for row in await _concerned(uow, rows)]


async def _concerned(uow: Reading, rows: list[Due]) -> list[Due]:
    template = uow.services.registry.templates.get(rows[0].template)
    if template is None:
        return rows
    wanted = await concerned(uow, template, rows[0].params, [row.account_id for row in rows])
    return rows if wanted is None else [row for row in rows if row.account_id in wanted]


async def concerned(
    uow: Reading, template: Template, params: msgspec.Raw, people: Sequence[UUID]
) -> frozenset[UUID] | None:
    """Whom a message concerns today, of these people at least. None: nothing is behind it that could say so."""
    if template.among is not None:
        return await template.among(uow, decode_params(template, params), people)
    if template.audience is not None:
        return await template.audience(uow, decode_params(template, params))
    return None


def _check(uow: UnitOfWork, tell: MessageNew) -> None:
    template = uow.services.registry.templates.get(tell.template)
    if template is None or not isinstance(tell.params, template.params):
        raise Unfit(f"There is no template {tell.template} with such params.")
    if not tell.people or len(tell.people) > 1000 or len(tell.key) > 150:
        raise Unfit("A message has 1 to 1000 people and a key of at most 150 characters.")


def _same(live: Live, tell: MessageNew) -> bool:
    return (
        live.template == tell.template
        and live.importance == tell.importance
        and live.expires_at == tell.expires_at
        and (tell.earliest_at is None or live.earliest_at == tell.earliest_at)
        and frozenset(live.people) == tell.people
        and rules.same_params(live.params, tell.params)
    )


async def _retire(uow: UnitOfWork, live: Live) -> None:
    await queries.retire_message(uow.conn, uow.actor.org_id, live.message_id, uow.now)
    await tasks.cancel(uow, DeliverMessage.kind, str(live.message_id))


def make_attempt(
    uow: Reading, row: Due, contact: Contact, channel: ChannelName, past: Delivery | None, zone: ZoneInfo
) -> DeliveryAttempt:
    """A message for one person on one channel, with its words and the addresses opened. For the worker alone."""
    template = uow.services.registry.templates.get(row.template)
    words = rules.render(template, row.params, contact.language, zone, outside=True, plain=contact.plain_titles)
    return DeliveryAttempt(
        message_id=row.message_id,
        told_id=row.told_id,
        replaces=row.replaces,
        account_id=row.account_id,
        channel=channel,
        tries=past.tries + 1 if past else 1,
        addresses=_addresses(uow, contact, channel),
        title=words.title,
        body=words.body,
        expires_at=row.expires_at,
        urgent=row.importance == "high",
        unread_wait=rules.unread_wait(template),
    )


async def open_contacts(uow: Reading, accounts: Sequence[UUID], has: frozenset[ChannelName]) -> dict[UUID, Contact]:
    """How people can be reached by these channels."""
    rows = await queries.list_contacts(uow.conn, accounts, uow.now) if accounts else []
    links: dict[UUID, WecomLink] = {}
    if "wecom" in has and rows:
        links = {link.account_id: link for link in await queries.list_wecom_links(uow.conn, uow.actor.org_id, accounts)}
    return {row.account_id: Contact(**msgspec.structs.asdict(row), wecom=links.get(row.account_id)) for row in rows}


def _addresses(uow: Reading, contact: Contact, channel: ChannelName) -> list[Address]:
    found: list[Address] = []
    kind = rules.contact_kind(channel)
    for sealed, device in rules.addresses(contact, channel):
        with suppress(InvalidTag, ValueError):  # what can't be opened is no address; it must not stop the others
            text = uow.sealer.open_contact(kind, contact.account_id, sealed)
            if address := _written(uow, contact, channel, text):
                found.append(Address(text=address, device_id=device))
    return found


def _written(uow: Reading, contact: Contact, channel: ChannelName, text: str) -> str | None:
    """An opened address as its channel takes it. None: the person's number is not the one that proved the WeCom link."""
    if channel == "wecom":
        link = contact.wecom
        return link.user_id if link and link.phone_mark in uow.sealer.marks("wecom", uow.actor.org_id, text) else None
    return phones.to_e164(text) if channel == "sms" else text
