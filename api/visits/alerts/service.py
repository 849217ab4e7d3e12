"""A visit at home that is not reported as over: its team is asked, then a duty person is told, then the next one.

Everything is decided by the roster and the visit of that moment: who left, is away or joined the team is neither told nor let in,
and a visit that was moved, cancelled or written down alerts nobody.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from api.core import audit, phone_numbers, tasks
from api.core.access import Action
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.visits import actions
from api.visits.alerts import queries, rules
from api.visits.errors import VisitClosed, VisitNotBegun, VisitNotConfirmed, wrong
from api.visits.records import queries as record_queries
from api.visits.visits import queries as visit_queries
from api.visits.visits import rules as visit_rules
from api.visits.visits import said
from schemas.messages.rows import MessageNew
from schemas.visits.alerts.rows import Alert, OpenAlert
from schemas.visits.alerts.wire import VisitAlert, VisitAlertPerson
from schemas.visits.messages import VisitAlertParams
from schemas.visits.rows import VisitRow
from schemas.visits.tasks import VisitOverdue

_OVER = frozenset({"recorded", "missed"})
"""Somebody of the team wrote down what became of it: that it is over is known."""


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A visit with what was said and told of it. `duty`: who could be told now, in order."""

    row: VisitRow
    open: bool
    started_at: datetime | None
    duty: list[UUID]
    alerts: list[Alert]

    def told(self, now: datetime) -> frozenset[UUID]:
        """Which duty persons of now were told."""
        return rules.told_today(self.alerts, self.duty, now)


async def watch(uow: UnitOfWork, row: VisitRow) -> None:
    """Plans to look at an agreed visit after its end, or moves that to its new time. For the worker."""
    if row.state == "confirmed" and row.mode == "onsite":
        due = row.ends_at + rules.ASKED_AFTER
        await tasks.enqueue(uow, VisitOverdue.kind, f"{row.visit_id}", VisitOverdue(visit_id=row.visit_id), due)


async def look(uow: UnitOfWork, payload: VisitOverdue) -> datetime | None:
    """Asks the team, then tells the duty persons one after the other until one of them looks. Returns when to look again."""
    watched = await _watched(uow, await visit_queries.lock_visit(uow.conn, uow.actor.org_id, payload.visit_id))
    if watched is None or not watched.open:
        return None
    row = watched.row
    if uow.now < row.ends_at + rules.ASKED_AFTER:  # it was moved
        return row.ends_at + rules.ASKED_AFTER
    await _ask_team(uow, row)
    if uow.now < row.ends_at + rules.TOLD_AFTER:
        return row.ends_at + rules.TOLD_AFTER
    return await _tell_next(uow, watched)


async def get_alert(uow: UnitOfWork, visit_id: UUID) -> VisitAlert:
    """A visit that may not be over, for its team and for the duty persons who were told. Raises NotFound.

    A duty person sees whom to call as long as it is open; that look is recorded, and nobody else is told.
    """
    watched = await _find(uow, actions.VISIT_ALERT_READ, visit_id)
    on_duty = watched.open and uow.actor.account_id in watched.told(uow.now)
    people = await _people(uow, watched.row, phones=on_duty)
    if on_duty:
        await queries.set_opened(uow.conn, uow.actor.org_id, visit_id, uow.actor.account_id, uow.now)
        await messages.read_told(uow, rules.duty_key(visit_id, uow.actor.account_id))
        await audit.record_access(uow, visit_id, "phones")
    return _to_wire(watched, people, uow.now)


