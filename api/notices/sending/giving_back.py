"""Notices that were to leave and do not: each is a draft again that says why, and who let it out is told."""

from collections.abc import Collection, Sequence
from uuid import UUID

from api.core import access
from api.core.access import Role
from api.core.actors import find_actor
from api.core.errors import Problem
from api.core.touching import TouchedOne
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.messages.audiences import service as audiences
from api.notices import actions, choosing, rules
from api.notices.sending import queries
from api.notices.writing import rules as writing_rules
from schemas.messages.rows import MessageNew
from schemas.notices.messages import NoticeSentParams
from schemas.notices.rows import NoticeRow
from schemas.notices.wire import NoticeBack


async def why(uow: Reading, row: NoticeRow) -> NoticeBack | None:
    """Why a notice whose time has come may not leave; None where it may."""
    if rules.is_over(row.expires_at, uow.now):
        return "over"
    refusal = await _refusal(uow, row)
    if refusal is not None:
        return refusal
    reached = await audiences.count(uow, rules.audience_of(row))
    return None if reached.people else "nobody"


async def give_back(uow: UnitOfWork, row: NoticeRow, because: NoticeBack) -> None:
    """Makes a notice whose time came a draft again, and tells who let it out, or the leaders where they left. The caller holds its row."""
    await queries.set_draft(uow.conn, row.org_id, row.notice_id, because, uow.now)
    if row.scheduled_by is not None and because != "left":
        told = {row.scheduled_by}
    else:
        told = {leader.account_id for leader in await queries.list_leaders(uow.conn, row.org_id)}
    await _tell(uow, row, "notice_back", told)


async def unschedule(uow: UnitOfWork, row: NoticeRow, because: NoticeBack) -> None:
    """Makes a notice that has not gone a draft again; where another person does that, who let it out is told.

    The caller has checked that it may, has cancelled its task, and holds its row.
    """
    own = row.scheduled_by == uow.actor.account_id
    await queries.set_draft(uow.conn, row.org_id, row.notice_id, None if own else because, uow.now)
    await tell_stopped(uow, row)


async def tell_stopped(uow: UnitOfWork, row: NoticeRow) -> None:
    """Tells who let a notice out that it does not leave at its time, unless they stopped it themselves."""
    if row.scheduled_by is not None and row.scheduled_by != uow.actor.account_id:
        await _tell(uow, row, "notice_changed", {row.scheduled_by})


async def name_touched(uow: Reading, _ids: Sequence[UUID]) -> list[TouchedOne]:
    """Notices to come that stay drafts when their time comes, since who released them may not any more. The caller has required its own action."""
    rows = await queries.list_scheduled(uow.conn, uow.actor.org_id)
    english = uow.actor.language == "en"
    return [
        TouchedOne(name=(english and row.title_en) or row.title_zh, detail=row.author_name, starts_at=row.send_at)
        for row in rows
        if row.scheduled_by is not None and await _refusal(uow, row) is not None
    ]


async def _refusal(uow: Reading, row: NoticeRow) -> NoticeBack | None:
    if row.scheduled_by is None:
        return "left"
    actor = await find_actor(uow, row.scheduled_by)
    if Role.STAFF not in actor.roles:  # a class may still be theirs in the roster's rows
        return "left"
    try:
        things = rules.audience_things(row.org_id, await choosing.today(uow, row))
        for resource in [*things, *rules.urgent_things(row.org_id, row.importance)]:
            access.check(actor, actions.NOTICE_SEND, resource)
    except Problem:
        return "not_allowed"
    return None


async def _tell(uow: UnitOfWork, row: NoticeRow, template: str, people: Collection[UUID]) -> None:
    if not people:
        return
    titles = writing_rules.on_lock_screen((row.title_zh, row.title_en or row.title_zh), row.groups)
    new = MessageNew(
        template=template,
        people=frozenset(people),
        params=NoticeSentParams(notice_sent_id=row.notice_id, title_zh=titles[0], title_en=titles[1]),
        key=f"notice:{row.notice_id}:{template}:{row.version}",
        importance="normal",
        expires_at=uow.now + rules.TOLD_WITHIN,
    )
    await messages.tell(uow, new)
