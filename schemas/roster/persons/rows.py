"""Single persons of an organisation: what queries return."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from schemas.roster.rows import Part, Relation, Sex


class StudentOne(msgspec.Struct, frozen=True, kw_only=True):
    """A student who is here. `changed_at`: the latest change, of a tie or a bar too."""

    student_id: UUID
    student_number: str
    name: str
    sex: Sex
    class_id: UUID
    class_name: str
    support: list[str]
    home_sealed: bytes | None
    changed_at: datetime


class TieOne(msgspec.Struct, frozen=True, kw_only=True):
    """A tie that is current or barred. The last five columns are of the bar that stands."""

    guardian_id: UUID
    name: str
    relation: Relation
    contact_order: int
    barred: bool
    bar_id: UUID | None
    ordered_on: date | None
    paper_sealed: bytes | None
    recorded_at: datetime | None
    recorded_by_name: str | None


class StaffOne(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague who works here."""

    staff_id: UUID
    staff_number: str
    name: str
    roles: list[str]
    changed_at: datetime


class LessonOne(msgspec.Struct, frozen=True, kw_only=True):
    """A class that a colleague leads or teaches."""

    class_id: UUID
    class_name: str
    part: Part
    subject: str
