"""Writing notices: drafted, edited, let out at a time, cancelled before it and withdrawn after (N1)."""

from datetime import datetime
from uuid import UUID

from api.core import access, tasks
from api.core.access import Action, Thing
from api.core.db import uuid7
from api.core.errors import FieldError, NotFound, Stale
from api.core.unit import Unit
from api.notices import queries as shared
from api.notices import rules
from api.notices import service as notices
from api.notices.errors import AudienceTooWide, NoticeGone, NoticeNotSent, wrong
from api.notices.sending import service as sending
from api.notices.writing import queries
from schemas.notice_rows import NoticeRow, Target
from schemas.notices import AudienceNew, Notice, NoticeForm, NoticeLine, NoticeNew, NoticeReach, NoticeSend, NoticeState
from schemas.tasks import SendNotice


async def get_form(unit: Unit) -> NoticeForm:
    """Whom the actor may address. Raises Forbidden."""
    unit.require_org(Action.NOTICE_SEND, "notice")
    reach = access.reach(unit.actor, Action.NOTICE_SEND)
    return rules.form(reach, await queries.list_form_classes(unit.conn, unit.actor.org_id, reach))


async def add_notice(unit: Unit, new: NoticeNew) -> Notice:
    """A draft. Raises Forbidden, AudienceTooWide, NotFound, Invalid."""
    target = _target(unit, new.audience)
    await _check(unit, new, target)
    notice_id = uuid7()
    await queries.add_notice(unit.conn, unit.actor.org_id, notice_id, unit.actor.account_id, new, target, unit.now)
    return await _changed(unit, notice_id)


async def set_notice(unit: Unit, notice_id: UUID, new: NoticeNew, version: int) -> Notice:
    """Writes it anew before it is sent; its time stays. Raises NotFound, NoticeGone, Stale, AudienceTooWide, Invalid."""
    row = await _open(unit, notice_id, version)
    target = _target(unit, new.audience)
    await _check(unit, new, target)
    if row.send_at is not None and new.answer_by is not None and new.answer_by <= row.send_at:
        raise wrong(unit, "$.answerBy", "too-soon")
    await queries.set_notice(unit.conn, row.org_id, notice_id, new, target, unit.now)
    return await _changed(unit, notice_id)


async def send_notice(unit: Unit, notice_id: UUID, send: NoticeSend, version: int) -> Notice:
    """Lets it out now or later; again before it went moves it. Raises NotFound, NoticeGone, Stale, Invalid."""
    row = await _open(unit, notice_id, version)
    at = unit.now if send.send_at is None else send.send_at
    if at < unit.now:
        raise wrong(unit, "$.sendAt", "past")
    if at > unit.now + rules.AHEAD:
        raise wrong(unit, "$.sendAt", "too-far")
    if row.answer_by is not None and row.answer_by <= at:
        raise wrong(unit, "$.sendAt", "too-soon")
    await queries.set_scheduled(unit.conn, row.org_id, notice_id, at, unit.actor.account_id, unit.now)
    await tasks.plan(unit, SendNotice.kind, str(notice_id), SendNotice(notice_id=notice_id), at)
    return await _changed(unit, notice_id)


async def cancel_notice(unit: Unit, notice_id: UUID, version: int) -> Notice:
    """Gives it up before it is sent; a second time changes nothing. Raises NotFound, NoticeGone, Stale."""
    row = await _locked(unit, notice_id)
    if row.state == "cancelled":
        return _same(unit, row)
    _check_open(row, version)
    await queries.set_ended(unit.conn, row.org_id, notice_id, "cancelled", unit.now)
    await tasks.cancel(unit, SendNotice.kind, str(notice_id))
    return await _changed(unit, notice_id)


async def withdraw_notice(unit: Unit, notice_id: UUID, version: int) -> Notice:
    """Takes back what was sent; its readers see that it was. A second time changes nothing.

    Raises NotFound, NoticeNotSent, NoticeGone, Stale.
    """
    row = await _locked(unit, notice_id)
    if row.state == "withdrawn":
        return _same(unit, row)
    if row.state == "cancelled":
        raise NoticeGone
    if row.state != "sent":
        raise NoticeNotSent
    if row.version != version:
        raise Stale
    await queries.set_ended(unit.conn, row.org_id, notice_id, "withdrawn", unit.now)
    await sending.take_back(unit, row)
    return await _changed(unit, notice_id)


