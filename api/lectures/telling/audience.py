"""Whom today's ties let know of a lecture: the worker asks before each message and each calendar mail."""

from collections.abc import Sequence
from uuid import UUID

from api.core.unit_of_work import Reading
from api.lectures import queries
from api.lectures.telling import queries as telling
from api.messages.broadcasts import service as broadcasts
from schemas.lectures.messages import LectureParams, RegistrationParams
from schemas.lectures.rows import LectureRow


async def among(uow: Reading, params: LectureParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """Whom of these people a lecture that takes place is for by today's roster."""
    row = await queries.find_lecture(uow.conn, uow.actor.org_id, params.lecture_id)
    return await _invited(uow, row, people) if row and row.state == "published" else frozenset()


async def not_told(uow: Reading, params: LectureParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """The same, without those who know of it by an earlier announcement."""
    found = await among(uow, params, people)
    row = await queries.find_lecture(uow.conn, uow.actor.org_id, params.lecture_id) if found else None
    earlier = row.broadcast_ids[: params.after] if row else []
    return found - await broadcasts.list_told(uow, earlier, sorted(found)) if earlier else found


async def told(uow: Reading, params: LectureParams, people: Sequence[UUID]) -> frozenset[UUID]:
    """Whom of these people it is for, whatever became of it, and who know of it by an earlier announcement."""
    row = await queries.find_lecture(uow.conn, uow.actor.org_id, params.lecture_id)
    if row is None:
        return frozenset()
    found, earlier = await _invited(uow, row, people), row.broadcast_ids[: params.after]
    # One that was announced before broadcasts told of lectures has no earlier one: all were told.
    return found & await broadcasts.list_told(uow, earlier, sorted(found)) if earlier else found


async def _invited(uow: Reading, row: LectureRow, people: Sequence[UUID]) -> frozenset[UUID]:
    found = await telling.list_among(uow.conn, row.org_id, row.lecture_id, people)
    return frozenset(person.account_id for person in found)


async def list_registered(uow: Reading, params: RegistrationParams) -> frozenset[UUID]:
    """The person, as long as they belong to the school."""
    return await list_event_people(uow, params.registration_id)


async def list_event_people(uow: Reading, registration_id: UUID) -> frozenset[UUID]:
    """The same for calendars; each registration has an event of its own."""
    people = await telling.list_belonging(uow.conn, uow.actor.org_id, [registration_id])
    return frozenset(person.account_id for person in people)


async def list_hidden(uow: Reading, account_id: UUID, registration_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these a person's feed shows nothing of: they left the school."""
    found = await telling.list_belonging(uow.conn, uow.actor.org_id, registration_ids)
    return frozenset(registration_ids) - {one.registration_id for one in found if one.account_id == account_id}
