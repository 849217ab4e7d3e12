"""A proposal of a campaign that its family did not answer ends when its time is not held any more: others wait for that time."""

from api.core import claims, tasks
from api.core.unit_of_work import UnitOfWork
from api.visits import actions
from api.visits.visits import queries, rules
from schemas.visits.tasks import VisitChanged, VisitHoldEnds


async def end_hold(uow: UnitOfWork, payload: VisitHoldEnds) -> None:
    """Cancels the proposal and gives the time back, unless it was answered or moved meanwhile."""
    row = await queries.lock_visit(uow.conn, uow.actor.org_id, payload.visit_id)
    if row is None or row.state != "proposed" or row.held_until is None or row.held_until > uow.now:
        return
    await queries.set_unanswered(uow.conn, row.org_id, row.visit_id, uow.now)
    await claims.release(uow.conn, row.visit_id, rules.subjects(row))
    uow.changed(actions.VISIT_CANCEL, "visit", row.visit_id)
    await tasks.enqueue(uow, VisitChanged.kind, f"{row.visit_id}", VisitChanged(visit_id=row.visit_id), uow.now)
