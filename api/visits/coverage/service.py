"""Who of a class or a school was visited this school year, contacted this term, and is owed a visit (V1, V2, V7)."""

from uuid import UUID
from zoneinfo import ZoneInfo

from api.core import access
from api.core.access import Action, Thing
from api.core.errors import NotFound
from api.core.unit import Unit
from api.visits.coverage import queries, rules
from schemas.coverage import Coverage, SchoolCoverage, Year


async def get_class(unit: Unit, class_id: UUID) -> Coverage:
    """Each pupil of a class. Raises NotFound."""
    thing = Thing(org_id=unit.actor.org_id, kind="class", thing_id=class_id, class_id=class_id)
    unit.require(Action.COVERAGE_READ, thing)
    year = await _year(unit)
    rows = await queries.list_pupils(unit.conn, unit.actor.org_id, class_id, year, unit.now)
    if not rows:
        raise NotFound
    return rules.of_class(class_id, rows, year)


async def get_school(unit: Unit) -> SchoolCoverage:
    """The classes that the actor leads, teaches or oversees, as numbers."""
    unit.require_org(Action.COVERAGE_READ, "class")
    reach, org_id = access.reach(unit.actor, Action.COVERAGE_READ), unit.actor.org_id
    year = await _year(unit)
    classes = await queries.list_classes(unit.conn, org_id, reach, year, unit.now)
    days = await queries.list_days(unit.conn, org_id, reach, year.since, year.zone)
    return rules.of_school(classes, days, year)


async def _year(unit: Unit) -> Year:
    """The organisation's school year and term."""
    name = await queries.get_zone(unit.conn, unit.actor.org_id)
    zone = ZoneInfo(name)
    return Year(zone=name, since=rules.school_year(unit.now, zone), term_since=rules.term(unit.now, zone))
