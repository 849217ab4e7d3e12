"""Changes one person by the way of an import: today's roster is compared with the wanted one, written, and told to every feature.

A dry run does all of it in a part of the transaction that is rolled back, so what it counts is what would happen, and what it
refuses would be refused.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import NoReturn
from uuid import UUID

import msgspec

from api.core import access, daily, parts
from api.core.db import attempt, uuid7
from api.core.unit_of_work import UnitOfWork
from api.roster import actions, plans, rules
from api.roster.ending import Away
from api.roster.errors import ImportRunning
from api.roster.persons import queries
from api.roster.persons.errors import LastAdministrator, PersonRefused, StaffNumberTaken
from api.roster.queries import imports, people
from api.roster.queries.people import Permit
from api.roster.snapshot import Loaded, load
from api.roster.touching import OF_A_STUDENT, OF_DAYS, OF_STAFF, list_touched, named_as_today
from api.roster.writing import Writing
from schemas.roster.persons.wire import PersonChanged, Replaced
from schemas.roster.rows import Roster
from schemas.roster.touching import TouchedKind

NOBODY_NEW: dict[str, str] = {}
_REFUSED = {"staff_number_taken": StaffNumberTaken, "no_admin": LastAdministrator}


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """How a request changes a person: the session whose word it is, the version it was made from, and whether it only tries."""

    token_hash: bytes
    version: int
    dry_run: bool


class _Tried(Exception):
    """Ends a dry run: everything is rolled back. It carries what was counted."""

    def __init__(self, found: PersonChanged) -> None:
        super().__init__()
        self.found = found


@dataclass(slots=True, kw_only=True)
class Changing:
    """A change that is under way: the permit that its writes to identities ask for. `told`: colleagues who hear of it otherwise."""

    uow: UnitOfWork
    permit: Permit
    how: parts.How = "left"
    away: Away | None = None
    told: frozenset[UUID] = frozenset()
    resource_id: UUID | None = None
    """Who was changed, where it is known only now: somebody who was added."""
    namesakes: list[str] = field(default_factory=list[str])
    """Numbers of students who share a name and a class with this one from now on."""
    replaced: list[Replaced] = field(default_factory=list[Replaced])
    """Class teachers whom this colleague follows."""

    async def load(self, wanted: Roster | None = None) -> Loaded:
        """Today's roster."""
        return await load(self.uow, wanted or Roster())

    async def write(self, loaded: Loaded, wanted: Roster, phones: dict[str, str] = NOBODY_NEW) -> None:
        """Writes what differs, and has every feature answer what ended. `phones`: of people who are new. Raises PersonRefused, Refused."""
        for bad in rules.stranded(wanted):
            raise _REFUSED.get(bad.code, PersonRefused)
        await Writing(
            uow=self.uow,
            loaded=loaded,
            wanted=wanted,
            changes=rules.diff(loaded.snapshot, wanted),
            phones=phones,
            permit=self.permit,
            cause="by_hand",
            how=self.how,
            away=self.away,
            told=self.told,
        ).run()


Change = Callable[[Changing], Awaitable[None]]


async def change(uow: UnitOfWork, by: By, resource: str, resource_id: UUID, what: Change) -> PersonChanged:
    """Does `what`, or tries it. Raises StepUpNeeded, ImportRunning, and whatever `what` raises."""
    access.check_assurance(uow.actor)
    await imports.settle_imports(uow.conn, uow.actor.org_id, uow.now)
    if await queries.is_importing(uow.conn, uow.actor.org_id):
        raise ImportRunning
    noted, uow.object_id = uow.noted(), resource_id
    try:
        async with attempt(uow.conn):
            return await _do(uow, by, resource, resource_id, what)
    except _Tried as tried:
        found = tried.found
        touched = await named_as_today(uow, uow.changes[noted.changes :], found.touched)
        uow.forget(noted)
        return msgspec.structs.replace(found, touched=touched)


async def _do(uow: UnitOfWork, by: By, resource: str, resource_id: UUID, what: Change) -> PersonChanged:
    permit = Permit(by=uow.actor.account_id, import_id=uuid7())
    await people.add_permit(uow.conn, permit.by, by.token_hash, permit.import_id, uow.now)
    noted = len(uow.changes)
    changing = Changing(uow=uow, permit=permit)
    await what(changing)
    uow.object_id = resource_id = changing.resource_id or resource_id
    found = await list_touched(uow, uow.changes[noted:], _shown_of(resource, changing))
    uow.changed(actions.PERSON_EDIT, resource, resource_id)
    await daily.run_now(uow, await plans.kind_of(uow))
    await people.end_permit(uow.conn, permit)  # sends what is queued: a dry run fails where the change would
    answer = PersonChanged(
        touched=found,
        namesakes=changing.namesakes,
        replaced=changing.replaced,
        done=not by.dry_run,
        person_id=None,
    )
    if by.dry_run:
        raise _Tried(answer)
    return msgspec.structs.replace(answer, person_id=uow.object_id)


def _shown_of(resource: str, changing: Changing) -> frozenset[TouchedKind]:
    if resource != "staff":
        return OF_A_STUDENT
    return OF_STAFF if changing.away is None else OF_DAYS


async def try_change(changing: Changing, what: Change) -> None:
    """Refuses what `what` refuses, and leaves no trace: for a change that happens later. Raises whatever `what` raises."""
    uow = changing.uow
    noted = uow.noted()
    try:
        async with attempt(uow.conn):
            await what(changing)
            _end_trial()
    except _Tried:
        uow.forget(noted)


def _end_trial() -> NoReturn:
    raise _Tried(PersonChanged(touched=[], namesakes=[], replaced=[], done=False, person_id=None))
