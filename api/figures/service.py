"""Figures of schools (G4, G5): counted and suppressed inside a school, kept in the bureaus above it, read by their officers."""

from zoneinfo import ZoneInfo

from api.core.access import Action
from api.core.unit import Unit
from api.counselling.bookings import service as bookings
from api.directory import service as directory
from api.figures import queries, rules
from api.notices.receipts import service as receipts
from api.observations.cases import service as cases
from api.visits.coverage import service as coverage
from api.visits.coverage.rules import school_year
from schemas.figures import Figures, FiguresRow


async def count(unit: Unit) -> FiguresRow:
    """The school's numbers of this school year, already suppressed: nothing else of them leaves this transaction."""
    unit.require_org(Action.FIGURES_READ, "figures")
    school = await coverage.get_school(unit)
    notified = await receipts.count_sent(unit, school.since)
    counselled = await bookings.count_pupils(unit, school.since)
    observed = await cases.count_pupils(unit)
    return rules.counted(school, notified, counselled, observed, unit.actor.org_id, unit.now)


async def list_bureaus(unit: Unit) -> list[int]:
    """The organisations that are to have the school's numbers."""
    unit.require_org(Action.FIGURES_READ, "figures")
    return [bureau.org_id for bureau in await queries.list_bureaus(unit.conn, unit.actor.org_id)]


async def put(unit: Unit, row: FiguresRow) -> None:
    """Keeps a school's numbers in the bureau acted in."""
    unit.require_org(Action.FIGURES_READ, "figures")
    await queries.put_figures(unit.conn, unit.actor.org_id, row)


async def get_figures(unit: Unit) -> Figures:
    """The numbers of the schools below the bureau acted in. Raises NotFound when it is closed."""
    unit.require_org(Action.FIGURES_READ, "figures")
    zone = (await directory.get_org(unit)).time_zone
    since = school_year(unit.now, ZoneInfo(zone))
    rows = await queries.list_figures(unit.conn, unit.actor.org_id, since)
    return rules.of_bureau(rows, zone, since)
