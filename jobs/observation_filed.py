"""Tells those who own a new observation that something waits for them (R4, R6)."""

from api.observations.filing import service as filing
from api.observations.owning import service
from jobs.runner import Handler, Job
from schemas.observations.tasks import ObservationFiled


async def observation_filed(job: Job[ObservationFiled], payload: ObservationFiled) -> None:
    """Tells the owners, in one transaction with the end of the task."""
    async with job.finishing_transaction() as uow:
        await service.tell_filed(uow, payload.observation_id)
        await filing.forget_receipts(uow)


HANDLER = Handler(payload=ObservationFiled, handle=observation_filed)
