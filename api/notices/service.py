"""What all of the senders' side opens with, and checks of what is written."""

from datetime import datetime, timedelta
from uuid import UUID

from api.core import access
from api.core.access import Reach, Resource
from api.core.errors import NotFound
from api.core.unit_of_work import Reading
from api.notices import actions, queries, rules
from api.notices.errors import wrong
from schemas.notices.bureau import BureauNoticeNew
from schemas.notices.bureau_editions import BureauCorrectionNew
from schemas.notices.rows import NoticeRow
from schemas.notices.templates import NoticeTemplateEdit
from schemas.notices.wire import NoticeCorrection, NoticeKind, NoticeNew


async def get_followed(uow: Reading, notice_id: UUID) -> NoticeRow:
    """A notice the actor wrote, oversees, or whose class it reached. Raises Forbidden, NotFound."""
    row = await queries.find_notice(uow.conn, uow.actor.org_id, notice_id)
    unknown = Resource(org_id=uow.actor.org_id, kind="notice", resource_id=notice_id)
    uow.require(actions.NOTICE_FOLLOW, rules.follow_resource(row, uow.actor) if row else unknown)
    if row is None:
        raise NotFound
    return row


async def get_exported(uow: Reading, notice_id: UUID) -> tuple[NoticeRow, Reach]:
    """A notice whose receipts leave as a file, and whose answers are in it. Raises Forbidden, NotFound, StepUpNeeded.

    A class teacher's list of one class is no more than they know. Any wider one names a school's people with their numbers, like the
    roster's workbook, and takes a second factor.
    """
    row = await get_followed(uow, notice_id)
    reach = access.reach(uow.actor, actions.NOTICE_FOLLOW)
    if reach.everything or len(reach.class_ids) > 1:
        access.check_assurance(uow.actor)
    return row, reach


def check_texts(
    uow: Reading, new: NoticeNew | NoticeCorrection | BureauNoticeNew | BureauCorrectionNew | NoticeTemplateEdit
) -> None:
    """Raises Invalid where English is written in part."""
    if rules.wrong_texts(new):
        raise wrong(uow, "$.titleEn" if new.title_en is None else "$.bodyEn", "pair")


def check_expiry(uow: Reading, expires_at: datetime | None, answer_by: datetime | None, *, most: timedelta) -> None:
    """Raises Invalid where a notice is over already, before its answer is due, or further ahead than `most`."""
    if expires_at is None:
        return
    if expires_at <= uow.now:
        raise wrong(uow, "$.expiresAt", "past")
    if answer_by is not None and expires_at < answer_by:
        raise wrong(uow, "$.expiresAt", "before-answer")
    if expires_at > uow.now + most:
        raise wrong(uow, "$.expiresAt", "too-far")


def check_due(uow: Reading, kind: NoticeKind, answer_by: datetime | None, *, most: timedelta) -> None:
    """Raises Invalid where an answer is due for an information, in the past, or further ahead than `most`."""
    if answer_by is None:
        return
    if kind == "information":
        raise wrong(uow, "$.answerBy", "not-allowed")
    if answer_by <= uow.now:
        raise wrong(uow, "$.answerBy", "past")
    if answer_by > uow.now + most:
        raise wrong(uow, "$.answerBy", "too-far")
