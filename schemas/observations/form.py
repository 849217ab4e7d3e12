"""Whom a report can name."""

from typing import Literal
from uuid import UUID

import msgspec


class Classmate(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student who can be named."""

    student_id: UUID
    name: str


class ClassTeaching(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A teacher of the class, who can be named as concerned."""

    staff_id: UUID
    name: str
    part: Literal["class_teacher", "subject_teacher"]


class ObservationForm(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who can be named in a report. `members`: who serves now and may have written a slip; empty for a student."""

    class_id: UUID
    class_name: str
    classmates: list[Classmate]
    teachers: list[ClassTeaching]
    members: list[Classmate]
