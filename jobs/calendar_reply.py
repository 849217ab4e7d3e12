"""What a person's calendar answered to an invite moves the appointment as if the person had said it in the app (V9).

The person acts with the rights they have today, and what they may not do, or came too late for, changes nothing: the
invite that followed the change tells them how it stands.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from api.calendar.replies import service as replies
from api.core import actors, db
from api.core.errors import Problem
from api.core.unit_of_work import UnitOfWork
from api.counselling.bookings import service as bookings
from api.messages import service as messages
from api.visits.visits import service as visits
from jobs.runner import Handler, Job
from schemas.calendar.replies.rows import Taken
from schemas.calendar.rows import EventKind
from schemas.calendar.tasks import CalendarReply
from schemas.messages.rows import MessageNew
from schemas.messages.wire import VisitParams
from schemas.visits.wire import VisitReason


async def calendar_reply(job: Job[CalendarReply], payload: CalendarReply) -> None:
    """Notes the answer, and does what follows from it, in one transaction with the end of the task."""
    async with job.finishing_transaction() as uow:
        taken = await replies.take(uow, payload)
        if taken is None:
            return
        me = replace(uow, actor=await actors.find_actor(uow.conn, uow.actor.org_id, taken.account_id))
        before = len(uow.changes)
        try:
            async with db.attempt(uow.conn):  # a refusal takes back what was half done, and the answer stays noted
                await _FLOWS[taken.kind](me, taken)
        except Problem:
            me.due = False
            del uow.changes[before:]
        uow.due = uow.due or me.due


async def _counselling(me: UnitOfWork, taken: Taken) -> None:
    """Whoever attends and declines cancels; that it stands needs no yes."""
    booking = await bookings.get_booking(me, taken.event_id)
    attends = any(p.account_id == taken.account_id and p.attends for p in booking.people)
    if taken.answer == "declined" and attends and booking.state == "confirmed":
        await bookings.cancel_booking(me, taken.event_id, booking.version)


async def _visit(me: UnitOfWork, taken: Taken) -> None:
    """A guardian's yes confirms a proposal, their no declines or cancels; a colleague's no is told to who proposed it."""
    visit = await visits.find_row(me, taken.event_id)
    if taken.account_id in visit.guardian_ids:
        if taken.answer == "accepted" and visit.state == "proposed":
            await visits.confirm_visit(me, visit.visit_id, visit.version)
        elif taken.answer == "declined" and visit.state == "proposed":
            await visits.decline_visit(me, visit.visit_id, VisitReason(), visit.version)
        elif taken.answer == "declined" and visit.confirmed_by == taken.account_id:
            await visits.cancel_visit(me, visit.visit_id, VisitReason(), visit.version)
    elif taken.answer == "declined":
        news = MessageNew(
            template="visit_colleague_declined",
            people=frozenset({visit.proposed_by}),
            params=VisitParams(visit_id=visit.visit_id, starts_at=visit.starts_at, wished_at=None),
            key=f"visit:{visit.visit_id}:declined:{taken.account_id}",
            importance="normal",
            expires_at=visit.ends_at,
        )
        await messages.tell(me, news)


_FLOWS: Mapping[EventKind, Callable[[UnitOfWork, Taken], Awaitable[None]]] = {
    "counselling": _counselling,
    "visit": _visit,
}
HANDLER = Handler(payload=CalendarReply, handle=calendar_reply)
