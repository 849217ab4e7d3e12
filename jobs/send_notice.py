"""Sends a notice when its time has come: whom it reaches is frozen, and the telling planned, in the task's last transaction."""

from api.notices.sending import service
from jobs.runner import Handler, Job
from schemas.notices.tasks import SendNotice


async def send_notice(job: Job[SendNotice], payload: SendNotice) -> None:
    """Freezes and plans, once."""
    async with job.finishing_transaction() as uow:
        await service.send(uow, payload.notice_id)


HANDLER = Handler(payload=SendNotice, handle=send_notice)
