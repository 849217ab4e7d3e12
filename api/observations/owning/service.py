"""Owning: who may be given an observation, their grants, and telling them that something waits. No text passes here."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from api.core import access, administrators, tasks
from api.core.access import Resource
from api.core.orgs import get_name
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Grant, Purpose
from api.messages import service as messages
from api.observations import actions
from api.observations.owning import queries, rules
from api.observations.owning.queries import Owned
from api.school_calendar import service as school_calendar
from schemas.messages.rows import MessageNew
from schemas.messages.templates import NoParams
from schemas.observations.messages import SchoolParams, UrgentParams
from schemas.observations.rows import Candidate
from schemas.observations.tasks import ObservationUnread
from schemas.observations.wire import Rung

TOLD = timedelta(days=14)


async def due(uow: Reading, rung: Rung, start: datetime, *, urgent: bool) -> datetime:
    """By when the rung has to be done with it: the end of a working day, as the hour would tell when it was filed."""
    if urgent:
        return start + rules.URGENT_LIMIT
    return await school_calendar.end_of_working_days(uow, start, rules.DAYS[rung])


def mark_of(uow: Reading, account_id: UUID) -> bytes:
    """The mark of a person in an observation's conflicts, as it is written."""
    return uow.sealer.mark("conflict", uow.actor.org_id, account_id)


def marks_of(uow: Reading, account_id: UUID) -> list[bytes]:
    """The marks that may stand for a person in an observation's conflicts."""
    return uow.sealer.marks("conflict", uow.actor.org_id, account_id)


def visibility_of(uow: Reading) -> rules.Visibility:
    """What the actor may see."""
    actor = uow.actor
    marks = blind_in(uow, actor.org_id, actor.account_id, actor.appointed_by)
    return rules.visibility(actor, marks, blind_in(uow, actor.org_id, actor.role_by))


def blind_in(uow: Reading, org_id: int, *people: UUID | None) -> list[bytes]:
    """The marks of a school's reports about these people: somebody does not see those about them, nor about who gave them their part."""
    return [mark for one in people if one is not None for mark in uow.sealer.marks("conflict", org_id, one)]


def as_system(uow: UnitOfWork) -> UnitOfWork:
    """The same transaction, acted in by nobody: what is given by rule has no giver, and what is filed no filer."""
    return uow.acting_as(access.system(uow.actor.org_id))


async def list_candidates(
    uow: Reading, class_id: UUID, student_id: UUID | None, conflicts: Iterable[bytes]
) -> list[Candidate]:
    """Staff who may own it: nobody in conflict, nobody whom somebody in conflict appointed, no guardian of the student.

    Whom somebody in conflict gave their role owns it by their class alone.
    """
    blind = set(conflicts)
    lately = uow.now - administrators.SETTLED
    found = await queries.list_candidates(uow.conn, uow.actor.org_id, class_id, student_id, lately)
    org_id = uow.actor.org_id
    free = [c for c in found if blind.isdisjoint(blind_in(uow, org_id, c.staff_id, c.appointed_by))]
    return rules.without_roles(
        free, {c.staff_id for c in free if not blind.isdisjoint(blind_in(uow, org_id, c.role_by))}
    )


async def find_officer(uow: Reading, bureau_id: int) -> Candidate | None:
    """The officer who acts in a school, and by whose word they are one in their bureau: it counts in the school as well."""
    with uow.elsewhere(bureau_id):
        return await queries.find_officer(uow.conn, bureau_id, uow.actor.account_id, uow.now - administrators.SETTLED)


def grants_for(uow: Reading, people: Iterable[UUID], purpose: Purpose = "owner") -> list[Grant]:
    """Grants by rule."""
    lasts = rules.GRANTED if purpose == "owner" else rules.OBSERVER_GRANTED
    return [Grant(account_id=p, purpose=purpose, until=uow.now + lasts) for p in sorted(people)]


async def tell_owners(
    uow: UnitOfWork, observation_id: UUID, people: frozenset[UUID], what: str, *, urgent: bool, late: bool = False
) -> None:
    """Tells people that something waits, once for each `what`; never what, about whom, or by whom.

    What is urgent says so, and names the school.
    """
    if not people:
        return
    news = MessageNew(
        template=_template(urgent=urgent, late=late),
        people=people,
        params=await _urgent_params(uow, observation_id) if urgent else NoParams(),
        key=f"observation:{observation_id}:{what}",
        importance="high" if urgent else "normal",  # a routine deadline is at midnight and wakes nobody
        expires_at=uow.now + TOLD,
    )
    await messages.tell(uow, news)


async def watch(uow: UnitOfWork, observation_id: UUID) -> None:
    """Plans to look, in ten minutes, whether anybody has opened an urgent one."""
    unread = ObservationUnread(observation_id=observation_id)
    await tasks.enqueue(uow, ObservationUnread.kind, f"{observation_id}", unread, uow.now + rules.UNREAD_WAIT)


async def tell_filed(uow: UnitOfWork, observation_id: UUID) -> None:
    """Tells those who own a new observation, and lists in the audit that one was filed, by nobody. For the worker."""
    owned = await find_owned(uow, observation_id)
    uow.changed(actions.OBSERVATION_ADD, "observation", observation_id)
    if owned is None or owned.done or owned.raised:
        return
    people = await people_of(uow, owned)
    await tell_owners(uow, observation_id, rules.of_rungs(owned.rungs, people), "filed", urgent=owned.urgent)
    if owned.urgent:
        await watch(uow, observation_id)


async def tell_late(uow: UnitOfWork, observation_id: UUID) -> None:
    """A deadline has passed: its owners and the next rung are told that something waits, and nothing more.

    Nothing is raised by a timer, and nobody sees more than before. For the worker.
    """
    owned = await find_owned(uow, observation_id)
    if owned is None or owned.done:
        return
    people = await people_of(uow, owned)
    told = late_people(owned, people)
    await tell_owners(uow, observation_id, told, f"late:{owned.rung}", urgent=owned.urgent, late=True)


def late_people(owned: Owned, people: list[Candidate]) -> frozenset[UUID]:
    """Who is told of a missed deadline: its owners and the next rung."""
    above = rules.next_rung(owned.rung, people)
    return rules.of_rungs([*owned.rungs, *([above] if above else [])], people)


async def get_school(uow: Reading) -> SchoolParams:
    """What the organisation acted in is called, as a message has it."""
    school = await get_name(uow.conn, uow.actor.org_id)
    return SchoolParams(school_zh=school.name_zh, school_en=school.name_en)


async def find_owned(uow: Reading, observation_id: UUID) -> Owned | None:
    """An observation with what telling its owners needs. For the worker."""
    resource = Resource(org_id=uow.actor.org_id, kind="observation", resource_id=observation_id)
    uow.require(actions.OBSERVATION_HANDLE, resource)
    return await queries.find_owned(uow.conn, uow.actor.org_id, observation_id)


async def people_of(uow: Reading, owned: Owned) -> list[Candidate]:
    """Staff who may own it today."""
    return await list_candidates(uow, owned.class_id, owned.student_id, owned.conflicts)


def _template(*, urgent: bool, late: bool) -> str:
    if urgent:
        return "urgent_late" if late else "something_urgent"
    return "something_late" if late else "something_waits"


async def _urgent_params(uow: Reading, observation_id: UUID) -> UrgentParams:
    school = await get_school(uow)
    return UrgentParams(school_zh=school.school_zh, school_en=school.school_en, observation_id=observation_id)
