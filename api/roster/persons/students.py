"""Changes students and their guardians by hand, and records bars."""

from uuid import UUID

import asyncpg
import msgspec

from api.core import parts
from api.core.access import Resource
from api.core.administrators import list_administrators, may_give
from api.core.db import uuid7
from api.core.errors import NotFound, check_version
from api.core.local_time import local_day
from api.core.name_folding import compared
from api.core.parts import EndedPart
from api.core.unit_of_work import UnitOfWork
from api.roster import actions, keeping
from api.roster.persons import centres, queries, rules, service, tied
from api.roster.persons.changing import By, Changing, change
from api.roster.persons.errors import AlreadyBarred, GuardianBarred, wrong
from api.roster.persons.naming import address_of, name_of, phone_of
from api.roster.persons.phones import move_phone
from api.roster.persons.queries import BarRow
from api.roster.refusals import BarredChild
from api.roster.rules import known_persons, without_ties
from api.roster.rules.namesakes import new_namesakes
from api.roster.rules.unnumbered import person_of
from api.roster.snapshot import Loaded, person_key
from api.roster.touched import service as touched
from schemas.roster.persons.wire import BarNew, PersonChanged, StudentEdit, TieEdit, TieNew
from schemas.roster.rows import Roster, RosterGuardian, RosterGuardianship, RosterStudent
from schemas.roster.tasks import Touched


async def set_student(uow: UnitOfWork, student_id: UUID, edit: StudentEdit, by: By) -> PersonChanged:
    """What a student is from now on; a move to another class takes open matters along. Raises NotFound, Stale, Invalid, Refused."""
    await lock(uow, student_id, by)
    name = name_of(uow, "$.name", edit.name)
    address = None if edit.address is None else address_of(uow, "$.address", edit.address)

    async def write(changing: Changing) -> None:
        loaded = await changing.load()
        key = loaded.class_key(edit.class_id)
        if key not in loaded.snapshot.now.classes:
            raise wrong(uow, "$.classId", "class")
        support = tuple(sorted(set(edit.support)))
        before = _here(loaded, student_id)
        home = rules.home_after(before.home, address)
        row = msgspec.structs.replace(before, name=name, sex=edit.sex, class_key=key, support=support, home=home)
        changing.namesakes = new_namesakes(loaded.snapshot.now.students, row)
        await changing.write(loaded, rules.with_student(loaded.snapshot.now, row))

    return await change(uow, by, "student", student_id, write)


async def end_student(uow: UnitOfWork, student_id: UUID, by: By) -> PersonChanged:
    """A student leaves now. Raises NotFound, Stale, Refused."""
    await lock(uow, student_id, by)

    async def write(changing: Changing) -> None:
        loaded = await changing.load()
        await changing.write(loaded, without_student(loaded, student_id))

    return await change(uow, by, "student", student_id, write)


def without_student(loaded: Loaded, student_id: UUID) -> Roster:
    """Today's roster without a student, and without guardians who have no other child here. Raises NotFound."""
    return rules.without_student(loaded.snapshot.now, _here(loaded, student_id).number)


async def add_tie(uow: UnitOfWork, student_id: UUID, new: TieNew, by: By) -> PersonChanged:
    """Adds a guardian. Raises NotFound, Stale, Invalid, GuardianBarred."""
    await lock(uow, student_id, by)
    name = name_of(uow, "$.name", new.name)
    phone = phone_of(uow, "$.phone", new.phone) if new.phone else ""
    await _check_barred(uow, student_id, name)
    number = (await service.find_student(uow, student_id)).student_number
    listed = person_key(uow.sealer, uow.actor.org_id, phone or person_of(number, name))

    async def write(changing: Changing) -> None:
        guardian = RosterGuardian(person=listed, name=name, email="")
        loaded = await changing.load(Roster(guardians={listed: guardian}))
        now, person = loaded.snapshot.now, listed
        if phone and await _has_namesake(uow, student_id, name, loaded.accounts.get(person)):
            raise wrong(uow, "$.name", "namesake")
        if not phone:
            person = _known_by_name(loaded, number, guardian)
            guardian = msgspec.structs.replace(guardian, person=person)
        known = now.guardians.get(person) or now.staff.get(person)
        if known and known.name != name:
            raise wrong(uow, "$.phone", "another-name")
        tie = _tie(loaded, student_id, person, new)
        if tie.key in loaded.barred:
            raise GuardianBarred
        await changing.write(loaded, rules.with_tie(now, guardian, tie), {person: phone})

    return await change(uow, by, "student", student_id, write)


