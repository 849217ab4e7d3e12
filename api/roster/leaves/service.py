"""Leaves: an administrator records, changes and ends them. Classes, roles and open work pass on for that time by themselves."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from api.core import claims, parts, tasks
from api.core.claims import BusySpan
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.local_time import day_begins, local_day
from api.core.orgs import get_zone
from api.core.parts import EndedPart
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster.leaves import passing, queries
from api.roster.leaves.errors import StandInAway, StandsIn, wrong
from api.roster.leaves.rules import PASSING
from api.roster.persons.changing import By, Changing, change
from api.roster.persons.service import lock_staff
from api.roster.snapshot import Loaded
from api.roster.touched import service as touched
from schemas.roster.leaves.rows import LeaveRow, PassingRole
from schemas.roster.leaves.wire import LeaveNew
from schemas.roster.persons.wire import PersonChanged
from schemas.roster.tasks import SettleLeave

_LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)


async def set_leave(uow: UnitOfWork, staff_id: UUID, new: LeaveNew, by: By) -> PersonChanged:
    """A colleague is away from a day until a day; a leave that stands is changed. Raises NotFound, Stale, Invalid, StandsIn, Refused."""
    await lock_staff(uow, staff_id, by)
    before = await queries.find_leave(uow.conn, uow.actor.org_id, staff_id)
    today = local_day(uow.now, await get_zone(uow))
    _check_days(uow, new, before, today)
    await _check_others(uow, staff_id, new)

    async def write(changing: Changing) -> None:
        loaded = await changing.load()
        leave = await _row(uow, loaded, staff_id, new, before)
        await _note(uow, changing, leave, before)
        begins = new.first_day <= today or by.dry_run  # what a dry run counts is what passes on when it begins
        now = await passing.finish(uow, loaded, loaded.snapshot.now, before)
        await queries.add_leave(uow.conn, uow.actor.org_id, leave, uow.actor.account_id, uow.now)
        due = leave.ends_at if begins else leave.starts_at
        task = SettleLeave(leave_id=leave.leave_id)
        await tasks.enqueue(uow, SettleLeave.kind, f"{leave.leave_id}", task, due)
        if begins:
            changing.away = (staff_id, leave.ends_at)
            await changing.write(loaded, await passing.begin(uow, loaded, now, leave))
        else:
            passing.check(uow, loaded, now, leave)
            await passing.permit(uow, changing.permit, loaded, now, (staff_id, leave.stand_in_id))
        if before or not begins:
            await _tell(uow, leave)

    return await change(uow, by, "staff", staff_id, write)


async def end_leave(uow: UnitOfWork, staff_id: UUID, by: By) -> PersonChanged:
    """A colleague is back, or does not go. Raises NotFound, Stale, Refused."""
    await lock_staff(uow, staff_id, by)
    leave = await queries.find_leave(uow.conn, uow.actor.org_id, staff_id)
    if leave is None:
        raise NotFound

    async def write(changing: Changing) -> None:
        loaded = await changing.load()
        wanted = await passing.finish(uow, loaded, loaded.snapshot.now, leave)
        await _note(uow, changing, leave)
        await changing.write(loaded, wanted)
        await passing.permit(uow, changing.permit, loaded, wanted, (staff_id, leave.stand_in_id))

    return await change(uow, by, "staff", staff_id, write)


async def list_taken(
    uow: Reading, team: Iterable[UUID], start: datetime, end: datetime, others: Iterable[UUID] = ()
) -> list[BusySpan]:
    """When colleagues have no time between two instants: taken by anything, or on leave, also one that is recorded ahead.

    `others`: people who do not come as colleagues, whose leaves are their own time. For callers that plan; it never says why.
    """
    colleagues = sorted(set(team))
    people = {*colleagues, *others}
    if not people:
        return []
    taken = await claims.busy(uow.conn, people, start, end, uow.now)
    return [*taken, *await queries.list_away(uow.conn, uow.actor.org_id, colleagues, start, end)]


async def is_away(uow: Reading, team: Iterable[UUID], start: datetime, end: datetime) -> bool:
    """Whether one of these colleagues is on leave at some time between two instants."""
    return bool(await queries.list_away(uow.conn, uow.actor.org_id, sorted(set(team)), start, end))


async def _note(uow: UnitOfWork, changing: Changing, leave: LeaveRow, before: LeaveRow | None = None) -> None:
    people = touched.of_leave(leave, before)
    changing.told = frozenset(one.person_id for one in people)
    await touched.note(uow, changing.permit, "leave", people)


def _check_days(uow: Reading, new: LeaveNew, before: LeaveRow | None, today: date) -> None:
    if before is not None and before.began_at is not None:
        if new.first_day != before.first_day:
            raise wrong(uow, "$.firstDay", "begun")
    elif new.first_day < today:
        raise wrong(uow, "$.firstDay", "past")
    if new.last_day < today:
        raise wrong(uow, "$.lastDay", "past")
    if new.last_day < new.first_day:
        raise wrong(uow, "$.lastDay", "order")
    if new.last_day - new.first_day > _LONGEST:
        raise wrong(uow, "$.lastDay", "long")


async def _check_others(uow: Reading, staff_id: UUID, new: LeaveNew) -> None:
    conn, org_id = uow.conn, uow.actor.org_id
    if any(_meets(leave, new) for leave in await queries.list_standing_in(conn, org_id, staff_id)):
        raise StandsIn
    if new.stand_in_id is not None:
        other = await queries.find_leave(conn, org_id, new.stand_in_id)
        if other is not None and _meets(other, new):
            raise StandInAway


def _meets(leave: LeaveRow, new: LeaveNew) -> bool:
    return leave.first_day <= new.last_day and new.first_day <= leave.last_day


async def _row(uow: Reading, loaded: Loaded, staff_id: UUID, new: LeaveNew, before: LeaveRow | None) -> LeaveRow:
    staff = loaded.snapshot.now.staff
    person = loaded.person(staff_id)
    if person not in staff:
        raise NotFound
    if new.stand_in_id and (new.stand_in_id == staff_id or loaded.person(new.stand_in_id) not in staff):
        raise wrong(uow, "$.standInId", "stand-in")
    zone = await get_zone(uow)
    roles: set[PassingRole] = {role for role in PASSING if role in staff[person].roles}
    return LeaveRow(
        leave_id=uuid7(),
        staff_id=staff_id,
        name=staff[person].name,
        stand_in_id=new.stand_in_id,
        stand_in_name=None,
        first_day=new.first_day,
        last_day=new.last_day,
        starts_at=day_begins(new.first_day, zone),
        ends_at=day_begins(new.last_day + _DAY, zone),
        roles=sorted(roles | set(before.roles if before and before.began_at else [])),
        given_roles=[],
        began_at=None,
    )


async def _tell(uow: UnitOfWork, leave: LeaveRow) -> None:
    """Its days are others now, or are known ahead: talks in them are cancelled in time, and visits follow."""
    lessons = await queries.list_lessons(uow.conn, uow.actor.org_id, leave.leave_id)
    away = EndedPart(account_id=leave.staff_id, part="role", how="on_leave", until=leave.ends_at)
    ended = [msgspec.structs.replace(away, role=role) for role in leave.roles]
    ended += [
        msgspec.structs.replace(away, part=one.part, class_id=one.class_id, successor_id=leave.stand_in_id)
        for one in lessons
    ]
    await parts.end(uow, "leave", leave.leave_id, ended)
