"""Taking an applied import back: what it added goes, what it ended returns, and what it changed says again what it said."""

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

import msgspec

from api.roster.rules.merge import consistent
from schemas.roster.rows import Change, Changes, Roster, RosterStudent, Undo

Row = TypeVar("Row", bound=msgspec.Struct)


def undo_of(now: Roster, changes: Changes) -> Undo:
    """What is kept of an import, so that it can be undone. `now`: the roster before it."""
    before: dict[str, Any] = {
        kind: {row.key: getattr(now, kind)[row.key] for row in getattr(changes, kind).changed}
        for kind in Roster.__struct_fields__
    }
    return Undo(changes=changes, before=Roster(**before))


def undone(now: Roster, undo: Undo) -> Roster:
    """Today's roster without the import. What was changed since then stays as it is."""
    kinds: dict[str, Any] = {
        kind: _undone(getattr(now, kind), getattr(undo.changes, kind), getattr(undo.before, kind))
        for kind in Roster.__struct_fields__
    }
    roster = Roster(**kinds)
    placed = {number: _placed(student, roster, undo) for number, student in roster.students.items()}
    roster = msgspec.structs.replace(
        roster,
        guardians={**undo.before.guardians, **now.guardians, **roster.guardians},
        students={n: s for n, s in placed.items() if s.class_key in roster.classes},
    )
    return consistent(_without_seconds(now, roster))


def _placed(student: RosterStudent, roster: Roster, undo: Undo) -> RosterStudent:
    """A student whose class goes is in the class before, also when something else about them was changed since."""
    before = undo.before.students.get(student.number)
    if before is None or student.class_key in roster.classes:
        return student
    return msgspec.structs.replace(student, class_key=before.class_key)


def _undone(now: Mapping[Hashable, Any], change: Change[Any], before: Mapping[Hashable, Any]) -> dict[Hashable, Any]:
    rows = dict(now)
    for row in [*change.added, *change.returned]:
        if row.key in rows and _same(rows[row.key], row):
            del rows[row.key]
    for row in change.changed:
        if row.key in rows and _same(rows[row.key], row):
            rows[row.key] = _without_email(before[row.key])
    for row in change.ended:
        rows.setdefault(row.key, _without_email(row))
    return rows


def _same(one: msgspec.Struct, other: msgspec.Struct) -> bool:
    return _without_email(one) == _without_email(other)


def _without_email(row: Row) -> Row:
    """A mail address that was given stays given: it belongs to the person, not to the roster."""
    return msgspec.structs.replace(row, email="") if "email" in row.__struct_fields__ else row


def _without_seconds(now: Roster, roster: Roster) -> Roster:
    """Who came in between keeps the staff number, and the class that they lead."""
    numbers = {row.number for p, row in roster.staff.items() if p in now.staff}
    led = {x.class_key for k, x in roster.lessons.items() if k in now.lessons and x.part == "class_teacher"}
    return msgspec.structs.replace(
        roster,
        staff={p: row for p, row in roster.staff.items() if p in now.staff or row.number not in numbers},
        lessons={
            k: x
            for k, x in roster.lessons.items()
            if k in now.lessons or x.part != "class_teacher" or x.class_key not in led
        },
    )
