"""Cases that a bureau's officers open, since their school lacks an owner, or a second person to close (DESIGN 7, 0203).

`allow` and `list_told` run in the bureau. Everything else runs in the school, in one transaction as the officer's account: it asks
there whether the school still lacks somebody, and what is opened or changed is audited there.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from api.core import access
from api.core.access import Resource
from api.core.errors import NotFound, Problem
from api.core.unit_of_work import Reading, UnitOfWork
from api.observations import actions
from api.observations.bureau import queries, rules
from api.observations.cases import queries as case_queries
from api.observations.cases import service as cases
from api.observations.closing import service as closing
from api.observations.owning import service as owning
from api.observations.urgent import service as urgent
from api.observations.watching import service as watching
from api.observations.watching.service import Unowned
from schemas.observations.bureau import BureauCase, SchoolCase, SchoolCaseListed, SchoolCaseReason
from schemas.observations.rows import OpenCounts
from schemas.observations.urgent.wire import FirstStepNew, NumbersToCall
from schemas.observations.wire import Case, ClosingRefused, ObservationFollowUp, ObservationText, StepNote

T = TypeVar("T")


async def list_told(uow: Reading) -> list[BureauCase]:
    """The cases that the bureau acted in was told of. Raises StepUpNeeded."""
    uow.require_org(actions.SCHOOL_CASE, "school_case")
    access.check_assurance(uow.actor)
    return await queries.list_told(uow.conn, uow.actor.org_id)


async def count_told(uow: Reading) -> OpenCounts:
    """How many cases the bureau was told of, for an officer's first screen. Within ten minutes one that has somebody is gone."""
    return await queries.count_told(uow.conn, uow.actor.org_id)


async def allow(uow: Reading, school_id: int, observation_id: UUID) -> BureauCase:
    """That the bureau acted in was told of this case. Raises Forbidden, StepUpNeeded, NotFound."""
    uow.require_org(actions.SCHOOL_CASE, "school_case")
    access.check_assurance(uow.actor)
    uow.require(actions.SCHOOL_CASE, _resource(uow, observation_id))
    told = await queries.find_told(uow.conn, uow.actor.org_id, school_id, observation_id)
    if told is None:
        raise NotFound
    return told


async def find_listed(uow: UnitOfWork, bureau_id: int, told: BureauCase) -> SchoolCaseListed | None:
    """A line of the list; None once the school has somebody, or where the officer may not see it."""
    try:
        officer, unowned = await enter(uow, bureau_id, told.observation_id)
    except NotFound:
        return None
    visibility = owning.visibility_of(officer)
    row = await case_queries.find_case(officer.conn, officer.actor.org_id, visibility, told.observation_id)
    return rules.to_listed(told, row, _name(officer, unowned), unowned.lacks) if row else None


async def get_case(uow: UnitOfWork, bureau_id: int, observation_id: UUID) -> SchoolCase:
    """The case and what was done about it; that the officer opened it is kept. Raises NotFound."""
    officer, unowned = await act(uow, bureau_id, observation_id)
    case = await cases.get_case(officer, observation_id)
    return rules.to_wire(case, uow.actor.org_id, _name(officer, unowned), uow.actor.time_zone, unowned.lacks)


def again(bureau_id: int) -> Callable[[UnitOfWork, UUID], Awaitable[SchoolCase]]:
    """The same for a repeated request."""
    return lambda uow, observation_id: get_case(uow, bureau_id, observation_id)


async def read_text(uow: UnitOfWork, bureau_id: int, observation_id: UUID, reason: SchoolCaseReason) -> ObservationText:
    """What was seen, with the reason as a step that its owners see; the look is audited. Raises NotFound, Erased."""

    async def read(officer: UnitOfWork) -> ObservationText:
        row = await cases.find(officer, actions.OBSERVATION_HANDLE, observation_id)
        await cases.add_step(officer, row, "bureau_read", reason.reason)
        return await cases.get_text(officer, observation_id)

    return await _as_officer(uow, bureau_id, observation_id, read)


async def get_note(uow: UnitOfWork, bureau_id: int, observation_id: UUID, step_id: UUID) -> StepNote:
    """What was written about a step; the look is audited. Raises NotFound, Erased."""
    officer, _ = await act(uow, bureau_id, observation_id)
    return await cases.get_note(officer, observation_id, step_id)


