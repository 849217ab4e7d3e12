"""What an order keeps from an administrator in the school's lists: the students from whom it bars them, and those students' families.

Their lists leave these rows out and say how many they are. What they were not shown does not end because their file lacks it.
"""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from api.roster.queries.withheld import Withheld
from api.roster.snapshot import Loaded
from schemas.roster.rows import Findings, Loss, LossKind, Roster
from schemas.roster.touching import TouchedName

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
        """What a file of theirs asks for, with the rows that they are not shown and that it lacks."""
        students = {number: now.students[number] for number in self.numbers if number in now.students}
        students = {n: one for n, one in students.items() if n in wanted.students or one.class_key in wanted.classes}
        students |= wanted.students
        ties = {
            key: tie for key, tie in now.guardianships.items() if tie.person in self.persons and tie.number in students
        }
        guardians = {tie.person: now.guardians[tie.person] for tie in ties.values()}
        return msgspec.structs.replace(
            wanted,
            students=students,
            guardians=guardians | wanted.guardians,
            guardianships=ties | wanted.guardianships,
        )


def hidden_from(loaded: Loaded, account_id: UUID) -> Hidden:
    """What is hidden from somebody who administers the school, or from whose file it is."""
    now, person = loaded.snapshot.now, loaded.person(account_id)
    numbers = frozenset(number for number, barred in loaded.barred if barred == person and number in now.students)
    families = frozenset(tie.person for tie in now.guardianships.values() if tie.number in numbers)
    return Hidden(numbers=numbers, persons=families)


def withhold(findings: Findings, withheld: Withheld) -> Findings:
    """What an import would do, without the names of these students and of their guardians."""
    if not withheld.numbers:
        return findings
    hidden = {kind: [_touched(one, withheld) for one in names] for kind, names in findings.touched_names.items()}
    numbers = [
        msgspec.structs.replace(one, name=NOT_SHOWN, detail="", ends_with="") if one.name in withheld.names else one
        for one in findings.numbers
    ]
    losses = [withhold_loss(one, withheld) for one in findings.losses]
    return msgspec.structs.replace(findings, touched_names=hidden, numbers=numbers, losses=losses)


def withhold_loss(loss: Loss, withheld: Withheld) -> Loss:
    """The same without whom it is about, where that is one of these students."""
    if loss.kind not in _OF_STUDENTS or loss.number not in withheld.numbers:
        return loss
    return msgspec.structs.replace(loss, number="", name=NOT_SHOWN, detail="")


def _touched(one: TouchedName, withheld: Withheld) -> TouchedName:
    return msgspec.structs.replace(one, name=NOT_SHOWN, detail="") if one.name in withheld.names else one
