"""A school's periodic returns: what is due, filing and amending (N4, G4). What was filed is never overwritten."""

from datetime import date
from functools import partial
from uuid import UUID

from api.core import access, daily, tasks
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.publicity import actions, rules
from api.publicity import queries as shared
from api.publicity import service as periods
from api.publicity.errors import PeriodNotOver, ReturnChanged, wrong
from api.publicity.log import service as log
from api.publicity.returns import queries
from api.school_calendar import service as school_calendar
from schemas.publicity.rows import ReturnRow, SettingsRow
from schemas.publicity.tasks import PublicityChecked
from schemas.publicity.wire import Period, PublicityLine, PublicityPeriod, PublicityReturn, PublicityReturnNew


async def working_days(uow: Reading) -> rules.WorkingDay:
    """By which a day that is closed here becomes the next one on which people work."""
    return partial(school_calendar.working_day, await school_calendar.load(uow))


async def get_period(uow: Reading, period: Period, day: date | None) -> PublicityPeriod:
    """The log of the period in which a day lies, by default today's, and its return. Raises Forbidden, NotFound, Invalid."""
    uow.require(actions.PUBLICITY_LOG, Resource(org_id=uow.actor.org_id, kind="publicity_event"))
    span = await periods.get_span(uow, period, day)
    first, last, today = span.first, span.last, span.today
    settings = await get_settings(uow)
    lines = await _lines(uow, period, first)
    filed = await shared.find_return(uow.conn, uow.actor.org_id, period, first)
    return PublicityPeriod(
        period=period,
        first_day=first,
        last_day=last,
        due_on=filed.due_on if filed else rules.due_on(period, first, settings, await working_days(uow)),
        today=today,
        asked=period in settings.periods,
        over=last < today,
        can_file=access.reach(uow.actor, actions.PUBLICITY_FILE).everything,
        lines=lines,
        people=rules.people(lines),
        filed=rules.to_wire(filed) if filed else None,
        differs=filed is not None and rules.lines_of(filed) != lines,
        events=await log.list_events(uow, first, last),
        lectures=await log.list_lectures(uow, first, last),
    )


async def file_return(uow: UnitOfWork, new: PublicityReturnNew) -> PublicityReturn:
    """Files the sums that were shown, or amends what was filed; the same again changes nothing.

    Raises Forbidden, NotFound, Invalid, PeriodNotOver, ReturnChanged.
    """
    _require(uow)
    today = local_day(uow.now, await get_zone(uow))
    if code := rules.wrong_period(new.period, new.first_day, today):
        raise wrong(uow, "$.firstDay", code)
    if not rules.is_over(new.period, new.first_day, today):
        raise PeriodNotOver
    before = await shared.find_return(uow.conn, uow.actor.org_id, new.period, new.first_day)
    lines = await _lines(uow, new.period, new.first_day)
    if new.lines != lines or new.edition != (before.edition if before else 0):
        raise ReturnChanged
    if before and rules.lines_of(before) == lines:
        uow.object_id = before.return_id
        return rules.to_wire(before)
    return await _add(
        uow, before, rules.to_file(new, await get_settings(uow), before, today, uow.now, await working_days(uow))
    )


async def get_return(uow: Reading, return_id: UUID) -> PublicityReturn:
    """An edition that was filed, for a repeated request. Raises Forbidden, NotFound."""
    _require(uow, return_id)
    found = await shared.find_by_id(uow.conn, uow.actor.org_id, return_id)
    if found is None:
        raise NotFound
    return rules.to_wire(found)


async def get_settings(uow: Reading) -> SettingsRow:
    """What is asked of the organisation acted in, or, in a bureau, of its schools."""
    return await shared.find_settings(uow.conn, uow.actor.org_id) or rules.DEFAULT


async def _add(uow: UnitOfWork, before: ReturnRow | None, row: ReturnRow) -> PublicityReturn:
    return_id = uuid7()
    if not await queries.add_return(uow.conn, uow.actor.org_id, return_id, uow.actor.account_id, row):
        raise ReturnChanged
    if before is None:
        await messages.withdraw(uow, rules.reminder_key(row.period, row.first_day))
    await tasks.enqueue(uow, PublicityChecked.kind, daily.KEY, PublicityChecked(), uow.now)
    uow.changed(actions.PUBLICITY_FILE, "publicity_return", return_id)
    return rules.to_wire(row)


async def _lines(uow: Reading, period: Period, first: date) -> list[PublicityLine]:
    last = rules.last_day(period, first)
    return rules.lines(await shared.sum_events(uow.conn, uow.actor.org_id, first, last))


def _require(uow: Reading, return_id: UUID | None = None) -> None:
    resource = Resource(org_id=uow.actor.org_id, kind="publicity_return", resource_id=return_id)
    uow.require(actions.PUBLICITY_FILE, resource)
