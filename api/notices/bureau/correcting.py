"""Corrections of a bureau's notice: a next edition, written by one officer and approved by another; earlier answers no longer count."""

from uuid import UUID

from api.core.errors import check_version
from api.core.roles import Action
from api.core.unit_of_work import UnitOfWork
from api.notices import actions
from api.notices import rules as notice_rules
from api.notices import service as notices
from api.notices.bureau import attaching, rules, service
from api.notices.bureau import edition_queries as editions
from api.notices.errors import (
    ApprovalByAnother,
    NoticeChanged,
    NoticeGone,
    NoticeNotSent,
    NoticeNotSubmitted,
    OfficerNew,
    wrong,
)
from schemas.notices.bureau import BureauNotice, BureauNoticeRow
from schemas.notices.bureau_editions import BureauCorrectionNew, CorrectionRow


async def correct_notice(uow: UnitOfWork, notice_id: UUID, new: BureauCorrectionNew, version: int) -> BureauNotice:
    """Submits the next edition, in place of one that waits, and tells the other officers. Schools keep the present one until it is approved.

    Raises NotFound, StepUpNeeded, NoticeNotSent, NoticeGone, Stale, OfficerNew, Invalid.
    """
    row = await _sent(uow, notice_id, actions.BUREAU_NOTICE_SUBMIT)
    check_version(row.version, version)
    account_id = uow.actor.account_id
    if account_id not in await service.settled(uow):
        raise OfficerNew
    notices.check_texts(uow, new)
    notices.check_due(uow, row.kind, new.answer_by, most=notice_rules.AHEAD)
    await editions.set_correction(uow.conn, row.org_id, notice_id, row.edition + 1, new, account_id, uow.now)
    await attaching.attach_next(uow, row, new.file_ids)
    waits = rules.corrected(row, await _get(uow, notice_id))
    await service.tell_others(uow, waits, "bureau_notice_waits", f"bureau_notice:{notice_id}:{row.version}")
    return await service.changed(uow, notice_id)


async def approve_correction(uow: UnitOfWork, notice_id: UUID, digest: str) -> BureauNotice:
    """Lets the next edition out to the schools, as a second person who has read exactly it. The other officers are told.

    Raises NotFound, StepUpNeeded, NoticeNotSent, NoticeGone, NoticeNotSubmitted, ApprovalByAnother, OfficerNew, NoticeChanged, Invalid.
    """
    row = await _sent(uow, notice_id, actions.BUREAU_NOTICE_APPROVE)
    correction, account_id = await _get(uow, notice_id), uow.actor.account_id
    waits = rules.corrected(row, correction)
    if not rules.may_approve(waits, account_id):
        raise ApprovalByAnother
    if account_id not in await service.settled(uow):
        raise OfficerNew
    if digest != rules.digest(waits, await service.schools_of(uow, row), await attaching.list_of(uow, waits)):
        raise NoticeChanged
    if waits.answer_by is not None and waits.answer_by <= uow.now:
        raise wrong(uow, "$.answerBy", "past")
    await editions.set_corrected(uow.conn, row, correction, account_id, uow.now)
    await service.carry_again(uow, notice_id)
    await service.tell_others(uow, waits, "bureau_notice_approved", f"bureau_notice_approved:{notice_id}:{row.version}")
    return await service.changed(uow, notice_id)


async def return_correction(uow: UnitOfWork, notice_id: UUID) -> BureauNotice:
    """Gives up the edition that waits; what was sent stays as it is. Raises NotFound, NoticeNotSent, NoticeGone, NoticeNotSubmitted."""
    row = await _sent(uow, notice_id, actions.BUREAU_NOTICE_APPROVE)
    await _get(uow, notice_id)
    await editions.remove_correction(uow.conn, row.org_id, notice_id)
    await attaching.take_off(uow, notice_id, row.edition + 1)
    return await service.changed(uow, notice_id)


async def _sent(uow: UnitOfWork, notice_id: UUID, action: Action) -> BureauNoticeRow:
    row = await service.locked(uow, notice_id, action)
    if row.state in {"recalled", "cancelled"}:
        raise NoticeGone
    if row.state != "sent":
        raise NoticeNotSent
    return row


async def _get(uow: UnitOfWork, notice_id: UUID) -> CorrectionRow:
    found = await editions.find_correction(uow.conn, uow.actor.org_id, notice_id)
    if found is None:
        raise NoticeNotSubmitted
    return found
