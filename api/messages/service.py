"""Telling people: other features call `tell` and `withdraw`, the worker `claim_due` and `record`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core import tasks
from api.core.db import uuid7
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import queries, rules
from api.messages.attempts import service as attempts
from api.messages.budgets import rules as budget_rules
from api.messages.budgets import service as budgets
from api.messages.digests import service as digests
from api.messages.ending import service as ending
from api.messages.errors import Unfit
from api.messages.rules import Send, Wait
from schemas.messages.rows import (
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
            uow.touch("inbox", new.people)
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
    uow.touch("inbox", (person for message in retired for person in message.people))
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
    due = await digests.without_waiting(uow, due)
    contacts = await attempts.open_contacts(uow, [d.account_id for d in due], has)
    tried: dict[tuple[UUID, UUID], dict[ChannelName, Delivery]] = defaultdict(dict)
    for past in await queries.list_deliveries(uow.conn, org_id, message_ids):
        tried[past.message_id, past.account_id][past.channel] = past
    org = await queries.get_org_channels(uow.conn, org_id)
    zone = ZoneInfo(org.time_zone)
    attempts_made: list[DeliveryAttempt] = []
    again: dict[UUID, datetime] = {}
    room = budgets.Room(uow, zone)
    for row in due:
        if (contact := contacts.get(row.account_id)) is None:
            continue
        past = tried[row.message_id, row.account_id]
        step = await _step(uow, row, contact, _choice(uow, row, contact, org, has), past, room)
        if isinstance(step, Send):
            attempts_made.append(attempts.make_attempt(uow, row, contact, step.channel, past.get(step.channel), zone))
        elif isinstance(step, Wait):
            again[row.message_id] = min(step.until, again.get(row.message_id, step.until))
    await queries.set_sending(uow.conn, org_id, attempts_made, uow.now)
    return Round(attempts=attempts_made, again=again)


def _choice(uow: Reading, row: Due, contact: Contact, org: OrgChannels, has: frozenset[ChannelName]) -> rules.Choice:
    """The ways to a person, without those for which a broadcast has no room."""
    template = uow.services.registry.templates.get(row.template)
    choice = rules.choose_channels(contact, org, row.importance, uow.now, ZoneInfo(org.time_zone), has)
    choice = rules.in_time(choice, rules.must_arrive(template, row.params), uow.now)
    channels: list[ChannelName] = [c for c in choice.channels if template is None or c != template.never_by]
    return rules.Choice(channels=budget_rules.within(channels, row.over), at=choice.at)


async def _step(
    uow: UnitOfWork,
    row: Due,
    contact: Contact,
    choice: rules.Choice,
    past: Mapping[ChannelName, Delivery],
    room: budgets.Room,
) -> Send | Wait | None:
    """What to do next. Where a budget does not do, a single message takes another way, if its person has one."""
    wait = rules.unread_wait(uow.services.registry.templates.get(row.template))
    first = step = rules.next_step(choice, past, row.importance, uow.now, row.expires_at, wait)
    limited = not row.broadcast and row.importance != "high"
    while limited and isinstance(step, Send) and not await _fits(uow, row, contact, step.channel, past, room):
        left: list[ChannelName] = [channel for channel in choice.channels if channel != step.channel]
        if not left:
            return first
        choice = rules.Choice(channels=tuple(left), at=choice.at)
        step = rules.next_step(choice, past, row.importance, uow.now, row.expires_at, wait)
    return step


async def _fits(
    uow: UnitOfWork,
    row: Due,
    contact: Contact,
    channel: ChannelName,
    past: Mapping[ChannelName, Delivery],
    room: budgets.Room,
) -> bool:
    """Whether the budget lets it out. At what a worker died may have left, so its person is told no other way."""
    if channel in past and past[channel].state == "sending":
        return True
    parts = attempts.parts_of(uow, row, contact, room.zone) if channel == "sms" else 1
    return await room.takes(channel, parts)


async def record(uow: UnitOfWork, outcomes: Sequence[Outcome]) -> None:
    """Notes what became of attempts, counts messages, and forgets devices whose address is dead."""
    await budgets.count_sent(uow, outcomes)
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
    uow.touch("inbox", live.people)
    await queries.retire_message(uow.conn, uow.actor.org_id, live.message_id, uow.now)
    await tasks.cancel(uow, DeliverMessage.kind, str(live.message_id))
