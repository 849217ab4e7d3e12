"""What people are told of a change that somebody made to what they are here: what a message may say."""

from datetime import date
from uuid import UUID

from schemas.messages.templates import Params


class LeaveParams(Params, frozen=True, kw_only=True, rename="camel"):
    """From when until when somebody is away."""

    first_day: date
    last_day: date


class StandInParams(LeaveParams, frozen=True, kw_only=True, rename="camel"):
    """The same, with the name of the other colleague: who stands in, or for whom."""

    name: str


class ColleagueParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Which colleague."""

    name: str


class LastDayParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Somebody's last day."""

    last_day: date


class ChildLastDayParams(LastDayParams, frozen=True, kw_only=True, rename="camel"):
    """The same of a child, told to its guardians. `student_id`: whose; none was kept before."""

    student_id: UUID | None = None
