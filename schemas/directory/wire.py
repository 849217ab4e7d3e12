"""Who and what there is in an organisation."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.roster.rows import Relation

OrgKind = Literal["platform", "school", "bureau", "centre", "hotline", "hospital"]


class Org(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An organisation; `time_zone` is an IANA name, in which its times of day are meant."""

    org_id: int
    kind: OrgKind
    name_zh: str
    name_en: str
    time_zone: str


class SchoolClass(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A class of one school year; `code` is what its students type to sign in, told to those who teach it."""

    class_id: UUID
    school_year: int
    grade: str
    name: str
    code: str
    students: int


class Student(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student as a list shows them; `support` are needs (V2, S6), shown to staff alone."""

    student_id: UUID
    student_number: str
    name: str
    sex: Literal["male", "female"]
    class_id: UUID
    class_name: str
    support: list[str]
    updated_at: datetime


class FamilyMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A guardian of a student, without a number."""

    guardian_id: UUID
    name: str
    relation: Relation


class FamilyPhone(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A guardian's mobile number: eleven digits of the mainland, or with `+` and country code. `mail`: of who has no phone."""

    guardian_id: UUID
    phone: str | None
    mail: str | None


class StaffMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who works here, and as what; `leads` are the names of the classes whose class teacher they are."""

    staff_id: UUID
    name: str
    roles: list[str]
    leads: list[str]
