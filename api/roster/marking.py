"""The process that writes a stored upload as a workbook with its faults: `python -m api.roster.marking`. See `checking`."""

import sys
from collections.abc import Sequence

import msgspec

from api.roster import rules
from api.roster.checking import Failed, Refused, serve, stored
from api.roster.files.marked import marked
from api.roster.rules import Reading
from api.roster.sentences import show
from api.roster.values import OrgKind
from schemas.roster.rows import BadRow, Roster

ALL_FAULTS = 100_000  # that a marked copy names


class MarkTask(msgspec.Struct, frozen=True, kw_only=True):
    """A stored upload, and what today's roster adds to its faults in `beside`."""

    data: bytes
    kind: OrgKind
    known: Roster
    reading: Reading
    beside: Sequence[BadRow]
    language: str


class Marked(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The workbook."""

    workbook: bytes


MarkOutcome = Marked | Refused | Failed


def mark(task: MarkTask) -> Marked:
    """Raises Damaged."""
    found = stored(task.data)
    checked = rules.check(found, task.kind, task.known, task.reading, most=ALL_FAULTS)
    problems: dict[tuple[str, int], list[str]] = {}
    colon = ": " if task.language == "en" else "："
    for bad in checked.bad_rows or task.beside:
        shown = show(bad, task.language)
        line = f"{shown.column}{colon}{shown.message}" if shown.column else shown.message
        problems.setdefault((shown.sheet, shown.row), []).append(line)
    headings = {sheet.name: sheet.heading_row for sheet in checked.sheets}
    return Marked(workbook=marked(found.tables, headings, problems))


if __name__ == "__main__":
    sys.exit(serve(lambda data: mark(msgspec.msgpack.decode(data, type=MarkTask))))
