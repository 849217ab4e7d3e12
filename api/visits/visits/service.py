"""Home visits: proposed, answered, moved, cancelled. Claims decide who gets a time; everything else follows in the transaction.

A proposal holds the team's time until it begins; the family's yes takes it, and that of the guardian who comes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core import access, claims, tasks
from api.core.access import Action, Thing
from api.core.claims import Span
from api.core.db import uuid7
from api.core.errors import NotFound, Stale
from api.core.unit import Unit
from api.visits.errors import TimeNotFree, VisitClosed, VisitConfirmed, VisitOver, wrong
from api.visits.offers import rules as offer_rules
from api.visits.offers import service as offers
from api.visits.visits import queries, rules
from api.visits.visits.queries import NewVisit, Wanted
from schemas.tasks import VisitChanged
from schemas.visit_rows import VisitPlace, VisitRow
from schemas.visits import FreeTime, FreeTimes, Visit, VisitMove, VisitNew, VisitReason, VisitState, VisitWish

COMING = 20
"""Visits on a first screen."""
LEFT_OPEN = timedelta(days=60)
"""How long a first screen reminds of a visit that nobody wrote down: as far back as the list of visits goes."""
ALL = 1000
"""Visits of one person in one organisation within 31 days: more do not fit into them."""
_DAY = timedelta(days=1)


async def add_visit(unit: Unit, new: VisitNew) -> Visit:
    """A class teacher proposes a visit to a family of the class (V1, V9). Raises NotFound, Invalid, TimeTaken."""
    context = await queries.find_context(unit.conn, unit.actor.org_id, new.student_id, new.team)
    class_id = context.class_id if context else None
    thing = Thing(org_id=unit.actor.org_id, kind="visit", student_id=new.student_id, class_id=class_id)
    unit.require(Action.VISIT_PROPOSE, thing)
    if context is None:
        raise NotFound
    if found := rules.wrong_visit(new, context.guardian_ids, context.staff_ids, unit.now):
        raise wrong(unit, *found)
    visit = await _new(unit, new)
    await claims.take(unit.conn, visit.visit_id, "visit", _spans(visit.team, visit), unit.now, visit.starts_at)
    await queries.add_visit(unit.conn, visit, unit.now)
    return await _changed(unit, Action.VISIT_PROPOSE, visit.visit_id)


async def get_visit(unit: Unit, visit_id: UUID) -> Visit:
    """A visit to the actor's child or class, or of a team they are in. Raises NotFound."""
    return await _shown(unit, await find_row(unit, visit_id))


async def find_row(unit: Unit, visit_id: UUID) -> VisitRow:
    """A visit as it stands, for who may read it and for the worker. Raises NotFound."""
    row = await queries.find_visit(unit.conn, unit.actor.org_id, visit_id)
    unit.require(Action.VISIT_READ, rules.thing_of(row, visit_id, unit.actor))
    if row is None:
        raise NotFound
    return row


async def list_visits(
    unit: Unit, start: datetime | None, student_id: UUID | None, after: VisitPlace | None, limit: int
) -> list[Visit]:
    """Visits within reach that begin from an instant on, by time. Raises Invalid."""
    unit.require_org(Action.VISIT_READ, "visit")
    if start is not None and (start.tzinfo is None or not abs(start - unit.now) < timedelta(days=3660)):
        raise wrong(unit, "$.from", "too-far")
    first = start or unit.now - _DAY
    wanted = Wanted(start=first, end=None, student_id=student_id, states=None, after=after, limit=limit)
    reach = access.reach(unit.actor, Action.VISIT_READ)
    return await _all_shown(unit, await queries.list_visits(unit.conn, unit.actor.org_id, reach, wanted))


async def list_coming(unit: Unit) -> list[Visit]:
    """This organisation's share of a person's next visits; nothing, and no query, for whom none can concern.

    For those who visit also what is past and still waits for them: to be written down, or for an answer to a wish.
    """
    coming = await _own(unit, unit.now, None, sorted(rules.OPEN), COMING)
    if not access.scopes(unit.actor, Action.VISIT_RECORD):
        return coming
    past = await _own(unit, unit.now - LEFT_OPEN, unit.now, ["confirmed", "move_asked"], ALL)
    return [*[v for v in past if v.waits_for_me][-COMING:], *coming]


