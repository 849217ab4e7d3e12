"""A new school year on the wire: what is proposed, and what a person makes of it."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.text import DIGEST, LINE

ClassName = Annotated[str, msgspec.Meta(min_length=1, max_length=30, pattern=LINE)]
ClassFate = Literal["up", "graduates", "ends"]
"""`up`: its students go into a class of the new year. `graduates`: it stays until a day. `ends`: students who are not sent elsewhere leave at once."""


class NextClass(Input, frozen=True, kw_only=True):
    """A class of the new year. Without a class teacher the one of the first class that goes into it stays."""

    grade: ClassName
    name: ClassName
    class_teacher_id: UUID | None = None


class ClassStep(Input, frozen=True, kw_only=True):
    """What becomes of one of today's classes. `into`: the name of the class of the new year, where it goes up; several may go into one."""

    class_id: UUID
    fate: ClassFate
    into: ClassName | None = None


class StudentStep(Input, frozen=True, kw_only=True):
    """A student who goes into another class than the others: repeats the year, or is in the other part of a class that is split."""

    student_id: UUID
    into: ClassName


class SchoolYearNew(Input, frozen=True, kw_only=True):
    """A school year to be opened. `basis` as the proposal has it: when the roster changed since, it is refused.

    `graduatesUntil` is the last day on which graduates and their families have access, needed where a class graduates.
    """

    basis: Annotated[str, msgspec.Meta(min_length=64, max_length=64, pattern=DIGEST)]
    school_year: Annotated[int, msgspec.Meta(ge=2000, le=2100)]
    classes: Annotated[list[NextClass], msgspec.Meta(max_length=500)]
    steps: Annotated[list[ClassStep], msgspec.Meta(max_length=500)]
    students: Annotated[list[StudentStep], msgspec.Meta(max_length=5000)]
    graduates_until: date | None = None


class YearStudent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student who can be sent into another class."""

    student_id: UUID
    number: str
    name: str


class YearClass(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One of today's classes and what seems to become of it. `into` and `grade` are empty where it graduates."""

    class_id: UUID
    name: str
    class_teacher_id: UUID | None
    fate: ClassFate
    into: str
    grade: str
    students: list[YearStudent]


class YearColleague(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who may lead a class."""

    staff_id: UUID
    name: str


class SchoolYearProposal(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The next school year as the names of today's classes suggest it. `basis` stands for the roster from which it was made.

    `leftOut`: students of these classes whom the reader is not shown, because of a court's order; they go with their class.
    """

    school_year: int
    basis: str
    classes: list[YearClass]
    staff: list[YearColleague]
    left_out: int
