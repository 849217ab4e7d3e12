"""What a team learns: where the family lives when it is time to go, and the sealed record of what was found (V6)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core import access, audit, tasks
from api.core.access import Action
from api.core.errors import NotFound, Stale
from api.core.local_time import local_day, when
from api.core.phone_numbers import Reach, open_reach
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster import service as roster
from api.school_calendar import service as school_calendar
from api.visits import actions
from api.visits.alerts import service as alerts
from api.visits.errors import (
    FamilyNoMore,
    FamilyNotYet,
    VisitClosed,
    VisitNotBegun,
    VisitNotConfirmed,
)
from api.visits.records import queries, rules
from api.visits.visits import queries as visit_queries
from api.visits.visits import rules as visit_rules
from api.visits.visits import said
from api.visits.visits.service import get_visit
from schemas.roster.rows import Home
from schemas.visits.rows import FollowUpRow, VisitRow
from schemas.visits.tasks import VisitChanged
from schemas.visits.wire import Family, FamilyPerson, FollowUpDue, Visit, VisitFollowUp

DUE = 20
"""Follow-ups on a first screen."""
NOWHERE = Home(address="", longitude=None, latitude=None)


async def get_family(uow: UnitOfWork, visit_id: UUID) -> Family:
    """Phones, and of a visit at home the address, for the visiting team alone, when it is time; each look is audited.

    Raises NotFound, VisitNotConfirmed, FamilyNotYet, FamilyNoMore.
    """
    return await open_family(uow, await read_visit(uow, actions.VISIT_FAMILY_READ, visit_id))


async def open_family(uow: UnitOfWork, row: VisitRow) -> Family:
    """The same for a visit that the caller has checked to be the actor's. Raises as `get_family`."""
    if row.state not in {"confirmed", "recorded", "missed"}:
        raise VisitNotConfirmed
    zone = ZoneInfo(row.time_zone)
    since, until = rules.window(row.starts_at, zone)
    if uow.now < since:
        raise FamilyNotYet(since=when(since, zone, uow.actor.language))
    if uow.now >= until:
        raise FamilyNoMore
    home = await _home(uow, row.student_id) if visit_rules.is_at_home(row) else NOWHERE
    people = await queries.list_guardians(uow.conn, row.org_id, row.student_id)
    reach = await open_reach(uow, row.guardian_ids)
    await audit.record_access(uow, row.visit_id, "family")
    return Family(
        address=home.address or None,
        longitude=home.longitude,
        latitude=home.latitude,
        people=[_person(p, reach.get(p.account_id) or Reach(), row) for p in people],
        until=until,
    )


async def miss_visit(uow: UnitOfWork, visit_id: UUID, version: int) -> Visit:
    """The team notes that nobody was there. Raises NotFound, Stale, VisitClosed, VisitNotConfirmed, VisitNotBegun."""
    row = await _begun(uow, visit_id, version)
    missed = visit_rules.ended(row, "missed", None, uow.actor)
    await visit_queries.set_visit(uow.conn, missed, uow.now)
    await alerts.end(uow, row)
    uow.changed(actions.VISIT_RECORD, "visit", visit_id)
    await tasks.enqueue(uow, VisitChanged.kind, f"{visit_id}", VisitChanged(visit_id=visit_id), uow.now)
    return await get_visit(uow, visit_id)


async def list_follow_ups(uow: Reading, visit_id: UUID) -> list[VisitFollowUp]:
    """What follows from a visit, by when it is due, and what is done. Raises NotFound."""
    row = await read_visit(uow, actions.VISIT_FOLLOW_UP, visit_id)
    rows = await queries.list_follow_ups(uow.conn, row.org_id, visit_id)
    return await follow_ups_to_wire(uow, rows, await worked_on(uow))


async def follow_ups_to_wire(uow: Reading, rows: Sequence[FollowUpRow], by: date) -> list[VisitFollowUp]:
    """With what is to be done, for those whom the caller has checked. `by`: the last working day before today.

    None where a school moved the reader's number lately and it alone says who is here (0285).
    """
    told = [row for row in rows if uow.actor.number_moved_at is None and rules.is_told(row, uow.now)]
    sealed = {rules.place(row.follow_up_id): row.text_sealed for row in told if row.text_sealed}
    opened = await uow.vault.open_fields(uow.actor.org_id, sealed) if sealed else {}
    return [rules.follow_up(row, opened.get(rules.place(row.follow_up_id)), by) for row in rows]


