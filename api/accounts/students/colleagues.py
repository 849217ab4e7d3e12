"""Starting codes of colleagues without phone and mail: they sign in with their organisation's code, staff number and name, and a secret of their own.

The rules are those of students' codes (`service`), and stricter: both adults take a second factor, and after a reset no first factor is
enrolled for a week (`starting_code_used`), so who handed out the code does not become a colleague who opens confidential text.
"""

from uuid import UUID

from api.accounts import actions
from api.accounts.errors import HasNumber, NoCodeWaits, OwnCode
from api.accounts.students import queries, service
from api.core.access import Resource
from api.core.errors import NotFound
from api.core.kept_from import reads_about
from api.core.name_folding import staff_code, staff_sign_in
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.codes import StaffCodeWaiting
from schemas.accounts.wire import StartingCode


async def issue_code(uow: UnitOfWork, staff_id: UUID) -> StartingCode:
    """A code that lets one colleague set a secret, once, within a week. Raises NotFound, HasNumber, OwnCode."""
    colleague = await _colleague(uow, actions.STAFF_CODE_ISSUE, staff_id)
    if not await queries.list_unnumbered(uow.conn, [staff_id]):
        raise HasNumber
    made = await service.issue(uow, staff_id, colleague.issuer)
    uow.changed(actions.STAFF_CODE_ISSUE, "staff", staff_id)
    return StartingCode(
        code=made.code,
        class_code=staff_code(uow.actor.org_id),
        name=staff_sign_in(colleague.staff_number, colleague.name),
        student_number=None,
        staff_number=colleague.staff_number,
        person=colleague.name,
        expires_at=made.until,
        needs_second_adult=not made.first,
    )


async def list_waiting(uow: Reading) -> list[StaffCodeWaiting]:
    """New codes of colleagues that wait for a second adult, newest first."""
    uow.require_org(actions.STAFF_CODE_CONFIRM, "staff")
    return await queries.list_staff_waiting(uow.conn, uow.actor.org_id, uow.actor.account_id, uow.now)


async def confirm_code(uow: UnitOfWork, staff_id: UUID) -> None:
    """A second adult stands behind a colleague's new code.

    Raises NotFound, OwnCode, NoCodeWaits, SecondAdultOther, SecondAdultNew, SecondAdultRelated.
    """
    colleague = await _colleague(uow, actions.STAFF_CODE_CONFIRM, staff_id)
    if not await queries.list_unnumbered(uow.conn, [staff_id]):
        raise NoCodeWaits  # they were given a number meanwhile
    await service.confirm(uow, staff_id, colleague.issuer)
    uow.changed(actions.STAFF_CODE_CONFIRM, "staff", staff_id)


async def _colleague(uow: Reading, action: Action, staff_id: UUID) -> queries.Colleague:
    """A present colleague who is somebody else."""
    uow.require(action, Resource(org_id=uow.actor.org_id, kind="staff", resource_id=staff_id))
    found = await queries.find_colleague(uow.conn, uow.actor.org_id, staff_id, uow.actor.account_id)
    if found is None:
        raise NotFound
    if staff_id == uow.actor.account_id:
        raise OwnCode
    conn, org_id, by = uow.conn, uow.actor.org_id, uow.actor.account_id
    if uow.actor.barred_ids and await reads_about(conn, org_id, staff_id, by):
        raise NotFound
    return found
