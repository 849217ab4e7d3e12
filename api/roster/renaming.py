"""Who gets another name by an import, told from what it changes."""

from collections.abc import Iterator, Mapping
from typing import TypeVar
from uuid import UUID

from api.core.names import Part, Renamed
from api.roster.snapshot import Loaded
from schemas.roster.rows import Change, Changes, RosterGuardian, RosterStaff, RosterStudent

Person = TypeVar("Person", RosterStudent, RosterGuardian, RosterStaff)


def renamed_people(loaded: Loaded, changes: Changes) -> Iterator[Renamed]:
    """Everybody who is here under another name than before, also who comes back. `loaded` knows their ids."""
    now, former = loaded.snapshot.now, loaded.snapshot.former
    yield from _renamed("student", changes.students, now.students, former.students, loaded.student_ids)
    yield from _renamed("guardian", changes.guardians, now.guardians, former.guardians, loaded.accounts)
    yield from _renamed("staff", changes.staff, now.staff, former.staff, loaded.accounts)


def _renamed(
    part: Part, change: Change[Person], now: Mapping[str, Person], former: Mapping[str, Person], ids: Mapping[str, UUID]
) -> Iterator[Renamed]:
    for people, before in ((change.changed, now), (change.returned, former)):
        for person in people:
            if person.name != before[person.key].name:
                yield Renamed(account_id=ids[person.key], part=part, name=person.name)
