"""Writes what an import changes, in the caller's transaction: all of it or nothing.

A school of 1,600 students is about twenty statements. A person who is ended loses the membership in the same transaction, and
with it every right here, whatever session they hold.
"""

import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import msgspec

from api.core import names, parts
from api.core.administrators import answers_for
from api.core.db import attempt, uuid7
from api.core.login_addresses import kind_of
from api.core.name_folding import staff_code, staff_sign_in
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster import guarding, rules
from api.roster.ending import Away, ended_parts, filled_parts, on_leave
from api.roster.leaves.queries import list_permitted
from api.roster.queries import classes as class_queries
from api.roster.queries import people as queries
from api.roster.queries.people import Permit
from api.roster.renaming import renamed_people
from api.roster.snapshot import Loaded, home_place
from api.roster.touched import finding
from api.roster.touched import service as touched
from schemas.roster.rows import Change, Changes, Roster, RosterLesson

Progress = Callable[[int, int], Awaitable[None]]
R = TypeVar("R")

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike
CODE_LENGTH = 8  # students type it; two classes of a country must not share one


async def unless_refused(uow: UnitOfWork, work: Awaitable[R], otherwise: R) -> R:
    """The result of work that comes due; where a feature refuses it, nothing of it stays and the result is `otherwise`."""
    noted = uow.noted()
    try:
        async with attempt(uow.conn):
            return await work
    except parts.Refused:
        uow.forget(noted)
        return otherwise


async def no_progress(_done: int, _total: int) -> None:
    """For callers that show none."""


def student_keys(uow: Reading, students: Iterable[tuple[str, str, str]]) -> dict[bytes, str]:
    """Ways to sign in for students given as class code, student number and name: each key with the number of its student.

    The number always works, the name where no classmate bears it too. Guardians without a phone number sign in like this too, see `unnumbered`.
    """
    known = list(students)
    keys = {uow.sealer.student_name(code, number): number for code, number, _ in known}
    named = [(uow.sealer.student_name(code, name), number) for code, number, name in known]
    bearers = Counter(key for key, _ in named)
    return keys | {key: number for key, number in named if bearers[key] == 1 and key not in keys}


