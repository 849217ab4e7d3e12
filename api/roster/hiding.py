"""What an order keeps from an administrator in the school's lists: the students from whom it bars them, and those students' families.

Their lists leave these rows out and say how many they are. What they were not shown does not end because their file lacks it, nor changes
because their file has it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import msgspec

from api.roster.queries.withheld import Withheld
from api.roster.snapshot import Loaded
from schemas.roster.rows import BadRow, Findings, Loss, LossKind, Roster, RosterStudent
from schemas.roster.touching import TouchedName

_Key = TypeVar("_Key")
NOT_SHOWN = "—"
_OF_STUDENTS: frozenset[LossKind] = frozenset({"student", "guardianship", "home", "support"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Students by number, and their guardians of today by the key of the snapshot."""

    numbers: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()

    def shown(self, now: Roster) -> Roster:
        """Today's roster without those students and guardians; of their brothers and sisters without the home."""
        if not self.numbers:
            return now
        siblings = {tie.number for tie in now.guardianships.values() if tie.person in self.persons}
        students = {
            number: msgspec.structs.replace(one, home=None) if number in siblings else one
            for number, one in now.students.items()
            if number not in self.numbers
        }
        return msgspec.structs.replace(
            now,
            students=students,
            guardians={person: one for person, one in now.guardians.items() if person not in self.persons},
            guardianships={key: tie for key, tie in now.guardianships.items() if tie.person not in self.persons},
        )

    def left_out(self, now: Roster) -> int:
        """How many rows of students and guardians are not shown."""
        shown = self.shown(now)
        return len(now.students) - len(shown.students) + len(now.guardianships) - len(shown.guardianships)

    def kept(self, now: Roster, wanted: Roster) -> Roster:
        """What a file of theirs asks for, with these students and their guardians as they are today: it ends, moves and renames none of them.

        A student whose class the file ends goes where it says, or keeps the class.
        """
        mine = {number: self._placed(now.students[number], wanted) for number in self.numbers}
        students = wanted.students | mine
        ties = {
            key: tie for key, tie in now.guardianships.items() if tie.person in self.persons and tie.number in students
        }
        return msgspec.structs.replace(
            wanted,
            classes={one.class_key: now.classes[one.class_key] for one in mine.values() if one.class_key in now.classes}
            | wanted.classes,
            students=students,
            guardians=wanted.guardians | {tie.person: now.guardians[tie.person] for tie in ties.values()},
            guardianships=wanted.guardianships | ties,
        )

    def _placed(self, one: RosterStudent, wanted: Roster) -> RosterStudent:
        asked = wanted.students.get(one.number)
        if asked is None or one.class_key in wanted.classes:
            return one
        return msgspec.structs.replace(one, class_key=asked.class_key)

    def changed_by(self, now: Roster, file: Roster) -> bool:
        """Whether a file says otherwise of them than today's roster."""
        ties = [key for key in now.guardianships if key[1] in self.persons]
        return (
            _differs(file.students, now.students, self.numbers)
            or _differs(file.guardians, now.guardians, self.persons)
            or _differs(file.guardianships, now.guardianships, ties)
        )


def _differs(file: Mapping[_Key, object], now: Mapping[_Key, object], keys: Iterable[_Key]) -> bool:
    return any(key in file and file[key] != now[key] for key in keys)


def hidden_from(loaded: Loaded, account_id: UUID) -> Hidden:
    """What is hidden from somebody who administers the school, or from whose file it is."""
    now, person = loaded.snapshot.now, loaded.person(account_id)
    numbers = frozenset(number for number, barred in loaded.barred if barred == person and number in now.students)
    families = frozenset(tie.person for tie in now.guardianships.values() if tie.number in numbers)
    return Hidden(numbers=numbers, persons=families)


def withhold(findings: Findings, withheld: Withheld, *, own: bool) -> Findings:
    """What an import would do, without the names of these students and of their guardians.

    `own`: the reader wrote what it holds. Of anybody else's file no cell is quoted: it may hold whatever a family has.
    """
    if not withheld.numbers:
        return findings
    hidden = {kind: [_touched(one, withheld) for one in names] for kind, names in findings.touched_names.items()}
    numbers = [
        msgspec.structs.replace(one, name=NOT_SHOWN, detail="", ends_with="") if one.name in withheld.names else one
        for one in findings.numbers
    ]
    losses = [withhold_loss(one, withheld) for one in findings.losses]
    shown = msgspec.structs.replace(findings, touched_names=hidden, numbers=numbers, losses=losses)
    return shown if own else _unquoted(shown)


_PLACES = frozenset(
    {
        "choices",
        "column",
        "count",
        "day",
        "example",
        "limit",
        "other_row",
        "other_sheet",
        "row",
        "rows",
        "sheet",
        "year",
    }
)
"""Params of sentences that quote no cell and name nobody of the roster."""


def _unquoted(findings: Findings) -> Findings:
    groups = [msgspec.structs.replace(one, first=_without_text(one.first), values=[]) for one in findings.groups]
    sheets = [
        msgspec.structs.replace(
            sheet, columns=[msgspec.structs.replace(column, samples=[]) for column in sheet.columns]
        )
        for sheet in findings.sheets
    ]
    return msgspec.structs.replace(
        findings,
        bad_rows=[_without_text(one) for one in findings.bad_rows],
        notes=[_without_text(one) for one in findings.notes],
        groups=groups,
        sheets=sheets,
    )


def _without_text(bad: BadRow) -> BadRow:
    params = {name: text if name in _PLACES else NOT_SHOWN for name, text in bad.params.items()}
    return msgspec.structs.replace(bad, params=params, items=[])


def withhold_loss(loss: Loss, withheld: Withheld) -> Loss:
    """The same without whom it is about, where that is one of these students."""
    if loss.kind not in _OF_STUDENTS or loss.number not in withheld.numbers:
        return loss
    return msgspec.structs.replace(loss, number="", name=NOT_SHOWN, detail="")


def _touched(one: TouchedName, withheld: Withheld) -> TouchedName:
    return msgspec.structs.replace(one, name=NOT_SHOWN, detail="") if one.name in withheld.names else one