async def open_numbers(uow: UnitOfWork, bureau_id: int, observation_id: UUID) -> NumbersToCall:
    """Whom to call about an urgent one; the look is audited. Raises NotFound."""
    officer, _ = await act(uow, bureau_id, observation_id)
    return await urgent.open_numbers(officer, observation_id)


async def add_first_step(uow: UnitOfWork, bureau_id: int, observation_id: UUID, new: FirstStepNew) -> SchoolCase:
    """Records a first step about an urgent one. Raises NotFound, Invalid."""
    await _as_officer(
        uow, bureau_id, observation_id, lambda officer: urgent.add_first_step(officer, observation_id, new)
    )
    return await get_case(uow, bureau_id, observation_id)


async def follow_up(
    uow: UnitOfWork, bureau_id: int, observation_id: UUID, new: ObservationFollowUp, version: int
) -> SchoolCase:
    """The officer did something about it. Raises NotFound, Stale."""
    await _as_officer(
        uow, bureau_id, observation_id, lambda officer: cases.follow_up(officer, observation_id, new, version)
    )
    return await get_case(uow, bureau_id, observation_id)


async def agree(uow: UnitOfWork, bureau_id: int, observation_id: UUID, version: int) -> None:
    """The officer is the second person and closes it. Raises NotFound, Stale, NotRead, NotAskedToClose, SecondPersonNeeded."""

    async def run(officer: UnitOfWork) -> Case:
        as_second = await owning.find_officer(officer, bureau_id)
        return await closing.agree(officer, observation_id, version, as_second)

    await _as_officer(uow, bureau_id, observation_id, run)


async def refuse(uow: UnitOfWork, bureau_id: int, observation_id: UUID, refused: ClosingRefused, version: int) -> None:
    """The officer keeps it open and says why. Raises NotFound, Stale, NotRead, NotAskedToClose, SecondPersonNeeded."""

    async def run(officer: UnitOfWork) -> Case:
        as_second = await owning.find_officer(officer, bureau_id)
        return await closing.refuse(officer, observation_id, refused, version, as_second)

    await _as_officer(uow, bureau_id, observation_id, run)


async def enter(uow: UnitOfWork, bureau_id: int, observation_id: UUID) -> tuple[UnitOfWork, Unowned]:
    """The officer in the school, for a case that it lacks somebody for, and whose bureau this still is.

    Raises NotFound: the school has somebody again, the case is closed, or the school left the bureau.
    """
    uow.required.add(actions.SCHOOL_CASE)  # `allow` checked it in the bureau
    system = owning.as_system(uow)
    unowned = await watching.find_unowned(system, observation_id)
    owned = await owning.find_owned(system, observation_id)
    if unowned is None or owned is None or bureau_id not in unowned.bureaus:
        raise NotFound
    return uow.acting_as(rules.stand_in(uow.actor, owned.class_id)), unowned


async def act(uow: UnitOfWork, bureau_id: int, observation_id: UUID) -> tuple[UnitOfWork, Unowned]:
    """The same for an officer who acts in the case: its owners see their name. Raises NotFound."""
    officer, unowned = await enter(uow, bureau_id, observation_id)
    account_id = uow.actor.account_id
    with uow.elsewhere(bureau_id):
        name = await queries.find_officer_name(uow.conn, bureau_id, account_id)
    await queries.add_officer(uow.conn, uow.actor.org_id, observation_id, account_id, name or "")
    return officer, unowned


async def _as_officer(
    uow: UnitOfWork, bureau_id: int, observation_id: UUID, operation: Callable[[UnitOfWork], Awaitable[T]]
) -> T:
    """Runs a writing operation of an owner. What it changed is the request's, refusals too."""
    officer, _ = await act(uow, bureau_id, observation_id)
    try:
        answer = await operation(officer)
    except Problem:
        uow.denial = officer.denial
        raise
    officer.changed(actions.SCHOOL_CASE, "observation", observation_id)
    uow.object_id, uow.due = observation_id, uow.due or officer.due
    return answer


def _resource(uow: Reading, observation_id: UUID) -> Resource:
    return Resource(org_id=uow.actor.org_id, kind="school_case", resource_id=observation_id)


def _name(uow: Reading, unowned: Unowned) -> str:
    return unowned.params.school_en if uow.actor.language == "en" else unowned.params.school_zh
