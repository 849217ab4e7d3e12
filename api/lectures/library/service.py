"""The library of lectures as staff keep it: series, sites of recordings, and a lecture's place in it (N8)."""

from uuid import UUID

from api.core import access
from api.core.db import uuid7
from api.core.errors import NotFound, Stale, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures import actions
from api.lectures import queries as shared
from api.lectures.editing.service import check_reach
from api.lectures.errors import RecordingTooEarly, missing, wrong
from api.lectures.library import queries, rules
from schemas.lectures.library import (
    EntryRow,
    LectureEntry,
    LectureEntryEdit,
    LectureLibraryForm,
    LectureSeries,
    LectureSeriesNew,
    RecordingHosts,
    RecordingHostsEdit,
)


async def get_form(uow: Reading) -> LectureLibraryForm:
    """The series and the sites of the school. Raises Forbidden."""
    uow.require_org(actions.LECTURE_FOLLOW, "lecture")
    org_id = uow.actor.org_id
    return LectureLibraryForm(
        series=await queries.list_series(uow.conn, org_id),
        hosts=await queries.get_hosts(uow.conn, org_id),
        can_edit=bool(access.scopes(uow.actor, actions.LECTURE_LIBRARY)),
    )


async def get_series(uow: Reading, series_id: UUID) -> LectureSeries:
    """One series. Raises Forbidden, NotFound."""
    uow.require_org(actions.LECTURE_LIBRARY, "lecture_series")
    found = await queries.find_series(uow.conn, uow.actor.org_id, series_id)
    if found is None:
        raise NotFound
    return found


async def add_series(uow: UnitOfWork, new: LectureSeriesNew) -> LectureSeries:
    """Begins a series. Raises Forbidden."""
    uow.require_org(actions.LECTURE_LIBRARY, "lecture_series")
    series_id = uuid7()
    await queries.add_series(uow.conn, uow.actor.org_id, series_id, new, uow.now)
    uow.changed(actions.LECTURE_LIBRARY, "lecture_series", series_id)
    return await get_series(uow, series_id)


async def set_series(uow: UnitOfWork, series_id: UUID, new: LectureSeriesNew, version: int) -> LectureSeries:
    """Renames a series, ends it or takes it up again. Raises Forbidden, NotFound, Stale."""
    check_version((await get_series(uow, series_id)).version, version)
    if not await queries.set_series(uow.conn, uow.actor.org_id, series_id, version, new, uow.now):
        raise Stale
    uow.changed(actions.LECTURE_LIBRARY, "lecture_series", series_id)
    return await get_series(uow, series_id)


async def get_hosts(uow: Reading, _: UUID) -> RecordingHosts:
    """The sites, as a change answers them."""
    uow.require_org(actions.LECTURE_LIBRARY, "lecture_settings")
    return await queries.get_hosts(uow.conn, uow.actor.org_id)


async def set_hosts(uow: UnitOfWork, edit: RecordingHostsEdit, version: int) -> RecordingHosts:
    """Replaces the sites; what is on none of them opens no more. Raises Forbidden, Invalid, Stale."""
    change_id = uuid7()
    before = await get_hosts(uow, change_id)
    if len(set(edit.hosts)) < len(edit.hosts):
        raise wrong(uow, "$.hosts", "duplicate")
    check_version(before.version, version)
    if not await queries.put_hosts(uow.conn, uow.actor.org_id, sorted(edit.hosts), version, uow.now):
        raise Stale
    uow.changed(actions.LECTURE_LIBRARY, "lecture_settings", change_id)
    return await get_hosts(uow, change_id)


async def get_entry(uow: Reading, lecture_id: UUID) -> LectureEntry:
    """A lecture's place in the library. Raises Forbidden, NotFound."""
    row = await shared.find_lecture(uow.conn, uow.actor.org_id, lecture_id)
    check_reach(uow, actions.LECTURE_FOLLOW, lecture_id, row)
    return rules.entry(await queries.get_entry(uow.conn, uow.actor.org_id, lecture_id))


async def set_entry(uow: UnitOfWork, lecture_id: UUID, edit: LectureEntryEdit, version: int) -> LectureEntry:
    """Puts a lecture into a series, adds its recording, or takes it out.

    Raises Forbidden, NotFound, Invalid, Stale, RecordingTooEarly, NumberTaken.
    """
    row = await shared.lock_lecture(uow.conn, uow.actor.org_id, lecture_id)
    lecture = check_reach(uow, actions.LECTURE_EDIT, lecture_id, row)
    before = await queries.get_entry(uow.conn, lecture.org_id, lecture_id)
    check_version(before.version, version)
    if edit.recording and (lecture.state != "published" or lecture.starts_at > uow.now):
        raise RecordingTooEarly
    if edit.recording and not rules.is_allowed(edit.recording, before.hosts or ()):
        raise wrong(uow, "$.recording", "site")
    place = await _place(uow, before, edit)
    await queries.put_entry(uow.conn, lecture.org_id, lecture_id, place, edit.recording, version + 1, uow.now)
    uow.changed(actions.LECTURE_EDIT, "lecture", lecture_id)
    return await get_entry(uow, lecture_id)


async def _place(uow: UnitOfWork, before: EntryRow, edit: LectureEntryEdit) -> tuple[UUID | None, int | None]:
    """The series and the number in it: the one asked for, else the one that the lecture has, else the next."""
    if edit.series_id is None:
        return None, None
    same = before.series_id == edit.series_id
    series = await queries.find_series(uow.conn, uow.actor.org_id, edit.series_id)
    if series is None or (series.ended and not same):
        raise missing(uow, "$.seriesId", "not-found")
    return edit.series_id, edit.number or (before.number if same else None) or series.next