async def get_notice(unit: Unit, notice_id: UUID) -> Notice:
    """A notice the actor wrote, oversees, or whose class it reached. Raises NotFound."""
    return rules.shown(await notices.get_followed(unit, notice_id), unit.actor)


async def list_notices(unit: Unit, state: NoticeState | None, after: UUID | None, limit: int) -> list[NoticeLine]:
    """Notices within reach, newest first."""
    unit.require_org(Action.NOTICE_FOLLOW, "notice")
    actor, reach = unit.actor, access.reach(unit.actor, Action.NOTICE_FOLLOW)
    rows = await queries.list_notices(unit.conn, actor.org_id, reach, actor.account_id, state, after, limit)
    return [rules.line(row, actor) for row in rows]


async def get_reach(unit: Unit, new: AudienceNew) -> NoticeReach:
    """Whom an audience would reach if it were told now. Raises Forbidden, AudienceTooWide, NotFound, Invalid."""
    target = _target(unit, new, "$")
    await _check_places(unit, target, "$")
    found = await shared.count_reached(unit.conn, unit.actor.org_id, target)
    return NoticeReach(people=found.people, pupils=found.pupils)


def _target(unit: Unit, new: AudienceNew, path: str = "$.audience") -> Target:
    """The audience, within the actor's reach."""
    unit.require_org(Action.NOTICE_SEND, "notice")
    target = rules.target(new)
    if target is None:
        raise wrong(unit, path, "one-of")
    try:
        _require(unit, rules.audience_things(unit.actor.org_id, target))
    except NotFound:
        if target.scope == "classes":  # whether there is such a class is not for them to know
            raise
        raise AudienceTooWide from None
    return target


def _require(unit: Unit, things: list[Thing]) -> None:
    for thing in things:
        unit.require(Action.NOTICE_SEND, thing)


async def _check(unit: Unit, new: NoticeNew, target: Target) -> None:
    if rules.wrong_texts(new):
        raise wrong(unit, "$.titleEn" if new.title_en is None else "$.bodyEn", "pair")
    _check_due(unit, new.kind == "information", new.answer_by)
    await _check_places(unit, target, "$.audience")


def _check_due(unit: Unit, information: bool, answer_by: datetime | None) -> None:
    if answer_by is None:
        return
    if information:
        raise wrong(unit, "$.answerBy", "not-allowed")
    if answer_by <= unit.now:
        raise wrong(unit, "$.answerBy", "past")
    if answer_by > unit.now + 2 * rules.AHEAD:
        raise wrong(unit, "$.answerBy", "too-far")


async def _check_places(unit: Unit, target: Target, path: str) -> None:
    if target.scope == "school":
        return
    places = await shared.list_places(unit.conn, unit.actor.org_id, target)
    found = rules.missing(target, (p.class_id for p in places), (p.grade for p in places))
    if found is not None:
        message = wrong(unit, found, "not-found").fields[0].message
        raise NotFound(fields=(FieldError(path=f"{path}.{found}", code="not-found", message=message),))


async def _locked(unit: Unit, notice_id: UUID) -> NoticeRow:
    row = await shared.lock_notice(unit.conn, unit.actor.org_id, notice_id)
    unknown = Thing(org_id=unit.actor.org_id, kind="notice", thing_id=notice_id)
    _require(unit, rules.change_things(row, unit.actor) if row else [unknown])
    if row is None:
        raise NotFound
    return row


async def _open(unit: Unit, notice_id: UUID, version: int) -> NoticeRow:
    """A notice that was not sent yet, locked."""
    row = await _locked(unit, notice_id)
    _check_open(row, version)
    return row


def _check_open(row: NoticeRow, version: int) -> None:
    if row.state not in {"draft", "scheduled"}:
        raise NoticeGone
    if row.version != version:
        raise Stale


def _same(unit: Unit, row: NoticeRow) -> Notice:
    unit.object_id = row.notice_id
    return rules.shown(row, unit.actor)


async def _changed(unit: Unit, notice_id: UUID) -> Notice:
    unit.changed(Action.NOTICE_SEND, "notice", notice_id)
    row = await shared.find_notice(unit.conn, unit.actor.org_id, notice_id)
    if row is None:
        raise NotFound
    return rules.shown(row, unit.actor)
