"""An evening that its teacher cannot make: one colleague takes all of it, or its families choose other times (V4, V5)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from api.core import claims, tasks
from api.core.errors import Stale, TimeTaken
from api.core.local_time import local_day
from api.core.name_folding import compared
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster.persons import service as persons
from api.visits import actions
from api.visits.day import service as days
from api.visits.ending import queries as ending_queries
from api.visits.errors import FewerCome, NothingToHandOver, VisitBegun, wrong
from api.visits.handover import queries, rules
from api.visits.joint import service as joint
from api.visits.visits import queries as visit_queries
from api.visits.visits import rules as visit_rules
from schemas.visits.handover.rows import ColleagueRow
from schemas.visits.handover.wire import Evening, EveningColleague, EveningHandOver, EveningNewTimes, EveningVisit
from schemas.visits.rows import VisitRow
from schemas.visits.tasks import VisitChanged


async def get_evening(uow: Reading, day: date | None) -> Evening:
    """The actor's visits of a day that have not begun, and who could take them all. Raises Invalid."""
    uow.require_org(actions.VISIT_HAND_OVER, "visit")
    on = days.day_asked(uow, day)
    rows = rules.to_come(await days.list_all(uow, on), uow.actor.account_id, uow.now)
    return Evening(
        org_id=uow.actor.org_id,
        time_zone=uow.actor.zone.key,
        day=on,
        visits=[_to_wire(row) for row in rows],
        colleagues=await _colleagues(uow, rows) if rows else [],
    )


async def hand_over(uow: UnitOfWork, wanted: EveningHandOver) -> None:
    """A colleague makes all of the actor's visits of a day instead, or nothing changes.

    Where fewer people would come to a visit than was agreed, who hands it over has to say so. Raises Invalid, Stale, VisitBegun,
    NothingToHandOver, FewerCome, TimeTaken.
    """
    rows = await _lock_evening(uow, wanted.day, wanted.visit_ids)
    found = await _who_may(uow, rows)
    if wanted.colleague_id not in {one.account_id for one in found}:
        raise wrong(uow, "$.colleagueId", "cannot-visit")
    if rules.comes_already(wanted.colleague_id, rows) and not wanted.fewer:
        raise FewerCome
    me, new, ids = uow.actor.account_id, wanted.colleague_id, [row.visit_id for row in rows]
    if await claims.hand_over(uow.conn, rules.over(rows, me, new), uow.now):
        raise TimeTaken
    leads = [row.class_teacher_id == new for row in rows]
    await ending_queries.set_left(uow.conn, uow.actor.org_id, ids, [me] * len(ids), uow.now)
    await queries.add_colleague(uow.conn, uow.actor.org_id, ids, leads, new)
    await queries.set_handed_over(uow.conn, uow.actor.org_id, ids, me, uow.now)
    await _follow(uow, ids)


async def ask_new_times(uow: UnitOfWork, wanted: EveningNewTimes) -> None:
    """The families of the actor's visits of a day choose another time; this one is free again for everybody.

    A family that wished for another time by itself is not asked once more. Raises Invalid, Stale, VisitBegun, NothingToHandOver.
    """
    rows = [row for row in await _lock_evening(uow, wanted.day, wanted.visit_ids) if row.state != "move_asked"]
    if not rows:
        raise NothingToHandOver
    ids = [row.visit_id for row in rows]
    await queries.set_asked(uow.conn, uow.actor.org_id, ids, uow.actor.account_id, uow.now)
    for row in rows:
        await joint.release(uow, row)
    await _follow(uow, ids)


async def _lock_evening(uow: UnitOfWork, day: date, seen: Collection[UUID]) -> list[VisitRow]:
    """The actor's visits of a day that have not begun, locked, if they are those that were seen.

    Raises Invalid, Stale, VisitBegun, NothingToHandOver.
    """
    uow.require_org(actions.VISIT_HAND_OVER, "visit")
    if day < local_day(uow.now, uow.actor.zone):
        raise wrong(uow, "$.day", "past")
    found = await days.list_all(uow, days.day_asked(uow, day))
    ids = sorted(row.visit_id for row in found)
    await visit_queries.lock_visits(uow.conn, uow.actor.org_id, ids)
    # Read again once nobody else changes them: what waited for the lock was given the teams of before.
    locked = await visit_queries.lock_visits(uow.conn, uow.actor.org_id, ids)
    rows = rules.to_come(locked, uow.actor.account_id, uow.now)
    if not rows:
        raise VisitBegun if rules.has_begun(locked, uow.actor.account_id, uow.now) else NothingToHandOver
    if {row.visit_id for row in rows} != set(seen):
        raise Stale
    for row in rows:
        uow.require(actions.VISIT_HAND_OVER, visit_rules.resource_of(row, row.visit_id, uow.actor))
    return rows


async def _follow(uow: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Notes the changes, and plans the tasks that tell people and calendars."""
    for visit_id in ids:
        uow.changed(actions.VISIT_HAND_OVER, "visit", visit_id)
        await tasks.enqueue(uow, VisitChanged.kind, f"{visit_id}", VisitChanged(visit_id=visit_id), uow.now)


async def _who_may(uow: Reading, rows: Sequence[VisitRow]) -> list[ColleagueRow]:
    classes = sorted({row.class_id for row in rows if row.class_id})
    students = sorted({row.student_id for row in rows})
    span = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    found = await queries.list_colleagues(uow.conn, uow.actor.org_id, uow.actor.account_id, classes, students, *span)
    barred = await persons.list_barred_names(uow, students)
    return [one for one in found if compared(one.name) not in barred]


async def _colleagues(uow: Reading, rows: Sequence[VisitRow]) -> list[EveningColleague]:
    found = await _who_may(uow, rows)
    span = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    busy = await claims.busy(uow.conn, {one.account_id for one in found}, *span, uow.now) if found else []
    taken: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for one in busy:
        taken[one.subject_id].append((one.starts_at, one.ends_at))
    shown = [
        EveningColleague(
            account_id=one.account_id,
            name=one.name,
            free=rules.is_free(one.account_id, rows, taken[one.account_id]),
            comes_already=rules.comes_already(one.account_id, rows),
        )
        for one in found
    ]
    # The best first: who has time, and in whose place nobody is missing.
    return sorted(shown, key=lambda one: (not one.free, one.comes_already))


def _to_wire(row: VisitRow) -> EveningVisit:
    return EveningVisit(
        visit_id=row.visit_id, student_name=row.student_name, starts_at=row.starts_at, ends_at=row.ends_at
    )
