"""Starting codes: how a student comes to a secret that nobody else knows.

A person who hands out a code could become the child by it. So a code for a student who has set a secret needs a second adult or the
old secret, every code is recorded for the student, and a reset closes what was there before for a while (`closed_before`).
Whether a student has anything of their own is not asked: the answer would tell an accused teacher that there is a report.
"""

import secrets as random
from datetime import datetime
from uuid import UUID

import msgspec

from api.accounts import actions, hashing, rules, secrets
from api.accounts.errors import (
    NoCodeWaits,
    NotForStaff,
    ProofNeeded,
    SecondAdultNew,
    SecondAdultOther,
    SecondAdultRelated,
)
from api.accounts.me import service as me
from api.accounts.signin import counting
from api.accounts.signin.service import starting_key
from api.accounts.students import queries
from api.accounts.students.queries import Closing
from api.core import access
from api.core.access import ME, Resource
from api.core.administrators import are_related
from api.core.db import uuid7
from api.core.errors import NotFound, Problem
from api.core.name_folding import fold_name
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.wire import CodeWaiting, SecretNew, StartingCode


async def issue_starting_code(uow: UnitOfWork, student_id: UUID) -> StartingCode:
    """A code that lets one student set a secret, once, before the seventh day. The student is shown who issued it.

    Raises NotFound, and StepUpNeeded for a student who has a secret already.
    """
    student = await _student(uow, actions.STUDENT_CODE_ISSUE, student_id)
    made = await issue(uow, student_id, student.issuer)
    uow.changed(actions.STUDENT_CODE_ISSUE, "student", student_id)
    return StartingCode(
        code=made.code,
        class_code=student.class_code,
        name=student.student_number if _shares_name(student) else None,
        student_number=None,
        staff_number=None,
        person=student.name,
        expires_at=made.until,
        needs_second_adult=not made.first,
    )


def _shares_name(student: queries.Student) -> bool:
    """Whether a classmate is called the same: by that name neither signs in. Compared as sign-in compares names."""
    return fold_name(student.name).casefold() in {fold_name(name).casefold() for name in student.classmates}


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A new starting code. `first`: the person had never set a secret."""

    code: str
    first: bool
    until: datetime


async def issue(uow: UnitOfWork, account_id: UUID, issuer: str) -> Made:
    """Makes and records a code; one that takes the place of a secret waits for a second adult. Raises StepUpNeeded."""
    if await queries.has_secret(uow.conn, account_id):
        access.check_assurance(uow.actor)
    code = "".join(random.choice(rules.STARTING_LETTERS) for _ in range(8))
    key, until = starting_key(uow, account_id), rules.starting_code_ends(uow.now, uow.actor.zone)
    await queries.put_code(uow.conn, key, uow.sealer.code(key, code), until)
    first = await queries.put_starting(uow.conn, account_id, uow.actor.account_id, issuer, uuid7(), uow.now)
    if not first:
        who = (account_id, uow.actor.account_id, issuer)
        await queries.put_request(uow.conn, uow.actor.org_id, *who, uow.now, until)
    return Made(code=code, first=first, until=until)


async def list_waiting(uow: Reading) -> list[CodeWaiting]:
    """New codes that wait for a second adult, of the students that the actor reaches."""
    uow.require_org(actions.STUDENT_CODE_CONFIRM, "student")
    reach = access.reach(uow.actor, actions.STUDENT_CODE_CONFIRM)
    who = (reach.everything, reach.class_ids, uow.actor.account_id)
    return await queries.list_waiting(uow.conn, uow.actor.org_id, *who, uow.now)


async def confirm_starting_code(uow: UnitOfWork, student_id: UUID) -> None:
    """A second adult stands behind a student's new code. They do not see it.

    Raises NotFound, StepUpNeeded, NoCodeWaits, SecondAdultOther, SecondAdultNew, SecondAdultRelated.
    """
    student = await _student(uow, actions.STUDENT_CODE_CONFIRM, student_id)
    await confirm(uow, student_id, student.issuer)
    uow.changed(actions.STUDENT_CODE_CONFIRM, "student", student_id)


async def confirm(uow: UnitOfWork, account_id: UUID, name: str) -> None:
    """The same for anybody who signs in by such a code; `name`: the second adult's. The rules ask both adults, in either order.

    Raises StepUpNeeded, NoCodeWaits, SecondAdultOther, SecondAdultNew, SecondAdultRelated.
    """
    access.check_assurance(uow.actor)
    second = uow.actor.account_id
    waiting = await queries.find_request(uow.conn, uow.actor.org_id, account_id, uow.now)
    if waiting is None:
        raise NoCodeWaits
    if waiting == second:
        raise SecondAdultOther
    since = uow.now - rules.SETTLED
    if not await queries.is_settled(uow.conn, second, account_id, since):
        raise SecondAdultNew
    if not await queries.is_settled(uow.conn, waiting, account_id, since) or await are_related(
        uow.conn, uow.actor.org_id, waiting, second, uow.now
    ):
        raise SecondAdultRelated
    if not await queries.confirm_starting(uow.conn, account_id, second, name):
        raise NoCodeWaits
    await queries.set_confirmed(uow.conn, uow.actor.org_id, account_id, uow.now)


async def set_secret(uow: UnitOfWork, new: SecretNew) -> Problem | None:
    """The new secret of a student, or of a guardian without a phone number, who gives the one of now. What is closed to this sign-in stays closed. Raises Invalid."""
    account_id = uow.require_self()
    if not await queries.signs_in_by_name(uow.conn, account_id):
        return NotForStaff()

    async def check() -> Problem | None:
        right = await hashing.matches(await queries.find_secret(uow.conn, account_id), new.current)
        return None if right else ProofNeeded()

    if refusal := await counting.counted_here(uow, "own secret", account_id, check):
        return refusal
    await secrets.check(uow, account_id, "$.secret", new.secret, secrets.OF_STUDENTS)
    await queries.set_secret(uow.conn, account_id, await hashing.hash_secret(new.secret), uow.now)
    await me.end_other_sessions(uow)
    uow.changed(ME, "secret", account_id)
    return None


async def find_closing(uow: Reading) -> Closing | None:
    """The actor's last reset without the old secret; for features that keep what is a student's own."""
    return await queries.find_closing(uow.conn, uow.actor.account_id)


async def _student(uow: Reading, action: Action, student_id: UUID) -> queries.Student:
    student = await queries.find_student(uow.conn, uow.actor.org_id, student_id, uow.actor.account_id)
    class_id = student.class_id if student else None
    uow.require(action, Resource(org_id=uow.actor.org_id, kind="student", resource_id=student_id, class_id=class_id))
    if student is None:
        raise NotFound
    return student