async def list_own(unit: Unit, start: datetime, end: datetime) -> list[Visit]:
    """This organisation's share of a person's diary: visits in a range, closed ones included."""
    return await _own(unit, start, end, None, ALL)


async def _own(
    unit: Unit, start: datetime, end: datetime | None, states: list[VisitState] | None, limit: int
) -> list[Visit]:
    reach = access.reach(unit.actor, Action.VISIT_READ)
    if not (reach.everything or reach.class_ids or reach.student_ids or reach.account_id):
        return []
    wanted = Wanted(start=start, end=end, student_id=None, states=states, after=None, limit=limit)
    return await _all_shown(unit, await queries.list_visits(unit.conn, unit.actor.org_id, reach, wanted))


async def list_times(unit: Unit, visit_id: UUID) -> FreeTimes:
    """To which times of the next 28 days a visit could be moved. Raises NotFound, VisitClosed."""
    row = await find_row(unit, visit_id)
    if row.state not in rules.OPEN:
        raise VisitClosed
    return FreeTimes(time_zone=row.time_zone, times=await _free(unit, row))


async def move_visit(unit: Unit, visit_id: UUID, move: VisitMove, version: int) -> Visit:
    """The class teacher proposes another time; the old one is kept until the new one is had.

    Raises NotFound, Stale, Invalid, VisitClosed, TimeTaken.
    """
    row = await _open(unit, Action.VISIT_PROPOSE, visit_id)
    _check_version(row, version)
    if found := rules.wrong_time(move.starts_at, unit.now):
        raise wrong(unit, *found)
    moved = rules.proposed(row, move.starts_at, move.minutes, unit.actor)
    spans, old = _spans(row.team_ids, moved), rules.subjects(row)
    await claims.move_held(unit.conn, visit_id, "visit", spans, old, unit.now, moved.starts_at)
    return await _set(unit, Action.VISIT_PROPOSE, moved)


async def confirm_visit(unit: Unit, visit_id: UUID, version: int) -> Visit:
    """A guardian says yes to the time as it stands. Raises NotFound, Stale, VisitConfirmed, …Closed, …Over, TimeTaken."""
    row = await _answerable(unit, visit_id, version)
    done = rules.confirmed(row, unit.actor)
    await claims.move(unit.conn, visit_id, "visit", _spans(rules.subjects(done), done), rules.subjects(row), unit.now)
    return await _set(unit, Action.VISIT_ANSWER, done)


async def decline_visit(unit: Unit, visit_id: UUID, why: VisitReason, version: int) -> Visit:
    """A guardian says no; the time is given back. Raises NotFound, Stale, VisitConfirmed, VisitClosed, VisitOver."""
    row = await _answerable(unit, visit_id, version)
    return await _end(unit, Action.VISIT_ANSWER, row, "declined", why)


async def ask_move(unit: Unit, visit_id: UUID, wish: VisitWish, version: int) -> Visit:
    """A guardian would rather have another free time. Raises NotFound, Stale, TimeNotFree, VisitClosed, VisitOver."""
    row = await _open(unit, Action.VISIT_ANSWER, visit_id)
    if row.starts_at <= unit.now:
        raise VisitOver
    _check_version(row, version)
    if not any(t.starts_at == wish.starts_at for t in await _free(unit, row)):
        raise TimeNotFree
    return await _set(unit, Action.VISIT_ANSWER, rules.move_asked(row, wish.starts_at, unit.actor))


async def cancel_visit(unit: Unit, visit_id: UUID, why: VisitReason, version: int) -> Visit:
    """Family, team or class teacher cancel; the time is given back, and a second time changes nothing.

    Raises NotFound, Stale, VisitClosed, VisitOver.
    """
    row = await _locked(unit, Action.VISIT_CANCEL, visit_id)
    if row.state == "cancelled":
        unit.object_id = visit_id
        return await _shown(unit, row)
    if row.state not in rules.OPEN:
        raise VisitClosed
    if row.state == "confirmed" and row.starts_at <= unit.now:
        raise VisitOver
    _check_version(row, version)
    return await _end(unit, Action.VISIT_CANCEL, row, "cancelled", why)


