"""Messages: audiences."""

from typing import Literal
from uuid import UUID

import msgspec

Part = Literal["guardian", "student", "staff"]


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a broadcast is for: everybody of `groups` without everybody of `except_groups`, each child by itself, of these parts."""

    groups: tuple[str, ...]
    except_groups: tuple[str, ...] = ()
    parts: tuple[Part, ...]


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """How many different people and students."""

    people: int
    students: int


def class_group(class_id: UUID) -> str:
    """The group of a class."""
    return f"class:{class_id}"


def grade_group(grade: str) -> str:
    """The group of a grade."""
    return f"grade:{grade}"


def student_group(student_id: UUID) -> str:
    """The group of one student."""
    return f"student:{student_id}"
