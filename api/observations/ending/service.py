"""What observations do when somebody's part ends: the next owner has them in the same transaction.

Who owns one is read from today's roster. What a change of the roster must not do alone is to leave an open one with nobody,
or taken up by somebody who is gone.

Who becomes a guardian of the child, or is barred from it, reads it no more. That is never refused, nor counted by a dry run: either would tell
that something is reported about this child. Where nobody is left, the bureau is told.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from api.core import tasks
from api.core.parts import EndedPart, PartsEnded
from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.observations import actions
from api.observations.committees import service as committees
from api.observations.disclosing import service as disclosing
from api.observations.ending import queries
from api.observations.ending.queries import Left
from api.observations.errors import NobodyForSchools, NobodyOwnsUrgent
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from api.observations.watching import service as watching
from schemas.observations.tasks import ObservationUnread
from schemas.observations.wire import Rung

_OF_ROLE: dict[str | None, Rung] = {"grade_lead": "grade", "counsellor": "school", "leader": "school"}


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Seats of committees end with the class; open observations follow the student, and go to their next owners.

    Raises NobodyOwnsUrgent: something urgent had an owner and would have none. NobodyForSchools: a bureau's last officer leaves schools alone.
    """
    await committees.end_parts(uow, event)
    if any(part.role == "officer" for part in event.of("role")) and await watching.lacks_officers(uow):
        raise NobodyForSchools
    if any(part.part in {"staff", "reader"} or part.role == "custodian" for part in event.ended):
        await _settle_disclosures(uow)
    ended = [part for part in event.ended if _rung_of(part)]
    moved = [
        (part.account_id, part.class_id, part.to_class_id)
        for part in event.of("student")
        if part.class_id and part.to_class_id
    ]
    kept = event.of("reader")
    if not ended and not moved and not kept:
        return
    system, org_id = owning.as_system(uow), uow.actor.org_id
    await queries.move_students(uow.conn, org_id, moved, uow.now)
    classes = sorted({part.class_id for part in ended if part.class_id})
    rungs: list[Rung] = sorted({rung for part in ended if (rung := _rung_of(part)) and rung != "class"})
    students = sorted({*(student for student, _, _ in moved), *(part.student_id for part in kept if part.student_id)})
    for left in await queries.lock_left(uow.conn, org_id, classes, rungs, students):
        await _settle(system, left, [*ended, *kept], uow.actor.account_id)
    uow.due = uow.due or system.due


async def _settle_disclosures(uow: UnitOfWork) -> None:
    """Ends requests of custodians who may not take part any more. Not noted as a change: a dry run's count would tell that there is one."""
    system = owning.as_system(uow)
    await disclosing.settle_all(system)
    uow.due = uow.due or system.due


async def _settle(uow: UnitOfWork, left: Left, ended: list[EndedPart], asker: UUID) -> None:
    blind = set(left.conflicts)
    took = {p for p in _took_from(ended, left.class_id, left.rungs) if blind.isdisjoint(owning.marks_of(uow, p))}
    kept = {p.account_id for p in ended if p.part == "reader" and p.student_id == left.student_id}
    owners = await watching.settle(uow, left.observation_id)
    if not owners and left.urgent and took:
        raise NobodyOwnsUrgent
    if took and blind.isdisjoint(owning.marks_of(uow, asker)):
        # Counted by a dry run: who is named in it must not learn from the count that there is one.
        uow.changed(actions.OBSERVATION_HANDLE, "observation", left.observation_id, frozenset(took))
    await _tell_observer(uow, left)
    alone = bool((took | kept) & set(left.handled_by)) and not owners & set(left.handled_by)
    if alone:
        await queries.set_waiting(uow.conn, uow.actor.org_id, left.observation_id, uow.now)
    if left.urgent:
        unread = ObservationUnread(observation_id=left.observation_id)
        await tasks.enqueue(uow, ObservationUnread.kind, f"{left.observation_id}", unread, uow.now)
    else:
        await _tell(uow, left.observation_id, owners, alone=alone)


async def _tell_observer(uow: UnitOfWork, left: Left) -> None:
    """Lets today's class teacher know who saw it. An earlier class teacher is refused when they look."""
    owned = await owning.find_owned(uow, left.observation_id)
    people = await owning.people_of(uow, owned) if owned else []
    leading = [person.staff_id for person in people if person.leads]
    await uow.vault.grant(uow, left.observer_id, owning.grants_for(uow, leading, "class_teacher"))


async def _tell(uow: UnitOfWork, observation_id: UUID, owners: frozenset[UUID], *, alone: bool) -> None:
    """Tells owners who were not told that it waits; all of them where nobody who took it up is left."""
    told = await messages.list_told(uow, owning_rules.told_keys(observation_id))
    fresh = owners if alone else owners - {one.account_id for one in told}
    await owning.tell_owners(uow, observation_id, fresh, f"ended:{uow.now.timestamp():.0f}", urgent=False)


def _rung_of(part: EndedPart) -> Rung | None:
    """The rung at which somebody owned something as this part."""
    if part.part in {"class_teacher", "subject_teacher"}:
        return "class"
    return _OF_ROLE.get(part.role) if part.part == "role" else None


def _took_from(parts: Iterable[EndedPart], class_id: UUID, rungs: Collection[Rung]) -> frozenset[UUID]:
    """Who owned an observation of this class and these rungs until now, by the parts that end."""
    return frozenset(
        part.account_id
        for part in parts
        if (rung := _rung_of(part)) in rungs and (rung != "class" or part.class_id == class_id)
    )
