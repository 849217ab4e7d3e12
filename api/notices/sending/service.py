"""Sending notices, for the worker: whom a notice reaches is frozen, they are told in chunks, and reminded once (N1, N5).

Each step is one transaction together with the end of its task, so that a crash repeats nothing and loses nothing.
"""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from api.core import access, tasks
from api.core.access import Actor, Role
from api.core.errors import Problem
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.notices import actions, rules
from api.notices import queries as shared
from api.notices.sending import queries
from schemas.messages.rows import MessageNew
from schemas.notices.messages import NoticeParams
from schemas.notices.rows import NoticeRow
from schemas.notices.tasks import RemindNotice, SendNotice, TellNotice

TOLD_WITHIN = timedelta(days=14)
"""After so long nothing about a notice leaves any more, unless its answer is still to come."""
_TEMPLATES = {"information": "notice", "acknowledge": "notice_acknowledge", "sign": "notice_sign"}


async def send(uow: UnitOfWork, payload: SendNotice) -> None:
    """A notice's time has come: freezes whom it reaches and plans who is told when.

    The person who released it must still be allowed to; else it becomes a draft again, for a leader.
    """
    notice_id = payload.notice_id
    row = await shared.lock_notice(uow.conn, uow.actor.org_id, notice_id)
    if row is None or row.state != "scheduled":
        return
    if not await _still_allowed(uow, row):
        await queries.set_draft(uow.conn, row.org_id, notice_id, uow.now)
        return
    target = rules.target_of(row)
    await queries.freeze_recipients(uow.conn, row.org_id, notice_id, target, rules.CHUNK, uow.now)
    frozen = await queries.get_frozen(uow.conn, row.org_id, notice_id, target)
    await queries.set_sent(uow.conn, row.org_id, notice_id, frozen, uow.now)
    uow.changed(actions.NOTICE_SEND, "notice", notice_id)
    for chunk in range(frozen.chunks):
        task = TellNotice(notice_id=notice_id, chunk=chunk)
        await tasks.enqueue(uow, TellNotice.kind, _chunk_key(notice_id, chunk), task, uow.now)
    at = None if row.kind == "information" else rules.remind_at(row.answer_by, uow.now)
    if at is not None:
        await tasks.enqueue(uow, RemindNotice.kind, str(notice_id), RemindNotice(notice_id=notice_id), at)


async def tell(uow: UnitOfWork, payload: TellNotice) -> None:
    """Tells one chunk of a sent notice's people, each once."""
    notice_id, chunk = payload.notice_id, payload.chunk
    row = await shared.find_notice(uow.conn, uow.actor.org_id, notice_id)
    if row is None or row.state != "sent":
        return
    people = await queries.set_told(uow.conn, row.org_id, notice_id, chunk, uow.now)
    await _tell(uow, row, _TEMPLATES[row.kind], rules.key(notice_id, chunk), (p.account_id for p in people))


async def remind(uow: UnitOfWork, payload: RemindNotice) -> None:
    """Reminds those who belong here still and have not answered, once."""
    notice_id = payload.notice_id
    row = await shared.find_notice(uow.conn, uow.actor.org_id, notice_id)
    if row is None or not await queries.set_reminded(uow.conn, row.org_id, notice_id, uow.now):
        return
    waiting = await queries.list_unanswered(uow.conn, row.org_id, notice_id, row.kind)
    for chunk, people in groupby(waiting, key=lambda p: p.chunk):
        key = rules.key(notice_id, chunk, "reminder")
        await _tell(uow, row, "notice_reminder", key, (p.account_id for p in people))


async def take_back(uow: UnitOfWork, row: NoticeRow) -> None:
    """Withdraws a notice's messages, sent and planned, and tells those who had opened it."""
    # The tasks first: one that is telling just now either has committed, and is withdrawn below, or is lost and rolls back.
    await tasks.cancel(uow, RemindNotice.kind, str(row.notice_id))
    for chunk in range(row.chunks):
        await tasks.cancel(uow, TellNotice.kind, _chunk_key(row.notice_id, chunk))
    for chunk in range(row.chunks):
        await messages.withdraw(uow, rules.key(row.notice_id, chunk))
        await messages.withdraw(uow, rules.key(row.notice_id, chunk, "reminder"))
    opened = await queries.list_opened(uow.conn, row.org_id, row.notice_id)
    for chunk, people in groupby(opened, key=lambda p: p.chunk):
        key = rules.key(row.notice_id, chunk, "withdrawn")
        await _tell(uow, row, "notice_withdrawn", key, (p.account_id for p in people))


async def _still_allowed(uow: Reading, row: NoticeRow) -> bool:
    by = row.scheduled_by
    standing = await queries.find_standing(uow.conn, row.org_id, by) if by else None
    if by is None or standing is None:
        return False
    roles = {Role(r) for r in standing.roles} | ({Role.CLASS_TEACHER} if standing.lead_class_ids else set[Role]())
    actor = Actor(
        account_id=by, org_id=row.org_id, roles=frozenset(roles), lead_class_ids=frozenset(standing.lead_class_ids)
    )
    try:
        for resource in rules.audience_things(row.org_id, rules.target_of(row)):
            access.check(actor, actions.NOTICE_SEND, resource)
    except Problem:
        return False
    return True


async def _tell(uow: UnitOfWork, row: NoticeRow, template: str, key: str, people: Iterable[UUID]) -> None:
    if not (told := frozenset(people)):
        return
    lasts = uow.now + TOLD_WITHIN
    news = MessageNew(
        template=template,
        people=told,
        params=NoticeParams(notice_id=row.notice_id, title_zh=row.title_zh, title_en=row.title_en or row.title_zh),
        key=key,
        importance="normal",
        expires_at=max(lasts, row.answer_by) if row.answer_by else lasts,
    )
    await messages.tell(uow, news)


def _chunk_key(notice_id: UUID, chunk: int) -> str:
    return f"{notice_id}:{chunk}"
