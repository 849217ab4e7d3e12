"""Figures of schools (G4, G5): counted and suppressed inside a school, kept in the bureaus above it, read by their officers."""

from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, Stale, check_version
from api.core.local_time import local_day, school_year
from api.core.unit_of_work import Reading, UnitOfWork
from api.counselling.bookings import service as bookings
from api.directory import service as directory
from api.figures import actions, queries, rules, trend_queries, trend_rules
from api.notices.receipts import service as receipts
from api.observations.cases import service as cases
from api.visits.coverage import service as coverage
from schemas.figures.rows import FiguresRow, MonthRow
from schemas.figures.wire import Figures, FigureTargets, FigureTargetsEdit, FigureTrends


async def count(uow: Reading) -> tuple[FiguresRow, MonthRow]:
    """The school's numbers of this school year and its month, already suppressed: nothing else of them leaves this transaction.

    Raises NotFound when it is closed.
    """
    uow.require_system()
    school = await coverage.get_school(uow)
    notified = await receipts.count_sent(uow, school.since)
    counselled = await bookings.count_students(uow, school.since)
    observed = await cases.count_students(uow)
    row = rules.counted(school, notified, counselled, observed, uow.actor.org_id, uow.now)
    return row, trend_rules.month_of(row, ZoneInfo(school.time_zone))


async def list_bureaus(uow: Reading) -> list[int]:
    """The organisations that are to have the school's numbers."""
    uow.require_system()
    return [bureau.org_id for bureau in await queries.list_bureaus(uow.conn, uow.actor.org_id)]


async def put(uow: UnitOfWork, row: FiguresRow, month: MonthRow) -> None:
    """Keeps a school's numbers in the bureau acted in."""
    uow.require_system()
    await queries.put_figures(uow.conn, uow.actor.org_id, row)
    await trend_queries.put_month(uow.conn, uow.actor.org_id, month)


async def get_figures(uow: Reading) -> Figures:
    """The numbers of the schools below the bureau acted in. Raises NotFound when it is closed."""
    uow.require_org(actions.FIGURES_READ, "figures")
    zone = (await directory.get_org(uow)).time_zone
    since = school_year(uow.now, ZoneInfo(zone))
    rows = await queries.list_figures(uow.conn, uow.actor.org_id, since)
    return rules.of_bureau(rows, zone, since, await _targets(uow))


async def get_trends(uow: Reading, school_id: int | None) -> FigureTrends:
    """How the schools below the bureau went on, or one of them. Raises NotFound for a school that is not below it today."""
    uow.require_org(actions.FIGURES_READ, "figures")
    conn, org_id = uow.conn, uow.actor.org_id
    school = None if school_id is None else await trend_queries.find_school(conn, org_id, school_id)
    if school_id is not None and school is None:
        raise NotFound
    today = local_day(uow.now, (await directory.get_org(uow)).time_zone)
    since, term = trend_rules.first_month(today), trend_rules.term_of(today)
    months = await trend_queries.list_months(conn, org_id, since, school_id)
    terms = await trend_queries.list_terms(conn, org_id, since, school_id, term)
    return trend_rules.of_bureau(school, months, terms)


async def get_targets(uow: Reading, _: UUID) -> FigureTargets:
    """The bureau's targets, as a change answers them. Raises Forbidden."""
    uow.require_org(actions.FIGURES_TARGET, "figures")
    return await _targets(uow)


async def set_targets(uow: UnitOfWork, edit: FigureTargetsEdit, version: int) -> FigureTargets:
    """Replaces what each school is wanted to reach. Raises Forbidden, Stale."""
    uow.require(actions.FIGURES_TARGET, Resource(org_id=uow.actor.org_id, kind="figures"))
    check_version((await _targets(uow)).version, version)
    if not await queries.put_targets(uow.conn, uow.actor.org_id, edit, version, uow.now):
        raise Stale
    uow.changed(actions.FIGURES_TARGET, "figures", uuid7())
    return FigureTargets(visited=edit.visited, contacted=edit.contacted, version=version + 1)


async def _targets(uow: Reading) -> FigureTargets:
    found = await queries.find_targets(uow.conn, uow.actor.org_id)
    return found or FigureTargets(visited=None, contacted=None, version=0)
