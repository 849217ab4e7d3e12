"""Whom a notice has to be given on paper: families without a phone, and staff."""

from uuid import UUID

from api.core import audit
from api.core.unit_of_work import UnitOfWork
from api.messages.preview import service as preview
from api.notices import service as notices
from api.notices.errors import NoticeGone
from api.notices.sms import service as sms
from api.notices.unreached import queries
from schemas.messages.preview import Unreached


async def export_unreached(uow: UnitOfWork, notice_id: UUID) -> Unreached:
    """The families and staff within reach whom no channel reaches today, or only an SMS that the budget does not let out; a class teacher's own class. The list is recorded.

    Raises Forbidden, NotFound, StepUpNeeded, NoticeGone.
    """
    row, reach = await notices.get_exported(uow, notice_id)
    if row.state in {"withdrawn", "cancelled"}:
        raise NoticeGone
    people = await queries.list_people(uow.conn, row, reach)
    found = await preview.list_unreached(uow, people, sms=await sms.reaches(uow, row))
    await audit.record_access(uow, notice_id, "notice_export")
    return found
