"""Tells everybody whom a lecture is for, by broadcasts: a change recalls what has not left, and the worker tells it as it is then.

The one place where a lecture meets messages of many people. Who registered is told apart (`following`).
"""

from datetime import datetime, timedelta

from msgspec import structs

from api.core import tasks
from api.core.unit_of_work import UnitOfWork
from api.lectures import queries, rules
from api.lectures.telling import queries as telling
from api.lectures.telling import text
from api.messages import service as messages
from api.messages.broadcasts import service as broadcasts
from schemas.lectures.rows import LectureRow
from schemas.lectures.tasks import AnnounceLecture, LectureNews

_SOON = timedelta(seconds=1)
"""A worker that is sending what was recalled stops within a second; who had it by then is known after."""


async def announce(uow: UnitOfWork, row: LectureRow) -> None:
    """A lecture was published just now."""
    await _plan(uow, row, "told", uow.now)
    await _plan_reminder(uow, row)


async def announce_again(uow: UnitOfWork, before: LectureRow, row: LectureRow) -> None:
    """A published lecture was changed just now. What says nothing else, and to nobody else, stays as it was told."""
    if not rules.retold(before, row):
        return
    await _recall(uow, row)
    await _plan(uow, row, "updated", uow.now)
    await _plan_reminder(uow, row)


async def announce_end(uow: UnitOfWork, row: LectureRow) -> None:
    """A published lecture was cancelled just now: who registered is told apart; where nobody does, all who know of it are told."""
    await tasks.cancel(uow, AnnounceLecture.kind, rules.task_key(row.lecture_id, "reminded"))
    await _recall(uow, row)
    if row.registers:
        await tasks.cancel(uow, AnnounceLecture.kind, rules.task_key(row.lecture_id, "told"))
    else:
        await _plan(uow, row, "cancelled", uow.now)


async def announce_lecture(uow: UnitOfWork, payload: AnnounceLecture) -> datetime | None:
    """Tells of a lecture as it is now, once it is known who heard of it before, or reminds of it."""
    row = await queries.lock_lecture(uow.conn, uow.actor.org_id, payload.lecture_id)
    if row is None or row.starts_at <= uow.now:
        return None
    if payload.news == "reminded":
        await _remind(uow, row)
        return None
    earlier = {one.broadcast_id: one for one in await broadcasts.list_tellings(uow, row.broadcast_ids)}
    if any(one.sending for one in earlier.values()):
        return uow.now + _SOON
    through = all(earlier[last].through for last in row.broadcast_ids[-1:])
    if row.state == "published":
        await _announce(uow, row, payload, through=through)
    elif row.state == "cancelled" and (row.broadcast_ids or row.announced_chunks):
        called_off = await text.news(uow, row, "lecture_called_off", row.announced_starts_at)
        await broadcasts.tell(uow, structs.replace(called_off, in_inbox=through, done_by=payload.by))
    return None


async def _announce(uow: UnitOfWork, row: LectureRow, payload: AnnounceLecture, *, through: bool) -> None:
    """Tells those who do not know of it yet; where nobody registers, those who do are told of another time.

    The inbox of all shows one of the two: the other time once nobody was left to be told of the first.
    """
    known = bool(row.broadcast_ids or row.announced_chunks)
    moved = known and not row.registers and row.announced_starts_at != row.starts_at
    first = await text.news(uow, row, text.announcement(row), None)
    await broadcasts.tell(uow, structs.replace(first, in_inbox=not (moved and through), done_by=payload.by))
    if moved:
        other = await text.news(uow, row, "lecture_changed", row.announced_starts_at)
        await broadcasts.tell(uow, structs.replace(other, in_inbox=through, done_by=payload.by))
    await telling.add_announced(uow.conn, row.org_id, row.lecture_id, first.broadcast_id, row.starts_at)


async def _remind(uow: UnitOfWork, row: LectureRow) -> None:
    at = row.starts_at - rules.REMIND_BEFORE
    if row.state == "published" and not row.registers and at <= uow.now:
        reminder = await text.news(uow, row, "lecture_reminder", None)
        await broadcasts.tell(uow, structs.replace(reminder, planned_at=at))


async def _recall(uow: UnitOfWork, row: LectureRow) -> None:
    for broadcast_id in rules.recalled(row):
        await broadcasts.recall(uow, broadcast_id)
    await messages.withdraw_many(uow, rules.old_keys(row))


async def _plan(uow: UnitOfWork, row: LectureRow, news: LectureNews, at: datetime) -> None:
    task = AnnounceLecture(
        lecture_id=row.lecture_id, news=news, by=uow.actor.account_id if news != "reminded" else None
    )
    await tasks.enqueue(uow, AnnounceLecture.kind, rules.task_key(row.lecture_id, news), task, at)


async def _plan_reminder(uow: UnitOfWork, row: LectureRow) -> None:
    at = row.starts_at - rules.REMIND_BEFORE
    if not row.registers and at > uow.now:
        await _plan(uow, row, "reminded", at)
    else:  # of a time that it had before
        await tasks.cancel(uow, AnnounceLecture.kind, rules.task_key(row.lecture_id, "reminded"))
