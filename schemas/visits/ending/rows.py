"""Visits to come when somebody's part ended: what queries return."""

from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

Why: TypeAlias = Literal["nobody_comes", "student_left", "family_left"]
"""Why a visit is cancelled: nobody is left who visits, or nobody is left to be visited, there or at all."""
Part: TypeAlias = Literal["class_teacher", "colleague"]


class Shaken(msgspec.Struct, frozen=True, kw_only=True):
    """An open visit some of whose people may not take part any more. `team_ids`, `parts` and `stays` go together.

    `related`: the student's class teacher is family or barred, and does not visit them. `lost_guardian`: who had
    confirmed it has no tie to the student any more; `lost_place`: it is at the place of somebody who has none. `asked`: the family chooses another time; nobody's time is taken.
    """

    visit_id: UUID
    joint_id: UUID | None
    asked: bool
    student_left: bool
    has_family: bool
    confirmed_by: UUID | None
    lost_guardian: bool
    lost_place: bool
    team_ids: list[UUID]
    parts: list[Part]
    stays: list[bool]
    class_teacher_id: UUID | None
    related: bool
