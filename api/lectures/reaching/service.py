"""By what a lecture would be told, what the SMS budget means for it, and who has to be told on paper (N1)."""

from uuid import UUID

from msgspec import structs

from api.core import access, audit
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures import actions, queries, rules
from api.lectures.errors import LectureOver
from api.lectures.reaching import queries as reaching
from api.lectures.telling import text
from api.messages.broadcasts import service as broadcasts
from api.messages.preview import service as preview
from schemas.lectures.rows import LectureRow
from schemas.messages.preview import AudiencePreview, Unreached


async def get_preview(uow: Reading, lecture_id: UUID) -> AudiencePreview:
    """By what those whom it is for would be told of a lecture now. Raises Forbidden, NotFound."""
    return await _preview(uow, await _followed(uow, lecture_id))


async def export_unreached(uow: UnitOfWork, lecture_id: UUID) -> Unreached:
    """The families and staff within reach whom no channel reaches today, or only an SMS that the budget does not let out. The list is recorded.

    Raises Forbidden, NotFound, StepUpNeeded, LectureOver.
    """
    row, reach = await _followed(uow, lecture_id), access.reach(uow.actor, actions.LECTURE_FOLLOW)
    if reach.everything or len(reach.class_ids) > 1:
        access.check_assurance(uow.actor)
    if row.state == "cancelled":
        raise LectureOver
    told = (rules.audience(row), row.broadcast_ids, reach, uow.actor.barred_ids)
    people = await reaching.list_people(uow.conn, row.org_id, *told)
    found = await preview.list_unreached(uow, people, sms=await _sms_reaches(uow, row))
    await audit.record_access(uow, lecture_id, "lecture_export")
    return found


async def check_decided(uow: Reading, row: LectureRow, alone: bool | None) -> None:
    """What becomes of those whom only SMS reaches is said by who publishes it. Raises SmsDecisionNeeded, SmsBeyondByLeaders."""
    short = alone is None and await _left_without(uow, row)
    preview.check_sms(alone, short=short, may_exceed=access.reach(uow.actor, actions.LECTURE_EDIT).everything)


async def _followed(uow: Reading, lecture_id: UUID) -> LectureRow:
    row = await queries.find_lecture(uow.conn, uow.actor.org_id, lecture_id)
    for resource in rules.all_resources(uow.actor.org_id, lecture_id, row):
        uow.require(actions.LECTURE_FOLLOW, resource)
    if row is None:
        raise NotFound
    return row


async def _sms_reaches(uow: Reading, row: LectureRow) -> bool:
    """Whether those whom only SMS reaches have one of it."""
    if row.broadcast_ids:
        return await broadcasts.sms_rule(uow, row.broadcast_ids[-1]) != "none"
    return bool(row.sms_alone) or not await _left_without(uow, row)


async def _left_without(uow: Reading, row: LectureRow) -> bool:
    return await preview.sms_left(uow) is not None and preview.leaves_out(await _preview(uow, row))


async def _preview(uow: Reading, row: LectureRow) -> AudiencePreview:
    announcement = text.announcement(row)
    params = await text.params(uow, structs.replace(row, broadcast_ids=[]), None)
    return await preview.preview(uow, rules.audience(row), (announcement,), params)
