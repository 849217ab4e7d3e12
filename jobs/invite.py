"""Mails one person's invitation for the event as it is now: a request, or its cancel.

The invite's row stays locked while the mail is handed over, so that a cancel is never overtaken by a request that was
slower: whoever comes second waits, and then sends what is newest.
"""

from datetime import timedelta

from api.calendar import service
from api.calendar.service import InviteLocked
from api.core.unit_of_work import UnitOfWork
from jobs.channels.base import Later, Outgoing, Sent
from jobs.runner import Handler, Job
from schemas.calendar.rows import InviteMail
from schemas.calendar.tasks import SendInvite

BUSY_WAIT = timedelta(seconds=5)


async def send_invite(job: Job[SendInvite], payload: SendInvite) -> None:
    """Sends what is newer than what was sent, if anything."""
    event_id, account_id, can_mail = payload.event_id, payload.account_id, "mail" in job.channels
    try:
        async with job.transaction() as uow:  # notes the try first: after a crash a cancel knows that it is needed
            mail = await service.next_mail(uow, event_id, account_id, can_mail=can_mail)
        if mail is None:
            return
        async with job.record_outcome() as uow:
            mail = await service.next_mail(uow, event_id, account_id, can_mail=can_mail)
            if mail is not None:
                await _hand_over(job, uow, payload, mail)
    except InviteLocked:
        async with job.finishing_transaction():
            job.put_off(job.lease, job.now() + BUSY_WAIT)


async def _hand_over(job: Job[SendInvite], uow: UnitOfWork, payload: SendInvite, mail: InviteMail) -> None:
    event_id, account_id = payload.event_id, payload.account_id
    item = Outgoing(
        dedupe_id=f"{event_id}:{account_id}:{mail.sequence}:{mail.invite.method}",
        address=mail.address,
        title=mail.subject,
        body=mail.body,
        at=uow.now,
        link=mail.link,
        expires_at=mail.expires_at,
        invite=mail.invite,
    )
    (result,) = await job.channels["mail"].send_many([item])
    if isinstance(result, Sent):
        await service.set_sent(uow, event_id, account_id, mail)
    elif isinstance(result, Later):
        job.put_off(job.lease, uow.now + max(mail.patience, result.retry_after or mail.patience))
    else:
        await service.set_unsent(uow, event_id, account_id, "refused")


HANDLER = Handler(payload=SendInvite, handle=send_invite, at_most=3)  # each holds a connection while it mails
