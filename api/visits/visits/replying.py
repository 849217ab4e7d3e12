"""Applies a calendar's answer to a home visit, with the rights of the person who answered (V9)."""

from datetime import datetime

from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.visits.errors import TimeNotFree
from api.visits.visits import service as visits
from schemas.calendar.replies.rows import Taken
from schemas.messages.rows import MessageNew
from schemas.visits.messages import VisitParams
from schemas.visits.rows import VisitRow
from schemas.visits.wire import VisitReason, VisitWish


async def answered(me: UnitOfWork, taken: Taken) -> None:
    """A guardian's yes confirms a proposal, their no declines or cancels; a colleague's no is told to the class teacher.

    Another time is a guardian's wish where it is a free one; else, and from a colleague, the class teacher is told of it.
    """
    visit = await visits.find_row(me, taken.event_id)
    if taken.wished_at:
        if taken.wished_at != visit.starts_at:
            await _wish(me, visit, taken, taken.wished_at)
    elif taken.account_id in visit.guardian_ids:
        if taken.answer == "accepted" and visit.state == "proposed":
            await visits.confirm_visit(me, visit.visit_id, visit.version)
        elif taken.answer == "declined" and visit.state == "proposed":
            await visits.decline_visit(me, visit.visit_id, VisitReason(), visit.version)
        elif taken.answer == "declined" and visit.confirmed_by == taken.account_id:
            await visits.cancel_visit(me, visit.visit_id, VisitReason(), visit.version)
    elif taken.answer == "declined" and visit.class_teacher_id:
        await _tell_class_teacher(me, visit, "visit_colleague_declined", f"declined:{taken.account_id}")


async def _wish(me: UnitOfWork, visit: VisitRow, taken: Taken, wished_at: datetime) -> None:
    if taken.account_id in visit.guardian_ids and visit.state in {"proposed", "confirmed", "move_asked"}:
        try:
            await visits.ask_move(me, visit.visit_id, VisitWish(starts_at=wished_at), visit.version)
        except TimeNotFree:
            pass  # the class teacher finds one with them
        else:
            return
    if visit.class_teacher_id and visit.class_teacher_id != taken.account_id:
        await _tell_class_teacher(me, visit, "visit_other_time", f"wish:{taken.account_id}", wished_at)


async def _tell_class_teacher(
    me: UnitOfWork, visit: VisitRow, template: str, what: str, wished_at: datetime | None = None
) -> None:
    news = MessageNew(
        template=template,
        people=frozenset({visit.class_teacher_id} if visit.class_teacher_id else ()),
        params=VisitParams(visit_id=visit.visit_id, starts_at=visit.starts_at, wished_at=wished_at),
        key=f"visit:{visit.visit_id}:{what}",
        importance="normal",
        expires_at=visit.ends_at,
    )
    await messages.tell(me, news)
