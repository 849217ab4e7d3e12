"""A list that is imported while somebody is away: their leave goes on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from api.core.unit_of_work import Reading, UnitOfWork
from api.roster.leaves import passing, queries, rules
from api.roster.leaves.rules import Kept, PassedLesson, Passing
from api.roster.snapshot import Loaded
from schemas.roster.leaves.rows import LeaveLessonRow
from schemas.roster.rows import Roster

Complete = Callable[[Roster], Roster]
"""A list completed to a whole roster, by what is the roster without it."""


@dataclass(slots=True, kw_only=True)
class Away:
    """Leaves that have begun, and what a list changes in what they pass on."""

    leaves: dict[UUID, Passing]
    kept: dict[UUID, Kept] = field(default_factory=dict[UUID, Kept])

    def complete(self, now: Roster, file: Roster, complete: Complete) -> Roster:
        """The roster that a list asks for, with every leave as it is."""
        wanted = complete(now)
        at_home = complete(self._at_home(now)) if self.leaves else wanted
        return self._keep(now, wanted, lambda one: rules.dropped_by(file, at_home, one))

    def open_year(self, now: Roster, opened: Complete) -> Roster:
        """A new school year, opened as if nobody were away: the classes of who is away go up as theirs, and pass on until they are back."""
        return self.keep(now, opened(self._at_home(now)))

    def keep(self, now: Roster, wanted: Roster) -> Roster:
        """The wanted roster with every leave as it is."""
        return self._keep(now, wanted, lambda _: [])

    def _keep(self, now: Roster, wanted: Roster, dropped: Callable[[Passing], list[PassedLesson]]) -> Roster:
        for leave_id, one in self.leaves.items():
            wanted, self.kept[leave_id] = rules.kept(now, wanted, one, dropped(one))
        return wanted

    def _at_home(self, now: Roster) -> Roster:
        for one in self.leaves.values():
            now = rules.finished(now, one)
        return now

    def names(self, wanted: Roster) -> list[str]:
        """Those to whom a list gives what waits for the end of their leave."""
        return sorted(
            wanted.staff[one.person].name for leave_id, one in self.leaves.items() if self.kept[leave_id].passed
        )


async def find_away(uow: Reading, loaded: Loaded) -> Away:
    """Who is away now."""
    leaves = await queries.list_begun(uow.conn, uow.actor.org_id)
    return Away(leaves={one.leave_id: await passing.passing_of(uow, loaded, one) for one in leaves})


async def note_kept(uow: UnitOfWork, loaded: Loaded, away: Away) -> None:
    """Notes what a list passed on and what it took, so that the right classes come back. `loaded` knows the ids of new classes."""
    conn, org_id = uow.conn, uow.actor.org_id
    for leave_id, kept in away.kept.items():
        before = away.leaves[leave_id].lessons
        known = {(x.class_key, x.part, x.subject) for x in before}
        new = [x for x in kept.passed if (x.class_key, x.part, x.subject) not in known]
        await queries.remove_lessons(conn, org_id, leave_id, _rows(loaded, kept.dropped))
        await queries.add_lessons(conn, org_id, leave_id, _rows(loaded, new))


def _rows(loaded: Loaded, lessons: Iterable[PassedLesson]) -> list[LeaveLessonRow]:
    return [
        LeaveLessonRow(class_id=loaded.class_ids[x.class_key], part=x.part, subject=x.subject, given=x.given)
        for x in lessons
    ]
