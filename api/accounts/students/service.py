"""Starting codes: how a student comes to a secret that nobody else knows."""

import secrets
from uuid import UUID

from api.accounts import actions, rules
from api.accounts.signin.service import starting_key
from api.accounts.students import queries
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.unit_of_work import UnitOfWork
from schemas.accounts.wire import StartingCode


async def issue_starting_code(uow: UnitOfWork, student_id: UUID) -> StartingCode:
    """A code that lets one student set a secret, once, within a week. Where there was a secret, the student is shown the reset.

    Raises NotFound.
    """
    student = await queries.find_student(uow.conn, uow.actor.org_id, student_id, uow.actor.account_id)
    resource = Resource(
        org_id=uow.actor.org_id,
        kind="student",
        resource_id=student_id,
        class_id=student.class_id if student else None,
    )
    uow.require(actions.STUDENT_CODE_ISSUE, resource)
    if student is None:
        raise NotFound
    code = "".join(secrets.choice(rules.STARTING_LETTERS) for _ in range(8))
    key = starting_key(uow, student_id)
    until = uow.now + rules.STARTING_CODE_LIFE
    await queries.put_code(uow.conn, key, uow.sealer.code(key, code), until)
    if await queries.has_secret(uow.conn, student_id):
        await queries.add_reset(uow.conn, student_id, uuid7(), student.issuer, uow.now)
    uow.changed(actions.STUDENT_CODE_ISSUE, "student", student_id)
    return StartingCode(code=code, class_code=student.class_code, expires_at=until)
