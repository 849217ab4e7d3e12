"""A bureau's notices: written by officers, let out by a second one, followed by counts, taken back everywhere (N1, G4)."""

import asyncio
from typing import Literal
from uuid import UUID

from api.core import tasks
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, check_version
from api.core.orgs import get_zone
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.notices import actions
from api.notices import rules as notice_rules
from api.notices import service as notices
from api.notices.bureau import attaching, queries, rules, sheets
from api.notices.bureau import edition_queries as editions
from api.notices.bureau import file_queries as files_of
from api.notices.errors import (
    ApprovalByAnother,
    NoSchools,
    NoticeChanged,
    NoticeGone,
    NoticeNotSent,
    NoticeNotSubmitted,
    OfficerNew,
    missing,
    wrong,
)
from api.roster.files import service as files
from schemas.messages.rows import MessageNew
from schemas.notices.bureau import (
    BureauNotice,
    BureauNoticeForm,
    BureauNoticeLine,
    BureauNoticeNew,
    BureauNoticeParams,
    BureauNoticeRow,
    CarryNotice,
    SizeNotice,
    SpreadNotice,
)

KIND = "bureau_notice"


async def get_form(uow: Reading) -> BureauNoticeForm:
    """Where a notice of this bureau can go. Raises Forbidden."""
    uow.require_org(actions.BUREAU_NOTICE_EDIT, KIND)
    return BureauNoticeForm(places=await queries.list_places(uow.conn, uow.actor.org_id))


async def list_notices(uow: Reading, after: UUID | None, limit: int) -> list[BureauNoticeLine]:
    """The bureau's notices, newest first. Raises Forbidden."""
    uow.require_org(actions.BUREAU_NOTICE_EDIT, KIND)
    return [rules.line(row) for row in await queries.list_notices(uow.conn, uow.actor.org_id, after, limit)]


async def get_notice(uow: Reading, notice_id: UUID) -> BureauNotice:
    """One of them with its schools. Raises Forbidden, NotFound."""
    require(uow, notice_id)
    row = await queries.find_notice(uow.conn, uow.actor.org_id, notice_id)
    if row is None:
        raise NotFound
    places = await queries.list_places(uow.conn, row.org_id)
    progress = await queries.list_progress(uow.conn, row.org_id, notice_id) if row.sent_at else []
    correction = await editions.find_correction(uow.conn, row.org_id, notice_id) if row.state == "sent" else None
    waits, account_id = rules.waiting(row, correction), uow.actor.account_id
    can_approve = waits is not None and rules.may_approve(waits, account_id) and account_id in await settled(uow)
    enclosed = await files_of.list_files(uow.conn, row.org_id, notice_id)
    return rules.to_wire(row, places, progress, correction, enclosed, can_approve=can_approve)


async def export_progress(uow: Reading, notice_id: UUID, form: Literal["csv", "xlsx"]) -> bytes:
    """How far it is at each school, as a file: counts, never a person. Raises Forbidden, NotFound."""
    notice = await get_notice(uow, notice_id)
    english = uow.actor.language == "en"
    rows = sheets.to_rows(notice.schools, await get_zone(uow), english)
    write = files.write_csv if form == "csv" else files.write_xlsx
    return await asyncio.to_thread(write, sheets.headings(english), rows)


async def add_notice(uow: UnitOfWork, new: BureauNoticeNew) -> BureauNotice:
    """A draft. Raises Forbidden, NotFound, Invalid."""
    notice_id = uuid7()
    require(uow, notice_id)
    await _check(uow, new)
    await queries.add_notice(uow.conn, uow.actor.org_id, notice_id, uow.actor.account_id, new, uow.now)
    await attaching.attach(uow, notice_id, 1, new.file_ids)
    await _size(uow, notice_id)
    return await changed(uow, notice_id)


async def set_notice(uow: UnitOfWork, notice_id: UUID, new: BureauNoticeNew, version: int) -> BureauNotice:
    """Replaces it before it was approved; one that was submitted is a draft again. Raises NotFound, NoticeGone, Stale, Invalid."""
    row = await _open(uow, notice_id, version)
    await _check(uow, new)
    await queries.set_notice(uow.conn, uow.actor.org_id, notice_id, uow.actor.account_id, new, uow.now)
    await attaching.attach(uow, notice_id, row.edition, new.file_ids)
    await _size(uow, notice_id)
    return await changed(uow, notice_id)


