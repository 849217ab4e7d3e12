"""A school's people: the roster as a workbook says it, what an import would change, and its shape on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.input import Input

ImportState = Literal["checked", "waiting", "running", "done", "failed"]


class Counts(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many a file holds."""

    classes: int
    students: int
    guardians: int
    staff: int
    students_without_guardian: int


class ChangeCount(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many rows of one kind are touched."""

    added: int
    changed: int
    returned: int
    ended: int


class Leaver(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody whom an import ends, named so that a person can check before saying yes."""

    kind: Literal["student", "staff"]
    number: str
    name: str


class ChangeSummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an import would do or has done; `leavers` names at most 200."""

    classes: ChangeCount
    students: ChangeCount
    guardians: ChangeCount
    guardianships: ChangeCount
    staff: ChangeCount
    lessons: ChangeCount
    leavers: list[Leaver]


class BadRowShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One resource that is wrong, with a sentence in the reader's language."""

    sheet: str
    row: int
    column: str
    code: str
    message: str


class RosterImport(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One uploaded file: what was found in it, what it would change, and how far applying it has come.

    `badRowCount` counts all, `badRows` lists at most 1000, and none once another file was uploaded. `failure` is a sentence, null unless `state` is failed.
    """

    import_id: UUID
    file_name: str
    file_size: int
    state: ImportState
    counts: Counts
    changes: ChangeSummary | None
    bad_rows: list[BadRowShown]
    bad_row_count: int
    needs_confirmation: bool
    can_apply: bool
    progress_done: int
    progress_total: int
    failure: str | None
    created_at: datetime
    updated_at: datetime


class RosterImportListed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One import in the list, newest first."""

    import_id: UUID
    file_name: str
    file_size: int
    state: ImportState
    counts: Counts
    bad_row_count: int
    created_at: datetime
    updated_at: datetime


class RosterApply(Input, frozen=True, kw_only=True):
    """Says yes to an import; `confirmLeavers` is asked for when it would end more than 10 % of a school."""

    confirm_leavers: bool = False
