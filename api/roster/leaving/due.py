"""Somebody leaves after their last day, by what the roster says then."""

from datetime import datetime, timedelta

from api.core import parts
from api.core.db import uuid7
from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.roster import actions, rules
from api.roster.leaving import queries
from api.roster.persons import service as persons
from api.roster.persons import students
from api.roster.persons.queries import is_importing
from api.roster.queries.people import Permit
from api.roster.snapshot import Loaded, load
from api.roster.writing import Writing, unless_refused
from api.roster.years.queries import end_graduates
from schemas.roster.leaving.rows import PlannedEndRow
from schemas.roster.rows import Roster
from schemas.roster.tasks import EndLeaver

_SOON = timedelta(minutes=10)
_LATER = timedelta(hours=1)


async def end_leaver(uow: UnitOfWork, payload: EndLeaver) -> datetime | None:
    """The task. Returns when to try again: where an import is under way, or something urgent or the school would have nobody."""
    uow.require_system()
    org_id = uow.actor.org_id
    row = await queries.find_planned(uow.conn, org_id, payload.end_id)
    if row is None:
        return None
    if uow.now < row.ends_at:
        return row.ends_at
    if await is_importing(uow.conn, org_id):
        return uow.now + _SOON
    return await unless_refused(uow, _end(uow, row), uow.now + _LATER)


class _Alone(parts.Refused):
    """Nobody would administer the school."""


async def _end(uow: UnitOfWork, row: PlannedEndRow) -> None:
    loaded = await load(uow, Roster())
    wanted = await _without(uow, loaded, row)
    if rules.stranded(wanted):
        raise _Alone
    await _Leaver(
        uow=uow,
        loaded=loaded,
        wanted=wanted,
        changes=rules.diff(loaded.snapshot, wanted),
        phones={},
        permit=Permit(by=uow.actor.account_id, import_id=uuid7()),
        cause="by_hand",
    ).run()
    await queries.set_ended(uow.conn, uow.actor.org_id, row.end_id, uow.now)
    kind, who = ("staff", row.staff_id) if row.staff_id else ("student", row.student_id)
    if who is not None:
        await queries.end_permit(uow.conn, who)
    uow.changed(actions.PERSON_EDIT, kind, who)


async def _without(uow: UnitOfWork, loaded: Loaded, row: PlannedEndRow) -> Roster:
    """The roster without them; as it is, where they have left already."""
    now = loaded.snapshot.now
    if row.staff_id is not None:
        if loaded.person(row.staff_id) not in now.staff:
            return now
        here = row.successor_id and loaded.person(row.successor_id) in now.staff
        return await persons.without_colleague(uow, loaded, row.staff_id, row.successor_id if here else None)
    if row.student_id is None or loaded.number(row.student_id) not in now.students:
        return now
    return students.without_student(loaded, row.student_id)


class _Leaver(Writing):
    """Ends, and passes classes on: what writes to identities here asks for the word that was given for this day."""

    async def run(self) -> None:
        for step in (self._end, self._put_people, self._put_ties):
            await step()
        staff = [self._account(s.person) for s in self.changes.staff.ended]
        gone = [self._student(s.number) for s in self.changes.students.ended]
        today = local_day(self.uow.now, await get_zone(self.uow))
        if staff:
            await queries.end_leavers(self.uow.conn, staff, today, self.uow.now)
        if gone:
            guardians = [self._account(g.person) for g in self.changes.guardians.ended]
            await end_graduates(self.uow.conn, gone, guardians, today, self.uow.now)
        await self._tell_ended()
        await self._note_touched()
