"""People: what queries return."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.roster.rows import Covers, Part, Relation, Sex, WordKind
from schemas.roster.wire import ImportOrigin

StoredImport = Literal["reading", "checked", "waiting", "done", "failed"]
"""Whether a waiting import runs, its task knows."""


class ClassRow(msgspec.Struct, frozen=True, kw_only=True):
    """A class, ended or not."""

    class_id: UUID
    school_year: int
    grade: str
    name: str
    ends_on: date | None
    ended: bool


class StudentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A student, here or gone."""

    student_id: UUID
    class_id: UUID
    student_number: str
    name: str
    sex: Sex
    support: list[str]
    home_sealed: bytes | None
    ended: bool


class GuardianRow(msgspec.Struct, frozen=True, kw_only=True):
    """A guardian, here or gone."""

    guardian_id: UUID
    name: str
    ended: bool


class GuardianshipRow(msgspec.Struct, frozen=True, kw_only=True):
    """A tie, current or ended; a barred one has ended."""

    student_id: UUID
    guardian_id: UUID
    relation: Relation
    contact_order: int
    ended: bool
    barred: bool


class StaffRow(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague, here or gone. `had_role`: ever one that opens reports."""

    staff_id: UUID
    staff_number: str
    name: str
    roles: list[str]
    had_role: bool
    ended: bool


class LessonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who leads or teaches a class, now or once."""

    class_id: UUID
    staff_id: UUID
    part: Part
    subject: str
    ended: bool


class IdentityRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is known by: where `numbered`, a phone number, or `mailed`, a mail address; `email_open`: a school's list may give the mail address."""

    account_id: UUID
    key_hash: bytes
    numbered: bool
    mailed: bool
    email_open: bool


class KeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """The account that a login key belongs to."""

    key_hash: bytes
    account_id: UUID


class ClassIdRow(msgspec.Struct, frozen=True, kw_only=True):
    """The id of a class and what its students type to sign in."""

    class_id: UUID
    school_year: int
    name: str
    code: str


class StudentIdRow(msgspec.Struct, frozen=True, kw_only=True):
    """The account of a student by student number."""

    student_id: UUID
    student_number: str


class BarredFrom(msgspec.Struct, frozen=True, kw_only=True):
    """A student from whom a court's order bars somebody."""

    student_id: UUID


class ImportRow(msgspec.Struct, frozen=True, kw_only=True):
    """One import with the state of its task; `applicable` until it was applied, refused or replaced. `fresh`: no other was applied since."""

    import_id: UUID
    uploaded_by: UUID
    version: int
    fresh: bool
    file_name: str
    file_size: int
    state: StoredImport
    origin: ImportOrigin
    covers: Covers
    school_year: int | None
    counts: msgspec.Raw
    findings_sealed: bytes | None
    bad_count: int
    changes: msgspec.Raw
    needs_confirmation: bool
    confirmed: bool
    failure: str | None
    applicable: bool
    undo_until: datetime | None
    undone_at: datetime | None
    created_at: datetime
    updated_at: datetime
    task_state: str | None
    progress_done: int | None
    progress_total: int | None


class ImportListRow(msgspec.Struct, frozen=True, kw_only=True):
    """One import in the list. `is_open`: its file is kept, and nothing was applied since it was checked."""

    import_id: UUID
    file_name: str
    file_size: int
    origin: ImportOrigin
    state: StoredImport
    counts: msgspec.Raw
    bad_count: int
    is_open: bool
    undone: bool
    created_at: datetime
    updated_at: datetime
    task_state: str | None


class ImportFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file of an import that waits to be applied. `fresh`: no other was applied since. `preview_sha256`: what was shown and said yes to."""

    fresh: bool
    preview_sha256: bytes | None
    file_name: str
    file_sealed: bytes
    origin: ImportOrigin
    covers: Covers
    school_year: int | None
    findings_sealed: bytes | None
    confirmed: bool


class WordRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a word means in this school's files."""

    kind: WordKind
    word: str
    meaning: str


class StoredUpload(msgspec.Struct, frozen=True, kw_only=True):
    """An upload that is checked and not yet applied."""

    file_name: str
    file_sealed: bytes
