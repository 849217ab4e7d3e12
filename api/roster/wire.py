"""Imports on the wire: rows of the database, and the state of their task, in the reader's language."""

from datetime import datetime

import msgspec

from api.roster.field_names import field_name
from api.roster.outcomes import failure, meaning_name
from api.roster.sentences import say, show
from api.roster.values import SUPPORT, SUPPORT_EN
from schemas.roster.moved import NumberAsked
from schemas.roster.people.rows import ImportListRow, ImportRow, StoredImport
from schemas.roster.persons.wire import Touched
from schemas.roster.rows import Ask, BadRow, FaultGroup, Findings, Loss, SheetRead
from schemas.roster.wire import (
    AskShown,
    ChangeSummary,
    Choice,
    ColumnShown,
    Counts,
    FaultGroupShown,
    ImportState,
    LossCount,
    LossShown,
    NoteShown,
    NumberAskShown,
    RosterImport,
    RosterImportListed,
    ScopeShown,
    SheetShown,
)

_PUNCTUATION = str.maketrans({"、": ", ", "（": " (", "）": ")"})
"""Of lists of names and numbers, in English."""


def to_wire(row: ImportRow, findings: Findings, language: str, now: datetime) -> RosterImport:
    """One import for a reader of this language."""
    state = _state(row.state, row.task_state)
    done, total = (row.progress_done or 0, row.progress_total or 0) if state == "running" else (0, 0)
    return RosterImport(
        import_id=row.import_id,
        version=row.version,
        file_name=row.file_name,
        file_size=row.file_size,
        origin=row.origin,
        covers=row.covers,
        scope_stated=findings.scope_stated,
        scope_asked=findings.scope_asked,
        scopes=[ScopeShown(covers=one.covers, loss_count=one.loss_count) for one in findings.scopes],
        state=state,
        counts=msgspec.json.decode(row.counts, type=Counts),
        changes=msgspec.json.decode(row.changes, type=ChangeSummary | None),
        bad_rows=[show(bad, language) for bad in findings.bad_rows],
        bad_row_count=row.bad_count,
        school_year=row.school_year,
        groups=[_group(group, language) for group in findings.groups],
        notes=[_note(note, language) for note in findings.notes],
        asks=[_ask(ask, language) for ask in findings.asks],
        numbers=[_number(one) for one in findings.numbers],
        sheets=[_sheet(sheet, language) for sheet in findings.sheets],
        losses=[show_loss(loss, language) for loss in findings.losses],
        loss_count=findings.loss_count,
        loss_counts=[LossCount(kind=kind, count=count) for kind, count in findings.loss_counts.items()],
        touched=_touched(findings),
        needs_confirmation=row.needs_confirmation,
        can_apply=state == "checked" and row.applicable and row.fresh,
        stale=state == "checked" and not row.fresh,
        progress_done=done,
        progress_total=total,
        undo_until=row.undo_until if row.undo_until and row.undo_until > now else None,
        undone_at=row.undone_at,
        failure=_failure(row, state, language),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _touched(findings: Findings) -> list[Touched]:
    names, colleagues = findings.touched_names, findings.touched_colleagues
    return [
        Touched(kind=kind, count=count, names=names.get(kind, []), colleagues=colleagues.get(kind, []))
        for kind, count in findings.touched.items()
    ]


def _failure(row: ImportRow, state: str, language: str) -> str | None:
    code = row.failure or ("worker" if state == "failed" else None)
    return failure(code, language) if code else None


def _group(group: FaultGroup, language: str) -> FaultGroupShown:
    first = show(group.first, language)
    return FaultGroupShown(
        sheet=first.sheet,
        column=first.column,
        code=first.code,
        count=group.count,
        rows=group.rows,
        values=group.values,
        message=first.message,
    )


def _note(note: BadRow, language: str) -> NoteShown:
    items = [one.translate(_PUNCTUATION) for one in note.items] if language == "en" else note.items
    return NoteShown(sheet=note.sheet, code=note.code, message=say(note.code, note.params, language), items=items)


def _number(one: NumberAsked) -> NumberAskShown:
    return NumberAskShown(
        account_id=one.account_id,
        part=one.part,
        name=one.name,
        detail=one.detail,
        ends_with=one.ends_with,
        same=one.same,
    )


def _sheet(sheet: SheetRead, language: str) -> SheetShown:
    return SheetShown(
        name=sheet.name,
        key=sheet.key,
        heading_row=sheet.heading_row,
        columns=[ColumnShown(heading=one.heading, field=one.field, samples=one.samples) for one in sheet.columns],
        fields=[Choice(value=field, name=field_name(field, language)) for field in sheet.fields],
    )


def _ask(ask: Ask, language: str) -> AskShown:
    choices = [Choice(value=value, name=meaning_name(ask.kind, value, language)) for value in ask.choices]
    return AskShown(kind=ask.kind, word=ask.word, meaning=ask.meaning, count=ask.count, choices=choices)


def show_loss(loss: Loss, language: str) -> LossShown:
    """One loss for a reader of this language."""
    detail = loss.detail
    if loss.kind == "support":
        detail = (SUPPORT_EN if language == "en" else SUPPORT).get(detail, detail)
    elif loss.kind == "role":
        detail = meaning_name("role", detail, language)
    if language == "en" and loss.kind in {"student", "staff"}:  # their families, or their lessons
        detail = detail.translate(_PUNCTUATION)
    return LossShown(kind=loss.kind, number=loss.number, name=loss.name, detail=detail)


def listed(row: ImportListRow) -> RosterImportListed:
    """One import of the list."""
    return RosterImportListed(
        import_id=row.import_id,
        file_name=row.file_name,
        file_size=row.file_size,
        origin=row.origin,
        state=_state(row.state, row.task_state),
        counts=msgspec.json.decode(row.counts, type=Counts),
        bad_row_count=row.bad_count,
        is_open=row.is_open,
        undone=row.undone,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _state(state: StoredImport, task: str | None) -> ImportState:
    """A waiting import whose task a worker runs is running; one whose task was given up has failed."""
    if state not in {"reading", "waiting"}:
        return state
    if task in {"failed", "cancelled"}:
        return "failed"
    return "running" if state == "waiting" and task == "handed" else state