async def _new(unit: Unit, new: VisitNew) -> NewVisit:
    visit_id = uuid7()
    texts = {"place": new.place, "message": new.message}
    plain = {rules.place(visit_id, n): t.encode() for n, t in texts.items() if t is not None}
    sealed = await unit.vault.seal_fields(unit.actor.org_id, plain) if plain else {}
    return NewVisit(
        org_id=unit.actor.org_id,
        visit_id=visit_id,
        student_id=new.student_id,
        proposed_by=unit.actor.account_id,
        team=sorted(new.team),
        way=new.way,
        place_sealed=sealed.get(rules.place(visit_id, "place")),
        message_sealed=sealed.get(rules.place(visit_id, "message")),
        starts_at=new.starts_at,
        ends_at=new.starts_at + timedelta(minutes=new.minutes),
    )


async def _locked(unit: Unit, action: Action, visit_id: UUID) -> VisitRow:
    row = await queries.lock_visit(unit.conn, unit.actor.org_id, visit_id)
    unit.require(action, rules.thing_of(row, visit_id, unit.actor))
    if row is None:
        raise NotFound
    return row


async def _open(unit: Unit, action: Action, visit_id: UUID) -> VisitRow:
    row = await _locked(unit, action, visit_id)
    if row.state not in rules.OPEN:
        raise VisitClosed
    return row


async def _answerable(unit: Unit, visit_id: UUID, version: int) -> VisitRow:
    """A visit that still waits for the family's yes or no."""
    row = await _open(unit, Action.VISIT_ANSWER, visit_id)
    if row.state == "confirmed":
        raise VisitConfirmed
    if row.starts_at <= unit.now:
        raise VisitOver
    _check_version(row, version)
    return row


def _check_version(row: VisitRow, version: int) -> None:
    if row.version != version:
        raise Stale


async def _free(unit: Unit, row: VisitRow) -> list[FreeTime]:
    """The family's offers less what the team has to do, and less the asking guardian's own appointments."""
    asks = {unit.actor.account_id} if row.student_id in unit.actor.child_ids else set[UUID]()
    until = unit.now + offer_rules.AHEAD + 2 * _DAY
    rows = await claims.busy(unit.conn, {*row.team_ids, *asks}, unit.now, until, unit.now)
    busy = offer_rules.without(((b.starts_at, b.ends_at) for b in rows), (row.starts_at, row.ends_at))
    zone, length = ZoneInfo(row.time_zone), row.ends_at - row.starts_at
    found = await offers.free_times(unit, row.student_id, zone, busy, length, row.way)
    return [t for t in found if t.starts_at != row.starts_at]


def _spans(people: Sequence[UUID], visit: VisitRow | NewVisit) -> list[Span]:
    return [Span(subject_id=p, starts_at=visit.starts_at, ends_at=visit.ends_at) for p in people]


async def _end(unit: Unit, action: Action, row: VisitRow, state: rules.Ending, why: VisitReason) -> Visit:
    at = rules.place(row.visit_id, "reason")
    reason = None
    if why.reason is not None:
        reason = (await unit.vault.seal_fields(row.org_id, {at: why.reason.encode()}))[at]
    await claims.release(unit.conn, row.visit_id, rules.subjects(row))
    return await _set(unit, action, rules.ended(row, state, reason, unit.actor))


async def _set(unit: Unit, action: Action, row: VisitRow) -> Visit:
    await queries.set_visit(unit.conn, row, unit.now)
    return await _changed(unit, action, row.visit_id)


async def _changed(unit: Unit, action: Action, visit_id: UUID) -> Visit:
    """Notes the change, and plans the one task that tells people and calendars."""
    unit.changed(action, "visit", visit_id)
    await tasks.plan(unit, VisitChanged.kind, f"{visit_id}", VisitChanged(visit_id=visit_id), unit.now)
    row = await queries.find_visit(unit.conn, unit.actor.org_id, visit_id)
    if row is None:
        raise NotFound
    return await _shown(unit, row)


async def _shown(unit: Unit, row: VisitRow) -> Visit:
    [visit] = await _all_shown(unit, [row])
    return visit


async def _all_shown(unit: Unit, rows: Sequence[VisitRow]) -> list[Visit]:
    sealed = {at: text for row in rows for at, text in rules.sealed(row).items()}
    opened = await unit.vault.open_fields(unit.actor.org_id, sealed) if sealed else {}
    return [rules.shown(row, rules.words(row, opened), unit.actor, unit.now) for row in rows]
