"""Making lectures: drafted, published, changed and cancelled (N1–N3). What changes is told to those whom it concerns."""

from datetime import datetime
from uuid import UUID

from api.core import access, tasks
from api.core.db import uuid7
from api.core.errors import NotFound, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures import actions, queries, rules
from api.lectures.attendance import queries as attendance
from api.lectures.attendance import rules as attendance_rules
from api.lectures.editing import queries as editing
from api.lectures.errors import LectureOver, LectureTooWide, missing, wrong
from api.lectures.reaching import service as reaching
from api.lectures.telling import announcing
from api.school_calendar import service as school_calendar
from schemas.lectures.rows import AfterLecture, LectureRow, LectureTarget
from schemas.lectures.tasks import SettleLecture
from schemas.lectures.wire import Lecture, LectureForm, LectureNew


async def get_form(uow: Reading) -> LectureForm:
    """Whom the actor may invite. Raises Forbidden."""
    uow.require_org(actions.LECTURE_EDIT, "lecture")
    reach = access.reach(uow.actor, actions.LECTURE_EDIT)
    classes = await editing.list_classes(uow.conn, uow.actor.org_id, reach)
    return rules.form(reach, classes, await school_calendar.list_occasions(uow))


async def list_lectures(uow: Reading, after: AfterLecture | None, limit: int) -> list[Lecture]:
    """Lectures within reach, the latest first. Raises Forbidden."""
    uow.require_org(actions.LECTURE_FOLLOW, "lecture")
    reach = access.reach(uow.actor, actions.LECTURE_FOLLOW)
    rows = await editing.list_lectures(uow.conn, uow.actor.org_id, reach, after, limit)
    return [rules.to_wire(row) for row in rows]


async def get_lecture(uow: Reading, lecture_id: UUID) -> Lecture:
    """A lecture within reach. Raises Forbidden, NotFound."""
    row = await queries.find_lecture(uow.conn, uow.actor.org_id, lecture_id)
    return rules.to_wire(check_reach(uow, actions.LECTURE_FOLLOW, lecture_id, row))


async def add_lecture(uow: UnitOfWork, new: LectureNew) -> Lecture:
    """A draft. Raises Forbidden, LectureTooWide, NotFound, Invalid."""
    target = await _target(uow, new)
    lecture_id = uuid7()
    await editing.add_lecture(uow.conn, uow.actor.org_id, lecture_id, uow.actor.account_id, new, target, uow.now)
    return await _changed(uow, lecture_id)


async def set_lecture(uow: UnitOfWork, lecture_id: UUID, new: LectureNew, version: int) -> Lecture:
    """Replaces it; a published one tells those who registered the time they had.

    Raises Forbidden, NotFound, LectureOver, Stale, LectureTooWide, Invalid.
    """
    row = await _open(uow, lecture_id, version)
    target = await _target(uow, new, row.register_by if row.state == "published" else None)
    if found := rules.wrong_change(row, new):
        raise wrong(uow, f"$.{found[0]}", found[1])
    await editing.set_lecture(uow.conn, row.org_id, lecture_id, new, target, uow.now)
    if row.state == "published":
        await _take_back_early(uow, lecture_id, new)
        await announcing.announce_again(uow, row, await _now(uow, row))
        await _settle(uow, lecture_id)
    return await _changed(uow, lecture_id)


async def _take_back_early(uow: UnitOfWork, lecture_id: UUID, new: LectureNew) -> None:
    """Who checked in for the earlier time has not been there: they check in again, or give their seat back."""
    uow.object_id, opens = lecture_id, new.starts_at - attendance_rules.AROUND
    for came in await attendance.remove_early(uow.conn, uow.actor.org_id, lecture_id, opens):
        uow.changed(actions.LECTURE_EDIT, "lecture_attendance", came.account_id)


async def publish_lecture(uow: UnitOfWork, lecture_id: UUID, version: int, sms_alone: bool | None = None) -> Lecture:
    """Announces it to everybody whom it is for; again changes nothing. `sms_alone`: those whom only SMS reaches have one beyond the budget.

    Raises Forbidden, NotFound, LectureOver, Stale, Invalid, SmsDecisionNeeded, SmsBeyondByLeaders.
    """
    row = await _locked(uow, lecture_id)
    if row.state == "published":
        return _same(uow, row)
    _check_open(uow, row, version)
    if field := rules.past(row, uow.now):
        raise wrong(uow, f"$.{field}", "past")
    await reaching.check_decided(uow, row, sms_alone)
    await editing.set_published(uow.conn, row.org_id, lecture_id, sms_alone, uow.now)
    await announcing.announce(uow, await _now(uow, row))
    return await _changed(uow, lecture_id)


