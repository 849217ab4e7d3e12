"""Whom today's ties let know of a notice: the worker asks before each sending, about some people at a time."""

from collections.abc import Sequence
from uuid import UUID

from api.core.unit_of_work import Reading
from api.notices import queries as shared
from api.notices import rules
from api.notices.sending import queries
from api.notices.sending.queries import Which
from schemas.notices.messages import NoticeParams, NoticeSentParams


async def among(uow: Reading, params: NoticeParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """Whom the notice reaches and who still counts: staff who work here, students, and guardians who are so today."""
    return await _among(uow, params, people, "all")


async def unanswered(uow: Reading, params: NoticeParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """Who of them has not answered, or not for every child."""
    return await _among(uow, params, people, "unanswered")


async def opened(uow: Reading, params: NoticeParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """Who of them has opened it."""
    return await _among(uow, params, people, "opened")


async def _among(uow: Reading, params: NoticeParams, people: Sequence[UUID], which: Which) -> frozenset[UUID]:
    row = await shared.find_notice(uow.conn, uow.actor.org_id, params.notice_id)
    gone = row is None or row.state == "withdrawn" or rules.is_over(row.expires_at, uow.now)
    if row is None or (gone and which != "opened"):
        return frozenset()
    found = await queries.list_among(uow.conn, uow.actor.org_id, row.notice_id, row.kind, people, which)
    return frozenset(person.account_id for person in found)


async def colleagues(uow: Reading, params: NoticeSentParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """Who of them works here still."""
    if await shared.find_notice(uow.conn, uow.actor.org_id, params.notice_sent_id) is None:
        return frozenset()
    return frozenset([one for one in people if await queries.works_here(uow.conn, uow.actor.org_id, one)])


async def to_take_up(uow: Reading, params: NoticeSentParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """Who of them works here still, while the notice that did not leave is a draft that nobody took up."""
    row = await shared.find_notice(uow.conn, uow.actor.org_id, params.notice_sent_id)
    return await colleagues(uow, params, people) if row and row.back_because is not None else frozenset()


async def senders(uow: Reading, params: NoticeSentParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """Who of them let it out and works here still."""
    row = await shared.find_notice(uow.conn, uow.actor.org_id, params.notice_sent_id)
    by = row.scheduled_by if row and row.state == "sent" else None
    if by is None or by not in people:
        return frozenset()
    works = await queries.works_here(uow.conn, uow.actor.org_id, by)
    return frozenset({by} if works else ())
