"""Tells one chunk of a notice's people, through messages; its effects and the task's end are one transaction."""

from api.notices.sending import service
from jobs.runner import Handler, Job
from schemas.notices.tasks import TellNotice


async def tell_notice(job: Job[TellNotice], payload: TellNotice) -> None:
    """Hands a chunk to the messages."""
    async with job.finishing_transaction() as uow:
        await service.tell(uow, payload.notice_id, payload.chunk)


HANDLER = Handler(payload=TellNotice, handle=tell_notice)