async def cancel_lecture(uow: UnitOfWork, lecture_id: UUID, version: int) -> Lecture:
    """Cancels it and tells who had it in their calendar; again changes nothing. Raises Forbidden, NotFound, LectureOver, Stale."""
    row = await _locked(uow, lecture_id)
    if row.state == "cancelled":
        return _same(uow, row)
    _check_open(uow, row, version)
    await _cancel(uow, row)
    return await _changed(uow, lecture_id)


async def cancel_closed(uow: UnitOfWork, lecture_id: UUID) -> None:
    """Cancels a published lecture since its day closes. The caller may close days."""
    row = await queries.lock_lecture(uow.conn, uow.actor.org_id, lecture_id)
    if row and row.state == "published":
        await _cancel(uow, row)
        uow.changed(actions.LECTURE_EDIT, "lecture", lecture_id)


async def _cancel(uow: UnitOfWork, row: LectureRow) -> None:
    await editing.set_cancelled(uow.conn, row.org_id, row.lecture_id, uow.now)
    if row.state == "published":
        await announcing.announce_end(uow, await _now(uow, row))
        await _settle(uow, row.lecture_id)


def check_reach(uow: Reading, action: access.Action, lecture_id: UUID, row: LectureRow | None) -> LectureRow:
    """The lecture, if all that it is for is within the actor's reach. Raises Forbidden, NotFound."""
    for resource in rules.all_resources(uow.actor.org_id, lecture_id, row):
        uow.require(action, resource)
    if row is None:
        raise NotFound
    return row


async def _target(uow: Reading, new: LectureNew, stood: datetime | None = None) -> LectureTarget:
    """Whom it is for, within the actor's reach, when all else is right, too."""
    uow.require_org(actions.LECTURE_EDIT, "lecture")
    target = rules.target(new.audience)
    if target is None:
        raise wrong(uow, "$.audience", "one-of")
    _check_within(uow, target)
    if found := rules.wrong_field(new, uow.now, stood):
        raise wrong(uow, f"$.{found[0]}", found[1])
    reach = access.reach(uow.actor, actions.LECTURE_EDIT)
    classes = await editing.list_classes(uow.conn, uow.actor.org_id, reach)
    if not {c.class_id for c in classes}.issuperset(target.class_ids):
        raise missing(uow, "$.audience.classIds", "not-found")
    if not {c.grade for c in classes}.issuperset(target.grades):
        raise missing(uow, "$.audience.grades", "not-found")
    if new.calendar_entry_id and not await school_calendar.has_occasion(uow, new.calendar_entry_id):
        raise missing(uow, "$.calendarEntryId", "not-found")
    return target


def _check_within(uow: Reading, target: LectureTarget) -> None:
    for resource in rules.resources(uow.actor.org_id, target):
        try:
            uow.require(actions.LECTURE_EDIT, resource)
        except NotFound:
            if resource.class_id is not None:  # whether there is such a class is not for them to know
                raise
            raise LectureTooWide from None


async def _locked(uow: UnitOfWork, lecture_id: UUID) -> LectureRow:
    row = await queries.lock_lecture(uow.conn, uow.actor.org_id, lecture_id)
    return check_reach(uow, actions.LECTURE_EDIT, lecture_id, row)


async def _open(uow: UnitOfWork, lecture_id: UUID, version: int) -> LectureRow:
    row = await _locked(uow, lecture_id)
    _check_open(uow, row, version)
    return row


def _check_open(uow: Reading, row: LectureRow, version: int) -> None:
    if rules.over(row, uow.now):
        raise LectureOver
    check_version(row.version, version)


async def _now(uow: UnitOfWork, before: LectureRow) -> LectureRow:
    """The same lecture after a change."""
    return await queries.find_lecture(uow.conn, before.org_id, before.lecture_id) or before


def _same(uow: UnitOfWork, row: LectureRow) -> Lecture:
    uow.object_id = row.lecture_id
    return rules.to_wire(row)


async def _settle(uow: UnitOfWork, lecture_id: UUID) -> None:
    await tasks.enqueue(uow, SettleLecture.kind, str(lecture_id), SettleLecture(lecture_id=lecture_id), uow.now)


async def _changed(uow: UnitOfWork, lecture_id: UUID) -> Lecture:
    uow.changed(actions.LECTURE_EDIT, "lecture", lecture_id)
    row = await queries.find_lecture(uow.conn, uow.actor.org_id, lecture_id)
    if row is None:
        raise NotFound
    return rules.to_wire(row)
