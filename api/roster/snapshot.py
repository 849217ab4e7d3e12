"""The roster as the database has it, in the shape in which a file is compared with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from api.core import administrators
from api.core.administrators import Administrator
from api.core.name_folding import compared
from api.core.sealing import Sealer
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Erased
from api.roster.queries import snapshot as queries
from api.roster.rules.unnumbered import is_unnumbered
from schemas.roster.people.rows import ClassRow, IdentityRow, StudentRow
from schemas.roster.rows import (
    ClassKey,
    GuardianshipKey,
    Home,
    Roster,
    RosterClass,
    RosterGuardian,
    RosterGuardianship,
    RosterLesson,
    RosterStaff,
    RosterStudent,
    Said,
    Snapshot,
)


@dataclass(slots=True, kw_only=True)
class Loaded:
    """The current roster, and the ids behind its keys, also of what has ended."""

    snapshot: Snapshot
    class_ids: dict[ClassKey, UUID] = field(default_factory=dict[ClassKey, UUID])
    student_ids: dict[str, UUID] = field(default_factory=dict[str, UUID])
    accounts: dict[str, UUID] = field(default_factory=dict[str, UUID])
    barred: set[GuardianshipKey] = field(default_factory=set[GuardianshipKey])
    unnumbered: set[str] = field(default_factory=set[str])
    """Who has neither a phone number nor a mail address to sign in by."""
    mailed: set[str] = field(default_factory=set[str])
    """Who signs in by a mail address."""
    kept: set[str] = field(default_factory=set[str])
    """Numbers that their owner can still take back: nobody else is given them."""
    administrators: list[Administrator] = field(default_factory=list[Administrator])
    first: bool = False
    """Whether nobody here ever had a role that opens reports: what comes now is the school's first list."""

    def barred_in(self, roster: Roster) -> set[GuardianshipKey]:
        """Ties of a roster that a court's order forbids: to who was barred, and new ones to a person of the same name, under any number."""
        if not self.barred:  # as in most schools: no name is compared
            return set()
        now, former = self.snapshot.now, self.snapshot.former
        people = {**former.guardians, **now.guardians}
        names = {(number, compared(people[person].name)) for number, person in self.barred if person in people}
        numbers = {number for number, _ in names}
        again = {
            (number, person)
            for number, person in roster.guardianships
            if number in numbers
            and (number, person) not in now.guardianships
            and person in roster.guardians
            and (number, compared(roster.guardians[person].name)) in names
        }
        return (self.barred & roster.guardianships.keys()) | again

    def person(self, account_id: UUID) -> str | None:
        """The key of somebody who is or was here as a guardian or a colleague."""
        return next((person for person, account in self.accounts.items() if account == account_id), None)

    def number(self, student_id: UUID) -> str | None:
        """The number of a student who is or was here."""
        return next((number for number, student in self.student_ids.items() if student == student_id), None)

    def class_key(self, class_id: UUID) -> ClassKey | None:
        """The key of a class."""
        return next((key for key, class_ in self.class_ids.items() if class_ == class_id), None)


def person_key(sealer: Sealer, org_id: int, person: str) -> str:
    """What stands for somebody of a file beside the database: the login key of the number or mail address, in hex."""
    return (sealer.name("unnumbered", str(org_id), person) if is_unnumbered(person) else sealer.login(person)).hex()


def keyed(sealer: Sealer, org_id: int, roster: Roster) -> tuple[Roster, dict[str, str]]:
    """A file's roster with login keys in place of phone numbers, and the phones by key, empty for who has none.

    Beside the database people are compared by the key alone: no phone number is opened for it.
    """
    phones = dict.fromkeys([*roster.guardians, *roster.staff])
    key = {phone: person_key(sealer, org_id, phone) for phone in phones}
    changed = Roster(
        classes=roster.classes,
        students=roster.students,
        guardians={key[p]: msgspec.structs.replace(g, person=key[p]) for p, g in roster.guardians.items()},
        guardianships={
            (n, key[p]): msgspec.structs.replace(t, person=key[p]) for (n, p), t in roster.guardianships.items()
        },
        staff={key[p]: msgspec.structs.replace(s, person=key[p]) for p, s in roster.staff.items()},
        lessons={x.key: x for x in (msgspec.structs.replace(x, person=key[x.person]) for x in roster.lessons.values())},
    )
    return changed, {k: "" if is_unnumbered(phone) else phone for phone, k in key.items()}


