"""The team says that a visit begins: shown on its run sheet, and to a duty person who is told that it is not over (V5)."""

from datetime import datetime
from uuid import UUID

from api.core.unit_of_work import UnitOfWork
from api.visits import actions
from api.visits.alerts import queries
from api.visits.errors import VisitClosed, VisitNotBegun, VisitNotConfirmed, VisitOver, wrong
from api.visits.records.service import check_seen, lock_visit
from api.visits.visits import rules as visit_rules
from api.visits.visits import said
from api.visits.visits.service import get_visit
from schemas.visits.rows import VisitRow
from schemas.visits.wire import Visit


async def start(uow: UnitOfWork, visit_id: UUID, said_at: datetime | None, version: int) -> Visit:
    """Notes when an agreed visit began; a second time changes nothing, nor when it was written down meanwhile. `said_at`: it waited on a phone.

    Raises NotFound, Invalid, Stale, VisitClosed, VisitNotConfirmed, VisitNotBegun, VisitOver.
    """
    if said.is_wrong(said_at, uow.now):
        raise wrong(uow, "$.saidAt", "not-now")
    row = await lock_visit(uow, actions.VISIT_RECORD, visit_id)
    at = said.when(said_at, uow.now)
    uow.object_id = visit_id
    if row.state == "recorded" and said.has_started(row, at) and at < row.ends_at:
        return await get_visit(uow, visit_id)  # a colleague was faster than this phone's network
    _check(row, at)
    check_seen(uow, row, version)
    before = await queries.list_starts(uow.conn, row.org_id, [visit_id])
    if not any(said.has_started(row, one.said_at) for one in before):
        await queries.set_start(uow.conn, row.org_id, visit_id, uow.actor.account_id, at)
        uow.changed(actions.VISIT_RECORD, "visit", visit_id)
    return await get_visit(uow, visit_id)


def _check(row: VisitRow, at: datetime) -> None:
    if row.state not in visit_rules.OPEN:
        raise VisitClosed
    if row.state != "confirmed":
        raise VisitNotConfirmed
    if not said.has_started(row, at):
        raise VisitNotBegun
    if at >= row.ends_at:
        raise VisitOver
