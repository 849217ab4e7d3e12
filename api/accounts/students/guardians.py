"""Starting codes of guardians without a phone number: they sign in like a student, with the class code and a secret that nobody else knows.

The rules are those of students' codes (`service`): a person who issues one could sign in as the guardian, so a code for somebody who has a secret
needs a second adult or the old secret, and every code is recorded for its person.
"""

from uuid import UUID

from api.accounts import actions
from api.accounts.errors import HasNumber, NoCodeWaits
from api.accounts.students import queries, service
from api.core.access import Resource
from api.core.errors import NotFound
from api.core.name_folding import guardian_sign_in
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.wire import StartingCode, UnnumberedGuardian


async def list_unnumbered(uow: Reading, student_id: UUID) -> list[UnnumberedGuardian]:
    """A student's guardians who have no phone number, and the name that each signs in with. Raises NotFound."""
    await _student(uow, actions.STUDENT_CODE_ISSUE, student_id)
    rows = await queries.list_of_student(uow.conn, uow.actor.org_id, student_id)
    unnumbered = set(await queries.list_unnumbered(uow.conn, [row.guardian_id for row in rows]))
    return [
        UnnumberedGuardian(
            guardian_id=row.guardian_id, name=row.name, sign_in_name=guardian_sign_in(row.student_number, row.name)
        )
        for row in rows
        if row.guardian_id in unnumbered
    ]


async def issue_code(uow: UnitOfWork, student_id: UUID, guardian_id: UUID) -> StartingCode:
    """A code that lets one guardian set a secret, once, within a week. Raises NotFound, HasNumber, StepUpNeeded."""
    guardian = await _guardian(uow, actions.STUDENT_CODE_ISSUE, student_id, guardian_id)
    if guardian is None or not await queries.list_unnumbered(uow.conn, [guardian_id]):
        raise HasNumber
    made = await service.issue(uow, guardian_id, guardian.issuer)
    uow.changed(actions.STUDENT_CODE_ISSUE, "guardian", guardian_id)
    return StartingCode(
        code=made.code,
        class_code=guardian.class_code,
        name=guardian_sign_in(guardian.student_number, guardian.name),
        student_number=guardian.student_number,
        staff_number=None,
        person=guardian.name,
        expires_at=made.until,
        needs_second_adult=not made.first,
    )


async def confirm_code(uow: UnitOfWork, student_id: UUID, guardian_id: UUID) -> None:
    """A second adult stands behind a guardian's new code.

    Raises NotFound, StepUpNeeded, NoCodeWaits, SecondAdultOther, SecondAdultNew, SecondAdultRelated.
    """
    guardian = await _guardian(uow, actions.STUDENT_CODE_CONFIRM, student_id, guardian_id)
    if guardian is None:
        raise NoCodeWaits
    await service.confirm(uow, guardian_id, guardian.issuer)
    uow.changed(actions.STUDENT_CODE_CONFIRM, "guardian", guardian_id)


async def _guardian(uow: Reading, action: Action, student_id: UUID, guardian_id: UUID) -> queries.Guardian | None:
    """A guardian of the student, where the actor reaches the student; None for anybody else."""
    await _student(uow, action, student_id)
    return await queries.find_guardian(uow.conn, uow.actor.org_id, student_id, guardian_id, uow.actor.account_id)


async def _student(uow: Reading, action: Action, student_id: UUID) -> None:
    student = await queries.find_student(uow.conn, uow.actor.org_id, student_id, uow.actor.account_id)
    class_id = student.class_id if student else None
    uow.require(action, Resource(org_id=uow.actor.org_id, kind="student", resource_id=student_id, class_id=class_id))
    if student is None:
        raise NotFound
