"""Home visits: proposed, answered, moved, cancelled. A proposal holds the team's time until it begins; the family's yes takes it, and theirs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from api.core import access, claims, tasks
from api.core.access import Action, Resource
from api.core.claims import Span
from api.core.errors import NotFound, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster.leaves import service as leaves
from api.school_calendar import service as school_calendar
from api.visits import actions
from api.visits.availability import rules as availability_rules
from api.visits.availability import service as availability
from api.visits.errors import AnothersPlace, TimeNotFree, VisitClosed, VisitConfirmed, VisitOver, VisitTimeGone, wrong
from api.visits.joint import rules as joint_rules
from api.visits.joint import service as joint
from api.visits.siblings import service as siblings
from api.visits.visits import queries, rules
from api.visits.visits.proposing import accept_wish, check_day, new_visit, propose_again
from api.visits.visits.queries import NewVisit, Wanted
from schemas.visits.rows import VisitCursor, VisitRow
from schemas.visits.tasks import VisitHoldEnds
from schemas.visits.wire import FreeTime, FreeTimes, Visit, VisitMove, VisitNew, VisitReason, VisitState, VisitWish

COMING = 20  # visits on a first screen
LEFT_OPEN = timedelta(days=60)  # as far back as the list of visits goes: a first screen reminds of open ones
ALL = 1000
"""Visits of one person in one organisation within 31 days: more do not fit into them."""
_DAY = timedelta(days=1)


async def add_visit(uow: UnitOfWork, new: VisitNew, held_until: datetime | None = None) -> Visit:
    """A class teacher proposes a visit to a family of the class (V1, V9). Raises NotFound, Invalid, TimeTaken.

    `held_until`: the proposal ends by itself then, if no answer came.
    """
    context = await queries.find_context(uow.conn, uow.actor.org_id, new.student_id, new.team)
    class_id = context.class_id if context else None
    resource = Resource(org_id=uow.actor.org_id, kind="visit", student_id=new.student_id, class_id=class_id)
    uow.require(actions.VISIT_PROPOSE, resource)
    if context is None:
        raise NotFound
    if found := rules.wrong_visit(new, context.guardian_ids, context.barred_ids, context.staff_ids, uow.now):
        raise wrong(uow, *found)
    beside = await siblings.list_visited_too(uow, new.student_id, new.team) if new.with_siblings else []
    visit = await new_visit(uow, new, held_until)
    check_day(uow, school_calendar.decode(context.calendar), visit.starts_at, visit.ends_at)
    await claims.take(
        uow.conn, visit.visit_id, "visit", _spans(visit.team, visit), uow.now, held_until or visit.starts_at
    )
    await queries.add_visit(uow.conn, visit, uow.now)
    if held_until:
        task = VisitHoldEnds(visit_id=visit.visit_id)
        await tasks.enqueue(uow, VisitHoldEnds.kind, f"{visit.visit_id}", task, held_until)
    await joint.follow(uow, actions.VISIT_PROPOSE, visit.visit_id)
    await joint.add_beside(uow, visit.visit_id, beside, new.place, held_until)
    return await _written(uow, visit.visit_id)


async def get_visit(uow: Reading, visit_id: UUID) -> Visit:
    """A visit to the actor's child or class, or of a team they are in. Raises NotFound."""
    return await _to_wire(uow, await find_row(uow, visit_id))


async def find_row(uow: Reading, visit_id: UUID) -> VisitRow:
    """A visit, for those who may read it and for the worker. Raises NotFound."""
    row = await queries.find_visit(uow.conn, uow.actor.org_id, visit_id)
    uow.require(actions.VISIT_READ, rules.resource_of(row, visit_id, uow.actor))
    if row is None:
        raise NotFound
    return row


async def list_rows(uow: Reading, ids: Sequence[UUID]) -> list[VisitRow]:
    """These visits. For the worker alone."""
    uow.require_system()
    rows = [await queries.find_visit(uow.conn, uow.actor.org_id, one) for one in ids]
    return [row for row in rows if row is not None]


async def list_last_family(uow: Reading, visit_id: UUID) -> frozenset[UUID]:
    """Who was a guardian until the student left. For the worker alone."""
    uow.require_system()
    found = await queries.find_last_family(uow.conn, uow.actor.org_id, visit_id)
    return frozenset(found.people) if found else frozenset()


async def list_visits(
    uow: Reading, start: datetime | None, student_id: UUID | None, after: VisitCursor | None, limit: int
) -> list[Visit]:
    """Visits within reach that begin from an instant on, by time. Raises Invalid."""
    uow.require_org(actions.VISIT_READ, "visit")
    if start is not None and (start.tzinfo is None or not abs(start - uow.now) < timedelta(days=3660)):
        raise wrong(uow, "$.from", "too-far")
    first = start or uow.now - _DAY
    wanted = Wanted(start=first, end=None, student_id=student_id, states=None, after=after, limit=limit)
    reach = access.reach(uow.actor, actions.VISIT_READ)
    return await all_to_wire(uow, await queries.list_visits(uow.conn, uow.actor.org_id, reach, wanted))


