"""Follows a home visit: everybody's calendar, messages and reminders, by the visit's current state.

All of it is written in one transaction with the end of the task. The newest news takes the place of the older one, so that
an inbox never asks for an answer that is not wanted any more, and running again tells nobody twice.
"""

from datetime import datetime, timedelta
from uuid import UUID

from api.calendar import service as calendar
from api.core.errors import NotFound
from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.messages.reminders.service import forget, remind
from api.visits.alerts import service as alerts
from api.visits.closing import service as closing
from api.visits.ending import service as ending
from api.visits.joint import rules as joint
from api.visits.visits import service as visits
from schemas.messages.rows import MessageNew
from schemas.messages.templates import Params
from schemas.visits.messages import VisitParams, VisitTeamParams
from schemas.visits.rows import VisitRow
from schemas.visits.tasks import VisitChanged

NOBODY = frozenset[UUID]()
_OTHERS_COME = frozenset({"team_changed", "one_left"})
CHOOSING = timedelta(days=14)
"""How long the wish for another time stands in an inbox."""


async def visit_changed(uow: UnitOfWork, payload: VisitChanged) -> None:
    """Updates calendars, messages and reminders to the visit's current state.

    A visit that was proposed while an import ended somebody's part, or while its day was closed, was not seen by them: it is
    brought in step here.
    """
    await ending.settle_visits(uow, payload.visit_id)
    await closing.cancel_closed(uow, payload.visit_id)
    try:
        visit = await visits.find_row(uow, payload.visit_id)
    except NotFound:
        return
    uow.touch("visits", everybody(visit))
    if visit.changed_for != "one_left":
        await messages.withdraw(uow, _alone(visit))
    if visit.changed_for not in _OTHERS_COME:
        await messages.withdraw(uow, _joined(visit))
    if visit.state == "proposed":
        await _proposed(uow, visit)
    elif visit.asked_at:
        await _asked(uow, visit)
    elif visit.state in {"confirmed", "move_asked"}:
        await _agreed(uow, visit)
    elif visit.state in {"declined", "cancelled"}:
        await _withdrawn(uow, visit)
    elif visit.state == "missed":
        # Nobody is told what they know, but no calendar goes on to say that it took place.
        await calendar.cancel_event(uow, visit.visit_id)


def everybody(visit: VisitRow) -> frozenset[UUID]:
    """The student's guardians, the team and the class teacher; the student is told by them."""
    leads = {visit.class_teacher_id} if visit.class_teacher_id else set[UUID]()
    return frozenset({*visit.guardian_ids, *visit.team_ids, *leads})


def coming(visit: VisitRow) -> frozenset[UUID]:
    """Who is to be there: nobody as long as no guardian has said yes."""
    return frozenset({*visit.team_ids, visit.confirmed_by}) if visit.confirmed_by else frozenset()


async def _heard(uow: UnitOfWork, visit: VisitRow) -> frozenset[UUID]:
    """Who hears the same of a sibling's visit at the same stop: the family is told once, and so is the team."""
    first = joint.told_before(visit)
    rows = await visits.list_rows(uow, first) if first else []
    return frozenset(person for row in rows for person in (*row.guardian_ids, *row.team_ids))


async def _proposed(uow: UnitOfWork, visit: VisitRow) -> None:
    await forget(uow, _key(visit))
    told = await _put(uow, visit)
    await _tell(uow, visit, visit.changed_for or ("proposed" if visit.version == 1 else "moved"), told)


async def _agreed(uow: UnitOfWork, visit: VisitRow) -> None:
    # A wish for another time leaves the old one standing, in calendars too, if it was agreed on.
    told = await _put(uow, visit)
    if not joint.told_before(visit):  # the team says once that it is out
        await alerts.watch(uow, visit)
    if people := coming(visit) - await _heard(uow, visit):
        params = VisitParams(visit_id=visit.visit_id, starts_at=visit.starts_at)
        await remind(uow, _key(visit), "visit", params, visit.starts_at, people)
    await _tell(uow, visit, visit.changed_for or visit.state, told)


async def _asked(uow: UnitOfWork, visit: VisitRow) -> None:
    """The team cannot come: the time leaves all calendars, and comes back with another one."""
    await forget(uow, _key(visit))
    span = visit.starts_at, visit.ends_at
    await calendar.put_event(uow, visit.visit_id, "visit", *span, "", frozenset(), tentative=True)
    await _tell(uow, visit, "unable")


