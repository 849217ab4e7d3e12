"""What a person's calendar answered to an invite moves the appointment as if the person had said it in the app (V9).

The person acts with the rights they have today, and what they may not do, or came too late for, changes nothing: the
invite that followed the change shows them the current state.
"""

from api.calendar.replies import service as replies
from api.core import actors, db
from api.core.errors import Problem
from api.features import REGISTRY
from jobs.runner import Handler, Job
from schemas.calendar.tasks import CalendarReply


async def calendar_reply(job: Job[CalendarReply], payload: CalendarReply) -> None:
    """Notes the answer, and does what follows from it, in one transaction with the end of the task."""
    async with job.finishing_transaction() as uow:
        taken = await replies.take(uow, payload)
        if taken is None:
            return
        me = uow.acting_as(await actors.find_actor(uow, taken.account_id))
        before = len(uow.changes)
        try:
            async with db.attempt(uow.conn):  # a refusal takes back what was half done, and the answer stays noted
                await REGISTRY.calendar_replies[taken.kind](me, taken)
        except Problem:
            me.due = False
            del uow.changes[before:]
        uow.due = uow.due or me.due


HANDLER = Handler(payload=CalendarReply, handle=calendar_reply)