async def say_all_clear(uow: UnitOfWork, visit_id: UUID, said_at: datetime | None) -> VisitAlert:
    """Notes that a visit is over and all is well; a second time changes nothing, nor once it was written down. `said_at`: it waited on a phone.

    Raises NotFound, Invalid, VisitClosed, VisitNotConfirmed, VisitNotBegun.
    """
    if said.is_wrong(said_at, uow.now):
        raise wrong(uow, "$.saidAt", "not-now")
    at = said.when(said_at, uow.now)
    watched = await _find(uow, actions.VISIT_ALL_CLEAR, visit_id)
    row = watched.row
    uow.object_id = visit_id
    if row.state in _OVER:
        return _to_wire(watched, await _people(uow, row, phones=False), uow.now)
    if row.state not in visit_rules.OPEN:
        raise VisitClosed
    if row.state != "confirmed":
        raise VisitNotConfirmed
    if row.starts_at > uow.now or not said.is_about(row, at):
        raise VisitNotBegun
    if watched.open:
        await queries.set_all_clear(uow.conn, row.org_id, visit_id, uow.actor.account_id, max(at, row.starts_at))
        await _end(uow, watched)
        uow.changed(actions.VISIT_ALL_CLEAR, "visit", visit_id)
    closed = msgspec.structs.replace(watched, open=False)
    return _to_wire(closed, await _people(uow, row, phones=False), uow.now)


async def end(uow: UnitOfWork, row: VisitRow) -> None:
    """A visit is written down: what was told of it is taken back. `row`: as it was before."""
    watched = await _watched(uow, row)
    if watched and watched.open:
        await _end(uow, watched)


async def list_team(uow: Reading, params: VisitAlertParams) -> frozenset[UUID]:
    """Whom it still has to be asked: the team of today, as long as the visit is open."""
    watched = await _watched(uow, await visit_queries.find_visit(uow.conn, uow.actor.org_id, params.visit_alert_id))
    return frozenset(watched.row.reader_ids) if watched and watched.open else frozenset()


async def list_told(uow: Reading, params: VisitAlertParams) -> frozenset[UUID]:
    """Who still has to be told: the duty persons of today whose turn it was, as long as the visit is open."""
    watched = await _watched(uow, await visit_queries.find_visit(uow.conn, uow.actor.org_id, params.visit_alert_id))
    return watched.told(uow.now) if watched and watched.open else frozenset()


async def list_relieved(uow: Reading, params: VisitAlertParams) -> frozenset[UUID]:
    """Who was told that a visit was open, and may hear that all is well."""
    watched = await _watched(uow, await visit_queries.find_visit(uow.conn, uow.actor.org_id, params.visit_alert_id))
    return watched.told(uow.now) if watched else frozenset()


async def list_open(uow: Reading, limit: int) -> list[OpenAlert]:
    """Visits of which the actor was told as the duty person and that nobody reported as over, for the first screen."""
    actor, since = uow.actor, uow.now - rules.READ_FOR
    return await queries.list_open_alerts(uow.conn, actor.org_id, actor.account_id, since, uow.now, limit)


async def list_said(uow: Reading, rows: Sequence[VisitRow]) -> tuple[dict[UUID, datetime], dict[UUID, datetime]]:
    """When the team said of these visits that they began, and that all is well, at the time they have now."""
    if not rows:
        return {}, {}
    ids, by_id = [row.visit_id for row in rows], {row.visit_id: row for row in rows}
    starts = await queries.list_starts(uow.conn, uow.actor.org_id, ids)
    clear = await queries.list_all_clears(uow.conn, uow.actor.org_id, ids)
    return (
        {one.visit_id: one.said_at for one in starts if said.has_started(by_id[one.visit_id], one.said_at)},
        {one.visit_id: one.said_at for one in clear if one.said_at >= by_id[one.visit_id].starts_at},
    )


async def _watched(uow: Reading, row: VisitRow | None) -> Watched | None:
    if row is None:
        return None
    clear = await queries.list_all_clears(uow.conn, row.org_id, [row.visit_id])
    starts = await queries.list_starts(uow.conn, row.org_id, [row.visit_id])
    return Watched(
        row=row,
        open=rules.is_open(row, clear[0].said_at if clear else None),
        started_at=next((one.said_at for one in starts if said.has_started(row, one.said_at)), None),
        duty=rules.in_order(await queries.list_duty(uow.conn, row.org_id, row.visit_id, row.student_id, uow.now)),
        alerts=await queries.list_alerts(uow.conn, row.org_id, row.visit_id, row.starts_at),
    )


