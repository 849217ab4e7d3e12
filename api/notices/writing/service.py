"""Writing notices: drafted, edited, let out at a time, cancelled before it and withdrawn after (N1)."""

from datetime import datetime, timedelta
from uuid import UUID

from api.core import access, tasks
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, Problem, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages.audiences import service as audiences
from api.notices import actions, choosing, rules
from api.notices import queries as shared
from api.notices import service as notices
from api.notices.errors import (
    NoticeGone,
    NoticeNotSent,
    NoticeOfBureau,
    UrgentByLeaders,
    wrong,
)
from api.notices.files import service as files
from api.notices.saved import service as saved
from api.notices.sending import giving_back
from api.notices.sending import service as sending
from api.notices.sms import service as sms
from api.notices.writing import queries
from api.notices.writing import rules as choices
from api.notices.writing.errors import NobodyReached, StudentsMoved
from schemas.messages.preview import AudiencePreview
from schemas.notices.form import NoticeForm
from schemas.notices.rows import NoticeRow, Target
from schemas.notices.tasks import SendNotice
from schemas.notices.wire import (
    AudienceAsked,
    Notice,
    NoticeBack,
    NoticeCorrection,
    NoticeImportance,
    NoticeLine,
    NoticeNew,
    NoticeSend,
    NoticeState,
)


async def get_form(uow: Reading) -> NoticeForm:
    """Whom the actor may address. Raises Forbidden."""
    uow.require_org(actions.NOTICE_SEND, "notice")
    reach = access.reach(uow.actor, actions.NOTICE_SEND)
    return rules.form(reach, await queries.list_form_classes(uow.conn, uow.actor.org_id, reach))


async def add_notice(uow: UnitOfWork, new: NoticeNew) -> Notice:
    """A draft. Raises Forbidden, AudienceTooWide, NotFound, Invalid."""
    target = await _target(uow, new)
    await _check(uow, new)
    notice_id = uuid7()
    await queries.add_notice(uow.conn, uow.actor.org_id, notice_id, uow.actor.account_id, new, target, uow.now)
    await files.attach(uow, notice_id, 1, new.file_ids)
    return await _changed(uow, notice_id)


async def set_notice(uow: UnitOfWork, notice_id: UUID, new: NoticeNew, version: int) -> Notice:
    """Replaces its text before it is sent. Its time stays where who let it out edits it; what another person edits is a draft again.

    Raises NotFound, NoticeGone, Stale, AudienceTooWide, Invalid, UrgentByLeaders, StepUpNeeded.
    """
    row = await _open(uow, notice_id, version)
    target = await _target(uow, new)
    await _check(uow, new)
    if row.state == "scheduled":  # it leaves as it is now: a change takes what letting it out takes
        for importance in (row.importance, new.importance):
            _check_urgent_sent(uow, importance)
    if row.send_at is not None:
        _check_after(uow, row.send_at, new)
    await queries.set_notice(uow.conn, row.org_id, notice_id, new, target, uow.actor.account_id, uow.now)
    await files.attach(uow, notice_id, row.edition, new.file_ids)
    if row.state == "scheduled" and row.scheduled_by != uow.actor.account_id:
        await _stop(uow, row, "changed")
    return await _changed(uow, notice_id)


async def send_notice(uow: UnitOfWork, notice_id: UUID, send: NoticeSend, version: int) -> Notice:
    """Lets it out now or later; again before it went moves it.

    Raises NotFound, NoticeGone, Stale, AudienceTooWide, StudentsMoved, NobodyReached, Invalid, SmsDecisionNeeded, SmsBeyondByLeaders.
    """
    row = await _refreshed(uow, await _open(uow, notice_id, version))
    at = send.send_at or uow.now + timedelta(seconds=send.undo_seconds)
    if at < uow.now:
        raise wrong(uow, "$.sendAt", "past")
    if at > uow.now + rules.AHEAD:
        raise wrong(uow, "$.sendAt", "too-far")
    if any(last is not None and last <= at for last in (row.answer_by, row.expires_at)):
        raise wrong(uow, "$.sendAt", "too-soon")
    _check_urgent_sent(uow, row.importance)
    await sms.check_decided(uow, row, send.sms_alone)
    by = uow.actor.account_id
    await queries.set_scheduled(uow.conn, row.org_id, notice_id, at, send.sms_alone, by, uow.now)
    await tasks.enqueue(uow, SendNotice.kind, str(notice_id), SendNotice(notice_id=notice_id), at)
    return await _changed(uow, notice_id)