def _known_by_name(loaded: Loaded, number: str, guardian: RosterGuardian) -> str:
    """The child's guardian of this name, else a new one: without a number nobody is listed twice."""
    tie = RosterGuardianship(number=number, person=guardian.person, relation="other", contact_order=1)
    file = Roster(guardians={guardian.person: guardian}, guardianships={tie.key: tie})
    return known_persons(loaded.snapshot, file, {guardian.person}).get(guardian.person, guardian.person)


async def _has_namesake(uow: UnitOfWork, student_id: UUID, name: str, account_id: UUID | None) -> bool:
    """Whether somebody else of this name is the child's guardian: with another number one could sign as they do."""
    ties = await queries.list_ties(uow.conn, uow.actor.org_id, student_id)
    return any(
        not one.barred and one.guardian_id != account_id and compared(one.name) == compared(name) for one in ties
    )


async def _check_barred(uow: UnitOfWork, student_id: UUID, name: str) -> None:
    if compared(name) in await service.list_barred_names(uow, [student_id]):
        raise GuardianBarred


async def set_tie(uow: UnitOfWork, student_id: UUID, guardian_id: UUID, edit: TieEdit, by: By) -> PersonChanged:
    """What a guardian and the tie are from now on. Raises NotFound, Stale, Invalid, PhoneTaken, PhoneElsewhere."""
    await lock(uow, student_id, by)
    name = name_of(uow, "$.name", edit.name)
    phone = phone_of(uow, "$.phone", edit.phone) if edit.phone else None

    async def write(changing: Changing) -> None:
        _tied(await changing.load(), student_id, guardian_id)  # before the number is another one
        if phone:
            await move_phone(uow, changing.permit, guardian_id, phone)
        loaded = await changing.load()
        before = _tied(loaded, student_id, guardian_id)
        if name != loaded.snapshot.now.guardians[before.person].name:
            await _check_barred(uow, student_id, name)
            if await _has_namesake(uow, student_id, name, guardian_id):
                raise wrong(uow, "$.name", "namesake")
        guardian = RosterGuardian(person=before.person, name=name, email="")
        tie = _tie(loaded, student_id, before.person, edit)
        await changing.write(loaded, rules.with_tie(loaded.snapshot.now, guardian, tie))

    return await change(uow, by, "student", student_id, write)


async def end_tie(uow: UnitOfWork, student_id: UUID, guardian_id: UUID, by: By) -> PersonChanged:
    """A guardian's tie ends now. Raises NotFound, Stale."""
    await lock(uow, student_id, by)

    async def write(changing: Changing) -> None:
        loaded = await changing.load()
        tie = _tied(loaded, student_id, guardian_id)
        await changing.write(loaded, without_ties(loaded.snapshot.now, [tie.key]))

    return await change(uow, by, "student", student_id, write)


async def bar_tie(uow: UnitOfWork, student_id: UUID, guardian_id: UUID, bar: BarNew, by: By) -> PersonChanged:
    """Records a court's order: the tie ends, and stays ended until the bar is lifted. Raises NotFound, Stale, AlreadyBarred."""
    await lock(uow, student_id, by)
    if bar.ordered_on > local_day(uow.now, uow.actor.zone):
        raise wrong(uow, "$.orderedOn", "future")

    async def write(changing: Changing) -> None:
        changing.how = "barred"
        loaded = await changing.load()
        tie = _tied(loaded, student_id, guardian_id, also_ended=True)
        if tie.key in loaded.barred:
            raise AlreadyBarred
        also = await tied.check_also(uow, student_id, guardian_id, bar.also)
        await changing.write(loaded, without_ties(loaded.snapshot.now, [tie.key]))
        for account_id in also:
            await queries.add_ended_tie(uow.conn, uow.actor.org_id, student_id, account_id, uow.now)
        for account_id in (guardian_id, *also):
            await _record(uow, student_id, account_id, bar)
            await centres.tell_later(uow, student_id, account_id)
        await tied.hold_numbers(uow, changing.permit, student_id, (guardian_id, *also))
        await _note(changing, student_id, guardian_id)
        here = [guardian_id] if tie.person in loaded.snapshot.now.staff else []  # also where the tie had ended
        readers = [
            EndedPart(account_id=one, part="reader", how="barred", student_id=student_id) for one in (*here, *also)
        ]
        await parts.end(uow, "by_hand", changing.permit.import_id, readers)

    return await change(uow, by, "student", student_id, write)


