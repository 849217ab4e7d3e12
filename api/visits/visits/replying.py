"""Applies a calendar's answer to a home visit, with the rights of the person who answered (V9)."""

from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.visits.visits import service as visits
from schemas.calendar.replies.rows import Taken
from schemas.messages.rows import MessageNew
from schemas.visits.messages import VisitParams
from schemas.visits.wire import VisitReason


async def answered(me: UnitOfWork, taken: Taken) -> None:
    """A guardian's yes confirms a proposal, their no declines or cancels; a colleague's no is told to the class teacher."""
    visit = await visits.find_row(me, taken.event_id)
    if taken.account_id in visit.guardian_ids:
        if taken.answer == "accepted" and visit.state == "proposed":
            await visits.confirm_visit(me, visit.visit_id, visit.version)
        elif taken.answer == "declined" and visit.state == "proposed":
            await visits.decline_visit(me, visit.visit_id, VisitReason(), visit.version)
        elif taken.answer == "declined" and visit.confirmed_by == taken.account_id:
            await visits.cancel_visit(me, visit.visit_id, VisitReason(), visit.version)
    elif taken.answer == "declined" and visit.class_teacher_id:
        news = MessageNew(
            template="visit_colleague_declined",
            people=frozenset({visit.class_teacher_id}),
            params=VisitParams(visit_id=visit.visit_id, starts_at=visit.starts_at, wished_at=None),
            key=f"visit:{visit.visit_id}:declined:{taken.account_id}",
            importance="normal",
            expires_at=visit.ends_at,
        )
        await messages.tell(me, news)
