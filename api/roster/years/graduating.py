"""Graduates and their families leave on the day that was said, by what the roster says on that day."""

from datetime import datetime, timedelta

from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.local_time import day_begins, local_day
from api.core.orgs import get_zone
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from api.roster import actions
from api.roster import rules as roster_rules
from api.roster.leaving.queries import list_leaving
from api.roster.persons.queries import is_importing
from api.roster.queries.people import Permit
from api.roster.snapshot import load
from api.roster.writing import Writing, unless_refused
from api.roster.years import queries, rules
from schemas.roster.rows import Roster
from schemas.roster.tasks import EndGraduates

_SOON = timedelta(minutes=10)


async def end_graduates(services: Services, org_id: int, _: EndGraduates) -> datetime | None:
    """The daily task: classes whose last day is past end, with who is in them today. Who moved to another class stays."""
    try:
        async with system_uow(services, org_id) as uow:
            return await end_due(uow)
    except NotFound:
        return None


async def end_due(uow: UnitOfWork) -> datetime:
    """Ends what is due in this transaction. Returns when to look again: after an import that is under way, or at the next midnight."""
    uow.require_system()
    zone = await get_zone(uow)
    today = local_day(uow.now, zone)
    tomorrow = day_begins(today + timedelta(days=1), zone)
    days = await queries.list_last_days(uow.conn, uow.actor.org_id)
    if not days:
        await queries.end_graduates_permit(uow.conn, await list_leaving(uow.conn, uow.actor.org_id))
    if not any(day < today for day in days):
        return tomorrow
    if await is_importing(uow.conn, uow.actor.org_id):
        return uow.now + _SOON
    await unless_refused(uow, _end(uow), None)  # something urgent would have no owner: it is tried again every day
    return tomorrow


async def _end(uow: UnitOfWork) -> None:
    loaded = await load(uow, Roster())
    now = loaded.snapshot.now
    wanted = rules.graduated(now, local_day(uow.now, await get_zone(uow)))
    await _Leaving(
        uow=uow,
        loaded=loaded,
        wanted=wanted,
        changes=roster_rules.diff(loaded.snapshot, wanted),
        phones={},
        permit=Permit(by=uow.actor.account_id, import_id=uuid7()),
        cause="school_year",
    ).run()
    uow.changed(actions.ROSTER_IMPORT, "school_year", None)


class _Leaving(Writing):
    """Ends, and nothing else: what writes to identities here asks for the word that was given for this day."""

    async def run(self) -> None:
        await self._end()
        students = [self.loaded.student_ids[s.number] for s in self.changes.students.ended]
        guardians = [self.loaded.accounts[g.person] for g in self.changes.guardians.ended]
        today = local_day(self.uow.now, await get_zone(self.uow))
        await queries.end_graduates(self.uow.conn, students, guardians, today, self.uow.now)
        await self._tell_ended()
