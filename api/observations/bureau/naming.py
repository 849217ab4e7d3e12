"""An officer names who at the school owns a case that it lacks an owner for, without opening the case (0203).

It goes to the rung of whom they name, also to one below, which no rule does by itself. Nobody is offered who is named in it, whom somebody
named in it appointed, or who is or was kept from the child.
"""

from uuid import UUID

from api.core.errors import NotFound
from api.core.unit_of_work import UnitOfWork
from api.observations import actions
from api.observations.bureau.service import act, enter
from api.observations.cases import queries as case_queries
from api.observations.cases import service as cases
from api.observations.errors import OwnerNotFree
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from api.roster.touched import service as touched
from schemas.observations.bureau import SchoolCaseOwner, SchoolCaseOwnerNamed
from schemas.observations.rows import Candidate, CaseRow


async def list_owners(uow: UnitOfWork, bureau_id: int, observation_id: UUID) -> list[SchoolCaseOwner]:
    """Whom the officer may name, the highest rung first. Raises NotFound."""
    officer, unowned = await enter(uow, bureau_id, observation_id)
    _, people = await _find(officer, unowned.lacks, observation_id)
    free = owning_rules.free_owners(people)
    names = await touched.list_here(uow, free)
    return [SchoolCaseOwner(staff_id=one, name=names[one], rung=free[one]) for one in free if one in names]


async def name_owner(uow: UnitOfWork, bureau_id: int, observation_id: UUID, named: SchoolCaseOwnerNamed) -> None:
    """Gives it to the rung of a colleague, who is told at once; owners see that an officer did. Raises NotFound, OwnerNotFree."""
    officer, unowned = await act(uow, bureau_id, observation_id)
    row, people = await _find(officer, unowned.lacks, observation_id, lock=True)
    rung = owning_rules.free_owners(people).get(named.staff_id)
    if rung is None:
        raise OwnerNotFree
    await cases.add_step(officer, row, "owner_named", None)
    system = owning.as_system(uow)
    await cases.give(system, row, rung, people, "named")
    officer.changed(actions.SCHOOL_CASE, "observation", observation_id)
    uow.object_id, uow.due = observation_id, True


async def _find(
    officer: UnitOfWork, lacks: str, observation_id: UUID, *, lock: bool = False
) -> tuple[CaseRow, list[Candidate]]:
    """The case, and who could have it. Raises NotFound: for the officer there is none, or it has an owner."""
    find = case_queries.lock_case if lock else case_queries.find_case
    row = await find(officer.conn, officer.actor.org_id, owning.visibility_of(officer), observation_id)
    if row is None or lacks != "owner":
        raise NotFound
    return row, await owning.list_candidates(officer, row.class_id, row.student_id, row.conflicts)
