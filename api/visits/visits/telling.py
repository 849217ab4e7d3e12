"""Follows a home visit: everybody's calendar, messages and reminders, by the visit's current state.

All of it is written in one transaction with the end of the task. The newest news takes the place of the older one, so that
an inbox never asks for an answer that is not wanted any more, and running again tells nobody twice.
"""

from uuid import UUID

from api.calendar import service as calendar
from api.core.errors import NotFound
from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.messages.reminders.service import forget, remind
from api.visits.visits import service as visits
from schemas.messages.rows import MessageNew
from schemas.visits.messages import VisitParams
from schemas.visits.rows import VisitRow
from schemas.visits.tasks import VisitChanged


async def visit_changed(uow: UnitOfWork, payload: VisitChanged) -> None:
    """Updates calendars, messages and reminders to the visit's current state."""
    try:
        visit = await visits.find_row(uow, payload.visit_id)
    except NotFound:
        return
    if visit.state == "proposed":
        await _proposed(uow, visit)
    elif visit.state in {"confirmed", "move_asked"}:
        await _agreed(uow, visit)
    elif visit.state in {"declined", "cancelled"}:
        await _withdrawn(uow, visit)


def everybody(visit: VisitRow) -> frozenset[UUID]:
    """The student's guardians and the team; the student is told by them."""
    return frozenset({*visit.guardian_ids, *visit.team_ids, visit.proposed_by})


def coming(visit: VisitRow) -> frozenset[UUID]:
    """Who is to be there: nobody as long as no guardian has said yes."""
    return frozenset({*visit.team_ids, visit.confirmed_by}) if visit.confirmed_by else frozenset()


async def _proposed(uow: UnitOfWork, visit: VisitRow) -> None:
    await forget(uow, _key(visit))
    await _put(uow, visit)
    await _tell(uow, visit, "proposed" if visit.version == 1 else "moved")


async def _agreed(uow: UnitOfWork, visit: VisitRow) -> None:
    # A wish for another time leaves the old one standing, in calendars too, if it was agreed on.
    await _put(uow, visit)
    if people := coming(visit):
        params = VisitParams(visit_id=visit.visit_id, starts_at=visit.starts_at)
        await remind(uow, _key(visit), "visit", params, visit.starts_at, people)
    await _tell(uow, visit, visit.state)


async def _put(uow: UnitOfWork, visit: VisitRow) -> None:
    """The family is invited with the proposal, so that its calendar can say yes or no; until then it is tentative."""
    span, people = (visit.starts_at, visit.ends_at), frozenset({*visit.guardian_ids, *visit.team_ids})
    await calendar.put_event(uow, visit.visit_id, "visit", *span, "", people, tentative=visit.confirmed_by is None)


async def _withdrawn(uow: UnitOfWork, visit: VisitRow) -> None:
    await forget(uow, _key(visit))
    await calendar.cancel_event(uow, visit.visit_id)
    await _tell(uow, visit, visit.state)


def _key(visit: VisitRow) -> str:
    return f"visit:{visit.visit_id}"


async def _tell(uow: UnitOfWork, visit: VisitRow, what: str) -> None:
    """Tells everybody but who did it; a confirmation is also its giver's receipt."""
    whom = everybody(visit) - (frozenset() if what == "confirmed" else frozenset({visit.changed_by}))
    if not whom:
        return
    news = MessageNew(
        template=f"visit_{what}",
        people=whom,
        params=VisitParams(visit_id=visit.visit_id, starts_at=visit.starts_at, wished_at=visit.wished_at),
        key=f"{_key(visit)}:news",
        importance="normal",
        expires_at=visit.ends_at,
    )
    await messages.tell(uow, news)
