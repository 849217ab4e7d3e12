"""Whom a class teacher calls about a student, and on which number."""

from uuid import UUID

from api.core import audit, phone_numbers
from api.core.access import Resource
from api.core.errors import NotFound
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from api.directory import actions
from api.directory.family import queries
from schemas.directory.wire import FamilyMember, FamilyPhone


async def list_family(uow: Reading, student_id: UUID) -> list[FamilyMember]:
    """The student's guardians of today; no number. Raises Forbidden, NotFound."""
    await _check(uow, actions.FAMILY_READ, student_id)
    return await queries.list_family(uow.conn, uow.actor.org_id, student_id)


async def open_phones(uow: UnitOfWork, student_id: UUID) -> list[FamilyPhone]:
    """Their numbers, or mail addresses; the look is audited. Nobody whose tie ended or who was barred is among them. Raises Forbidden, NotFound."""
    await _check(uow, actions.FAMILY_CALL, student_id)
    family = await queries.list_family(uow.conn, uow.actor.org_id, student_id)
    reach = await phone_numbers.open_reach(uow, [one.guardian_id for one in family])
    await audit.record_access(uow, student_id, "phones")
    return [
        FamilyPhone(guardian_id=one.guardian_id, phone=found.phone, mail=found.mail)
        for one in family
        if (found := reach.get(one.guardian_id))
    ]


async def _check(uow: Reading, action: Action, student_id: UUID) -> None:
    org_id = uow.actor.org_id
    uow.require_org(action, "student")
    class_id = await queries.find_class(uow.conn, org_id, student_id)
    if class_id is None:
        raise NotFound
    uow.require(action, Resource(org_id=org_id, kind="student", resource_id=student_id, class_id=class_id))
