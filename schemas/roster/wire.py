"""A school's people: the roster as a workbook says it, what an import would change, and its shape on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.roster.rows import Covers, LossKind

ImportState = Literal["checked", "waiting", "running", "done", "failed"]
ImportOrigin = Literal["file", "undo"]
"""`undo`: it takes another import back."""


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


class LossShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One entry that an import ends or removes, named so that a person can check before saying yes.

    `detail` tells a tie's guardian, a lesson's class and subject, the need for support or the role; else it is empty.
    """

    kind: LossKind
    number: str
    name: str
    detail: str


class ChangeSummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an import would do or has done."""

    classes: ChangeCount
    students: ChangeCount
    guardians: ChangeCount
    guardianships: ChangeCount
    staff: ChangeCount
    lessons: ChangeCount


class BadRowShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One resource that is wrong, with a sentence in the reader's language."""

    sheet: str
    row: int
    column: str
    code: str
    message: str


class RosterImport(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One uploaded file: what was found in it, what it would change, and how far applying it has come.

    `badRowCount` counts all, `badRows` lists at most 1000, and none once another file was uploaded. `lossCount` counts what would
    end or be removed, `losses` names at most 500. `undoUntil`: until then it can be undone; null when it cannot.
    `failure` is a sentence, null unless `state` is failed.
    """

    import_id: UUID
    file_name: str
    file_size: int
    origin: ImportOrigin
    covers: Covers
    state: ImportState
    counts: Counts
    changes: ChangeSummary | None
    bad_rows: list[BadRowShown]
    bad_row_count: int
    losses: list[LossShown]
    loss_count: int
    needs_confirmation: bool
    can_apply: bool
    progress_done: int
    progress_total: int
    undo_until: datetime | None
    failure: str | None
    created_at: datetime
    updated_at: datetime


class RosterImportListed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One import in the list, newest first."""

    import_id: UUID
    file_name: str
    file_size: int
    origin: ImportOrigin
    state: ImportState
    counts: Counts
    bad_row_count: int
    created_at: datetime
    updated_at: datetime


class RosterApply(Input, frozen=True, kw_only=True):
    """Says yes to an import; `confirmLeavers` is asked for when it would end or remove more than 10 % of anything."""

    confirm_leavers: bool = False
