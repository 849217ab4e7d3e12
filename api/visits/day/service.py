"""The day of the visits, for those who make them: the run sheet, the homes in its order, and running late (V4, V5)."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core import access, claims, tasks, travelling
from api.core.claims import Span
from api.core.errors import NotFound, check_version
from api.core.local_time import day_begins, local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.visits import actions
from api.visits.agreements import service as agreements
from api.visits.alerts import rules as alert_rules
from api.visits.alerts import service as alerts
from api.visits.day import queries, rules
from api.visits.errors import LateTooLate, VisitClosed, VisitNotConfirmed, VisitNotToday, VisitOver, wrong
from api.visits.joint import rules as joint
from api.visits.joint import service as joint_visits
from api.visits.records import rules as record_rules
from api.visits.records import service as records
from api.visits.visits import queries as visit_queries
from api.visits.visits import rules as visit_rules
from api.visits.visits import said
from api.visits.visits import service as visits
from schemas.travelling import ON_FOOT
from schemas.visits.day.rows import OpenFollowUp
from schemas.visits.day.wire import RunSheet, RunSheetHome, RunSheetHomes, RunSheetVisit, VisitLate
from schemas.visits.rows import VisitRow
from schemas.visits.tasks import VisitChanged
from schemas.visits.wire import Family, Visit, VisitFollowUp

_DAY = timedelta(days=1)
_FAR = timedelta(days=366)
MOST = 60
"""Open follow-ups on a run sheet."""


async def get_run_sheet(uow: Reading, day: date | None) -> RunSheet:
    """The actor's own agreed visits of a day, today's by default. Raises Invalid."""
    uow.require_org(actions.VISIT_RECORD, "visit")
    on = day_asked(uow, day)
    rows = await _own(uow, on)
    reach = access.reach(uow.actor, actions.VISIT_FOLLOW_UP)
    students = sorted({row.student_id for row in rows})
    found = await queries.list_open_follow_ups(uow.conn, uow.actor.org_id, reach, students, MOST) if rows else []
    since, until = record_rules.window(day_begins(on, uow.actor.zone), uow.actor.zone)
    open_now = since <= uow.now < until
    follow_ups = await _follow_ups(uow, found, open_now)
    agreed = await agreements.list_last(uow, students) if rows and open_now else {}
    starts, clear = await alerts.list_said(uow, rows)
    shown = zip(rows, await visits.all_to_wire(uow, rows), strict=True)
    return RunSheet(
        org_id=uow.actor.org_id,
        time_zone=uow.actor.zone.key,
        day=on,
        homes_from=since,
        homes_until=until,
        visits=[
            RunSheetVisit(
                visit=visit,
                follow_ups=follow_ups[row.student_id],
                can_be_late=rules.may_be_late(row, uow.now),
                can_say_all_clear=row.starts_at <= uow.now and alert_rules.is_open(row, clear.get(row.visit_id)),
                agreed=agreed.get(row.student_id),
                started_at=starts.get(row.visit_id),
                all_clear_at=clear.get(row.visit_id),
            )
            for row, visit in shown
        ],
    )


async def list_homes(uow: UnitOfWork, day: date | None) -> RunSheetHomes:
    """Where the day's visits lead, in order, with the ways between them; each home that is opened is recorded.

    Raises Invalid, FamilyNotYet, FamilyNoMore.
    """
    uow.require_org(actions.VISIT_FAMILY_READ, "visit")
    homes: list[RunSheetHome] = []
    before: Family | None = None
    on = day_asked(uow, day)
    rows = [row for row in await _own(uow, on) if row.state == "confirmed" and row.mode == "onsite"]
    travels = await travelling.list_travel(uow, [row.student_id for row in rows], on) if rows else {}
    for row in rows:
        family = await records.open_family(uow, row)
        there = family if visit_rules.is_at_home(row) else None
        travel = travels.get(row.student_id, ON_FOOT)
        minutes = rules.travel_minutes(before, there, travel)
        homes.append(RunSheetHome(visit_id=row.visit_id, family=family, travel=travel.mode, travel_minutes=minutes))
        before = there
    return RunSheetHomes(homes=homes)


async def say_late(uow: UnitOfWork, visit_id: UUID, late: VisitLate, version: int) -> Visit:
    """This visit and the actor's later ones of the day begin later; every family is told its new time.

    What was said without network counts from when it was said, for those whose new time is still to come.

    Raises NotFound, Stale, Invalid, VisitClosed, VisitNotConfirmed, VisitNotToday, VisitOver, LateTooLate, TimeTaken.
    """
    if said.is_wrong(late.said_at, uow.now):
        raise wrong(uow, "$.saidAt", "not-now")
    at = said.when(late.said_at, uow.now)
    row = await _late(uow, visit_id, at, version)
    rows = await _own(uow, local_day(row.starts_at, row.time_zone))
    ids = sorted({row.visit_id, *(other.visit_id for other in rows if other.starts_at >= row.starts_at)})
    locked = await visit_queries.lock_visits(uow.conn, row.org_id, ids)
    waiting = rules.still_waiting(locked, row, uow.actor.account_id, at)
    moved = [rules.later(one, timedelta(minutes=late.minutes)) for one in waiting]
    if found := rules.wrong_shift(moved, at):
        raise wrong(uow, *found)
    moved = rules.of_use(moved, uow.now)
    if not moved:
        raise LateTooLate
    moved += [rules.later(one, timedelta(minutes=late.minutes)) for one in await _siblings(uow, moved)]
    await _move(uow, moved)
    return await visits.get_visit(uow, visit_id)


async def _move(uow: UnitOfWork, moved: list[VisitRow]) -> None:
    """Moves the claims and the visits. Every call locks the same people in the same order, so that two teams wait for each other."""
    people = sorted({person for row in moved for person in visit_rules.subjects(row)})
    for claim, rows in joint.by_claim(moved).items():
        [row, *_] = rows
        spans = [Span(subject_id=p, starts_at=row.starts_at, ends_at=row.ends_at) for p in joint.subjects(rows)]
        await claims.move(uow.conn, claim, "visit", spans, people, uow.now)
    times = [row.starts_at for row in moved], [row.ends_at for row in moved]
    ids = [row.visit_id for row in moved]
    await queries.set_late(uow.conn, uow.actor.org_id, ids, *times, uow.actor.account_id, uow.now)
    for visit_id in reversed(ids):
        uow.changed(actions.VISIT_RECORD, "visit", visit_id)
        await tasks.enqueue(uow, VisitChanged.kind, f"{visit_id}", VisitChanged(visit_id=visit_id), uow.now)


async def _siblings(uow: UnitOfWork, moved: list[VisitRow]) -> list[VisitRow]:
    """Open visits of the same stops that nobody of this team reads or that wait for an answer: a stop has one time."""
    there = {row.visit_id for row in moved}
    found = [other for row in moved for other in await joint_visits.lock_others(uow, row)]
    return list({other.visit_id: other for other in found if other.visit_id not in there}.values())


async def _late(uow: UnitOfWork, visit_id: UUID, at: datetime, version: int) -> VisitRow:
    row = await visit_queries.find_visit(uow.conn, uow.actor.org_id, visit_id)
    uow.require(actions.VISIT_RECORD, visit_rules.resource_of(row, visit_id, uow.actor))
    if row is None:
        raise NotFound
    if row.state not in visit_rules.OPEN:
        raise VisitClosed
    if row.state != "confirmed":
        raise VisitNotConfirmed
    if not rules.is_today(row, at):
        raise VisitNotToday
    if row.ends_at <= at:
        raise VisitOver
    check_version(row.version, version)
    return row


async def list_all(uow: Reading, day: date) -> list[VisitRow]:
    """Visits of a day within the actor's reach, in every state. The caller has checked who asks."""
    zone: ZoneInfo = uow.actor.zone
    wanted = visit_queries.Wanted(
        start=day_begins(day, zone),
        end=day_begins(day + _DAY, zone),
        student_id=None,
        states=None,
        after=None,
        limit=visits.ALL,
    )
    reach = access.reach(uow.actor, actions.VISIT_READ)
    return await visit_queries.list_visits(uow.conn, uow.actor.org_id, reach, wanted)


async def _own(uow: Reading, day: date) -> list[VisitRow]:
    return rules.own(await list_all(uow, day), uow.actor.account_id)


def day_asked(uow: Reading, day: date | None) -> date:
    """The day that is asked for, today by default. Raises Invalid."""
    today = local_day(uow.now, uow.actor.zone)
    if day is not None and not abs(day - today) <= _FAR:
        raise wrong(uow, "$.day", "too-far")
    return day or today


async def _follow_ups(uow: Reading, found: list[OpenFollowUp], open_now: bool) -> dict[UUID, list[VisitFollowUp]]:
    """By student. A phone keeps the sheet, so it has the texts in the window alone."""
    follow_ups: dict[UUID, list[VisitFollowUp]] = defaultdict(list)
    if not found:
        return follow_ups
    rows = found if open_now else [msgspec.structs.replace(row, text_sealed=None) for row in found]
    shown = await records.follow_ups_to_wire(uow, rows, await records.worked_on(uow))
    for row, one in zip(found, shown, strict=True):
        follow_ups[row.student_id].append(one)
    return follow_ups
