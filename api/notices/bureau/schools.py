"""A bureau's notice inside one of its schools: a notice of the school's own, which only the bureau takes back."""

from collections.abc import Sequence

from api.core.orgs import get_zone
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages.audiences import service as audiences
from api.notices import queries as shared
from api.notices.bureau import copying
from api.notices.bureau import school_queries as queries
from api.notices.sending import service as sending
from api.notices.writing import queries as writing
from schemas.messages.audiences import Audience
from schemas.notices.bureau import BureauNoticeRow, BureauPlace, SchoolCounts
from schemas.notices.files import Enclosed
from schemas.notices.rows import NoticeRow


async def receive(
    uow: UnitOfWork, row: BureauNoticeRow, bureau: BureauPlace, enclosed: Sequence[Enclosed] = ()
) -> SchoolCounts:
    """Sends it with its files to the school's people, once, and each edition after that once. Raises NotFound when the school is closed.

    Returns what is counted. Who was sent it this moment has not opened it: in a city that count would take longer than the sending.
    """
    uow.require_system()
    await get_zone(uow)
    is_new = await queries.add_copy(uow.conn, uow.actor.org_id, row, bureau, "scheduled", uow.now)
    copy = await shared.lock_notice(uow.conn, uow.actor.org_id, row.bureau_notice_id)
    if is_new and copy:
        await copying.keep(uow, copy.notice_id, row.edition, enclosed)
        reached = await sending.send_out(uow, copy)
        await copying.drop_removed(uow, enclosed)
        return SchoolCounts(people=reached.people, opened=0, answered=0)
    if copy and copy.state == "sent" and copy.edition < row.edition:
        await _correct(uow, copy, row, enclosed)
    if copy:
        await copying.drop_removed(uow, enclosed)
    return await count(uow, row)


async def _correct(uow: UnitOfWork, copy: NoticeRow, row: BureauNoticeRow, enclosed: Sequence[Enclosed]) -> None:
    await writing.keep_edition(uow.conn, copy, row.changed_by, uow.now)
    await queries.set_corrected(uow.conn, copy.org_id, row, uow.now)
    await copying.keep(uow, copy.notice_id, row.edition, enclosed)
    await sending.tell_again(uow, copy, await shared.lock_notice(uow.conn, copy.org_id, copy.notice_id) or copy)


async def reach(uow: UnitOfWork, row: BureauNoticeRow) -> int:
    """How many people it would reach here today."""
    uow.require_system()
    found = await audiences.count(uow, Audience(groups=("school",), parts=tuple(row.parts)))
    return found.people


async def take_back(uow: UnitOfWork, row: BureauNoticeRow, bureau: BureauPlace) -> None:
    """Withdraws it here, and removes what its files hold. One that has not come yet leaves a mark, so that it does not come later."""
    uow.require_system()
    if await queries.add_copy(uow.conn, uow.actor.org_id, row, bureau, "cancelled", uow.now):
        return
    copy = await shared.lock_notice(uow.conn, uow.actor.org_id, row.bureau_notice_id)
    if copy is None or copy.state != "sent":
        return
    await writing.set_ended(uow.conn, copy.org_id, copy.notice_id, "withdrawn", uow.now)
    await copying.drop_all(uow, copy.notice_id)
    await sending.take_back(uow, copy)


async def count(uow: Reading, row: BureauNoticeRow) -> SchoolCounts:
    """What the bureau learns of the school: numbers of people, never a person."""
    uow.require_system()
    return await queries.count(uow.conn, uow.actor.org_id, row)