async def _put(uow: UnitOfWork, visit: VisitRow) -> frozenset[UUID] | None:
    """The family is invited with the proposal, so that its calendar can say yes or no; until then it is tentative.

    Who was taken off is told so, with the time they had, and who comes instead that it is theirs. Returns both, as they need not read
    what the others do; None where calendars had it all before.
    """
    heard = await _heard(uow, visit)
    span, people = (visit.starts_at, visit.ends_at), frozenset({*visit.guardian_ids, *visit.team_ids}) - heard
    tentative = visit.confirmed_by is None
    change = await calendar.put_event(uow, visit.visit_id, "visit", *span, "", people, tentative=tentative)
    if off := change.removed - heard:
        await messages.tell(uow, _off(visit, off, change.was))
    follows = change.removed and visit.changed_for in _OTHERS_COME
    if joined := change.added & frozenset(visit.team_ids if follows else ()):
        await messages.tell(uow, _on(visit, joined))
    return off | joined if change.added or change.removed or change.moved else None


async def _withdrawn(uow: UnitOfWork, visit: VisitRow) -> None:
    await forget(uow, _key(visit))
    await calendar.cancel_event(uow, visit.visit_id)
    why = visit.changed_for if visit.changed_for in {"closed", "not_answered"} else None
    await _tell(uow, visit, why or visit.state)


def _key(visit: VisitRow) -> str:
    return f"visit:{visit.visit_id}"


def _alone(visit: VisitRow) -> str:
    return f"{_key(visit)}:alone"


async def _tell(uow: UnitOfWork, visit: VisitRow, what: str, told: frozenset[UUID] | None = NOBODY) -> None:
    """Tells everybody but who did it or was told otherwise; a confirmation is also its giver's receipt.

    What follows from the end of somebody's part was done by nobody. The family of a student who left hears a last word.
    """
    if told is None and visit.changed_for in _OTHERS_COME:
        return  # they were told when their calendars were
    nobody = visit.changed_for not in {None, "late", "unable"}
    if what == "one_left":
        await _tell_who_is_left(uow, visit)
        what = "team_changed"
    if what == "team_changed" and visit.state == "proposed":
        what = "team_proposed"
    did = frozenset[UUID]() if what == "confirmed" or nobody else frozenset({visit.changed_by})
    whom = everybody(visit) - did - (told or NOBODY) - await _heard(uow, visit)
    if visit.changed_for == "student_left":
        whom |= await visits.list_last_family(uow, visit.visit_id)
    if not whom:
        return
    news = MessageNew(
        template=f"visit_{what}",
        people=whom,
        params=_params(visit, what),
        key=f"{_key(visit)}:news",
        importance="normal",
        expires_at=visit.asked_at + CHOOSING if visit.asked_at else visit.ends_at,
        done_by=None if nobody else visit.changed_by,
    )
    await messages.tell(uow, news)


async def _tell_who_is_left(uow: UnitOfWork, visit: VisitRow) -> None:
    """The person who would come alone, and who leads the class: one of them finds somebody (two-person rule)."""
    leads = {visit.class_teacher_id} if visit.class_teacher_id else set[UUID]()
    if whom := frozenset({*visit.team_ids, *leads}) - await _heard(uow, visit):
        news = MessageNew(
            template="visit_one_left",
            people=whom,
            params=VisitParams(visit_id=visit.visit_id, starts_at=visit.starts_at),
            key=_alone(visit),
            importance="normal",
            expires_at=visit.ends_at,
        )
        await messages.tell(uow, news)


def _params(visit: VisitRow, what: str) -> Params:
    if what in {"team_changed", "team_proposed"}:
        names = "、".join(visit.team_names)
        return VisitTeamParams(visit_id=visit.visit_id, starts_at=visit.starts_at, team=names)
    return VisitParams(visit_id=visit.visit_id, starts_at=visit.starts_at, wished_at=visit.wished_at)


def _joined(visit: VisitRow) -> str:
    return f"{_key(visit)}:joined"


def _on(visit: VisitRow, people: frozenset[UUID]) -> MessageNew:
    return MessageNew(
        template="visit_taken_over",
        people=people,
        params=VisitParams(visit_id=visit.visit_id, starts_at=visit.starts_at),
        key=_joined(visit),
        importance="normal",
        expires_at=visit.ends_at,
    )


def _off(visit: VisitRow, people: frozenset[UUID], was: datetime) -> MessageNew:
    return MessageNew(
        template="visit_taken_off",
        people=people,
        params=VisitParams(visit_id=visit.visit_id, starts_at=was),
        key=f"{_key(visit)}:v{visit.version}:off",
        importance="normal",
        expires_at=visit.ends_at,
    )