async def unschedule_notice(uow: UnitOfWork, notice_id: UUID, version: int) -> Notice:
    """Makes it a draft again before it went; a draft stays as it is. Raises NotFound, NoticeGone, Stale."""
    row = await _locked(uow, notice_id)
    if row.state == "draft":
        return await _same(uow, row)
    _check_open(row, version)
    await _stop(uow, row, "stopped")
    return await _changed(uow, notice_id)


async def cancel_notice(uow: UnitOfWork, notice_id: UUID, version: int) -> Notice:
    """Gives it up before it is sent; a second time changes nothing. Raises NotFound, NoticeGone, Stale."""
    row = await _locked(uow, notice_id)
    if row.state == "cancelled":
        return await _same(uow, row)
    _check_open(row, version)
    await queries.set_ended(uow.conn, row.org_id, notice_id, "cancelled", uow.now)
    await tasks.cancel(uow, SendNotice.kind, str(notice_id))
    await giving_back.tell_stopped(uow, row)
    await files.give_up(uow, notice_id)
    return await _changed(uow, notice_id)


async def correct_notice(uow: UnitOfWork, notice_id: UUID, new: NoticeCorrection, version: int) -> Notice:
    """Makes the next edition of what was sent, and tells everybody again. Earlier answers stay and no longer count.

    Raises NotFound, NoticeNotSent, NoticeGone, Stale, StudentsMoved, Invalid.
    """
    row = await _locked(uow, notice_id)
    _check_sent(row, version)
    await _check_today(uow, row)
    notices.check_texts(uow, new)
    notices.check_due(uow, row.kind, new.answer_by, most=2 * rules.AHEAD)
    notices.check_expiry(uow, new.expires_at, new.answer_by, most=2 * rules.AHEAD)
    if row.kind != "information" and new.expires_at and new.expires_at < uow.now + rules.TO_ANSWER:
        raise wrong(uow, "$.expiresAt", "too-soon")  # the answers of before count no more: there is time for new ones
    _check_urgent_sent(uow, row.importance)
    await queries.keep_edition(uow.conn, row, uow.actor.account_id, uow.now)
    await queries.set_corrected(uow.conn, row.org_id, notice_id, new, uow.actor.account_id, uow.now)
    await files.attach_next(uow, notice_id, row.edition, new.file_ids)
    answer = await _changed(uow, notice_id)
    await sending.tell_again(uow, row, await shared.lock_notice(uow.conn, row.org_id, notice_id) or row)
    return answer


async def withdraw_notice(uow: UnitOfWork, notice_id: UUID, version: int) -> Notice:
    """Takes back what was sent; its readers see that it was. A second time changes nothing.

    Raises NotFound, NoticeNotSent, NoticeGone, Stale.
    """
    row = await _locked(uow, notice_id)
    if row.state == "withdrawn":
        return await _same(uow, row)
    _check_sent(row, version)
    await queries.set_ended(uow.conn, row.org_id, notice_id, "withdrawn", uow.now)
    await sending.take_back(uow, row)
    return await _changed(uow, notice_id)


async def get_notice(uow: Reading, notice_id: UUID) -> Notice:
    """A notice the actor wrote, oversees, or whose class it reached. Raises NotFound."""
    return await _to_wire(uow, await notices.get_followed(uow, notice_id))


async def list_notices(uow: Reading, state: NoticeState | None, after: UUID | None, limit: int) -> list[NoticeLine]:
    """Notices within reach, newest first."""
    uow.require_org(actions.NOTICE_FOLLOW, "notice")
    actor, reach = uow.actor, access.reach(uow.actor, actions.NOTICE_FOLLOW)
    rows = await queries.list_notices(uow.conn, actor.org_id, reach, actor.account_id, state, after, limit)
    return [rules.line(row, actor) for row in rows]


async def get_audience(uow: Reading, new: AudienceAsked) -> AudiencePreview:
    """Whom an audience would reach if it were told now, and by what. Raises Forbidden, AudienceTooWide, NotFound, Invalid."""
    target = await choosing.choose(uow, new, "$")
    await choosing.check_places(uow, new, "$")
    titles = (new.title_zh, new.title_en or new.title_zh) if new.title_zh else None
    return await sms.get_preview(uow, rules.audience_of(target), target.groups, titles)


async def _target(uow: Reading, new: NoticeNew) -> Target:
    """Whom it is to go to, within the actor's reach: a saved audience as it is now, or what was chosen."""
    uow.require_org(actions.NOTICE_SEND, "notice")
    if new.saved_audience_id is not None:
        return await saved.choose(uow, new.saved_audience_id)
    target = await choosing.choose(uow, new.audience)
    await choosing.check_places(uow, new.audience, "$.audience")
    return target


