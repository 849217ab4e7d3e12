"""What an import would touch elsewhere: it is written in a part of the transaction that is rolled back, and features answer it.

Logins and memberships are left out: they ask for an administrator's permit, and no feature looks at them when a part ends.
"""

from dataclasses import replace
from typing import NoReturn

import msgspec

from api.core import parts
from api.core.db import attempt, uuid7
from api.core.unit_of_work import UnitOfWork
from api.roster import guarding, rules
from api.roster.ending import ended_parts
from api.roster.plans import Plan
from api.roster.queries.people import Permit
from api.roster.snapshot import Loaded
from api.roster.touching import ASIDE, OF_A_STUDENT, list_touched, named_as_today
from api.roster.writing import Writing
from schemas.roster.persons.wire import Touched
from schemas.roster.rows import BadRow, Change, Changes, Roster
from schemas.roster.touching import TouchedKind


class _Tried(Exception):
    """Ends a trial: everything is rolled back. It carries what was touched."""

    def __init__(self, found: list[Touched]) -> None:
        super().__init__()
        self.found = found


async def try_out(uow: UnitOfWork, plan: Plan) -> None:
    """Counts what the plan would touch. A plan that a feature refuses becomes one that cannot be applied."""
    loaded, wanted, changes = plan.loaded, plan.wanted, plan.changes
    moved = (
        [Touched(kind="sign_in", count=len(plan.moves), names=[], colleagues=[])] if plan.moves else []
    )  # each is signed out
    plan.touched = moved
    if loaded is None or wanted is None or changes is None or plan.scope_asked:
        return
    try:
        guarding.check(loaded, wanted, changes, uow.actor.account_id)
        if not _takes(changes):
            return
        found = await _try(uow, loaded, wanted, changes, OF_A_STUDENT)
    except parts.Refused as refused:
        plan.changes, plan.bad_rows, plan.bad_count = None, [_refused(refused)], 1
        return
    plan.touched = [*found, *await _of_staff(uow, loaded, wanted, changes), *moved]


def _refused(refused: parts.Refused) -> BadRow:
    """Its sentence is one of `sentences`."""
    params = {name: str(value) for name, value in refused.params.items()}
    return BadRow(sheet="", row=0, column="", code=refused.slug.replace("-", "_"), params=params)


async def _of_staff(uow: UnitOfWork, loaded: Loaded, wanted: Roster, changes: Changes) -> list[Touched]:
    """Talks and concerns of colleagues alone: counted with students, a file that ends one student would tell of theirs (0237)."""
    of_staff = rules.of_staff(changes)
    if not _takes(of_staff):
        return []
    before = msgspec.structs.replace(loaded.snapshot.now, staff=wanted.staff, lessons=wanted.lessons)
    try:
        return await _try(uow, loaded, before, of_staff, ASIDE)
    except parts.Refused:  # only without the students who move beside them
        return []


async def _try(
    uow: UnitOfWork, loaded: Loaded, wanted: Roster, changes: Changes, kinds: frozenset[TouchedKind]
) -> list[Touched]:
    """Writes it, has features answer, and rolls back. Raises Refused."""
    noted, object_id = uow.noted(), uow.object_id
    try:
        async with attempt(uow.conn):
            await _write(uow, loaded, wanted, changes)
            _end_trial(await list_touched(uow, uow.changes[noted.changes :], kinds))
    except _Tried as tried:
        return await named_as_today(uow, uow.changes[noted.changes :], tried.found)
    finally:
        uow.forget(noted)
        uow.object_id = object_id


def _end_trial(found: list[Touched]) -> NoReturn:
    raise _Tried(found)


async def _write(uow: UnitOfWork, loaded: Loaded, wanted: Roster, changes: Changes) -> None:
    fresh = {person: uuid7() for person in {**wanted.guardians, **wanted.staff} if person not in loaded.accounts}
    copy = replace(
        loaded,
        class_ids=dict(loaded.class_ids),
        student_ids=dict(loaded.student_ids),
        accounts=loaded.accounts | fresh,
    )
    permit = Permit(by=uow.actor.account_id, import_id=uuid7())
    writing = Writing(uow=uow, loaded=copy, wanted=wanted, changes=changes, phones={}, permit=permit)
    await writing.write_roster()
    await parts.end(uow, "roster_trial", None, ended_parts(copy, changes, wanted))


def _takes(changes: Changes) -> bool:
    """Whether anybody may lose a part by it."""
    kinds: list[Change[object]] = [getattr(changes, kind) for kind in Changes.__struct_fields__]
    return any(kind.ended or kind.changed for kind in kinds)
