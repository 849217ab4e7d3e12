"""A proposal of a campaign that its family did not answer ends when its time is not held any more: others wait for that time."""

from api.core.unit_of_work import UnitOfWork
from api.visits import actions
from api.visits.joint import service as joint
from api.visits.visits import queries
from schemas.visits.tasks import VisitHoldEnds


async def end_hold(uow: UnitOfWork, payload: VisitHoldEnds) -> None:
    """Cancels the proposal and gives the time back, unless it was answered or moved meanwhile; with those of siblings at the stop."""
    rows = await joint.lock_stop(uow, payload.visit_id)
    ended = [row for row in rows if row.state == "proposed" and row.held_until and row.held_until <= uow.now]
    for row in ended:
        await queries.set_unanswered(uow.conn, row.org_id, row.visit_id, uow.now)
        await joint.follow(uow, actions.VISIT_CANCEL, row.visit_id)
    for row in ended:
        await joint.release(uow, row)
