"""One person of an organisation on the wire: what an administrator sees and changes by hand."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.roster.leaves.wire import PersonLeave, StandingIn
from schemas.roster.leaving.wire import PlannedEnd
from schemas.roster.rows import Relation, Sex
from schemas.roster.touching import TouchedColleague, TouchedKind, TouchedName
from schemas.text import LINE, LINE_OR_NOTHING

PersonName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=50, pattern=LINE)]


PersonNumber: TypeAlias = Annotated[str, Meta(min_length=1, max_length=32, pattern=LINE)]


Phone: TypeAlias = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        pattern=LINE,
        description="A mobile number as somebody types it, or the email address of somebody who has no phone.",
    ),
]
"""A number that is too short is told how many digits it has."""


ContactOrder: TypeAlias = Annotated[int, Meta(ge=1, le=9)]


StaffRole = Literal["counsellor", "grade_lead", "leader", "school_admin", "custodian", "officer"]
"""Roles that a list gives; who leads or teaches a class follows from the classes."""


Support = Literal[
    "left_behind",
    "single_parent",
    "hardship",
    "migrant",
    "disabled",
    "orphan",
    "without_care",
    "divorced",
    "bereaved",
    "moved_school",
]


class Bar(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A court's order that keeps a guardian from a child's matters. `paper`: court and number, null without a second factor."""

    bar_id: UUID
    ordered_on: date
    paper: str | None
    recorded_at: datetime
    recorded_by_name: str


class TiedColleague(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A colleague who reads about a student and is close to one of the guardians. `word`: came by that guardian's word within a year, or
    by an administrator's of their making. `family`: is or was another child's guardian beside them."""

    account_id: UUID
    name: str
    why: Literal["word", "family"]


class PersonTie(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A guardian of a student. With `bar` the tie has ended, and stays so until the bar is lifted.

    `colleagues`: whom a court's order about this guardian may keep from the student as well; none once it is recorded.
    """

    guardian_id: UUID
    name: str
    relation: Relation
    contact_order: int
    bar: Bar | None
    colleagues: list[TiedColleague]


class PersonStudent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student as an administrator may change them. `address`: of the home, empty for none, null without a second factor and for who is barred."""

    student_id: UUID
    number: str
    name: str
    sex: Sex
    class_id: UUID
    class_name: str
    support: list[str]
    address: str | None
    guardians: list[PersonTie]
    leaving: PlannedEnd | None
    version: int


class StudentFind(Input, frozen=True, kw_only=True):
    """A search for students: a part of the name or number."""

    find: Annotated[str, Meta(max_length=50, pattern=LINE_OR_NOTHING)]


class StudentFound(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student whom a search found."""

    student_id: UUID
    number: str
    name: str
    class_name: str


class PersonLesson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A class that a colleague teaches; `subject` may be empty."""

    class_id: UUID
    class_name: str
    subject: str


class PersonStaff(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A colleague as an administrator may change them. `byPaper`: they have neither phone nor mail. `leads`: as class teacher. While somebody is away, their classes are with who stands in."""

    staff_id: UUID
    number: str
    name: str
    roles: list[str]
    leads: list[PersonLesson]
    teaches: list[PersonLesson]
    leave: PersonLeave | None
    stands_in: list[StandingIn]
    leaving: PlannedEnd | None
    by_paper: bool
    version: int


class Touched(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many open matters of a kind a change hands over or ends. Of a student's talks and concerns nothing is said.

    `names`: the first 50 of them; none of talks, concerns, committee seats and numbers. `colleagues`: on whom they hang, by name,
    of visits, talks and concerns.
    """

    kind: TouchedKind
    count: int
    names: list[TouchedName]
    colleagues: list[TouchedColleague]


class Replaced(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who is class teacher of a class until somebody else is."""

    name: str
    class_name: str


class PersonChanged(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a change of a person did, or would do. `done`: false for a dry run, which changes nothing; then `personId` is null.

    `personId`: the student or colleague who was changed or added. `namesakes`: student numbers of those who share a name and a class with
    this student from now on; all of them then sign in with the class code and their number. `replaced`: class teachers whom this colleague follows.
    """

    touched: list[Touched]
    namesakes: list[str]
    replaced: list[Replaced]
    done: bool
    person_id: UUID | None


class StudentEdit(Input, frozen=True, kw_only=True):
    """What a student is from now on. `address`: of the home, empty for none, null keeps today's."""

    name: PersonName
    sex: Sex
    class_id: UUID
    support: Annotated[list[Support], Meta(max_length=10)]
    address: Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)] | None = None


class StudentNew(Input, frozen=True, kw_only=True):
    """A student to be added. A number that a former student of the same name has brings that student back."""

    number: PersonNumber
    name: PersonName
    sex: Sex
    class_id: UUID
    support: Annotated[list[Support], Meta(max_length=10)]
    address: Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)] = ""


class TaughtClass(Input, frozen=True, kw_only=True):
    """A class that a colleague teaches from now on."""

    class_id: UUID
    subject: Annotated[str, Meta(max_length=20, pattern=LINE_OR_NOTHING)] = ""


class StaffEdit(Input, frozen=True, kw_only=True):
    """What a colleague is from now on. `phone`: a new number, null keeps today's. A class has one class teacher: the one before is replaced."""

    name: PersonName
    number: PersonNumber
    phone: Phone | None = None
    roles: Annotated[list[StaffRole], Meta(max_length=6)]
    leads: Annotated[list[UUID], Meta(max_length=10)]
    teaches: Annotated[list[TaughtClass], Meta(max_length=60)]


class StaffNew(Input, frozen=True, kw_only=True):
    """A colleague to be added. A number that a guardian of this organisation has means that person; null: they have none, and no email address."""

    name: PersonName
    number: PersonNumber
    phone: Phone | None = None
    roles: Annotated[list[StaffRole], Meta(max_length=6)]
    leads: Annotated[list[UUID], Meta(max_length=10)]
    teaches: Annotated[list[TaughtClass], Meta(max_length=60)]


class TieNew(Input, frozen=True, kw_only=True):
    """A guardian to be added to a student. A number that somebody of this organisation has means that person; null: they have none."""

    name: PersonName
    phone: Phone | None = None
    relation: Relation
    contact_order: ContactOrder


class TieEdit(Input, frozen=True, kw_only=True):
    """What a guardian and the tie are from now on. `phone`: a new number, null keeps today's."""

    name: PersonName
    phone: Phone | None = None
    relation: Relation
    contact_order: ContactOrder


class StaffEnd(Input, frozen=True, kw_only=True):
    """A colleague leaves. `successorId`: who has their classes and subjects from now on."""

    successor_id: UUID | None = None


class BarNew(Input, frozen=True, kw_only=True):
    """A court's order: its date, and the court and number on its paper. `also`: colleagues of the guardian's tie whom it keeps from the student too."""

    ordered_on: date
    paper: Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
    also: Annotated[tuple[UUID, ...], Meta(max_length=50)] = ()