@dataclass(slots=True, kw_only=True)
class Writing:
    """One import as it is written, or one change by hand. `phones` opens the login keys of a file's people. `how`: ties end.

    `told`: colleagues who hear of this change otherwise.
    """

    uow: UnitOfWork
    loaded: Loaded
    wanted: Roster
    changes: Changes
    phones: Mapping[str, str]
    permit: Permit
    progress: Progress = no_progress
    cause: str = "roster_import"
    how: parts.How = "left"
    away: Away | None = None
    told: frozenset[UUID] = frozenset()

    async def run(self) -> None:
        """Writes everything. Ends come first, since a class has one class teacher and a number one bearer. Raises Refused."""
        guarding.check(self.loaded, self.wanted, self.changes, self.permit.by)
        steps = (
            self._end, self._put_classes, self._put_students, self._attach, self._put_people, self._put_ties,
            self._note_appointed, self._set_memberships, self._set_student_keys, self._set_emails,
            self._settle_staff, self._tell_renamed, self._tell_ended, self._note_touched,
        )  # fmt: skip
        for at, step in enumerate(steps):
            await self.progress(at, len(steps))
            await step()
        await self.progress(len(steps), len(steps))

    async def write_roster(self) -> None:
        """Writes the roster alone: no logins, no memberships, and nobody is told. For a trial that is rolled back."""
        for step in (self._end, self._put_classes, self._put_students, self._put_people, self._put_ties):
            await step()

    async def _end(self) -> None:
        conn, org_id, now, ended = self.uow.conn, self.uow.actor.org_id, self.uow.now, self.changes
        ties = [(self._student(t.number), self._account(t.person)) for t in ended.guardianships.ended]
        await queries.end_guardianships(conn, org_id, ties, now)
        await queries.end_lessons(conn, org_id, self._lessons(ended.lessons.ended), now)
        await queries.end_students(conn, org_id, [self._student(s.number) for s in ended.students.ended], now)
        await queries.end_guardians(conn, org_id, [self._account(g.person) for g in ended.guardians.ended], now)
        await queries.end_staff(conn, org_id, [self._account(s.person) for s in ended.staff.ended], now)
        classes = [self.loaded.class_ids[c.key] for c in ended.classes.ended]
        await class_queries.end_classes(conn, org_id, classes, now)

    async def _put_classes(self) -> None:
        conn, org_id = self.uow.conn, self.uow.actor.org_id
        rows = [(uuid7(), _code(), c) for c in _put(self.changes.classes)]
        await class_queries.put_classes(conn, org_id, rows, self.uow.now)
        for row in await class_queries.list_ids(conn, org_id):
            self.loaded.class_ids[row.school_year, row.name] = row.class_id
        back = [self.loaded.class_ids[c.key] for c in self.changes.classes.returned]
        await class_queries.remove_successors(conn, org_id, back)

    async def _put_students(self) -> None:
        uow, org_id, students = self.uow, self.uow.actor.org_id, _put(self.changes.students)
        ids = {s.number: self.loaded.student_ids.get(s.number) or uuid7() for s in students}
        plain = {home_place(ids[s.number]): msgspec.json.encode(s.home) for s in students if s.home is not None}
        homes = await uow.vault.seal_fields(org_id, plain) if plain else {}
        rows = [
            (ids[s.number], self.loaded.class_ids[s.class_key], s, homes.get(home_place(ids[s.number])))
            for s in students
        ]
        for row in await queries.put_students(uow.conn, org_id, rows, uow.now):
            self.loaded.student_ids[row.student_number] = row.student_id

    async def _attach(self) -> None:
        """Finds the accounts of people who are new here: perhaps known elsewhere, perhaps to nobody."""
        fresh = [p for p in {**self.wanted.guardians, **self.wanted.staff} if p not in self.loaded.accounts]
        keys, ids = [bytes.fromhex(p) for p in fresh], [uuid7() for _ in fresh]
        sealed = [self._sealed(i, self.phones[p]) for i, p in zip(ids, fresh, strict=True)]
        mails = [bytes.fromhex(p) for p in fresh if kind_of(self.phones[p]) == "mail"]
        self.loaded.unnumbered.update(p for p in fresh if not self.phones[p])
        for row in await queries.attach(self.uow.conn, self.permit, keys, ids, sealed, mails, self.uow.now):
            self.loaded.accounts[row.key_hash.hex()] = row.account_id
        self.loaded.kept.update(p for p in fresh if p not in self.loaded.accounts)
        guarding.check_kept(self.loaded, self.wanted)  # moved away from somebody a moment ago

    def _sealed(self, account_id: UUID, phone: str) -> bytes | None:
        return self.uow.sealer.seal_login(account_id, phone) if phone else None

    async def _put_people(self) -> None:
        conn, org_id, now = self.uow.conn, self.uow.actor.org_id, self.uow.now
        guardians = [(self._account(g.person), g) for g in _put(self.changes.guardians)]
        await queries.put_guardians(conn, org_id, guardians, now)
        staff = [(self._account(s.person), s) for s in _put(self.changes.staff)]
        await queries.put_staff(conn, org_id, staff, now)

    async def _put_ties(self) -> None:
        conn, org_id, now = self.uow.conn, self.uow.actor.org_id, self.uow.now
        ties = [(self._student(t.number), self._account(t.person), t) for t in _put(self.changes.guardianships)]
        await queries.put_guardianships(conn, org_id, ties, now)
        await queries.put_lessons(conn, org_id, self._lessons(_put(self.changes.lessons)), now)

    async def _note_appointed(self) -> None:
        people = [self._account(person) for person in rules.noted_parts(self.loaded.snapshot.now, self.wanted)]
        if people:
            by = None if self.loaded.first else answers_for(self.loaded.administrators, self.permit.by)
            await queries.set_appointed(self.uow.conn, self.uow.actor.org_id, people, by, self.uow.now)

    async def _set_memberships(self) -> None:
        conn, now, changes = self.uow.conn, self.uow.now, self.changes
        students = [self._student(s.number) for s in _fresh(changes.students)]
        gone = [self._student(s.number) for s in changes.students.ended]
        await queries.set_memberships(conn, self.permit, "student", students, gone, now)
        joined = [self._account(p.person) for p in _fresh(changes.guardians)]
        left = [self._account(p.person) for p in changes.guardians.ended]
        await queries.set_memberships(conn, self.permit, "guardian", joined, left, now)
        joined = [self._account(p.person) for p in _fresh(changes.staff)]
        await queries.set_memberships(conn, self.permit, "staff", joined, [], now, first=self.loaded.first)

    async def _set_student_keys(self) -> None:
        """Writes all students, because a second bearer of a name takes the name away from the first."""
        uow, gone = self.uow, [self._student(s.number) for s in self.changes.students.ended]
        if not (gone or _put(self.changes.students) or self._touches_unnumbered()):
            return
        here = {**self.loaded.snapshot.now.guardians, **self.wanted.guardians}
        guardians = [person for person in here if person in self.loaded.unnumbered]
        codes = {
            (row.school_year, row.name): row.code for row in await class_queries.list_ids(uow.conn, uow.actor.org_id)
        }
        students = self.wanted.students.values()
        keys = student_keys(uow, ((codes[s.class_key], s.number, s.name) for s in students))
        accounts = {key: self._student(number) for key, number in keys.items()}
        for number, person, name in rules.sign_in_names(self.wanted, guardians):
            code = codes[self.wanted.students[number].class_key]
            accounts.setdefault(uow.sealer.student_name(code, name), self._account(person))
        colleagues = self._colleagues_on_paper()
        code = staff_code(uow.actor.org_id)
        for one in (self.wanted.staff[person] for person in colleagues if person in self.wanted.staff):
            name = staff_sign_in(one.number, one.name)
            accounts.setdefault(uow.sealer.student_name(code, name), self._account(one.person))
        by_paper = (self._account(p) for p in (*guardians, *colleagues))
        students = [*(self._student(s.number) for s in students), *gone, *by_paper]
        await queries.set_student_keys(
            uow.conn, self.permit, students, list(accounts), list(accounts.values()), uow.now
        )

    def _touches_unnumbered(self) -> bool:
        """Whether anything changes for guardians and colleagues who sign in like students."""
        guardians, ties, staff = self.changes.guardians, self.changes.guardianships, self.changes.staff
        rows = [*_put(guardians), *guardians.ended, *_put(ties), *ties.ended, *_put(staff), *staff.ended]
        return any(row.person in self.loaded.unnumbered for row in rows)

    def _colleagues_on_paper(self) -> list[str]:
        here = {**self.loaded.snapshot.now.staff, **self.wanted.staff}
        return [person for person in here if person in self.loaded.unnumbered]

    async def _set_emails(self) -> None:
        people = [*_put(self.changes.guardians), *_put(self.changes.staff)]
        emails = {self._account(p.person): p.email for p in people if p.email}
        sealed = [self.uow.sealer.seal_contact("mail", account_id, email) for account_id, email in emails.items()]
        await queries.set_emails(self.uow.conn, self.permit, list(emails), sealed, self.uow.now)

    async def _settle_staff(self) -> None:
        """The person who permitted the import may leave by it: so this is the last step that asks."""
        staff, left = _put(self.changes.staff), [self._account(p.person) for p in self.changes.staff.ended]
        roles = {self._account(p.person): p.roles for p in staff}
        for leave in await list_permitted(self.uow.conn, self.uow.actor.org_id) if roles else ():
            if leave.staff_id in roles:  # a leave that is not over gives these, or gives them back
                roles[leave.staff_id] = tuple(sorted({*roles[leave.staff_id], *leave.roles}))
        await queries.settle_staff(self.uow.conn, self.permit, roles, left, self.uow.now)

    async def _tell_renamed(self) -> None:
        await names.rename(self.uow, list(renamed_people(self.loaded, self.changes)))

    async def _tell_ended(self) -> None:
        """Comes last: features see the roster as it is now."""
        ended = ended_parts(self.loaded, self.changes, self.wanted, self.how)
        ended = on_leave(ended, self.away) if self.away else ended
        filled = filled_parts(self.loaded, self.changes)
        await parts.end(self.uow, self.cause, self.permit.import_id, ended, filled)

    async def _note_touched(self) -> None:
        by_hand, barred = self.cause == "by_hand", self.how == "barred"
        people = finding.find(self.loaded, self.changes, self.wanted, by_hand=by_hand, barred=barred, told=self.told)
        await touched.note(self.uow, self.permit, "roster", people)

    def _student(self, number: str) -> UUID:
        return self.loaded.student_ids[number]

    def _account(self, person: str) -> UUID:
        return self.loaded.accounts[person]

    def _lessons(self, lessons: Iterable[RosterLesson]) -> list[tuple[UUID, UUID, RosterLesson]]:
        return [(self.loaded.class_ids[x.class_key], self._account(x.person), x) for x in lessons]


def _put(change: Change[R]) -> list[R]:
    """Rows to be written as they are to be."""
    return [*change.added, *change.changed, *change.returned]


def _fresh(change: Change[R]) -> list[R]:
    """Rows that were not here a moment ago."""
    return [*change.added, *change.returned]


def _code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
