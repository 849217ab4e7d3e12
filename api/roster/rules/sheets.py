"""From tables to rows: which sheets and headings are there, and which are not."""

from api.roster.columns import BY_NAME, GUIDE, Sheet, sheets_of
from api.roster.files.tables import Table, Text, Upload, letter
from api.roster.rules.cells import Faults, Row
from api.roster.values import DIAGNOSES, OrgKind
from schemas.roster.rows import SheetKey

Rows = dict[SheetKey, list[Row]]


def rows_of(upload: Upload, kind: OrgKind, faults: Faults) -> Rows:
    """The rows of every sheet whose headings are right; whatever is wrong with sheets and headings is noted.

    A sheet that cannot be read is left out, so that nothing is said about what other sheets refer to in it.
    """
    faults.extend(upload.bad)
    found: Rows = {}
    wanted = sheets_of(kind)
    seen: set[str] = set()
    for table in upload.tables:
        sheet = BY_NAME.get(table.name)
        if sheet is None or sheet not in wanted:
            _check_foreign(table, sheet, faults)
        elif table.name in seen:
            faults.add(table.name, 0, "", "sheet_twice")
        elif (columns := _columns(table, sheet, faults)) is not None:
            found[sheet.key] = _rows(table, sheet, columns, faults)
        seen.add(table.name)
    if not upload.partial:
        for sheet in wanted:
            if sheet.name not in seen:
                faults.add(sheet.name, 0, "", "sheet_missing")
    return found


def _check_foreign(table: Table, sheet: Sheet | None, faults: Faults) -> None:
    if sheet is not None and table.rows:
        faults.add(table.name, 0, "", "sheet_not_here")
    elif sheet is None and table.name != GUIDE and (table.rows or any(table.heading)):
        faults.add(table.name, 0, "", "sheet_unknown")


def _rows(table: Table, sheet: Sheet, columns: list[str], faults: Faults) -> list[Row]:
    if not table.rows and not sheet.may_be_empty:
        faults.add(sheet.name, 0, "", "sheet_empty")
    rows: list[Row] = []
    for number, cells in table.rows:
        named: dict[str, Text] = {
            columns[at]: cell for at, cell in enumerate(cells) if at < len(columns) and columns[at]
        }
        if any(cell != "" for cell in cells[len(columns) :]):
            faults.add(sheet.name, number, letter(len(columns)), "row_too_long")
        rows.append(Row(sheet, number, named, faults))
    return rows


def _columns(table: Table, sheet: Sheet, faults: Faults) -> list[str] | None:
    """The column at each position, or None when the headings are not right: then no row is read."""
    before = faults.count
    columns: list[str] = []
    for at, text in enumerate(table.heading):
        heading = text if isinstance(text, str) else None
        column = sheet.heading(" ".join(heading.split())) if heading else None
        if heading and column is None:
            code = "diagnosis_column" if DIAGNOSES.search(heading) else "header_unknown"
            faults.add(sheet.name, 1, heading[:60], code)
        elif column in columns and column:
            faults.add(sheet.name, 1, column, "header_twice")
        elif heading == "" and any(len(cells) > at and cells[at] != "" for _, cells in table.rows):
            faults.add(sheet.name, 1, letter(at), "header_empty")
        columns.append(column or "")
    for column in sheet.columns:
        if column.name not in columns:
            faults.add(sheet.name, 1, column.name, "header_missing")
    refused = any(not isinstance(t, str) for t in table.heading)
    return None if faults.count > before or refused else columns
