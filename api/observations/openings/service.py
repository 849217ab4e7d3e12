"""Openings: who has opened a case and read its text. The callers have checked that the case is the actor's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.observations.openings import queries
from api.observations.owning import rules as owning_rules
from schemas.observations.wire import Reader


async def note_opened(uow: UnitOfWork, observation_id: UUID) -> None:
    """The actor has opened it: nothing more is sent to them about it."""
    actor = uow.actor
    await queries.add_opening(uow.conn, actor.org_id, observation_id, actor.account_id, uow.now)
    await messages.read_told(uow, *owning_rules.told_keys(observation_id))


async def note_read(uow: UnitOfWork, observation_id: UUID) -> None:
    """The actor reads its text."""
    await queries.set_read(uow.conn, uow.actor.org_id, observation_id, uow.actor.account_id, uow.now)


async def has_read(uow: Reading, observation_id: UUID) -> bool:
    """Whether the actor has read its text."""
    return await queries.has_read(uow.conn, uow.actor.org_id, observation_id, uow.actor.account_id)


async def list_readers(uow: Reading, observation_id: UUID) -> list[Reader]:
    """Who opened it, in order."""
    return await queries.list_readers(uow.conn, uow.actor.org_id, observation_id)


async def list_openers(uow: Reading, observation_ids: Iterable[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Who opened which of these, whether they own it today or not."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for opening in await queries.list_openings(uow.conn, uow.actor.org_id, list(observation_ids)):
        found[opening.observation_id].add(opening.account_id)
    return {observation_id: frozenset(accounts) for observation_id, accounts in found.items()}
