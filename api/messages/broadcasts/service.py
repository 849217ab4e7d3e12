"""Broadcasts: one message to many (N1). A feature calls `tell` and `recall`, the worker `claim` and `record` for each page of people.

A chunk remembers up to which person it is. It moves on only when a page's results are recorded, so a crash repeats one page and
loses nobody; what is sent twice carries the same id and is shown once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core import tasks
from api.core.db import uuid7
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import queries as messages_queries
from api.messages import rules as messages_rules
from api.messages import service as messages
from api.messages.attempts import service as attempts
from api.messages.broadcasts import queries, rules
from api.messages.budgets import service as budgets
from api.messages.digests import rules as digest_rules
from api.messages.digests import service as digests
from api.messages.errors import Unfit
from api.messages.preview import service as preview
from schemas.messages.broadcasts import Broadcast, BroadcastNew, Later, Page, Progress, Telling
from schemas.messages.budgets import BudgetRule
from schemas.messages.rows import ChannelName, MessageNew, Outcome
from schemas.messages.tasks import DeliverMessage, TellChunk


async def tell(uow: UnitOfWork, new: BroadcastNew) -> bool:
    """Tells an audience of today something, once for each key. False: that was done already. Raises Unfit.

    The caller has checked that it may, and that its time has come.
    """
    template = uow.services.registry.templates.get(new.template)
    if template is None or not isinstance(new.params, template.params):
        raise Unfit(f"There is no template {new.template} with such params.")
    if new.routine and (new.importance != "normal" or new.replaces):
        raise Unfit("What is urgent, or corrects something, does not wait.")
    org_id, by = uow.actor.org_id, new.done_by or (None if uow.actor.system else uow.actor.account_id)
    if not await queries.add_broadcast(uow.conn, org_id, msgspec.structs.replace(new, done_by=by), uow.now):
        return False
    if by:
        await queries.add_read(uow.conn, org_id, new.broadcast_id, by, uow.now)
    await _hold(uow, new)
    if new.in_inbox:
        await queries.add_groups(uow.conn, org_id, new.broadcast_id, new.audience.groups, uow.now)
    chunks = await queries.add_chunks(uow.conn, org_id, new, rules.CHUNK)
    for place, row in enumerate(chunks):
        task, due_at = (
            TellChunk(broadcast_id=new.broadcast_id, chunk=row.chunk),
            rules.leaves_at(new, place, len(chunks), uow.now),
        )
        await tasks.enqueue(uow, TellChunk.kind, rules.chunk_key(new.broadcast_id, row.chunk), task, due_at)
    return True


def can_wait(uow: Reading, by: datetime | None) -> bool:
    """Whether something that must have arrived by then can wait for a person's digest."""
    return by is None or by - uow.now >= digest_rules.LONGEST


async def _hold(uow: UnitOfWork, new: BroadcastNew) -> None:
    """Decides by which channels it fits into the budget. What is urgent leaves whatever the budgets say, and what is low takes none."""
    if new.importance == "normal" and await budgets.lock_limited(uow):
        template, params = uow.services.registry.templates[new.template], msgspec.Raw(msgspec.json.encode(new.params))
        wanted = partial(messages.concerned, uow, template, params)
        for room in (await preview.preview(uow, new.audience, (new.template,), new.params, wanted)).rooms:
            await budgets.hold(uow, new.broadcast_id, room, alone=new.sms_alone)


async def sms_rule(uow: Reading, broadcast_id: UUID) -> BudgetRule:
    """How a broadcast is told by SMS. The caller has checked that the actor may ask."""
    return await budgets.rule_of(uow, broadcast_id)


async def recall(uow: UnitOfWork, broadcast_id: UUID) -> None:
    """Takes a broadcast back: no inbox shows it, and what has not left stays. One row changes, however many people it is for."""
    await queries.set_recalled(uow.conn, uow.actor.org_id, broadcast_id, uow.now)
    uow.touch_everybody("inbox")


async def list_tellings(uow: Reading, broadcast_ids: Collection[UUID]) -> list[Telling]:
    """How far these are, the first one first. For features, about what is theirs."""
    return await queries.list_tellings(uow.conn, uow.actor.org_id, broadcast_ids)


async def list_told(uow: Reading, broadcast_ids: Collection[UUID], people: Sequence[UUID]) -> frozenset[UUID]:
    """Who of these people knows of one of these broadcasts: they read it, or were told. Who waits for a digest was not.

    Exact once no worker is `sending` any of it. For features, about what is theirs.
    """
    told: set[UUID] = set()
    for row in await list_tellings(uow, broadcast_ids):
        found = await queries.list_told(uow.conn, uow.actor.org_id, row, people)
        waiting = await digests.list_untold(uow, found, row.created_at) if row.routine else frozenset[UUID]()
        told.update(set(found) - waiting)
    return frozenset(told)


async def is_recalled(uow: Reading, broadcast_ids: Collection[UUID]) -> bool:
    """Whether one of these was taken back. For the worker alone."""
    return await queries.is_recalled(uow.conn, uow.actor.org_id, broadcast_ids)


