"""Visits that stand beside a plan: which of them may still take place, and what became of each planned one. Pure."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from schemas.campaigns.plan_rows import StandingVisit
from schemas.campaigns.plans import PlanAnswer


def is_coming(visit: StandingVisit, now: datetime) -> bool:
    """Whether it was proposed or agreed and is still to come."""
    held = visit.held_until is None or visit.held_until > now
    return visit.state in {"proposed", "move_asked", "confirmed"} and visit.starts_at > now and held


def current(visits: Iterable[StandingVisit], now: datetime) -> dict[UUID, StandingVisit]:
    """By student, the visit that counts: one that is to come or waits for its record, else one that was made."""
    ordered = list(visits)
    made = {v.student_id: v for v in ordered if v.state == "recorded"}
    stands = [v for v in ordered if v.state == "confirmed" or is_coming(v, now)]
    return made | {v.student_id: v for v in reversed(stands)}


def ended(visits: Iterable[StandingVisit]) -> dict[tuple[UUID, datetime], StandingVisit]:
    """By student and time, what was proposed and does not take place."""
    return {(v.student_id, v.starts_at): v for v in visits if v.state in {"declined", "cancelled"}}


def last_missed(student_id: UUID, visits: Iterable[StandingVisit]) -> datetime | None:
    """When nobody of a family was met the last time."""
    return max((v.starts_at for v in visits if v.student_id == student_id and v.state == "missed"), default=None)


def answer_of(visit: StandingVisit, now: datetime) -> PlanAnswer:
    """The visit's state in the words of a plan."""
    match visit.state:
        case "proposed":
            return "asked"
        case "confirmed":
            return "confirmed" if visit.starts_at > now else "to_record"
        case "recorded":
            return "done"
        case "cancelled":
            return "not_answered" if visit.unanswered else "cancelled"
        case "move_asked" | "declined" | "missed":
            return visit.state
