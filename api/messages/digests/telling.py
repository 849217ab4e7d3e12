"""Tells digests: one message for all routine matters that somebody has not read, at the hour that they chose (N1).

What is read meanwhile, recalled or over, and what no longer concerns somebody, is in none; it is asked when the digest is made and
again when it is sent. Its marks and its message are one transaction with the end of the task, so nobody is told twice.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.messages.digests import queries, rules
from api.school_calendar import service as school_calendar
from schemas.messages.digests import Digest, DigestMark, RoutineBroadcast
from schemas.messages.rows import MessageNew
from schemas.messages.tasks import TellDigests
from schemas.messages.templates import NoParams, Template, Words

_MATTERS = timedelta(hours=20)
"""After so long it is not sent any more: the next one comes."""
_PAGE = 1000


async def tell_digests(uow: UnitOfWork, _: TellDigests) -> datetime | None:
    """The task of every hour. It ends with an organisation that is closed."""
    uow.require_system()
    try:
        zone = ZoneInfo((await school_calendar.load(uow)).time_zone)
    except NotFound:
        return None
    windows: dict[UUID, DigestMark] = {}
    for row in await _routine(uow):
        unread = await queries.list_unread(uow.conn, uow.actor.org_id, row)
        digests = {d.account_id: d for d in await queries.list_digests(uow.conn, unread)} if unread else {}
        marks = await _marks(uow, list(digests))
        due = {p: rules.window(d, marks.get(p), uow.now, zone) for p, d in digests.items()}
        told = [p for p in due if rules.waits(digests[p], row.created_at) and rules.is_in(due[p], row.created_at)]
        windows |= {p: due[p] for p in await _concerned(uow, row, told)}
    for n, first in enumerate(range(0, len(windows), _PAGE)):
        await _tell(uow, n, [windows[p] for p in sorted(windows)[first : first + _PAGE]])
    return rules.next_telling(uow.actor.org_id, uow.now, zone)


async def _tell(uow: UnitOfWork, page: int, windows: Sequence[DigestMark]) -> None:
    # The marks come first: whom a message concerns is asked when it is made, too.
    await queries.put_marks(uow.conn, uow.actor.org_id, windows)
    new = MessageNew(
        template="digest",
        people=frozenset(w.account_id for w in windows),
        params=NoParams(),
        key=f"digest:{uow.now.isoformat()}:{page}",
        importance="normal",
        expires_at=uow.now + _MATTERS,
    )
    await messages.tell(uow, new)


async def _still_unread(uow: Reading, _: NoParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """Who of these people has something to read of what their last digest tells."""
    marks = await _marks(uow, people)
    found: set[UUID] = set()
    for row in await _routine(uow):
        unread = set(await queries.list_unread(uow.conn, uow.actor.org_id, row)).intersection(marks) - found
        digests = await queries.list_digests(uow.conn, sorted(unread)) if unread else []
        told = [d.account_id for d in digests if _tells(d, marks[d.account_id], row)]
        found |= await _concerned(uow, row, told)
    return frozenset(found)


def _tells(digest: Digest, mark: DigestMark, row: RoutineBroadcast) -> bool:
    return rules.waits(digest, row.created_at) and rules.is_in(mark, row.created_at)


async def _routine(uow: Reading) -> list[RoutineBroadcast]:
    return await queries.list_routine(uow.conn, uow.actor.org_id, uow.now, uow.now - rules.LOOKED_BACK)


async def _marks(uow: Reading, people: Sequence[UUID]) -> Mapping[UUID, DigestMark]:
    found = await queries.list_marks(uow.conn, uow.actor.org_id, people) if people else []
    return {mark.account_id: mark for mark in found}


async def _concerned(uow: Reading, row: RoutineBroadcast, people: Sequence[UUID]) -> frozenset[UUID]:
    template = uow.services.registry.templates.get(row.template)
    if not people or template is None:
        return frozenset()
    wanted = await messages.concerned(uow, template, row.params, people)
    return frozenset(people) if wanted is None else wanted.intersection(people)


TEMPLATES: Mapping[str, Template] = {
    "digest": Template(
        params=NoParams,
        about=None,
        confidential=False,
        zh=Words("日常通知汇总", "学校有日常通知等您查看，请在心桥中阅读。"),
        en=Words("Your daily summary", "There are routine notices from school to read. Please open Xinqiao."),
        among=_still_unread,
        latest_alone=True,
    ),
}
