"""What a file may cover and what each answer would end. It is proposed here; a person states it where it makes a difference."""

from collections.abc import Callable, Mapping
from typing import get_args

from api.roster.rules.diff import diff, stranded
from api.roster.rules.losses import losses
from schemas.roster.rows import Covers, Loss, Roster, Scope, Snapshot

ANSWERS: tuple[Covers, ...] = get_args(Covers)
MOST = 0.9  # of the students, and of the staff, whom a file must name before it is proposed to be the whole school
_SAFER: tuple[Covers, ...] = ("classes", "new")

Lost = Mapping[Covers, frozenset[Loss] | None]
"""What each answer would end; None: the file cannot be read so."""


def lost_by(snapshot: Snapshot, completed: Callable[[Covers], Roster]) -> Lost:
    """What the file would end by each answer. `completed`: the whole roster that it then asks for."""
    return {covers: _lost(snapshot, completed(covers)) for covers in ANSWERS}


def _lost(snapshot: Snapshot, wanted: Roster) -> frozenset[Loss] | None:
    if stranded(wanted):
        return None
    return frozenset(losses(snapshot.now, diff(snapshot, wanted)))


def makes_a_difference(lost: Lost) -> bool:
    """Whether the answer decides what ends. An answer by which the file cannot be read does not count."""
    return len({found for found in lost.values() if found is not None}) > 1


def scopes(lost: Lost) -> list[Scope]:
    """How much each answer would end."""
    return [Scope(covers=covers, loss_count=None if of is None else len(of)) for covers, of in lost.items()]


def propose(now: Roster, file: Roster, lost: Lost) -> Covers:
    """The answer that fits best. Only a file that names nearly everybody is proposed to be the whole school."""
    likely = _likely(now, file)
    possible: list[Covers] = [covers for covers in (likely, *_SAFER) if lost[covers] is not None]
    return possible[0] if possible else likely


def _likely(now: Roster, file: Roster) -> Covers:
    if not now.students and not now.staff:
        return "school"
    known = [key for key in file.students if key in now.students], [key for key in file.staff if key in now.staff]
    if (file.students or file.staff) and not any(known):
        return "new"
    students = not file.students or len(known[0]) >= MOST * len(now.students)
    staff = not file.staff or len(known[1]) >= MOST * len(now.staff)
    return "school" if (file.students or file.staff) and students and staff else "classes"
