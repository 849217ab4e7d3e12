"""Reminds whoever has not answered a notice. The task runs once, and so does the reminder."""

from api.notices.sending import service
from jobs.runner import Handler, Job
from schemas.notices.tasks import RemindNotice


async def remind_notice(job: Job[RemindNotice], payload: RemindNotice) -> None:
    """Hands the reminders to the messages."""
    async with job.finishing_transaction() as uow:
        await service.remind(uow, payload.notice_id)


HANDLER = Handler(payload=RemindNotice, handle=remind_notice)