async def list_due(uow: Reading) -> list[FollowUpDue]:
    """What is due by the next working day and not done, for the first screen, which requires its own action."""
    reach, today = access.reach(uow.actor, actions.VISIT_FOLLOW_UP), local_day(uow.now, uow.actor.zone)
    rows = await queries.list_due(uow.conn, uow.actor.org_id, reach, today + rules.AHEAD, DUE)
    if not rows or rows[0].calendar is None:
        return []
    calendar = school_calendar.decode(rows[0].calendar)  # in the same statement: the first screen has few round trips
    by = school_calendar.working_day_after(calendar, today)
    return rules.due_by(rows, by, school_calendar.working_day_before(calendar, today))


async def worked_on(uow: Reading) -> date:
    """The last working day before today: what was due by then is late."""
    today = local_day(uow.now, uow.actor.zone)
    return school_calendar.working_day_before(await school_calendar.load(uow), today)


async def set_done(uow: UnitOfWork, visit_id: UUID, follow_up_id: UUID) -> VisitFollowUp:
    """Notes that something that followed is done; a second time changes nothing. Raises NotFound."""
    row = await read_visit(uow, actions.VISIT_FOLLOW_UP, visit_id)
    if await queries.set_done(uow.conn, row.org_id, visit_id, follow_up_id, uow.now):
        uow.changed(actions.VISIT_FOLLOW_UP, "visit_follow_up", follow_up_id)
    uow.object_id = follow_up_id
    return await get_follow_up(uow, visit_id, follow_up_id)


async def get_follow_up(uow: Reading, visit_id: UUID, follow_up_id: UUID) -> VisitFollowUp:
    """One resource that follows from a visit, for a repeated request. Raises NotFound."""
    row = await read_visit(uow, actions.VISIT_FOLLOW_UP, visit_id)
    found = await queries.find_follow_up(uow.conn, row.org_id, row.visit_id, follow_up_id)
    if found is None:
        raise NotFound
    [shown] = await follow_ups_to_wire(uow, [found], await worked_on(uow))
    return shown


async def read_visit(uow: Reading, action: Action, visit_id: UUID) -> VisitRow:
    """A visit for those whom the rule lets do this today. Raises NotFound."""
    row = await visit_queries.find_visit(uow.conn, uow.actor.org_id, visit_id)
    uow.require(action, visit_rules.resource_of(row, visit_id, uow.actor))
    if row is None:
        raise NotFound
    return row


async def _begun(uow: UnitOfWork, visit_id: UUID, version: int) -> VisitRow:
    row = await lock_visit(uow, actions.VISIT_RECORD, visit_id)
    check_begun(uow, row, version)
    return row


async def lock_visit(uow: UnitOfWork, action: Action, visit_id: UUID) -> VisitRow:
    """The same, and nobody else changes it until the transaction ends. Raises NotFound."""
    row = await visit_queries.lock_visit(uow.conn, uow.actor.org_id, visit_id)
    uow.require(action, visit_rules.resource_of(row, visit_id, uow.actor))
    if row is None:
        raise NotFound
    return row


def check_begun(uow: Reading, row: VisitRow, version: int) -> None:
    """Passes a confirmed visit whose time has come. Raises Stale, VisitClosed, VisitNotConfirmed, VisitNotBegun."""
    if row.state not in visit_rules.OPEN:
        raise VisitClosed
    if row.state != "confirmed":
        raise VisitNotConfirmed
    if row.starts_at > uow.now:
        raise VisitNotBegun
    check_seen(uow, row, version)


def check_seen(uow: Reading, row: VisitRow, version: int) -> None:
    """Passes who knows the visit as it is. Raises Stale: it was moved meanwhile."""
    if not said.has_seen(row, version, uow.actor.account_id):
        raise Stale


async def _home(uow: Reading, student_id: UUID) -> Home:
    found = await queries.find_home(uow.conn, uow.actor.org_id, student_id)
    if found is None or found.home_sealed is None:
        return NOWHERE
    return msgspec.json.decode(await roster.open_home(uow, student_id, found.home_sealed), type=Home)


def _person(guardian: queries.Guardian, reach: Reach, row: VisitRow) -> FamilyPerson:
    return FamilyPerson(
        account_id=guardian.account_id,
        name=guardian.name,
        relation=guardian.relation,
        phone=reach.phone,
        mail=reach.mail,
        comes=guardian.account_id == row.confirmed_by,
    )
