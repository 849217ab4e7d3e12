"""What somebody of the team is writing of a visit, until it is filed (V6)."""

from uuid import UUID

from api.core import drafts
from api.core.drafts import About
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.visits import actions
from api.visits.errors import VisitNotConfirmed
from api.visits.records import queries
from api.visits.records.service import read_visit
from schemas.drafts.wire import Draft, DraftNew, DraftSaved


async def open_record_draft(uow: UnitOfWork, visit_id: UUID) -> Draft:
    """The actor's own draft of a record. Raises NotFound, StepUpNeeded, VisitNotConfirmed, Erased."""
    return await drafts.open_draft(uow, await _record(uow, visit_id))


async def save_record_draft(uow: UnitOfWork, visit_id: UUID, new: DraftNew, version: int) -> DraftSaved:
    """Saves it. Raises NotFound, StepUpNeeded, VisitNotConfirmed, Stale, DraftsFull."""
    return await drafts.save_draft(uow, await _record(uow, visit_id), new, version)


async def find_record_draft(uow: Reading, visit_id: UUID) -> DraftSaved:
    """When it was saved, for a repeated request. Raises NotFound, VisitNotConfirmed."""
    return await drafts.find_saved(uow, await _record(uow, visit_id))


async def open_correction_draft(uow: UnitOfWork, visit_id: UUID, record_id: UUID) -> Draft:
    """The actor's own draft of a correction. Raises NotFound, StepUpNeeded, Erased."""
    return await drafts.open_draft(uow, await _correction(uow, visit_id, record_id))


async def save_correction_draft(
    uow: UnitOfWork, visit_id: UUID, record_id: UUID, new: DraftNew, version: int
) -> DraftSaved:
    """Saves it. Raises NotFound, StepUpNeeded, Stale, DraftsFull."""
    return await drafts.save_draft(uow, await _correction(uow, visit_id, record_id), new, version)


async def find_correction_draft(uow: Reading, visit_id: UUID, record_id: UUID) -> DraftSaved:
    """When it was saved, for a repeated request. Raises NotFound."""
    return await drafts.find_saved(uow, await _correction(uow, visit_id, record_id))


async def _record(uow: Reading, visit_id: UUID) -> About:
    row = await read_visit(uow, actions.VISIT_RECORD, visit_id)
    if row.state not in {"confirmed", "recorded"}:
        raise VisitNotConfirmed
    return About(kind="visit_record", subject_id=visit_id, student_id=row.student_id)


async def _correction(uow: Reading, visit_id: UUID, record_id: UUID) -> About:
    row = await read_visit(uow, actions.VISIT_RECORD_CORRECT, visit_id)
    if record_id not in {v.record_id for v in await queries.list_records(uow.conn, row.org_id, visit_id)}:
        raise NotFound
    return About(kind="visit_correction", subject_id=record_id, student_id=row.student_id)
