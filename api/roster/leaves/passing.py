"""Passes a colleague's classes and roles on for a time, and gives them back: by hand, and when their day has come."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from api.core import tasks
from api.core.administrators import answers_for
from api.core.db import uuid7
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster import guarding
from api.roster.leaves import queries, rules
from api.roster.leaves.rules import PassedLesson, Passing
from api.roster.queries.people import Permit, set_appointed, settle_staff
from api.roster.rules import diff
from api.roster.rules.giving import OPENING
from api.roster.snapshot import Loaded
from api.roster.touched import service as touched
from api.roster.writing import Writing
from schemas.roster.leaves.rows import LeaveLessonRow, LeaveRow
from schemas.roster.rows import Roster
from schemas.roster.tasks import SettleLeave


async def begin(uow: UnitOfWork, loaded: Loaded, now: Roster, leave: LeaveRow) -> Roster:
    """Notes what passes on, and returns the roster that follows. The caller writes it."""
    person, stand_in = loaded.person(leave.staff_id), _stand_in(loaded, now, leave.stand_in_id)
    if person is None or person not in now.staff:
        return now
    wanted, passing = rules.begun(now, person, stand_in, leave.roles, await _lent(uow, leave))
    rows = [
        LeaveLessonRow(class_id=loaded.class_ids[x.class_key], part=x.part, subject=x.subject, given=x.given)
        for x in passing.lessons
    ]
    org_id, leave_id = uow.actor.org_id, leave.leave_id
    await queries.set_begun(uow.conn, org_id, leave_id, passing.roles, passing.given_roles, uow.now)
    await queries.add_lessons(uow.conn, org_id, leave_id, rows)
    given = passing.given_roles or any(x.given for x in passing.lessons)
    if given and leave.stand_in_id is not None:
        recorded_by = await queries.find_recorded_by(uow.conn, org_id, leave_id)
        if recorded_by is not None:  # who stands in has the part from them
            by = answers_for(loaded.administrators, recorded_by)
            role = not OPENING.isdisjoint(passing.given_roles)
            await set_appointed(uow.conn, org_id, [leave.stand_in_id], by, uow.now, role=role)
    return wanted


async def finish(uow: UnitOfWork, loaded: Loaded, now: Roster, leave: LeaveRow | None) -> Roster:
    """Notes that a leave is over, and returns the roster that follows. Nothing passed on: as it is."""
    if leave is None:
        return now
    await queries.end_leave(uow.conn, uow.actor.org_id, leave.leave_id, uow.now)
    if leave.began_at is None:
        return now
    return rules.finished(now, await passing_of(uow, loaded, leave), await _lent(uow, leave))


async def _lent(uow: Reading, leave: LeaveRow) -> set[str]:
    """The roles that other leaves which have begun gave the same stand-in."""
    if leave.stand_in_id is None:
        return set()
    others = await queries.list_standing_in(uow.conn, uow.actor.org_id, leave.stand_in_id)
    return {role for one in others if one.leave_id != leave.leave_id and one.began_at for role in one.given_roles}


def check(uow: UnitOfWork, loaded: Loaded, now: Roster, leave: LeaveRow) -> None:
    """Whether what is to pass on later may pass on, asked while somebody can still choose otherwise. Raises Refused."""
    person, stand_in = loaded.person(leave.staff_id), _stand_in(loaded, now, leave.stand_in_id)
    if person in now.staff and not uow.actor.system:
        wanted, _ = rules.begun(now, person, stand_in, leave.roles)
        guarding.check(loaded, wanted, diff(loaded.snapshot, wanted), uow.actor.account_id)


async def passing_of(uow: Reading, loaded: Loaded, leave: LeaveRow) -> Passing:
    """What a leave that has begun passed on."""
    keys = {class_id: key for key, class_id in loaded.class_ids.items()}
    lessons = await queries.list_lessons(uow.conn, uow.actor.org_id, leave.leave_id)
    return Passing(
        person=loaded.person(leave.staff_id) or "",
        stand_in=None if leave.stand_in_id is None else loaded.person(leave.stand_in_id),
        roles=tuple(leave.roles),
        given_roles=tuple(leave.given_roles),
        lessons=tuple(
            PassedLesson(class_key=keys[x.class_id], part=x.part, subject=x.subject, given=x.given) for x in lessons
        ),
    )


def _stand_in(loaded: Loaded, now: Roster, stand_in_id: UUID | None) -> str | None:
    """Who stands in, if they still work here."""
    person = None if stand_in_id is None else loaded.person(stand_in_id)
    return person if person in now.staff else None


async def permit(uow: UnitOfWork, word: Permit, loaded: Loaded, now: Roster, staff_ids: Iterable[UUID | None]) -> None:
    """Lets these colleagues have the roles that the roster gives them, and those of leaves that are not over."""
    given = {one.staff_id: one.roles for one in await queries.list_permitted(uow.conn, uow.actor.org_id)}
    people = {staff_id: loaded.person(staff_id) for staff_id in staff_ids if staff_id is not None}
    roles = {
        staff_id: sorted({*now.staff[person].roles, *given.get(staff_id, [])})
        for staff_id, person in people.items()
        if person in now.staff
    }
    await settle_staff(uow.conn, word, roles, [], uow.now)


class Passed(Writing):
    """Moves classes and roles, and nothing else. What may move was permitted when the leave was recorded (0260)."""

    async def run(self) -> None:
        for step in (self._end, self._put_people, self._put_ties, self._tell_ended):
            await step()


async def settle_leaver(uow: UnitOfWork, loaded: Loaded, staff_id: UUID, successor_id: UUID | None) -> Roster:
    """Today's roster before somebody leaves: their own leave is over, and the successor stands in where they stood in, or nobody does."""
    org_id = uow.actor.org_id
    now = await finish(uow, loaded, loaded.snapshot.now, await queries.find_leave(uow.conn, org_id, staff_id))
    for leave in await queries.list_standing_in(uow.conn, org_id, staff_id):
        now = await finish(uow, loaded, now, leave)
        to = successor_id if successor_id != leave.staff_id else None
        new = msgspec.structs.replace(leave, leave_id=uuid7(), stand_in_id=to, given_roles=[], began_at=None)
        await queries.add_leave(uow.conn, org_id, new, uow.actor.account_id, uow.now)
        permit = Permit(by=uow.actor.account_id, import_id=uuid7())
        await touched.note(uow, permit, "leave", touched.of_leave(new, leave))
        due = new.starts_at if leave.began_at is None else new.ends_at
        await tasks.enqueue(uow, SettleLeave.kind, f"{new.leave_id}", SettleLeave(leave_id=new.leave_id), due)
        if leave.began_at is not None:
            now = await begin(uow, loaded, now, new)
        else:
            check(uow, loaded, now, new)
    return now
