"""Mails one person's invitation for the event as it is now: a request, or its cancel.

Three steps: claim, hand over, record. The mail leaves outside of any transaction, so that a slow mail server holds no lock
and no connection. The claim keeps the order: a cancel is never overtaken by a request that was slower. After a crash the claim
lapses, and the same mail goes again under the same Message-ID.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import uuid4

import asyncpg

from api.calendar import service
from api.calendar.service import InviteLocked
from jobs.channels.base import Later, Outgoing, Result, Sent
from jobs.runner import LEASE, Handler, Job
from schemas.calendar.rows import InviteClaim, InviteMail
from schemas.calendar.tasks import SendInvite

BUSY_WAIT = timedelta(seconds=5)


async def send_invite(job: Job[SendInvite], payload: SendInvite) -> None:
    """Sends what is newer than what was sent, if anything."""
    claim = _claim(job)
    try:
        async with job.transaction() as uow:  # notes the try as well: after a crash a cancel knows that it is needed
            event_id, account_id, can_mail = payload.event_id, payload.account_id, "mail" in job.channels
            mail = await service.claim_mail(uow, event_id, account_id, claim, can_mail=can_mail)
    except InviteLocked:
        async with job.finishing_transaction():
            job.put_off(job.lease, job.now() + BUSY_WAIT)
        return
    if mail is not None:
        async with _holding(job, payload, claim):
            await _record(job, payload, claim, mail, await _hand_over(job, payload, mail))


async def _hand_over(job: Job[SendInvite], payload: SendInvite, mail: InviteMail) -> Result:
    item = Outgoing(
        dedupe_id=f"{payload.event_id}:{payload.account_id}:{mail.sequence}:{mail.invite.method}",
        address=mail.address,
        title=mail.subject,
        body=mail.body,
        at=job.now(),
        link=mail.link,
        expires_at=mail.expires_at,
        invite=mail.invite,
    )
    (result,) = await job.channels["mail"].send_many([item])
    return result


async def _record(
    job: Job[SendInvite], payload: SendInvite, claim: InviteClaim, mail: InviteMail, result: Result
) -> None:
    event_id, account_id = payload.event_id, payload.account_id
    async with job.record_outcome() as uow:
        if isinstance(result, Sent):
            await service.set_sent(uow, event_id, account_id, mail, claim.sender)
        elif isinstance(result, Later):
            job.put_off(job.lease, uow.now + max(mail.patience, result.retry_after or mail.patience))
        else:
            await service.set_unsent(uow, event_id, account_id, "refused")
        await service.end_claim(uow, event_id, account_id, claim.sender)


@asynccontextmanager
async def _holding(job: Job[SendInvite], payload: SendInvite, claim: InviteClaim) -> AsyncGenerator[None]:
    """Keeps the claim while the mail is handed over, however long it takes; ends it when that fails."""

    async def keep() -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                async with job.transaction() as uow:
                    await service.extend_claim(uow, payload.event_id, payload.account_id, _claim(job, claim))

    keeper = asyncio.create_task(keep())
    try:
        yield
    except BaseException:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            async with job.transaction() as uow:
                await service.end_claim(uow, payload.event_id, payload.account_id, claim.sender)
        raise
    finally:
        keeper.cancel()


def _claim(job: Job[SendInvite], before: InviteClaim | None = None) -> InviteClaim:
    return InviteClaim(sender=before.sender if before else uuid4(), until=job.now() + LEASE)


HANDLER = Handler(payload=SendInvite, handle=send_invite)
