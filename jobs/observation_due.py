"""An observation's deadline has passed: its owners and the next rung are told once that something waits (R6)."""

from api.observations.owning import service
from jobs.runner import Handler, Job
from schemas.observations.tasks import ObservationDue


async def observation_due(job: Job[ObservationDue], payload: ObservationDue) -> None:
    """Tells them, in one transaction with the end of the task."""
    async with job.finishing_transaction() as uow:
        await service.tell_late(uow, payload.observation_id)


HANDLER = Handler(payload=ObservationDue, handle=observation_due)