def keyed_said(sealer: Sealer, org_id: int, said: Said) -> Said:
    """The same for what a file states beyond its roster."""

    def key(phone: str) -> str:
        return person_key(sealer, org_id, phone)

    return msgspec.structs.replace(
        said,
        unordered={(number, key(phone)) for number, phone in said.unordered},
        roles={key(phone) for phone in said.roles},
        taught={key(phone) for phone in said.taught},
        led={key(phone) for phone in said.led},
    )


async def known(uow: Reading, by: UUID) -> Roster:
    """Classes and student numbers that a single CSV of this person may refer to: none from whom a court's order bars them."""
    org_id = uow.actor.org_id
    classes = [c for c in await queries.list_classes(uow.conn, org_id) if not c.ended]
    barred = {one.student_id for one in await queries.list_barred_from(uow.conn, org_id, by)}
    students = [s for s in await queries.list_students(uow.conn, org_id) if not s.ended and s.student_id not in barred]
    keys = {c.class_id: (c.school_year, c.name) for c in classes}
    return Roster(
        classes={(c.school_year, c.name): _class(c) for c in classes},
        students={s.student_number: _student(s, keys.get(s.class_id, (0, "")), None) for s in students},
    )


async def load(uow: UnitOfWork, wanted: Roster) -> Loaded:
    """Reads everything. `wanted` settles by which key a person is compared, and whether its mail address counts."""
    reader = _Reader(uow=uow, wanted=wanted)
    await reader.read()
    fresh = {*wanted.guardians, *wanted.staff}.difference(reader.persons.values())
    kept = await queries.list_kept(uow.conn, [bytes.fromhex(p) for p in sorted(fresh)], uow.now) if fresh else []
    return Loaded(
        snapshot=Snapshot(now=reader.now, former=reader.former),
        class_ids={key: class_id for class_id, key in reader.classes.items()},
        student_ids={number: student_id for student_id, number in reader.numbers.items()},
        accounts={person: account for account, person in reader.persons.items()},
        barred=reader.barred,
        unnumbered=reader.unnumbered,
        mailed=reader.mailed,
        kept={key.hex() for key in kept},
        administrators=await administrators.list_administrators(uow.conn, uow.now),
        first=reader.first,
    )


def home_place(student_id: UUID) -> str:
    """Where a sealed home belongs."""
    return f"home:{student_id}"


