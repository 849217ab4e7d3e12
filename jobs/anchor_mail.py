"""Mails the day's check codes of the chains of openings, so that they stand outside of the installation as well (0195)."""

from api.anchors import service
from jobs.channels.base import Later, Outgoing
from jobs.runner import Handler, Job
from schemas.anchors.rows import CodeMail
from schemas.anchors.tasks import MailAnchor

MOST_TRIES = 6


class NotMailed(Exception):
    """The mail server asked for another try."""


async def mail_anchor(job: Job[MailAnchor], payload: MailAnchor) -> None:
    """Sends one mail to each. Raises NotMailed, to be tried again: who got theirs gets the same mail, by its id."""
    if "mail" not in job.channels or job.failures >= MOST_TRIES:
        return
    async with job.transaction() as uow:
        mails = await service.list_mails(uow, payload.day)
    if not mails:
        return
    results = await job.channels["mail"].send_many([_outgoing(job, payload, mail) for mail in mails])
    if any(isinstance(result, Later) for result in results):
        raise NotMailed


def _outgoing(job: Job[MailAnchor], payload: MailAnchor, mail: CodeMail) -> Outgoing:
    return Outgoing(
        dedupe_id=f"anchor:{job.org_id}:{payload.day}:{mail.who}",
        address=mail.address,
        title=mail.title,
        body=mail.body,
        at=job.now(),
    )


HANDLER = Handler(payload=MailAnchor, handle=mail_anchor)
