"""What people are, what can be done, and how far a rule reaches. Each feature lists its own actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import TypeAlias


class Role(StrEnum):
    """What a person is in one organisation. `client_*`: family of a school that this centre serves (C2)."""

    GUARDIAN = auto()
    STUDENT = auto()
    CLIENT_GUARDIAN = auto()
    CLIENT_STUDENT = auto()
    STAFF = auto()
    CLASS_TEACHER = auto()
    SUBJECT_TEACHER = auto()
    COUNSELLOR = auto()
    GRADE_LEAD = auto()
    LEADER = auto()
    SCHOOL_ADMIN = auto()
    CUSTODIAN = auto()
    OFFICER = auto()


class Scope(StrEnum):
    """Which resources of an action a role reaches."""

    ORG = auto()
    LEAD_CLASS = auto()
    TAUGHT_CLASS = auto()
    CHILD = auto()
    SELF = auto()
    OWN = auto()


MEANINGS: Mapping[Scope, str] = {
    Scope.ORG: "every resource of the organisation",
    Scope.LEAD_CLASS: "of the class they are class teacher of",
    Scope.TAUGHT_CLASS: "of a class they teach",
    Scope.CHILD: "of a student they are guardian of",
    Scope.SELF: "about the student themself",
    Scope.OWN: "in which they take part",
}

Rule: TypeAlias = Mapping[Role, Scope]
"""Which roles may do something, and how far each of them reaches. A role that is not named may not."""

_MEMBERS = (Role.GUARDIAN, Role.STUDENT, Role.STAFF, Role.CLIENT_GUARDIAN, Role.CLIENT_STUDENT)
EVERYONE: Rule = dict.fromkeys(_MEMBERS, Scope.ORG)
TAKES_PART: Rule = dict.fromkeys(_MEMBERS, Scope.OWN)
CLASS_STAFF: Rule = {Role.CLASS_TEACHER: Scope.LEAD_CLASS, Role.SUBJECT_TEACHER: Scope.TAUGHT_CLASS}


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done over the API, and who may do it. `name` is how the audit stores it.

    `second_factor`: staff do it in a session with a second factor alone (403 `step-up-needed`).
    `settled_number`: nobody does it whose number a school moved within a week, while the new number alone says who they are
    (403 `number-moved-lately`).
    """

    name: str
    rule: Rule = field(compare=False)
    second_factor: bool = field(default=False, compare=False)
    settled_number: bool = field(default=False, compare=False)

    def __deepcopy__(self, memo: object) -> "Action":
        """One object everywhere, as Litestar copies what a route declares."""
        return self