async def list_coming(uow: Reading) -> list[Visit]:
    """This organisation's share of a person's next visits, for the first screen, which requires its own action."""
    return await _own(uow, uow.now, None, sorted(rules.OPEN), COMING)


async def list_left_open(uow: Reading) -> list[Visit]:
    """What is past and still waits for those who visit: to be written down, or for an answer to a wish."""
    team = access.reach(uow.actor, actions.VISIT_RECORD).account_id
    classes = access.reach(uow.actor, actions.VISIT_PROPOSE).class_ids
    if team is None and not classes:
        return []  # a family visits nobody: nothing is asked
    who, span = (uow.actor.org_id, team, classes), (uow.now - LEFT_OPEN, uow.now)
    visits = await all_to_wire(uow, await queries.list_left_open(uow.conn, *who, *span, COMING))
    return [visit for visit in reversed(visits) if visit.waits_for_me]


async def list_own(uow: Reading, start: datetime, end: datetime) -> list[Visit]:
    """This organisation's share of a person's diary: visits in a range, closed ones included."""
    return await _own(uow, start, end, None, ALL)


async def _own(
    uow: Reading, start: datetime, end: datetime | None, states: list[VisitState] | None, limit: int
) -> list[Visit]:
    reach = access.reach(uow.actor, actions.VISIT_READ)
    if not (reach.everything or reach.class_ids or reach.student_ids or reach.account_id):
        return []
    wanted = Wanted(start=start, end=end, student_id=None, states=states, after=None, limit=limit)
    rows = await queries.list_visits(uow.conn, uow.actor.org_id, reach, wanted)
    return await all_to_wire(uow, joint_rules.fold(rows, uow.actor))


async def list_times(uow: Reading, visit_id: UUID) -> FreeTimes:
    """To which times of the next 28 days a visit could be moved. Raises NotFound, VisitClosed."""
    return await list_row_times(uow, await find_row(uow, visit_id))


async def list_row_times(uow: Reading, row: VisitRow) -> FreeTimes:
    """The same for callers of `find_row`. Raises VisitClosed."""
    if row.state not in rules.OPEN:
        raise VisitClosed
    return FreeTimes(time_zone=row.time_zone, times=await _free(uow, row))


async def move_visit(uow: UnitOfWork, visit_id: UUID, move: VisitMove, version: int) -> Visit:
    """Proposes another time; what a guardian wished for is agreed on. Raises NotFound, Stale, Invalid, VisitClosed, TimeTaken."""
    row = await _open(uow, actions.VISIT_PROPOSE, visit_id)
    check_version(row.version, version)
    if found := rules.wrong_time(move.starts_at, uow.now):
        raise wrong(uow, *found)
    beside = await joint.lock_others(uow, row)
    stop = [row, *beside]
    moved, *others = again = await accept_wish(uow, stop, await propose_again(uow, stop, move))
    check_day(uow, await school_calendar.load(uow), moved.starts_at, moved.ends_at)
    who = {one.confirmed_by for one in again if one.confirmed_by}
    spans, old = _spans([*row.team_ids, *who], moved), joint_rules.subjects(stop)
    take = claims.move if who else partial(claims.move_held, hold_until=moved.starts_at)
    await take(uow.conn, joint_rules.claim_of(row), "visit", spans, old, uow.now)
    return await _set(uow, actions.VISIT_PROPOSE, moved, *others)


async def confirm_visit(uow: UnitOfWork, visit_id: UUID, version: int) -> Visit:
    """Confirms the proposed time for a guardian. Raises NotFound, Stale, VisitConfirmed, …Closed, …Over, …TimeGone, TimeTaken."""
    row = await _answerable(uow, visit_id, version)
    if row.asked_at:
        raise VisitTimeGone
    beside = await joint.lock_others(uow, row)
    others = joint_rules.reached(beside, actions.VISIT_ANSWER, uow.actor)
    done = [rules.confirmed(one, uow.actor) for one in (row, *others)]
    people = joint_rules.subjects([*done, *(one for one in beside if one not in others)])
    old = joint_rules.subjects([row, *beside])
    await claims.move(uow.conn, joint_rules.claim_of(row), "visit", _spans(people, row), old, uow.now)
    return await _set(uow, actions.VISIT_ANSWER, *done)


async def decline_visit(uow: UnitOfWork, visit_id: UUID, why: VisitReason, version: int) -> Visit:
    """A guardian says no; the time is given back. Raises NotFound, Stale, VisitConfirmed, VisitClosed, VisitOver."""
    row = await _answerable(uow, visit_id, version)
    return await _end(uow, actions.VISIT_ANSWER, row, "declined", why)


async def ask_move(uow: UnitOfWork, visit_id: UUID, wish: VisitWish, version: int) -> Visit:
    """A guardian would rather have another free time. Raises NotFound, Stale, TimeNotFree, VisitClosed, VisitOver."""
    row = await _open(uow, actions.VISIT_ANSWER, visit_id)
    if rules.is_over(row, uow.now):
        raise VisitOver
    check_version(row.version, version)
    if not any(t.starts_at == wish.starts_at for t in await _free(uow, row)):
        raise TimeNotFree
    others = joint_rules.reached(await joint.lock_others(uow, row), actions.VISIT_ANSWER, uow.actor)
    asked = [rules.move_asked(one, wish.starts_at, uow.actor) for one in (row, *others)]
    return await _set(uow, actions.VISIT_ANSWER, *asked)


