"""One person as an administrator sees them, and the colleagues' part of changing by hand. Students and ties: `students`."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.core.access import Resource
from api.core.errors import NotFound, check_version
from api.core.name_folding import compared
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Erased
from api.roster import actions, keeping, plans
from api.roster.errors import OnLeave
from api.roster.leaves import passing
from api.roster.leaves import queries as leave_queries
from api.roster.leaving.queries import find_planned
from api.roster.persons import queries, rules, tied
from api.roster.persons.changing import By, Changing, change
from api.roster.persons.errors import wrong
from api.roster.persons.naming import name_of, number_of, phone_of
from api.roster.persons.phones import move_phone
from api.roster.queries.snapshot import list_identities
from api.roster.snapshot import Loaded, home_place
from api.roster.values import role_fits
from schemas.roster.leaves.rows import LeaveRow
from schemas.roster.leaves.wire import PersonLeave, StandingIn
from schemas.roster.leaving.wire import PlannedEnd
from schemas.roster.persons.rows import LessonOne, StaffOne, StudentOne, TieOne
from schemas.roster.persons.wire import (
    Bar,
    PersonChanged,
    PersonLesson,
    PersonStaff,
    PersonStudent,
    PersonTie,
    StaffEdit,
    StaffEnd,
    StaffNew,
    TiedColleague,
)
from schemas.roster.rows import Home, Roster, RosterLesson, RosterStaff


async def get_student(uow: Reading, student_id: UUID) -> PersonStudent:
    """A student with guardians, and those who are barred. Raises NotFound."""
    row = await find_student(uow, student_id)
    ties = await queries.list_ties(uow.conn, uow.actor.org_id, student_id)
    near = await tied.list_tied(uow, student_id, [tie.guardian_id for tie in ties if not tie.barred])
    return PersonStudent(
        student_id=row.student_id,
        number=row.student_number,
        name=row.name,
        sex=row.sex,
        class_id=row.class_id,
        class_name=row.class_name,
        support=row.support,
        address=await _address(uow, row),
        guardians=[await _tie(uow, tie, near.get(tie.guardian_id, [])) for tie in ties],
        leaving=await _leaving(uow, student_id),
        version=version_of(row),
    )


async def _address(uow: Reading, row: StudentOne) -> str | None:
    """Where the student lives, for who has shown a second factor; empty where it is not known."""
    if uow.actor.assurance < 2:
        return None
    if row.home_sealed is None:
        return ""
    try:
        home = await keeping.open_stored(uow, home_place(row.student_id), row.home_sealed)
    except Erased:
        return ""
    return msgspec.json.decode(home, type=Home).address


async def list_barred_names(uow: Reading, student_ids: Sequence[UUID]) -> frozenset[str]:
    """Names, as they are compared, of those whom a court keeps from one of these students: another number is no other person."""
    found = await queries.list_barred_names(uow.conn, uow.actor.org_id, student_ids)
    return frozenset(compared(one.name) for one in found)


async def find_student(uow: Reading, student_id: UUID) -> StudentOne:
    """The row behind it. Raises NotFound."""
    _require(uow, "student", student_id)
    row = await queries.find_student(uow.conn, uow.actor.org_id, student_id)
    if row is None:
        raise NotFound
    return row


def version_of(row: StudentOne | StaffOne) -> int:
    """The instant of the latest change, in microseconds."""
    return int(row.changed_at.timestamp() * 1_000_000)


async def _tie(uow: Reading, tie: TieOne, colleagues: list[TiedColleague]) -> PersonTie:
    return PersonTie(
        guardian_id=tie.guardian_id,
        name=tie.name,
        relation=tie.relation,
        contact_order=tie.contact_order,
        bar=await _bar(uow, tie),
        colleagues=colleagues,
    )


async def _bar(uow: Reading, tie: TieOne) -> Bar | None:
    if tie.bar_id is None or tie.ordered_on is None or tie.recorded_at is None or tie.paper_sealed is None:
        return None
    paper = None
    if uow.actor.assurance >= 2:
        paper = (await keeping.open_stored(uow, paper_place(tie.bar_id), tie.paper_sealed)).decode()
    return Bar(
        bar_id=tie.bar_id,
        ordered_on=tie.ordered_on,
        paper=paper,
        recorded_at=tie.recorded_at,
        recorded_by_name=tie.recorded_by_name or "",
    )


def paper_place(bar_id: UUID) -> str:
    """Where the sealed paper of a bar belongs."""
    return f"guardian_bar:{bar_id}"


async def get_staff(uow: Reading, staff_id: UUID) -> PersonStaff:
    """A colleague with roles and classes. Raises NotFound."""
    row = await _find_staff(uow, staff_id)
    lessons = await queries.list_lessons(uow.conn, uow.actor.org_id, staff_id)
    leave = await leave_queries.find_leave(uow.conn, uow.actor.org_id, staff_id)
    return PersonStaff(
        staff_id=row.staff_id,
        number=row.staff_number,
        name=row.name,
        roles=sorted(row.roles),
        leads=[_lesson(one) for one in lessons if one.part == "class_teacher"],
        teaches=[_lesson(one) for one in lessons if one.part == "subject_teacher"],
        leave=None if leave is None else _leave(leave),
        stands_in=[
            StandingIn(staff_id=one.staff_id, name=one.name, first_day=one.first_day, last_day=one.last_day)
            for one in await leave_queries.list_standing_in(uow.conn, uow.actor.org_id, staff_id)
        ],
        leaving=await _leaving(uow, staff_id),
        by_paper=any(not one.numbered for one in await list_identities(uow.conn, [staff_id])),
        version=version_of(row),
    )


async def _leaving(uow: Reading, person_id: UUID) -> PlannedEnd | None:
    planned = await find_planned(uow.conn, uow.actor.org_id, person_id)
    return planned and PlannedEnd(last_day=planned.last_day, successor_name=planned.successor_name)


def _leave(leave: LeaveRow) -> PersonLeave:
    return PersonLeave(
        first_day=leave.first_day,
        last_day=leave.last_day,
        stand_in_id=leave.stand_in_id,
        stand_in_name=leave.stand_in_name,
        begun=leave.began_at is not None,
    )


def _lesson(one: LessonOne) -> PersonLesson:
    return PersonLesson(class_id=one.class_id, class_name=one.class_name, subject=one.subject)


async def _find_staff(uow: Reading, staff_id: UUID) -> StaffOne:
    _require(uow, "staff", staff_id)
    row = await queries.find_staff(uow.conn, uow.actor.org_id, staff_id)
    if row is None:
        raise NotFound
    return row


async def set_staff(uow: UnitOfWork, staff_id: UUID, edit: StaffEdit, by: By) -> PersonChanged:
    """What a colleague is from now on. Raises NotFound, Stale, Invalid, PhoneTaken, OnLeave, PersonRefused, Refused."""
    await lock_staff(uow, staff_id, by)
    name, number = name_of(uow, "$.name", edit.name), number_of(uow, "$.number", edit.number)
    kind = await plans.kind_of(uow)
    for role in edit.roles:
        if not role_fits(role, kind):
            raise wrong(uow, "$.roles", "role")
    phone = phone_of(uow, "$.phone", edit.phone) if edit.phone else None
    leave = await leave_queries.find_leave(uow.conn, uow.actor.org_id, staff_id)

    async def write(changing: Changing) -> None:
        if phone:
            await move_phone(uow, changing.permit, staff_id, phone)
        loaded = await changing.load()
        before = _here(loaded, staff_id)
        roles = tuple(sorted(set(edit.roles)))
        if leave is not None and leave.began_at is not None and roles != before.roles:
            raise OnLeave  # what the leave gives back at its end would undo it
        for role in set(before.roles) - set(roles):
            await leave_queries.forget_given(uow.conn, uow.actor.org_id, staff_id, role, uow.now)
        row = msgspec.structs.replace(before, name=name, number=number, roles=roles, email="")
        lessons = lessons_of(uow, loaded, row, edit)
        changing.replaced = rules.replaced(loaded.snapshot.now, lessons)
        await changing.write(loaded, rules.with_staff(loaded.snapshot.now, row, lessons))

    return await change(uow, by, "staff", staff_id, write)


async def end_staff(uow: UnitOfWork, staff_id: UUID, end: StaffEnd, by: By) -> PersonChanged:
    """A colleague leaves now. Raises NotFound, Stale, Invalid, LastAdministrator, Refused."""
    await lock_staff(uow, staff_id, by)

    async def write(changing: Changing) -> None:
        loaded = await changing.load()
        await changing.write(loaded, await without_colleague(uow, loaded, staff_id, end.successor_id))

    return await change(uow, by, "staff", staff_id, write)


async def without_colleague(uow: UnitOfWork, loaded: Loaded, staff_id: UUID, successor_id: UUID | None) -> Roster:
    """Today's roster without a colleague, whose classes the successor has. Raises NotFound, Invalid."""
    person, successor = _here(loaded, staff_id).person, None
    if successor_id:
        successor = loaded.person(successor_id)
        if successor not in loaded.snapshot.now.staff or successor_id == staff_id:
            raise wrong(uow, "$.successorId", "successor")
    now = await passing.settle_leaver(uow, loaded, staff_id, successor_id)
    return rules.without_staff(now, person, successor)


