"""What a class teacher needs to propose a visit, in one answer (V1, V9)."""

from datetime import timedelta
from uuid import UUID

from api.core import claims
from api.core.access import Resource
from api.core.errors import NotFound
from api.core.unit_of_work import Reading
from api.roster.leaves import service as leaves
from api.visits import actions
from api.visits.availability import rules as availability_rules
from api.visits.availability import service as availability
from api.visits.form import queries
from api.visits.siblings import rules as sibling_rules
from api.visits.siblings import service as siblings
from schemas.visits.screens.wire import VisitForm, VisitFormStudent


async def get_form(uow: Reading, student_id: UUID, minutes: int) -> VisitForm:
    """The student, the family's availability, who could come, and when a visit of `minutes` suits the actor and somebody of the family.

    Raises NotFound.
    """
    actor = uow.actor
    student = await queries.find_student(uow.conn, actor.org_id, student_id)
    class_id = student.class_id if student else None
    uow.require(
        actions.VISIT_PROPOSE, Resource(org_id=actor.org_id, kind="visit", student_id=student_id, class_id=class_id)
    )
    if student is None:
        raise NotFound
    until = uow.now + availability_rules.AHEAD + timedelta(minutes=minutes)
    taken = await leaves.list_taken(uow, [actor.account_id], uow.now, until, student.guardian_ids)
    busy = claims.by_person(taken, [actor.account_id])[actor.account_id]
    family = claims.by_person(taken, student.guardian_ids)
    at_home = await siblings.list_at_home(uow, student_id)
    names = sibling_rules.named(at_home, actor.lead_class_ids)
    offered = await availability.offered(uow, student_id, busy, family, timedelta(minutes=minutes))
    return VisitForm(
        time_zone=student.time_zone,
        student=VisitFormStudent(
            student_id=student_id, name=student.name, class_name=student.class_name, needs_onsite=student.needs_onsite
        ),
        availability=offered.availability,
        team=await queries.list_team(uow.conn, actor.org_id, student.class_id, student_id, actor.account_id),
        times=offered.times,
        siblings=names,
        sibling_elsewhere=len(names) < len(at_home),
    )
