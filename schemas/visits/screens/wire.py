"""Home visits as whole screens: the form of a proposal, and a person's own list."""

from typing import Literal
from uuid import UUID

import msgspec

from schemas.visits.wire import Availability, FreeTime, Visit


class VisitFormStudent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The student whose family is to be visited. `needsOnsite`: only on-site counts (V2)."""

    student_id: UUID
    name: str
    class_name: str
    needs_onsite: bool


class TeamChoice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A person who could come; `mine`: the reader. Of several parts the first counts."""

    account_id: UUID
    name: str
    part: Literal["class_teacher", "subject_teacher", "counsellor", "leader"]
    mine: bool


class VisitForm(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What proposing a visit needs. `times`: on site and online by their entry's place, at which the reader is free.

    `siblings`: names of those at the same home who are due a visit, in the reader's own classes; `siblingElsewhere`: another class has one.
    """

    time_zone: str
    student: VisitFormStudent
    availability: list[Availability]
    team: list[TeamChoice]
    times: list[FreeTime]
    siblings: list[str]
    sibling_elsewhere: bool


class MyAvailability(Availability, frozen=True, kw_only=True, rename="camel"):
    """An entry of one's own family's availability, among those of every organisation."""

    org_id: int
    student_name: str


class MyVisits(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A person's visits by time, and the times that their children's families entry."""

    visits: list[Visit]
    availability: list[MyAvailability]