async def submit_notice(uow: UnitOfWork, notice_id: UUID, version: int) -> BureauNotice:
    """Asks a second person to approve it, and tells the other officers.

    Raises NotFound, StepUpNeeded, NoticeGone, Stale, OfficerNew, NoSchools, Invalid.
    """
    row = await _open(uow, notice_id, version, actions.BUREAU_NOTICE_SUBMIT)
    if uow.actor.account_id not in await settled(uow):
        raise OfficerNew
    _check_ahead(uow, row)
    if not await schools_of(uow, row):
        raise NoSchools
    await queries.set_submitted(uow.conn, row.org_id, notice_id, uow.actor.account_id, uow.now)
    await _size(uow, notice_id)
    await tell_others(uow, row, "bureau_notice_waits", f"bureau_notice:{notice_id}:{row.version}")
    return await changed(uow, notice_id)


async def approve_notice(uow: UnitOfWork, notice_id: UUID, digest: str) -> BureauNotice:
    """Lets it out, as a second person who has read exactly this text and these files for exactly these schools.

    The bureau's other officers are told. It leaves at its time, if it has one. Raises NotFound, StepUpNeeded, NoticeNotSubmitted,
    ApprovalByAnother, OfficerNew, NoticeChanged, Invalid.
    """
    row = await locked(uow, notice_id, actions.BUREAU_NOTICE_APPROVE)
    if row.state != "submitted":
        raise NoticeNotSubmitted
    if not rules.may_approve(row, uow.actor.account_id):
        raise ApprovalByAnother
    if uow.actor.account_id not in await settled(uow):
        raise OfficerNew
    schools = await schools_of(uow, row)
    if digest != rules.digest(row, schools, await attaching.list_of(uow, row)) or not schools:
        raise NoticeChanged
    _check_ahead(uow, row)
    await queries.set_approved(uow.conn, row.org_id, notice_id, uow.actor.account_id, uow.now)
    spread = SpreadNotice(bureau_notice_id=notice_id)
    await tasks.enqueue(uow, SpreadNotice.kind, str(notice_id), spread, row.send_at or uow.now)
    await tell_others(uow, row, "bureau_notice_approved", f"bureau_notice_approved:{notice_id}:{row.version}")
    return await changed(uow, notice_id)


async def return_notice(uow: UnitOfWork, notice_id: UUID) -> BureauNotice:
    """Gives it back to be changed. Raises NotFound, NoticeNotSubmitted."""
    row = await locked(uow, notice_id, actions.BUREAU_NOTICE_APPROVE)
    if row.state != "submitted":
        raise NoticeNotSubmitted
    await queries.set_state(uow.conn, row.org_id, notice_id, "draft", uow.now)
    return await changed(uow, notice_id)


async def cancel_notice(uow: UnitOfWork, notice_id: UUID, version: int) -> BureauNotice:
    """Gives it up before it was approved. Raises NotFound, NoticeGone, Stale."""
    row = await _open(uow, notice_id, version)
    await queries.set_state(uow.conn, row.org_id, notice_id, "cancelled", uow.now)
    await attaching.give_up(uow, notice_id)
    return await changed(uow, notice_id)


async def recall_notice(uow: UnitOfWork, notice_id: UUID) -> BureauNotice:
    """Takes it back at every school. A second time changes nothing. Raises NotFound, StepUpNeeded, NoticeNotSent, NoticeGone."""
    row = await locked(uow, notice_id, actions.BUREAU_NOTICE_RECALL)
    if row.state == "recalled":
        uow.object_id = notice_id
        return await get_notice(uow, notice_id)
    if row.state == "cancelled":
        raise NoticeGone
    if row.state == "approved":  # nothing has left yet
        await tasks.cancel(uow, SpreadNotice.kind, str(notice_id))
        await queries.set_state(uow.conn, row.org_id, notice_id, "cancelled", uow.now)
        await attaching.give_up(uow, notice_id)
        return await changed(uow, notice_id)
    if row.state != "sent":
        raise NoticeNotSent
    await queries.set_recalled(uow.conn, row.org_id, notice_id, uow.actor.account_id, uow.now)
    await tasks.cancel(uow, SpreadNotice.kind, str(notice_id))
    await carry_again(uow, notice_id)
    return await changed(uow, notice_id)


async def carry_again(uow: UnitOfWork, notice_id: UUID) -> None:
    """Every school that has it is brought to what the bureau has now. The caller has checked it."""
    for school in await queries.list_progress(uow.conn, uow.actor.org_id, notice_id):
        await enqueue_carrying(uow, notice_id, school.school_id)