async def _find(uow: UnitOfWork, action: Action, visit_id: UUID) -> Watched:
    """A visit of the actor's team, or of which they were told; locked, so that a look and the next telling wait for each other.

    What is not, is answered like what is not there.
    """
    row = await visit_queries.lock_visit(uow.conn, uow.actor.org_id, visit_id)
    watched = await _watched(uow, row)
    resource = visit_rules.resource_of(row, visit_id, uow.actor)
    if watched:
        people = frozenset(watched.row.reader_ids) | watched.told(uow.now)
        resource = msgspec.structs.replace(resource, people=people)
    uow.require(action, resource)
    if watched is None:
        raise NotFound
    return watched


async def _ask_team(uow: UnitOfWork, row: VisitRow) -> None:
    if row.reader_ids:
        await messages.tell(
            uow, _news(row, "visit_over_asked", frozenset(row.reader_ids), rules.team_key(row.visit_id))
        )


async def _tell_next(uow: UnitOfWork, watched: Watched) -> datetime | None:
    """The first duty person who was not told, unless one of them looked or still has time to."""
    row = watched.row
    if rules.is_read(watched.alerts, watched.duty):
        return rules.again(row, uow.now)
    if (until := rules.waits_until(watched.alerts, watched.duty)) and uow.now < until:
        return until
    told = {one.staff_id for one in watched.alerts}
    person = next((one for one in watched.duty if one not in told), None)
    if person is None:
        return rules.again(row, uow.now)
    await queries.add_alert(uow.conn, row.org_id, row.visit_id, person, uow.now)
    key = rules.duty_key(row.visit_id, person)
    await messages.tell(uow, _news(row, "visit_not_over", frozenset({person}), key))
    return uow.now + rules.NEXT_AFTER


async def _end(uow: UnitOfWork, watched: Watched) -> None:
    """Takes back what was asked and told, and tells the duty persons who heard of it that all is well."""
    row, told = watched.row, watched.told(uow.now)
    await tasks.cancel(uow, VisitOverdue.kind, f"{row.visit_id}")
    keys = [rules.duty_key(row.visit_id, person) for person in sorted(told)]
    await messages.withdraw_many(uow, [rules.team_key(row.visit_id), *keys])
    if people := told - {uow.actor.account_id}:
        await messages.tell(uow, _news(row, "visit_all_clear", people, f"visit:{row.visit_id}:clear"))


def _news(row: VisitRow, template: str, people: frozenset[UUID], key: str) -> MessageNew:
    return MessageNew(
        template=template,
        people=people,
        params=VisitAlertParams(visit_alert_id=row.visit_id, starts_at=row.starts_at, team="、".join(row.team_names)),
        key=key,
        importance="high",
        expires_at=row.ends_at + rules.EXPIRES_AFTER,
    )


async def _people(uow: Reading, row: VisitRow, *, phones: bool) -> list[VisitAlertPerson]:
    """The team, and for a duty person the family too, with their numbers."""
    team = list(zip(row.team_ids, row.team_names, strict=True))
    if not phones:
        return [VisitAlertPerson(name=name, part="team", phone=None, mail=None) for _, name in team]
    family = await record_queries.list_guardians(uow.conn, row.org_id, row.student_id)
    reach = await phone_numbers.open_reach(uow, [*row.team_ids, *(one.account_id for one in family)])
    return [
        *(_person(name, "team", reach.get(one)) for one, name in team),
        *(_person(one.name, "guardian", reach.get(one.account_id)) for one in family),
    ]


def _person(name: str, part: Literal["team", "guardian"], reach: phone_numbers.Reach | None) -> VisitAlertPerson:
    found = reach or phone_numbers.Reach()
    return VisitAlertPerson(name=name, part=part, phone=found.phone, mail=found.mail)


def _to_wire(watched: Watched, people: list[VisitAlertPerson], now: datetime) -> VisitAlert:
    row = watched.row
    return VisitAlert(
        visit_id=row.visit_id,
        org_id=row.org_id,
        student_name=row.student_name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time_zone=row.time_zone,
        people=people,
        open=watched.open,
        started_at=watched.started_at,
        can_say_all_clear=watched.open and row.starts_at <= now,
    )