@dataclass(slots=True, kw_only=True)
class _Reader:
    uow: UnitOfWork
    wanted: Roster
    now: Roster = field(default_factory=Roster)
    former: Roster = field(default_factory=Roster)
    classes: dict[UUID, ClassKey] = field(default_factory=dict[UUID, ClassKey])
    numbers: dict[UUID, str] = field(default_factory=dict[UUID, str])
    persons: dict[UUID, str] = field(default_factory=dict[UUID, str])
    closed: set[UUID] = field(default_factory=set[UUID])
    barred: set[GuardianshipKey] = field(default_factory=set[GuardianshipKey])
    unnumbered: set[str] = field(default_factory=set[str])
    mailed: set[str] = field(default_factory=set[str])
    first: bool = True

    async def read(self) -> None:
        await self._classes()
        await self._students()
        await self._people()
        await self._ties()

    def _of(self, *, ended: bool) -> Roster:
        return self.former if ended else self.now

    async def _classes(self) -> None:
        for c in await queries.list_classes(self.uow.conn, self.uow.actor.org_id):
            one = _class(c)
            self.classes[c.class_id] = one.key
            self._of(ended=c.ended).classes[one.key] = one

    async def _students(self) -> None:
        rows = await queries.list_students(self.uow.conn, self.uow.actor.org_id)
        homes = await self._homes(rows)
        for s in rows:
            self.numbers[s.student_id] = s.student_number
            one = _student(s, self.classes[s.class_id], homes.get(home_place(s.student_id)))
            self._of(ended=s.ended).students[one.key] = one

    async def _homes(self, rows: Iterable[StudentRow]) -> Mapping[str, Home]:
        sealed = {home_place(s.student_id): s.home_sealed for s in rows if s.home_sealed is not None}
        try:
            opened = await self.uow.vault.open_fields(self.uow.actor.org_id, sealed)
        except Erased:  # the key is lost: the file's text is sealed again
            return {}
        return {place: msgspec.json.decode(plain, type=Home) for place, plain in opened.items()}

    async def _people(self) -> None:
        conn, org_id = self.uow.conn, self.uow.actor.org_id
        guardians, staff = await queries.list_guardians(conn, org_id), await queries.list_staff(conn, org_id)
        accounts = sorted({g.guardian_id for g in guardians} | {s.staff_id for s in staff})
        self.first = not any(s.had_role for s in staff)
        self._identify(accounts, await queries.list_identities(conn, accounts))
        for g in guardians:
            person = self.persons[g.guardian_id]
            email = self._email(g.guardian_id, self.wanted.guardians.get(person))
            self._of(ended=g.ended).guardians[person] = RosterGuardian(person=person, name=g.name, email=email)
        for s in staff:
            person = self.persons[s.staff_id]
            email = self._email(s.staff_id, self.wanted.staff.get(person))
            self._of(ended=s.ended).staff[person] = RosterStaff(
                person=person, number=s.staff_number, name=s.name, email=email, roles=tuple(sorted(s.roles))
            )

    def _identify(self, accounts: Iterable[UUID], rows: Iterable[IdentityRow]) -> None:
        """Settles the key of each account: one that the file names, if it has several; a made-up one if it has none."""
        keys: dict[UUID, list[str]] = {}
        for row in rows:
            keys.setdefault(row.account_id, []).append(row.key_hash.hex())
            if not row.numbered:
                self.unnumbered.add(row.key_hash.hex())
            if row.mailed:
                self.mailed.add(row.key_hash.hex())
            if not row.email_open:
                self.closed.add(row.account_id)
        for account in accounts:
            own = sorted(keys.get(account, [f"account:{account}"]))
            named = [k for k in own if k in self.wanted.guardians or k in self.wanted.staff]
            self.persons[account] = (named or own)[0]

    def _email(self, account: UUID, wanted: RosterGuardian | RosterStaff | None) -> str:
        """What the file says, where the address is not the school's to give; else none, so that it is given."""
        return wanted.email if wanted and account in self.closed else ""

    async def _ties(self) -> None:
        conn, org_id = self.uow.conn, self.uow.actor.org_id
        for t in await queries.list_guardianships(conn, org_id):
            tie = RosterGuardianship(
                number=self.numbers[t.student_id],
                person=self.persons[t.guardian_id],
                relation=t.relation,
                contact_order=t.contact_order,
            )
            self._of(ended=t.ended).guardianships[tie.key] = tie
            if t.barred:
                self.barred.add(tie.key)
        for x in await queries.list_lessons(conn, org_id):
            key, person = self.classes[x.class_id], self.persons[x.staff_id]
            lesson = RosterLesson(class_key=key, person=person, part=x.part, subject=x.subject)
            self._of(ended=x.ended).lessons[lesson.key] = lesson


def _class(row: ClassRow) -> RosterClass:
    return RosterClass(school_year=row.school_year, grade=row.grade, name=row.name, ends_on=row.ends_on)


def _student(row: StudentRow, class_key: ClassKey, home: Home | None) -> RosterStudent:
    return RosterStudent(
        number=row.student_number,
        name=row.name,
        sex=row.sex,
        class_key=class_key,
        support=tuple(sorted(row.support)),
        home=home,
    )
