"""Whom today's ties let know of a home visit: the worker asks before each message and each calendar mail."""

from collections.abc import Sequence
from uuid import UUID

from api.core.unit_of_work import Reading
from api.visits.visits import hidden, queries
from schemas.visits.messages import VisitParams, VisitTeamParams


async def list_taking_part(uow: Reading, params: VisitParams | VisitTeamParams) -> frozenset[UUID] | None:
    """Today's guardians, team and class teachers."""
    return await _find(uow, params.visit_id, gone_too=False)


async def list_tellable(uow: Reading, params: VisitParams) -> frozenset[UUID] | None:
    """Who may hear that a visit is theirs no more: also staff who were taken off it, and the family of a student who left; nobody who is barred."""
    return await _find(uow, params.visit_id, gone_too=True)


async def list_event_people(uow: Reading, visit_id: UUID) -> frozenset[UUID] | None:
    """The same for calendars, and colleagues who are barred: an entry that nobody takes back would stay in theirs."""
    return await _find(uow, visit_id, gone_too=True, barred_too=True)


async def list_hidden(uow: Reading, account_id: UUID, visit_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these a person's feed shows nothing of: they have no tie to them any more."""
    found = await hidden.list_hidden(uow.conn, uow.actor.org_id, account_id, visit_ids)
    return frozenset(one.visit_id for one in found)


async def _find(uow: Reading, visit_id: UUID, *, gone_too: bool, barred_too: bool = False) -> frozenset[UUID] | None:
    found = await queries.find_tied(uow.conn, uow.actor.org_id, visit_id, gone_too=gone_too, barred_too=barred_too)
    return frozenset(found.people) if found else None
