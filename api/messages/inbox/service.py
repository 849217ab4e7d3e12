"""The inbox: what a person was told, and what was broadcast to them, read and unread."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.access import Resource
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import actions, rules
from api.messages import queries as messages
from api.messages.broadcasts import queries as broadcasts
from api.messages.inbox import concerned, queries
from schemas.messages.rows import Mine
from schemas.messages.wire import InboxMessage, InboxRead


async def list_inbox(uow: Reading, before: datetime | None, before_id: UUID | None, limit: int) -> list[InboxMessage]:
    """The actor's messages of this organisation, newest first, from the given place on."""
    uow.require_self()
    actor = uow.actor
    page = (before, before_id, limit, actor.closed_before)
    rows = await queries.list_inbox(uow.conn, actor.org_id, actor.account_id, uow.now, *page)
    return await _to_wire(uow, rows)


async def unread(uow: Reading) -> int:
    """How many of the actor's messages of this organisation wait to be read."""
    uow.require_self()
    return await queries.count_unread(uow.conn, uow.actor, uow.now)


async def get_message(uow: Reading, message_id: UUID) -> InboxMessage:
    """One message of the actor. Raises NotFound."""
    row = await _find_mine(uow, message_id)
    (shown,) = await _to_wire(uow, [row])
    return shown


async def read_message(uow: UnitOfWork, message_id: UUID) -> InboxMessage:
    """Notes that the actor has read a message; its first time counts. Raises NotFound."""
    await _find_mine(uow, message_id)
    await messages.set_read(uow.conn, uow.actor.org_id, uow.actor.account_id, message_id, uow.now)
    await broadcasts.add_read(uow.conn, uow.actor.org_id, message_id, uow.actor.account_id, uow.now)
    uow.object_id = message_id  # for a repeated request; that somebody reads their own mail is no matter of the audit
    return await get_message(uow, message_id)


async def read_all(uow: UnitOfWork, read: InboxRead) -> None:
    """Notes that the actor has read what they had got until then; what is urgent and still holds stays unread."""
    actor = uow.actor
    uow.require(
        actions.MESSAGE_READ, Resource(org_id=actor.org_id, kind="message", people=frozenset({actor.account_id}))
    )
    until = min(read.until, uow.now)
    await queries.set_all_read(uow.conn, actor.org_id, actor.account_id, until, actor.closed_before, uow.now)


async def _find_mine(uow: Reading, message_id: UUID) -> Mine:
    actor = uow.actor
    row = await queries.find_mine(uow.conn, actor.org_id, actor.account_id, message_id, uow.now, actor.closed_before)
    people = frozenset({actor.account_id}) if row else frozenset[UUID]()
    uow.require(
        actions.MESSAGE_READ, Resource(org_id=actor.org_id, kind="message", resource_id=message_id, people=people)
    )
    if row is None:
        raise NotFound
    return row


async def _to_wire(uow: Reading, rows: Sequence[Mine]) -> list[InboxMessage]:
    org = await messages.get_org_channels(uow.conn, uow.actor.org_id)
    zone, language = ZoneInfo(org.time_zone), uow.actor.language
    shown: list[InboxMessage] = []
    templates = uow.services.registry.templates
    abouts = {row.message_id: rules.about(templates.get(row.template), row.params) for row in rows}
    children = await concerned.list_children(uow, [about for about in abouts.values() if about])
    for row in rows:
        template = templates.get(row.template)
        words = rules.render(template, row.params, language, zone, outside=False, plain=False)
        shown.append(
            InboxMessage(
                org_id=uow.actor.org_id,
                message_id=row.message_id,
                title=words.title,
                body=words.body,
                importance=row.importance,
                at=row.visible_at,
                read_at=row.read_at,
                about=(about := abouts[row.message_id]),
                child_ids=children.get(about, []) if about else [],
            )
        )
    return shown
