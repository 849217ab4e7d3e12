"""Whom today's ties let know of a lecture: the worker asks before each message and each calendar mail."""

from collections.abc import Sequence
from uuid import UUID

from api.core.unit_of_work import Reading
from api.lectures import queries, rules
from api.lectures.telling import queries as telling
from schemas.lectures.messages import LectureParams, RegistrationParams

FIRST = UUID(int=0)


async def list_invited(uow: Reading, params: LectureParams) -> frozenset[UUID]:
    """Whom the lecture is for by today's roster."""
    row = await queries.find_lecture(uow.conn, uow.actor.org_id, params.lecture_id)
    if row is None:
        return frozenset()
    people = await telling.list_invited(uow.conn, row.org_id, rules.target_of(row), FIRST, None)
    return frozenset(person.account_id for person in people)


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
