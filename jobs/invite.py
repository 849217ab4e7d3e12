"""Mails one person's invitation as the event stands now: a request, or its cancel.

The invite's row stays locked while the mail is handed over, so that a cancel is never overtaken by a request that was
slower: whoever comes second waits, and then sends what is newest.
"""

from datetime import timedelta

from api.calendar import service
from api.calendar.service import Busy
from api.core.unit import Unit
from jobs.channels.base import Later, Outgoing, Sent
from jobs.runner import Handler, Job
from schemas.invites import Letter
from schemas.tasks import SendInvite

BUSY_WAIT = timedelta(seconds=5)


async def send_invite(job: Job[SendInvite], payload: SendInvite) -> None:
    """Sends what is newer than what was sent, if anything."""
    event_id, account_id, can_mail = payload.event_id, payload.account_id, "mail" in job.channels
    try:
        async with job.transaction() as unit:  # notes the try first: after a crash a cancel knows that it is needed
            letter = await service.next_letter(unit, event_id, account_id, can_mail=can_mail)
        if letter is None:
            return
        async with job.facts() as unit:
            letter = await service.next_letter(unit, event_id, account_id, can_mail=can_mail)
            if letter is not None:
                await _hand_over(job, unit, payload, letter)
    except Busy:
        async with job.last():
            job.put_off(job.lease, job.now() + BUSY_WAIT)


async def _hand_over(job: Job[SendInvite], unit: Unit, payload: SendInvite, letter: Letter) -> None:
    event_id, account_id = payload.event_id, payload.account_id
    item = Outgoing(
        dedupe_id=f"{event_id}:{account_id}:{letter.sequence}:{letter.invite.method}",
        address=letter.address,
        title=letter.subject,
        body=letter.body,
        at=unit.now,
        link=letter.link,
        expires_at=letter.expires_at,
        invite=letter.invite,
    )
    (result,) = await job.channels["mail"].send_many([item])
    if isinstance(result, Sent):
        await service.set_sent(unit, event_id, account_id, letter)
    elif isinstance(result, Later):
        job.put_off(job.lease, unit.now + max(letter.patience, result.retry_after or letter.patience))
    else:
        await service.set_unsent(unit, event_id, account_id, "refused")


HANDLER = Handler(payload=SendInvite, handle=send_invite, at_most=3)  # each holds a connection while it mails
