"""What home visits do when somebody's part ends: the next class teacher takes over, or the visit is cancelled with notice.

It is decided by today's roster and not by each ended part: so a repetition changes nothing, and a visit that was proposed while
an import ran is found by the task that follows every change.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from api.core import claims, tasks
from api.core.parts import PartsEnded
from api.core.touching import TouchedOne
from api.core.unit_of_work import Reading, UnitOfWork
from api.visits import actions
from api.visits.ending import queries, rules, stops
from api.visits.ending.rules import Settled
from schemas.visits.ending.rows import Shaken, Why
from schemas.visits.rows import ChangedFor
from schemas.visits.tasks import VisitChanged


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Hands visits to come over, asks families again, or cancels; people and calendars follow in a task."""
    if not event.of("staff", "class_teacher", "student", "guardianship", "guardian", "reader"):
        return
    changed = {*await settle_visits(uow), *await _beside(uow, event)}
    for visit_id in sorted(changed):
        await tasks.enqueue(uow, VisitChanged.kind, f"{visit_id}", VisitChanged(visit_id=visit_id), uow.now)


async def _beside(uow: UnitOfWork, event: PartsEnded) -> list[UUID]:
    """A family hears of a stop by one child's visit. Who is a guardian of the others alone now, or whose child left, hears of theirs."""
    students = sorted({part.student_id for part in event.of("guardianship") if part.student_id is not None})
    return await queries.list_beside(uow.conn, uow.actor.org_id, uow.now, students) if students else []


async def name_touched(uow: Reading, ids: Sequence[UUID]) -> list[TouchedOne]:
    """Which families' visits these are. The caller has required its own action."""
    return await queries.list_named(uow.conn, uow.actor.org_id, ids)


async def settle_visits(uow: UnitOfWork, visit_id: UUID | None = None) -> list[UUID]:
    """Brings visits to come, or this one, in step with today's roster, and the time they take. Returns which changed."""
    shaken = await queries.lock_shaken(uow.conn, uow.actor.org_id, uow.now, visit_id)
    settled = [one for visit in shaken if (one := rules.settle(visit))]
    if not settled:
        return []
    siblings = stops.stops_of(shaken)
    settled = await _hand_over_time(uow, stops.settle_stops(settled, siblings), siblings)
    settled = stops.settle_stops(settled, siblings)
    kept = [one for one in settled if not one.cancelled_for]
    await _cancel(uow, [one for one in settled if one.cancelled_for], kept, siblings)
    await _change(uow, kept)
    return [one.visit.visit_id for one in settled]


async def _hand_over_time(
    uow: UnitOfWork, settled: Sequence[Settled], siblings: Mapping[UUID, Sequence[Shaken]]
) -> list[Settled]:
    """Gives the time of who is gone to who follows. A class teacher who has no time then does not follow."""
    pairs = stops.handed_over(settled, siblings)
    if not pairs:
        return list(settled)
    busy = await claims.hand_over(uow.conn, pairs, uow.now)
    return [rules.without_follower(one) if stops.claim_of(one.visit) in busy and one.joins else one for one in settled]


async def _cancel(
    uow: UnitOfWork, cancelled: Sequence[Settled], kept: Sequence[Settled], siblings: Mapping[UUID, Sequence[Shaken]]
) -> None:
    if not cancelled:
        return
    ids = [one.visit.visit_id for one in cancelled]
    why: list[Why] = [one.cancelled_for for one in cancelled if one.cancelled_for]
    await queries.cancel_visits(uow.conn, uow.actor.org_id, ids, why, uow.now)
    alone = [one for one in cancelled if one.visit.joint_id is None]
    if alone:
        claimed = [one.visit.visit_id for one in alone]
        await claims.release_many(uow.conn, claimed, [subject for one in alone for subject in one.subjects])
    for claim, people in stops.given_back([one for one in cancelled if one.visit.joint_id], kept, siblings):
        await claims.release(uow.conn, claim, people)
    for one in cancelled:
        uow.changed(actions.VISIT_CANCEL, "visit", one.visit.visit_id, one.left_by)


async def _change(uow: UnitOfWork, changed: Sequence[Settled]) -> None:
    if not changed:
        return
    org_id, ids = uow.actor.org_id, [one.visit.visit_id for one in changed]
    asked = [one.visit.visit_id for one in changed if one.asks_again]
    why: list[ChangedFor] = [_why(one) for one in changed]
    await queries.set_changed(uow.conn, org_id, ids, why, asked, uow.now)
    gone = [(one.visit.visit_id, person) for one in changed for person in one.gone]
    await queries.set_left(uow.conn, org_id, [v for v, _ in gone], [p for _, p in gone], uow.now)
    joins = [(one.visit.visit_id, one.joins) for one in changed if one.joins]
    await queries.add_class_teachers(uow.conn, org_id, [v for v, _ in joins], [p for _, p in joins])
    for one in changed:
        uow.changed(actions.VISIT_PROPOSE, "visit", one.visit.visit_id, one.left_by)


def _why(changed: Settled) -> ChangedFor:
    if changed.visit.asked:
        return "unable"
    if changed.asks_again:
        return "asked_again"
    return "one_left" if changed.one_left else "team_changed"