async def read(uow: UnitOfWork, broadcast_id: UUID) -> None:
    """Notes that the actor has read it; nothing more is sent to them about it."""
    await queries.add_read(uow.conn, uow.actor.org_id, broadcast_id, uow.actor.account_id, uow.now)


async def progress(uow: Reading, broadcast_id: UUID) -> Progress:
    """How far the telling is. The caller has checked that the actor may ask."""
    return await queries.get_progress(uow.conn, uow.actor.org_id, broadcast_id, uow.now)


async def claim(uow: UnitOfWork, task: TellChunk, has: frozenset[ChannelName]) -> Page | None:
    """The next people of a chunk and what each is sent now. None: the chunk is done, or the broadcast was recalled.

    `has`: the channels of this process. For the worker alone; it opens addresses.
    """
    org_id = uow.actor.org_id
    row = await queries.find_broadcast(uow.conn, org_id, task.broadcast_id, task.chunk)
    if row is None or row.recalled_at is not None or row.ended_at is not None or row.expires_at <= uow.now:
        return None
    found = await queries.list_next(uow.conn, org_id, row, rules.PAGE)
    wanted = await _wanted(uow, row, found)
    waiting = await digests.list_waiting(uow, wanted, row.created_at) if row.routine else frozenset[UUID]()
    people = [p for p in wanted if p not in waiting]
    contacts = await attempts.open_contacts(uow, people, has)
    org = await messages_queries.get_org_channels(uow.conn, org_id)
    zone = ZoneInfo(org.time_zone)
    by = messages_rules.must_arrive(uow.services.registry.templates.get(row.template), row.params)
    chosen = rules.choose(people, contacts, org, row, uow.now, zone, has, by)
    leaving = [
        attempts.make_attempt(uow, rules.due(row, account_id), contacts[account_id], channel, None, zone)
        for account_id, channel in chosen.now.items()
    ]
    last = len(found) < rules.PAGE and chosen.upto is None
    return Page(
        broadcast=row,
        chunk=task.chunk,
        after=row.upto,
        people=found,
        upto=row.high if last else chosen.upto or found[-1],
        attempts=leaving,
        later=[Later(account_id=account_id, at=at) for account_id, at in chosen.later.items()],
        unreachable=chosen.unreachable + len(waiting),
        last=last,
    )


async def record(uow: UnitOfWork, page: Page, outcomes: Sequence[Outcome]) -> None:
    """Moves the chunk on behind a page that was sent. Whom it did not reach gets a row, and is tried again as for any message."""
    row = page.broadcast
    missed = [outcome for outcome in outcomes if outcome.state != "sent"]
    sent, unsent = len(outcomes) - len(missed), len(missed) + len(page.later) + page.unreachable
    place, ended_at = (row.broadcast_id, page.chunk, page.after), uow.now if page.last else None
    if not await queries.set_upto(uow.conn, uow.actor.org_id, place, page.upto, sent, unsent, ended_at):
        return
    uow.touch("inbox", page.people)
    await budgets.count_page(uow, outcomes)
    if missed or page.later:
        await _try_again(uow, page, missed)
    gone = [(o.attempt.account_id, device) for o in outcomes for device in o.gone]
    await messages_queries.remove_devices(uow.conn, gone)


async def _wanted(uow: Reading, row: Broadcast, unread: Sequence[UUID]) -> Sequence[UUID]:
    """Of these people, whom it concerns today."""
    template = uow.services.registry.templates.get(row.template)
    wanted = await messages.concerned(uow, template, row.params, unread) if template and unread else None
    return unread if wanted is None else [p for p in unread if p in wanted]


async def _try_again(uow: UnitOfWork, page: Page, missed: Sequence[Outcome]) -> None:
    """Hands people over to the delivery of messages, with what was tried already."""
    row, message_id = page.broadcast, uuid7()
    template = uow.services.registry.templates[row.template]
    again = [(o.retry_at or uow.now) for o in missed] + [later.at for later in page.later]
    new = MessageNew(
        template=row.template,
        people=frozenset([o.attempt.account_id for o in missed] + [later.account_id for later in page.later]),
        params=messages.decode_params(template, row.params),
        key=f"broadcast:{row.broadcast_id}:{page.chunk}:{page.after}",
        importance=row.importance,
        expires_at=row.expires_at,
        broadcast_id=row.broadcast_id,
    )
    await messages_queries.add_message(uow.conn, uow.actor.org_id, message_id, new, uow.now, uow.now)
    tried = [attempts.moved(outcome, message_id) for outcome in missed]
    await messages_queries.set_sending(uow.conn, uow.actor.org_id, [outcome.attempt for outcome in tried], uow.now)
    await messages_queries.set_outcomes(uow.conn, uow.actor.org_id, tried, uow.now)
    task = DeliverMessage(message_id=message_id)
    await tasks.enqueue(uow, DeliverMessage.kind, str(message_id), task, min(again))