async def _record(uow: UnitOfWork, student_id: UUID, account_id: UUID, bar: BarNew) -> None:
    """The order about one person."""
    bar_id = uuid7()
    row = BarRow(
        bar_id=bar_id,
        student_id=student_id,
        guardian_id=account_id,
        ordered_on=bar.ordered_on,
        paper_sealed=await keeping.seal_stored(uow, service.paper_place(bar_id), bar.paper.encode()),
    )
    try:
        await queries.add_bar(uow.conn, uow.actor.org_id, row, uow.actor.account_id, uow.now)
    except asyncpg.UniqueViolationError as error:
        raise AlreadyBarred from error
    uow.changed(actions.PERSON_EDIT, "guardian_bar", row.bar_id)


async def lift_bar(uow: UnitOfWork, student_id: UUID, guardian_id: UUID, by: By) -> PersonChanged:
    """Lifts a bar. The tie stays ended until somebody adds it again. Raises NotFound, Stale, BarredChild."""
    await lock(uow, student_id, by)
    administrators = await list_administrators(uow.conn, uow.now)
    barred = [one.guardian_id for one in await queries.list_ties(uow.conn, uow.actor.org_id, student_id) if one.barred]
    if not all(may_give(administrators, uow.actor.account_id, one) for one in (guardian_id, *barred)):
        raise BarredChild  # the word of who is barred from the child made them an administrator

    async def write(changing: Changing) -> None:
        conn, org_id = uow.conn, uow.actor.org_id
        if not await queries.lift_bar(conn, org_id, student_id, guardian_id, uow.actor.account_id, uow.now):
            raise NotFound
        uow.changed(actions.PERSON_EDIT, "guardian_bar", guardian_id)
        await _note(changing, student_id, guardian_id)
        await centres.tell_later(uow, student_id, guardian_id)

    return await change(uow, by, "student", student_id, write)


async def _note(changing: Changing, student_id: UUID, guardian_id: UUID) -> None:
    """The other guardians hear that a bar was recorded or lifted, also where the tie had ended before."""
    touching = Touched(what="guardians", person_id=student_id, other_ids=(guardian_id,))
    await touched.note(changing.uow, changing.permit, "bar", [touching])


async def lock(uow: UnitOfWork, student_id: UUID, by: By) -> None:
    """Lets nobody else change a student meanwhile. Raises NotFound, Stale."""
    resource = Resource(org_id=uow.actor.org_id, kind="student", resource_id=student_id)
    uow.require(actions.PERSON_EDIT, resource)
    await queries.lock_student(uow.conn, uow.actor.org_id, student_id)
    row = await queries.find_student(uow.conn, uow.actor.org_id, student_id)
    if row is None:
        raise NotFound
    check_version(service.version_of(row), by.version)


def _here(loaded: Loaded, student_id: UUID) -> RosterStudent:
    number = loaded.number(student_id)
    if number is None or number not in loaded.snapshot.now.students:
        raise NotFound
    return loaded.snapshot.now.students[number]


def _tie(loaded: Loaded, student_id: UUID, person: str, of: TieNew | TieEdit) -> RosterGuardianship:
    number = _here(loaded, student_id).number
    return RosterGuardianship(number=number, person=person, relation=of.relation, contact_order=of.contact_order)


def _tied(loaded: Loaded, student_id: UUID, guardian_id: UUID, *, also_ended: bool = False) -> RosterGuardianship:
    key = (_here(loaded, student_id).number, loaded.person(guardian_id) or "")
    tie = loaded.snapshot.now.guardianships.get(key)
    if tie is None and also_ended:
        tie = loaded.snapshot.former.guardianships.get(key)
    if tie is None:
        raise NotFound
    return tie
