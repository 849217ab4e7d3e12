"""Lectures that are over, read again by those whom they are for: recordings and feedback (N8)."""

from uuid import UUID

from api.core.access import Action, Resource
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures import actions
from api.lectures.errors import FeedbackClosed, RecordingGone
from api.lectures.library import rules
from api.lectures.past import queries
from schemas.lectures.library import (
    AfterPastLecture,
    LectureFeedbackNew,
    LectureRecording,
    PastLecture,
    PastLectureRow,
)


async def list_own(uow: Reading, after: AfterPastLecture | None, limit: int) -> list[PastLecture]:
    """This organisation's share of a person's lectures that are over."""
    uow.required.add(actions.LECTURE_READ)  # not required: one organisation left must not close the others' list
    actor = uow.actor
    rows = await queries.list_past(uow.conn, actor.org_id, actor.account_id, uow.now, after, limit)
    return [rules.past(row, actor.org_id, actor.language, over=True) for row in rows]


async def get_past(uow: Reading, lecture_id: UUID) -> PastLecture:
    """A lecture with its place in the library. Raises Forbidden, NotFound."""
    row = await _get(uow, actions.LECTURE_READ, lecture_id)
    return rules.past(row, uow.actor.org_id, uow.actor.language, over=row.ends_at <= uow.now)


async def get_recording(uow: Reading, lecture_id: UUID) -> LectureRecording:
    """Where a recording is. Raises Forbidden, NotFound, RecordingGone."""
    row = await _get(uow, actions.LECTURE_REGISTER, lecture_id)
    if row.recording is None or not rules.is_allowed(row.recording, row.hosts or ()):
        raise RecordingGone
    return LectureRecording(lecture_id=lecture_id, link=row.recording)


async def open_recording(uow: UnitOfWork, lecture_id: UUID) -> LectureRecording:
    """The same, and counts the reader once. Raises Forbidden, NotFound, RecordingGone."""
    found = await get_recording(uow, lecture_id)
    await queries.add_view(uow.conn, uow.actor.org_id, lecture_id, uow.actor.account_id, uow.now)
    uow.object_id = lecture_id
    return found


async def give_feedback(uow: UnitOfWork, lecture_id: UUID, new: LectureFeedbackNew) -> PastLecture:
    """Counts what the reader says; again changes nothing. The audit does not tell what. Raises Forbidden, NotFound, FeedbackClosed."""
    row = await _get(uow, actions.LECTURE_REGISTER, lecture_id)
    if row.ends_at > uow.now or not (row.answered or rules.asks(row)):
        raise FeedbackClosed
    where = (uow.actor.org_id, lecture_id)
    if await queries.add_given(uow.conn, *where, uow.actor.account_id):
        counted = rules.with_answer(await queries.lock_feedback(uow.conn, *where), new)
        await queries.set_feedback(uow.conn, *where, counted)
    return await get_past(uow, lecture_id)


async def _get(uow: Reading, action: Action, lecture_id: UUID) -> PastLectureRow:
    actor = uow.actor
    row = await queries.find_past(uow.conn, actor.org_id, actor.account_id, lecture_id)
    people = frozenset({actor.account_id}) if row else frozenset[UUID]()
    uow.require(action, Resource(org_id=actor.org_id, kind="lecture", resource_id=lecture_id, people=people))
    if row is None:
        raise NotFound
    return row
