"""From tables to rows: which sheets and columns are read, which are not, and what is said about it."""

import msgspec

from api.roster.columns import BY_KEY, GUIDE, Sheet, sheets_of
from api.roster.files.tables import MAX_CELL, Table, Text, Unreadable, Upload, is_problems, letter
from api.roster.rules.cells import Faults, Row
from api.roster.rules.layouts import Layout, find_layout, guardian_groups, is_never_kept
from api.roster.values import DIAGNOSES, OrgKind
from api.roster.words import IGNORE, WORDS, Own
from schemas.roster.rows import SheetKey

Rows = dict[SheetKey, list[Row]]


_OF_GUARDIAN = frozenset(column.name for column in BY_KEY["guardians"].columns)


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """One table and how it is read."""

    table: Table
    layout: Layout


def rows_of(upload: Upload, kind: OrgKind, own: Own, faults: Faults) -> tuple[Rows, list[Read]]:
    """The rows of every sheet that is understood; whatever is wrong with sheets and headings is noted."""
    found: Rows = {}
    reads: list[Read] = []
    seen: set[str] = set()
    wanted = sheets_of(kind)
    if upload.not_taken:
        faults.note("", "never_kept", columns="、".join(upload.not_taken))
    for code in upload.notes:
        faults.note("", code)
    for table in upload.tables:
        if table.name == GUIDE or not table.rows:
            continue
        if table.name in seen:
            faults.add(table.name, 0, "", "sheet_twice")
            continue
        seen.add(table.name)
        layout = _layout(table, wanted, own, faults)
        reads.append(Read(table=table, layout=layout))
        if layout.key is not None and _is_whole(table, layout, faults):
            _read(table, layout, own, faults, found)
    if not any(found.values()) and not faults.count:
        faults.add(upload.tables[0].name if upload.tables else "", 0, "", "sheet_empty")
    return found, reads


def _layout(table: Table, wanted: tuple[Sheet, ...], own: Own, faults: Faults) -> Layout:
    ignored = Layout(key=None, heading_at=0, columns=())
    if table.hidden:
        faults.note(table.name, "sheet_hidden")
        return ignored
    layout = find_layout(table, wanted, own)
    if layout.key is None and own.get(("sheet", table.name)) != IGNORE:
        faults.add(table.name, 0, "", "sheet_unknown")
    elif layout.key is not None and BY_KEY[layout.key] not in wanted:
        if len(table.rows) > 1:
            faults.add(table.name, 0, "", "sheet_not_here")
        return ignored
    return layout


def _is_whole(table: Table, layout: Layout, faults: Faults) -> bool:
    """Whether all columns are there that cannot be missing."""
    sheet, before = BY_KEY[layout.key or "staff"], faults.count
    number = table.rows[layout.heading_at][0]
    fields = {column.field for column in layout.columns}
    for column in layout.columns:
        if column.field == IGNORE and DIAGNOSES.search(column.heading):
            faults.add(table.name, number, column.heading, "diagnosis_column")
    for column in sheet.columns:
        if column.must and column.name not in fields:
            faults.add(table.name, number, column.name, "header_missing")
    _say(table, layout, faults)
    return faults.count == before


def _say(table: Table, layout: Layout, faults: Faults) -> None:
    """What is read in another way than it stands there, and what is not read."""
    row = table.rows[layout.heading_at][0]
    if row > 1:
        faults.note(table.name, "heading_row", row=row)
    if table.hidden_rows:
        faults.note(table.name, "rows_hidden", count=table.hidden_rows)
    filled = {at for _, cells in table.rows[layout.heading_at + 1 :] for at, cell in enumerate(cells) if cell != ""}
    unread = [c for c in layout.columns if c.field == IGNORE and not is_problems(c.heading)]
    unread = [c for c in unread if c.at in filled or c.heading != letter(c.at)]  # with a heading, or anything below it
    ignored = [c.heading for c in unread if not DIAGNOSES.search(c.heading)]
    if never := [heading for heading in ignored if is_never_kept(heading)]:
        faults.note(table.name, "never_kept", columns="、".join(never))
    if others := [heading for heading in ignored if not is_never_kept(heading)]:
        faults.note(table.name, "columns_ignored", columns="、".join(others))


def _read(table: Table, layout: Layout, own: Own, faults: Faults, found: Rows) -> None:
    sheet = BY_KEY[layout.key or "staff"]
    rows = found.setdefault(sheet.key, [])
    guardians = found.setdefault("guardians", []) if (groups := guardian_groups(layout.columns)) else []
    used = {column.field: column for column in layout.columns if column.field != IGNORE}
    shown = {field: column.heading for field, column in used.items()}
    columns = frozenset(used)  # one for all rows, which are many
    places = [(field, column.at) for field, column in used.items()]
    skipped: list[int] = []
    for number, cells in table.rows[layout.heading_at + 1 :]:
        if _is_footer(cells):
            skipped.append(number)
            continue
        named = {field: cell for field, at in places if at < len(cells) and (cell := cells[at]) != ""}
        if not named:
            continue
        _refuse(table, number, shown, named, faults)
        row = Row(sheet, number, named, faults, table.name, shown, columns, own)
        rows.append(row)
        for who, fields in groups.items():
            guardian = {field: named.get(f"{who}{field}", "") for field in fields}
            if any(cell != "" for field, cell in guardian.items() if field != "关系"):
                guardians += _guardian(
                    row, who, guardian, {field: column.heading for field, column in fields.items()}, faults
                )
    if skipped:
        faults.note(table.name, "rows_skipped", rows="、".join(map(str, skipped[:20])))


def _guardian(row: Row, who: str, cells: dict[str, Text], shown: dict[str, str], faults: Faults) -> list[Row]:
    """One guardian out of a student's row. Without name and phone number it is nobody: that is said, and the rest is read."""
    if cells.get("手机号", "") == "" and cells.get("姓名", "") == "":
        faults.note(row.table, "guardian_unnamed", count=1)
        return []
    number = row.lines("学号")
    relation = cells.get("关系", "") or ("其他" if who.startswith("家长") else who)
    named: dict[str, Text] = {**cells, "关系": relation, "学生学号": number if number is not None else ""}
    return [Row(BY_KEY["guardians"], row.number, named, faults, row.table, shown, _OF_GUARDIAN, row.own)]


def _is_footer(cells: list[Text]) -> bool:
    """A row below the list: a total, who filled it in, a remark."""
    said = [cell for cell in cells if cell != ""]
    first = said[0] if said else ""
    return len(said) <= 3 and isinstance(first, str) and first.replace(" ", "").startswith(WORDS.footer)


def _refuse(table: Table, number: int, shown: dict[str, str], named: dict[str, Text], faults: Faults) -> None:
    for field, cell in named.items():
        if isinstance(cell, Unreadable):
            faults.add(table.name, number, shown[field], cell.code, limit=MAX_CELL)
