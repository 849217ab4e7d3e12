"""Siblings of one home are visited together (V1): each child has a visit of its own, and the stop's time is claimed once.

What somebody does with one visit of a stop is done with those of the siblings with which they may do the same. A new time is one for
all of them: a stop is never torn apart. Each child has a record of its own.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core import claims, tasks
from api.core.access import Action
from api.core.db import uuid7
from api.core.unit_of_work import Reading, UnitOfWork
from api.visits import actions
from api.visits.joint import queries, rules
from api.visits.joint.queries import Beside
from api.visits.visits import queries as visit_queries
from api.visits.visits import rules as visit_rules
from schemas.visits.rows import VisitRow
from schemas.visits.tasks import VisitChanged, VisitHoldEnds

NO_VISIT = UUID(int=0)
"""Beside it are all visits of a stop."""


async def add_siblings(uow: UnitOfWork, visit_id: UUID, student_ids: Sequence[UUID], place: str | None) -> None:
    """Proposes the same visit for siblings. For campaigns, whose worker has checked that they live together. `place`: where, if not at home."""
    uow.require_system()
    row = await visit_queries.find_visit(uow.conn, uow.actor.org_id, visit_id)
    if row is not None:
        await add_beside(uow, visit_id, student_ids, place, row.held_until)


async def add_beside(
    uow: UnitOfWork, visit_id: UUID, student_ids: Sequence[UUID], place: str | None, held_until: datetime | None
) -> None:
    """The same for callers who have checked who proposes, and that the siblings live together. `place`: where, if not at home."""
    if not student_ids:
        return
    others = [await _beside(uow, student_id, place) for student_id in student_ids]
    await queries.set_joint(uow.conn, uow.actor.org_id, visit_id)
    await queries.add_beside(uow.conn, uow.actor.org_id, visit_id, others, uow.now)
    for one in others:
        await follow(uow, actions.VISIT_PROPOSE, one.visit_id)
        if held_until:
            ends = VisitHoldEnds(visit_id=one.visit_id)
            await tasks.enqueue(uow, VisitHoldEnds.kind, f"{one.visit_id}", ends, held_until)


async def _beside(uow: UnitOfWork, student_id: UUID, place: str | None) -> Beside:
    visit_id = uuid7()
    at = visit_rules.place(visit_id, "place")
    sealed = await uow.vault.seal_fields(uow.actor.org_id, {at: place.encode()}) if place is not None else {}
    return Beside(visit_id=visit_id, student_id=student_id, place_sealed=sealed.get(at))


async def lock_stop(uow: UnitOfWork, visit_id: UUID) -> list[VisitRow]:
    """A visit, or the open ones of its stop: locked in one order, so that two tasks of one stop wait for each other."""
    row = await visit_queries.find_visit(uow.conn, uow.actor.org_id, visit_id)
    if row is not None and row.joint_id is not None:
        return await visit_queries.lock_beside(uow.conn, row.org_id, row.joint_id, NO_VISIT)
    found = await visit_queries.lock_visit(uow.conn, uow.actor.org_id, visit_id)
    return [found] if found else []


async def lock_others(uow: UnitOfWork, row: VisitRow) -> list[VisitRow]:
    """The open visits to siblings at the same stop, locked."""
    if row.joint_id is None:
        return []
    return await visit_queries.lock_beside(uow.conn, row.org_id, row.joint_id, row.visit_id)


async def set_visits(uow: UnitOfWork, action: Action, rows: Sequence[VisitRow]) -> None:
    """Writes the state of visits, and plans the tasks that tell people and calendars."""
    for row in rows:
        await visit_queries.set_visit(uow.conn, row, uow.now)
        await follow(uow, action, row.visit_id)


async def follow(uow: UnitOfWork, action: Action, visit_id: UUID) -> None:
    """Notes a change, and plans the one task that tells people and calendars."""
    uow.changed(action, "visit", visit_id)
    await tasks.enqueue(uow, VisitChanged.kind, f"{visit_id}", VisitChanged(visit_id=visit_id), uow.now)


async def release(uow: UnitOfWork, row: VisitRow) -> None:
    """Gives back the time of a visit that ended, but for whom the other visits of its stop still need.

    Of these, people hear by their own from now on.
    """
    others = await lock_others(uow, row)
    needed = rules.subjects(others)
    await claims.release(uow.conn, rules.claim_of(row), [one for one in rules.subjects([row]) if one not in needed])
    for other in others:
        await tasks.enqueue(uow, VisitChanged.kind, f"{other.visit_id}", VisitChanged(visit_id=other.visit_id), uow.now)


async def list_names(uow: Reading, rows: Sequence[VisitRow]) -> dict[UUID, tuple[UUID, str]]:
    """By visit, the siblings of these rows' stops: whom they are to. The caller shows a reader only their own children."""
    ids = sorted({one for row in rows for one in row.beside})
    found = await queries.list_names(uow.conn, uow.actor.org_id, ids) if ids else []
    return {one.visit_id: (one.student_id, one.name) for one in found}