async def enqueue_carrying(uow: UnitOfWork, notice_id: UUID, school_id: int) -> None:
    """One school's part of the work, now."""
    task = CarryNotice(bureau_notice_id=notice_id, school_id=school_id)
    await tasks.enqueue(uow, CarryNotice.kind, rules.carry_key(notice_id, school_id), task, uow.now)


async def settled(uow: Reading) -> frozenset[UUID]:
    """The accounts that have been officers of some bureau for a while."""
    return await queries.list_settled(uow.conn, uow.now - rules.SETTLED)


async def tell_others(
    uow: UnitOfWork,
    row: BureauNoticeRow,
    template: Literal["bureau_notice_waits", "bureau_notice_approved", "bureau_notice_back"],
    key: str,
) -> None:
    """Every officer but who acts; of a notice that waits also not who changed it."""
    known = {uow.actor.account_id} | ({row.changed_by} if template == "bureau_notice_waits" else set[UUID]())
    others = frozenset(await queries.list_officers(uow.conn, row.org_id)) - known
    if not others:
        return
    titles = (row.title_zh, row.title_en or row.title_zh)
    news = MessageNew(
        template=template,
        people=others,
        params=BureauNoticeParams(bureau_notice_id=row.bureau_notice_id, title_zh=titles[0], title_en=titles[1]),
        key=key,
        importance="normal",
        expires_at=uow.now + rules.LASTS,
    )
    await messages.tell(uow, news)


def _check_ahead(uow: Reading, what: BureauNoticeRow | BureauNoticeNew) -> None:
    """Raises Invalid where it should have left already, or its answer was due."""
    if what.answer_by is not None and what.answer_by <= uow.now:
        raise wrong(uow, "$.answerBy", "past")
    if what.send_at is None:
        return
    if what.send_at <= uow.now:
        raise wrong(uow, "$.sendAt", "past")
    if what.send_at > uow.now + notice_rules.AHEAD:
        raise wrong(uow, "$.sendAt", "too-far")
    if what.answer_by is not None and what.answer_by <= what.send_at:
        raise wrong(uow, "$.sendAt", "too-soon")


async def _size(uow: UnitOfWork, notice_id: UUID) -> None:
    task = SizeNotice(bureau_notice_id=notice_id)
    await tasks.enqueue(uow, SizeNotice.kind, str(notice_id), task, uow.now)


async def _check(uow: Reading, new: BureauNoticeNew) -> None:
    notices.check_texts(uow, new)
    notices.check_due(uow, new.kind, new.answer_by, most=notice_rules.AHEAD)
    _check_ahead(uow, new)
    unknown = rules.unknown(new, await queries.list_places(uow.conn, uow.actor.org_id))
    if unknown is not None:
        raise missing(uow, f"$.{unknown}", "not-found")


async def schools_of(uow: Reading, row: BureauNoticeRow) -> list[int]:
    """The schools of its places today."""
    places = await queries.list_places(uow.conn, row.org_id)
    return rules.schools_of(places, row.places, row.except_places)


def require(uow: Reading, notice_id: UUID, action: Action = actions.BUREAU_NOTICE_EDIT) -> None:
    """Opens each operation on one notice. Raises Forbidden, StepUpNeeded."""
    uow.require(action, Resource(org_id=uow.actor.org_id, kind=KIND, resource_id=notice_id))


async def locked(uow: UnitOfWork, notice_id: UUID, action: Action = actions.BUREAU_NOTICE_EDIT) -> BureauNoticeRow:
    """It, which nobody else changes until the transaction ends. Raises Forbidden, NotFound, StepUpNeeded."""
    require(uow, notice_id, action)
    row = await queries.lock_notice(uow.conn, uow.actor.org_id, notice_id)
    if row is None:
        raise NotFound
    return row


async def _open(
    uow: UnitOfWork, notice_id: UUID, version: int, action: Action = actions.BUREAU_NOTICE_EDIT
) -> BureauNoticeRow:
    row = await locked(uow, notice_id, action)
    if row.state not in rules.OPEN:
        raise NoticeGone
    check_version(row.version, version)
    return row


async def changed(uow: UnitOfWork, notice_id: UUID) -> BureauNotice:
    """It after a change, which is noted."""
    uow.changed(actions.BUREAU_NOTICE_EDIT, KIND, notice_id)
    return await get_notice(uow, notice_id)