async def cancel_visit(uow: UnitOfWork, visit_id: UUID, why: VisitReason, version: int) -> Visit:
    """Family, team or class teacher cancel; the time is given back, and a second time changes nothing.

    Raises NotFound, Stale, VisitClosed, VisitOver.
    """
    row = await _locked(uow, actions.VISIT_CANCEL, visit_id)
    if row.state == "cancelled":
        uow.object_id = visit_id
        return await _to_wire(uow, row)
    if row.state not in rules.OPEN:
        raise VisitClosed
    if row.state == "confirmed" and row.starts_at <= uow.now:
        raise VisitOver
    check_version(row.version, version)
    return await _end(uow, actions.VISIT_CANCEL, row, "cancelled", why)


async def _locked(uow: UnitOfWork, action: Action, visit_id: UUID) -> VisitRow:
    row = await queries.lock_visit(uow.conn, uow.actor.org_id, visit_id)
    uow.require(action, rules.resource_of(row, visit_id, uow.actor))
    if row is None:
        raise NotFound
    if action in rules.FOR_HOST and rules.is_anothers(row, uow.actor):
        raise AnothersPlace
    return row


async def _open(uow: UnitOfWork, action: Action, visit_id: UUID) -> VisitRow:
    row = await _locked(uow, action, visit_id)
    if row.state not in rules.OPEN:
        raise VisitClosed
    return row


async def _answerable(uow: UnitOfWork, visit_id: UUID, version: int) -> VisitRow:
    """A visit that still waits for the family's yes or no."""
    row = await _open(uow, actions.VISIT_ANSWER, visit_id)
    if row.state == "confirmed":
        raise VisitConfirmed
    if rules.is_over(row, uow.now):
        raise VisitOver
    check_version(row.version, version)
    return row


async def _free(uow: Reading, row: VisitRow) -> list[FreeTime]:
    """The family's availability less what the team and the asking guardian, or else every guardian, have to do. It never says what."""
    asks = {uow.actor.account_id} if row.student_id in uow.actor.child_ids else set(row.guardian_ids)
    siblings = [student_id for student_id, _ in (await joint.list_names(uow, [row])).values()]
    until = uow.now + availability_rules.AHEAD + 2 * _DAY
    rows = await leaves.list_taken(uow, row.team_ids, uow.now, until, asks)
    own = row.starts_at, row.ends_at
    busy = claims.by_person(rows, row.team_ids, own).values()
    family = claims.by_person(rows, asks, own)
    found = await availability.free_times(uow, row, siblings, [span for one in busy for span in one], family)
    return [t for t in found if rules.is_other_time(row, t.starts_at)]


def _spans(people: Sequence[UUID], visit: VisitRow | NewVisit) -> list[Span]:
    return [Span(subject_id=p, starts_at=visit.starts_at, ends_at=visit.ends_at) for p in people]


async def _end(uow: UnitOfWork, action: Action, row: VisitRow, state: rules.Ending, why: VisitReason) -> Visit:
    rows = [row, *joint_rules.reached(await joint.lock_others(uow, row), action, uow.actor)]
    ended = [rules.ended(one, state, await _reason(uow, one, why), uow.actor) for one in rows]
    visit = await _set(uow, action, *ended)
    for one in ended:
        await joint.release(uow, one)
    return visit


async def _reason(uow: Reading, row: VisitRow, why: VisitReason) -> bytes | None:
    at = rules.place(row.visit_id, "reason")
    return (await uow.vault.seal_fields(row.org_id, {at: why.reason.encode()}))[at] if why.reason else None


async def _set(uow: UnitOfWork, action: Action, row: VisitRow, *others: VisitRow) -> Visit:
    await joint.set_visits(uow, action, [*others, row])
    return await _written(uow, row.visit_id)


async def _written(uow: UnitOfWork, visit_id: UUID) -> Visit:
    row = await queries.find_visit(uow.conn, uow.actor.org_id, visit_id)
    if row is None:
        raise NotFound
    return await _to_wire(uow, row)


async def _to_wire(uow: Reading, row: VisitRow) -> Visit:
    [visit] = await all_to_wire(uow, [row])
    return visit


async def all_to_wire(uow: Reading, rows: Sequence[VisitRow]) -> list[Visit]:
    """Visits as their reader sees them, with their texts opened and the siblings who are visited at the same stop."""
    sealed = {at: text for row in rows if not rules.is_closed(row, uow.actor) for at, text in rules.sealed(row).items()}
    opened = await uow.vault.open_fields(uow.actor.org_id, sealed) if sealed else {}
    names = await joint.list_names(uow, rows)
    return [
        rules.to_wire(row, rules.words(row, opened), joint_rules.siblings(row, names, uow.actor), uow.actor, uow.now)
        for row in rows
    ]
