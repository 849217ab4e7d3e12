"""Adds a student or a colleague by hand, by the way of an import. A guardian is added to a student (`students.add_tie`)."""

from uuid import UUID

import msgspec

from api.core.access import Resource
from api.core.db import uuid7
from api.core.name_folding import compared
from api.core.unit_of_work import UnitOfWork
from api.roster import actions, plans
from api.roster.persons import rules
from api.roster.persons.changing import By, Changing, change
from api.roster.persons.errors import StaffNumberTaken, wrong
from api.roster.persons.naming import address_of, name_of, number_of, phone_of
from api.roster.persons.service import lessons_of
from api.roster.rules.namesakes import new_namesakes
from api.roster.rules.unnumbered import colleague_of
from api.roster.snapshot import Loaded, person_key
from api.roster.values import role_fits
from schemas.roster.persons.wire import PersonChanged, StaffNew, StudentNew
from schemas.roster.rows import Home, Roster, RosterStaff, RosterStudent


async def add_student(uow: UnitOfWork, new: StudentNew, by: By) -> PersonChanged:
    """A student comes, or comes back under the number of before. Raises Invalid, Refused."""
    new_id = _require(uow, "student")
    row = _student(uow, new)

    async def write(changing: Changing) -> None:
        loaded = await changing.load()
        _check_number(uow, loaded, row)
        key = loaded.class_key(new.class_id)
        if key not in loaded.snapshot.now.classes:
            raise wrong(uow, "$.classId", "class")
        placed = msgspec.structs.replace(row, class_key=key)
        changing.namesakes = new_namesakes(loaded.snapshot.now.students, placed)
        await changing.write(loaded, rules.with_student(loaded.snapshot.now, placed))
        changing.resource_id = loaded.student_ids[row.number]

    return await change(uow, by, "student", new_id, write)


def _student(uow: UnitOfWork, new: StudentNew) -> RosterStudent:
    address = address_of(uow, "$.address", new.address)
    return RosterStudent(
        number=number_of(uow, "$.number", new.number),
        name=name_of(uow, "$.name", new.name),
        sex=new.sex,
        class_key=(0, ""),
        support=tuple(sorted(set(new.support))),
        home=Home(address=address, longitude=None, latitude=None) if address else None,
    )


def _check_number(uow: UnitOfWork, loaded: Loaded, row: RosterStudent) -> None:
    if row.number in loaded.snapshot.now.students:
        raise wrong(uow, "$.number", "here")
    before = loaded.snapshot.former.students.get(row.number)
    if before is not None and compared(before.name) != compared(row.name):
        raise wrong(uow, "$.number", "former")


async def add_staff(uow: UnitOfWork, new: StaffNew, by: By) -> PersonChanged:
    """A colleague comes, or comes back. Raises Invalid, StaffNumberTaken, PersonRefused, Refused."""
    new_id = _require(uow, "staff")
    kind, phone = await plans.kind_of(uow), phone_of(uow, "$.phone", new.phone) if new.phone else ""
    name, number = name_of(uow, "$.name", new.name), number_of(uow, "$.number", new.number)
    if not all(role_fits(role, kind) for role in new.roles):
        raise wrong(uow, "$.roles", "role")
    row = RosterStaff(
        person=person_key(uow.sealer, uow.actor.org_id, phone or colleague_of(number, name)),
        number=number,
        name=name,
        email="",
        roles=tuple(sorted(set(new.roles))),
    )

    async def write(changing: Changing) -> None:
        loaded = await changing.load(Roster(staff={row.person: row}))
        now = loaded.snapshot.now
        if row.person in now.staff:
            raise wrong(uow, "$.phone", "colleague") if phone else StaffNumberTaken()
        known = now.guardians.get(row.person)
        if known is not None and known.name != row.name:
            raise wrong(uow, "$.phone", "another-name")
        lessons = lessons_of(uow, loaded, row, new)
        changing.replaced = rules.replaced(now, lessons)
        wanted = rules.with_staff(now, row, lessons)
        await changing.write(loaded, wanted, {row.person: phone})
        changing.resource_id = loaded.accounts[row.person]

    return await change(uow, by, "staff", new_id, write)


def _require(uow: UnitOfWork, kind: str) -> UUID:
    uow.require(actions.PERSON_EDIT, Resource(org_id=uow.actor.org_id, kind=kind))
    return uuid7()  # until the person's own is known
