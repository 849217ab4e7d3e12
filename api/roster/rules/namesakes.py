"""Students of one name in one class: by the name alone neither can sign in, so a file that brings them says how they do."""

from collections.abc import Mapping

from api.core.name_folding import fold_name
from api.roster.rules.cells import Faults
from schemas.roster.rows import ClassKey, RosterStudent

SHOWN = 100
"""Names that are listed; all are counted."""


def note_namesakes(faults: Faults, known: Mapping[str, RosterStudent], file: Mapping[str, RosterStudent]) -> None:
    """Names the namesakes among a file's students and those who are here already. Compared as sign-in compares names."""
    bearers: dict[tuple[ClassKey, str], list[RosterStudent]] = {}
    for student in {**known, **file}.values():
        if student.name and student.class_key[1]:
            bearers.setdefault(_known_by(student), []).append(student)
    shared = [of for of in bearers.values() if len(of) > 1 and any(one.number in file for one in of)]
    if shared:
        faults.note("", "namesakes", [_said(of) for of in shared[:SHOWN]], count=len(shared))


def new_namesakes(students: Mapping[str, RosterStudent], row: RosterStudent) -> list[str]:
    """Numbers of those who share a name and a class with a student from now on; none of those who did before."""
    before = students.get(row.number)
    if before is not None and _known_by(before) == _known_by(row):
        return []
    return sorted(
        one.number for one in students.values() if one.number != row.number and _known_by(one) == _known_by(row)
    )


def _known_by(student: RosterStudent) -> tuple[ClassKey, str]:
    return student.class_key, fold_name(student.name).casefold()


def _said(of: list[RosterStudent]) -> str:
    return f"{of[0].class_key[1]} {of[0].name}（{'、'.join(one.number for one in of)}）"