async def changed_again(uow: UnitOfWork, resource_id: UUID) -> PersonChanged:
    """The answer to a repeated request."""
    _require(uow, "person", resource_id)
    return PersonChanged(touched=[], namesakes=[], replaced=[], done=True, person_id=resource_id)


async def lock_staff(uow: UnitOfWork, staff_id: UUID, by: By) -> None:
    """Lets nobody else change a colleague meanwhile. Raises NotFound, Stale."""
    _require(uow, "staff", staff_id, edit=True)
    await queries.lock_staff(uow.conn, uow.actor.org_id, staff_id)
    row = await queries.find_staff(uow.conn, uow.actor.org_id, staff_id)
    if row is None:
        raise NotFound
    check_version(version_of(row), by.version)


def _here(loaded: Loaded, staff_id: UUID) -> RosterStaff:
    person = loaded.person(staff_id)
    if person is None or person not in loaded.snapshot.now.staff:
        raise NotFound
    return loaded.snapshot.now.staff[person]


def lessons_of(uow: UnitOfWork, loaded: Loaded, row: RosterStaff, edit: StaffEdit | StaffNew) -> list[RosterLesson]:
    """What a colleague leads and teaches by an edit. Raises Invalid."""
    asked = [(class_id, "class_teacher", "") for class_id in edit.leads]
    asked += [(taught.class_id, "subject_teacher", taught.subject) for taught in edit.teaches]
    lessons: list[RosterLesson] = []
    for class_id, part, subject in asked:
        key = loaded.class_key(class_id)
        if key not in loaded.snapshot.now.classes:
            raise wrong(uow, "$.leads" if part == "class_teacher" else "$.teaches", "class")
        lessons.append(
            RosterLesson(
                class_key=key,
                person=row.person,
                part="class_teacher" if part == "class_teacher" else "subject_teacher",
                subject=subject,
            )
        )
    return lessons


def _require(uow: Reading, kind: str, resource_id: UUID, *, edit: bool = False) -> None:
    action = actions.PERSON_EDIT if edit else actions.PERSON_READ
    uow.require(action, Resource(org_id=uow.actor.org_id, kind=kind, resource_id=resource_id))