async def _refreshed(uow: UnitOfWork, row: NoticeRow) -> NoticeRow:
    """What is let out goes to its saved audience as that is now. Raises AudienceTooWide, NotFound, StudentsMoved, NobodyReached."""
    now = await saved.refresh(uow, row)
    if now != row:
        choosing.require_target(uow, rules.target_of(now))
        await queries.set_audience(uow.conn, row.org_id, row.notice_id, rules.target_of(now))
    await _check_today(uow, now)
    if not (await audiences.count(uow, rules.audience_of(now))).people:
        raise NobodyReached
    return now


async def _check_today(uow: Reading, row: NoticeRow) -> None:
    """Raises StudentsMoved where it names a student of a class that the actor may not write to: they were in one of theirs when it was written."""
    try:
        choosing.require_all(uow, rules.audience_things(row.org_id, await choosing.today(uow, row)))
    except NotFound:
        raise StudentsMoved from None


async def _check(uow: Reading, new: NoticeNew) -> None:
    notices.check_texts(uow, new)
    notices.check_due(uow, new.kind, new.answer_by, most=2 * rules.AHEAD)
    notices.check_expiry(uow, new.expires_at, new.answer_by, most=2 * rules.AHEAD)
    _check_urgent(uow, new.importance)


def _check_after(uow: Reading, send_at: datetime, new: NoticeNew) -> None:
    for last, where in ((new.answer_by, "$.answerBy"), (new.expires_at, "$.expiresAt")):
        if last is not None and last <= send_at:
            raise wrong(uow, where, "too-soon")


def _check_urgent(uow: Reading, importance: NoticeImportance) -> None:
    """Raises UrgentByLeaders where something urgent is written or sent without reach of the whole school."""
    try:
        choosing.require_all(uow, rules.urgent_things(uow.actor.org_id, importance))
    except Problem:
        raise UrgentByLeaders from None


def _check_urgent_sent(uow: Reading, importance: NoticeImportance) -> None:
    """What wakes a whole school takes a second factor besides. Raises UrgentByLeaders, StepUpNeeded."""
    _check_urgent(uow, importance)
    if importance == "urgent":
        access.check_assurance(uow.actor)


async def _stop(uow: UnitOfWork, row: NoticeRow, because: NoticeBack) -> None:
    await tasks.cancel(uow, SendNotice.kind, str(row.notice_id))
    await giving_back.unschedule(uow, row, because)


async def _locked(uow: UnitOfWork, notice_id: UUID) -> NoticeRow:
    row = await shared.lock_notice(uow.conn, uow.actor.org_id, notice_id)
    unknown = Resource(org_id=uow.actor.org_id, kind="notice", resource_id=notice_id)
    choosing.require_all(uow, rules.change_things(row, uow.actor) if row else [unknown])
    if row is None:
        raise NotFound
    if row.from_org_id is not None:
        raise NoticeOfBureau
    return row


async def _open(uow: UnitOfWork, notice_id: UUID, version: int) -> NoticeRow:
    """A notice that was not sent yet, locked."""
    row = await _locked(uow, notice_id)
    _check_open(row, version)
    return row


def _check_open(row: NoticeRow, version: int) -> None:
    if row.state not in {"draft", "scheduled"}:
        raise NoticeGone
    check_version(row.version, version)


def _check_sent(row: NoticeRow, version: int) -> None:
    if row.state in {"cancelled", "withdrawn"}:
        raise NoticeGone
    if row.state != "sent":
        raise NoticeNotSent
    check_version(row.version, version)


async def _same(uow: UnitOfWork, row: NoticeRow) -> Notice:
    uow.object_id = row.notice_id
    return await _to_wire(uow, row)


async def _changed(uow: UnitOfWork, notice_id: UUID) -> Notice:
    uow.changed(actions.NOTICE_SEND, "notice", notice_id)
    row = await shared.find_notice(uow.conn, uow.actor.org_id, notice_id)
    if row is None:
        raise NotFound
    return await _to_wire(uow, row)


async def _to_wire(uow: Reading, row: NoticeRow) -> Notice:
    reach = access.reach(uow.actor, actions.NOTICE_FOLLOW)
    wanted = choices.named_groups([*row.groups, *row.except_groups])
    attached = await files.list_files(uow, row.notice_id, row.edition)
    return rules.to_wire(row, uow.actor, await shared.get_names(uow.conn, row.org_id, wanted, reach), attached)
