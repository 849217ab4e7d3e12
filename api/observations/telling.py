"""The tasks of an observation: each ends in one transaction with what it tells (R4, R6)."""

from api.core.unit_of_work import UnitOfWork
from api.observations.filing import service as filing
from api.observations.owning import service as owning
from schemas.observations.tasks import ObservationDue, ObservationFiled


async def observation_filed(uow: UnitOfWork, payload: ObservationFiled) -> None:
    """Tells those who own a new observation that something waits for them."""
    await owning.tell_filed(uow, payload.observation_id)
    await filing.forget_receipts(uow)


async def observation_due(uow: UnitOfWork, payload: ObservationDue) -> None:
    """A deadline has passed: its owners and the next rung are told once that something waits."""
    await owning.tell_late(uow, payload.observation_id)
