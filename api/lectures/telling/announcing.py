"""Tells everybody whom a lecture is for: by today's roster, in chunks, each in one transaction with the end of its task.

The one place where a lecture meets messages of many people.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core import tasks
from api.core.unit_of_work import UnitOfWork
from api.lectures import queries, rules
from api.lectures.telling import queries as telling
from api.lectures.telling.audience import FIRST
from api.messages import service as messages
from schemas.lectures.messages import LectureParams
from schemas.lectures.rows import LectureRow
from schemas.lectures.tasks import AnnounceLecture, LectureNews
from schemas.messages.rows import MessageNew

_TEMPLATES = {
    "told": "lecture_announced",
    "updated": "lecture_announced",
    "moved": "lecture_changed",
    "cancelled": "lecture_called_off",
    "reminded": "lecture_reminder",
}


async def announce(uow: UnitOfWork, row: LectureRow) -> None:
    """A lecture was published just now; `row` is what it was before."""
    await _start(uow, row, "told", row.starts_at)
    await _plan_reminder(uow, row, row.starts_at)


async def announce_again(uow: UnitOfWork, row: LectureRow, starts_at: datetime) -> None:
    """A published lecture was changed just now; `row` is what it was before.

    Where nobody registers, all are told of another time. Else only the text in the inbox is renewed: who registered is told apart.
    """
    moved = not row.registers and starts_at != row.starts_at
    await _start(uow, row, "moved" if moved else "updated", starts_at)
    await _plan_reminder(uow, row, starts_at)


async def announce_end(uow: UnitOfWork, row: LectureRow) -> None:
    """A published lecture was cancelled just now: who registered is told apart; where nobody does, all are told."""
    reminder = rules.task_key(row.lecture_id, 0, "reminded")
    await tasks.cancel(uow, AnnounceLecture.kind, reminder)
    chunks = range(row.announced_chunks)
    await messages.withdraw_many(uow, [rules.message_key(row.lecture_id, chunk, "reminded") for chunk in chunks])
    if row.registers:
        await telling.set_announced(uow.conn, row.org_id, row.lecture_id, row.version + 1, row.starts_at)
        await messages.withdraw_many(uow, [rules.message_key(row.lecture_id, chunk, "told") for chunk in chunks])
    else:
        await _start(uow, row, "cancelled", row.starts_at)


async def announce_lecture(uow: UnitOfWork, payload: AnnounceLecture) -> None:
    """Tells one chunk, and plans the next. What is not the newest news any more is dropped."""
    row = await queries.lock_lecture(uow.conn, uow.actor.org_id, payload.lecture_id)
    if row is None or not _current(row, payload, uow.now):
        return
    people = await telling.list_invited(uow.conn, row.org_id, rules.target_of(row), payload.after, rules.CHUNK)
    if people:
        await messages.tell(uow, _message(row, payload, frozenset(p.account_id for p in people)))
        await telling.set_chunks(uow.conn, row.org_id, row.lecture_id, payload.chunk + 1)
    if len(people) == rules.CHUNK:
        last = people[-1].account_id
        await _plan(uow, row, msgspec.structs.replace(payload, chunk=payload.chunk + 1, after=last), uow.now)
    else:  # of an earlier, larger audience
        rest = range(payload.chunk + 1 if people else payload.chunk, row.announced_chunks)
        await messages.withdraw_many(uow, [rules.message_key(row.lecture_id, n, payload.news) for n in rest])


async def _start(uow: UnitOfWork, row: LectureRow, news: LectureNews, starts_at: datetime) -> None:
    version = row.version + 1
    await telling.set_announced(uow.conn, row.org_id, row.lecture_id, version, starts_at)
    await _plan(uow, row, _first(row, news, version, row.announced_starts_at, uow.actor.account_id), uow.now)


async def _plan_reminder(uow: UnitOfWork, row: LectureRow, starts_at: datetime) -> None:
    at = starts_at - rules.REMIND_BEFORE
    if not row.registers and at > uow.now:
        await _plan(uow, row, _first(row, "reminded", 0, None, None), at)


def _first(row: LectureRow, news: LectureNews, version: int, was: datetime | None, by: UUID | None) -> AnnounceLecture:
    return AnnounceLecture(lecture_id=row.lecture_id, news=news, version=version, chunk=0, after=FIRST, was=was, by=by)


async def _plan(uow: UnitOfWork, row: LectureRow, task: AnnounceLecture, at: datetime) -> None:
    await tasks.enqueue(uow, AnnounceLecture.kind, rules.task_key(row.lecture_id, task.chunk, task.news), task, at)


def _current(row: LectureRow, payload: AnnounceLecture, now: datetime) -> bool:
    if row.starts_at <= now:
        return False
    if payload.news == "reminded":
        return row.state == "published" and row.starts_at - rules.REMIND_BEFORE <= now
    return row.announced_version == payload.version


def _message(row: LectureRow, payload: AnnounceLecture, people: frozenset[UUID]) -> MessageNew:
    params = LectureParams(
        lecture_id=row.lecture_id,
        title_zh=row.title_zh,
        title_en=row.title_en or row.title_zh,
        starts_at=row.starts_at,
        was=payload.was if payload.news in {"moved", "cancelled"} else None,
    )
    return MessageNew(
        template=_TEMPLATES[payload.news],
        people=people,
        params=params,
        key=rules.message_key(row.lecture_id, payload.chunk, payload.news),
        importance="low" if payload.news == "updated" else "normal",
        expires_at=row.starts_at,
        done_by=payload.by,
    )
