"""A school's people: the roster as a workbook says it, what an import would change, and its shape on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.roster.persons.wire import Touched
from schemas.roster.rows import Covers, LossKind, SheetKey, WordKind
from schemas.text import LINE

ImportState = Literal["reading", "checked", "waiting", "running", "done", "failed"]
ImportOrigin = Literal["file", "undo", "rollover", "wecom"]
"""`undo`: it takes another import back. `rollover`: it opens a school year. `wecom`: it was read from the school's WeCom."""


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

    `detail` tells a tie's guardian, a lesson's class and subject, the need for support, the role, the guardians who go with a student or
    the lessons that go with a colleague; else it is empty.
    """

    kind: LossKind
    number: str
    name: str
    detail: str


class LossCount(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many entries of one kind an import ends or removes."""

    kind: LossKind
    count: int


class ScopeShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One answer to what a file covers, and how much it would end or remove then; null: the file cannot be read so."""

    covers: Covers
    loss_count: int | None


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


class FaultGroupShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """All faults of one kind in one column: how many, the first rows and values, and the sentence of the first."""

    sheet: str
    column: str
    code: str
    count: int
    rows: list[int]
    values: list[str]
    message: str


class NoteShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is said about a file that is no error. `items`: what it is said of, each a line, such as students of one name."""

    sheet: str
    code: str
    message: str
    items: list[str]


class Choice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A meaning that can be chosen, and its name."""

    value: str
    name: str


class AskShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A word that a person settles once for the school. `meaning`: what it seems to mean, or null. `count`: in how many cells it stands."""

    kind: WordKind
    word: str
    meaning: str | None
    count: int
    choices: list[Choice]


class ColumnShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A column, the field it is read as (empty: it is not read), and what some of its cells say, to recognise it by."""

    heading: str
    field: str
    samples: list[str]


class SheetShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How a sheet of the file is read. `key`: as which sheet of the workbook, null: not at all. `fields`: what a column may hold."""

    name: str
    key: SheetKey | None
    heading_row: int
    columns: list[ColumnShown]
    fields: list[Choice]


class WordSettled(Input, frozen=True, kw_only=True):
    """What a word means in this school's files: the field of a heading, or the meaning of a value.

    An empty meaning: the sheet or column is not read, or the role gives nothing. `+` for a class: it is a new one.
    """

    kind: WordKind
    word: Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=LINE)]
    meaning: Annotated[str, msgspec.Meta(max_length=60, pattern=LINE)]


class NumberAskShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody of the roster who may be the same person with a new number. `detail`: the staff number, or the child.

    `endsWith`: the last digits of the new number. `same`: the answer, null while there is none.
    """

    account_id: UUID
    part: Literal["staff", "guardian"]
    name: str
    detail: str
    ends_with: str
    same: bool | None


class NumberSettled(Input, frozen=True, kw_only=True):
    """Whether the person of the file is the one of the roster, with a new number. It holds for this file."""

    account_id: UUID
    same: bool


class RosterReading(Input, frozen=True, kw_only=True):
    """How an uploaded file is to be read. Words are remembered for the school's next files; null leaves it to the file."""

    words: Annotated[list[WordSettled], msgspec.Meta(max_length=300)]
    covers: Covers | None = None
    school_year: Annotated[int, msgspec.Meta(ge=2000, le=2100)] | None = None
    numbers: Annotated[list[NumberSettled], msgspec.Meta(max_length=2000)] = msgspec.field(default=[])


class RosterImport(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One uploaded file, or list read from WeCom: what was found in it, what it would change, and how far applying it has come.

    `badRowCount` counts all, `badRows` lists at most 1000, and none once another file was uploaded. `lossCount` counts what would
    end or be removed, `lossCounts` by kind, and `losses` names the first 50; `listRosterLosses` names all. `touched` counts
    what would be handed over or cancelled elsewhere, as it was when the file was checked; of talks and concerns only those of colleagues, and none by name. `undoUntil`: until then it
    can be undone; null when it cannot. `undoneAt`: when it was. `asks` are words to be settled first: until then it is not compared and cannot be applied. Unless
    `scopeStated`, `covers` is only proposed; while `scopeAsked` it decides what ends and has to be stated first, and `scopes` tells how
    much each answer would end. `numbers` are people who may have a new number: each needs an answer before it can be applied. `version` changes with what would change. `stale`: another import was applied since. `schoolYear`: of
    classes that the file does not list. While `state` is reading, the worker reads WeCom and nothing else is known. `failure` is a sentence, null unless `state` is failed.
    """

    import_id: UUID
    version: int
    file_name: str
    file_size: int
    origin: ImportOrigin
    covers: Covers
    scope_stated: bool
    scope_asked: bool
    scopes: list[ScopeShown]
    state: ImportState
    counts: Counts
    changes: ChangeSummary | None
    bad_rows: list[BadRowShown]
    bad_row_count: int
    school_year: int | None
    groups: list[FaultGroupShown]
    notes: list[NoteShown]
    asks: list[AskShown]
    numbers: list[NumberAskShown]
    sheets: list[SheetShown]
    losses: list[LossShown]
    loss_count: int
    loss_counts: list[LossCount]
    touched: list[Touched]
    needs_confirmation: bool
    can_apply: bool
    stale: bool
    progress_done: int
    progress_total: int
    undo_until: datetime | None
    undone_at: datetime | None
    failure: str | None
    created_at: datetime
    updated_at: datetime


class RosterImportListed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One import in the list, newest first. `isOpen`: it can still be read in another way, or applied. `undone`: it was taken back."""

    import_id: UUID
    file_name: str
    file_size: int
    origin: ImportOrigin
    state: ImportState
    counts: Counts
    bad_row_count: int
    is_open: bool
    undone: bool
    created_at: datetime
    updated_at: datetime


class RosterSources(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a roster can be read from besides a file. `wecom`: the school's WeCom.

    `leftOut`: students whom lists and files of the roster leave out for the reader, with their guardians, because of a court's order.
    """

    wecom: bool
    left_out: int


class RosterApply(Input, frozen=True, kw_only=True):
    """Says yes to an import; `confirmLosses` is asked for when it would end or remove anything, here or elsewhere."""

    confirm_losses: bool = False
