"""Who of a class or a school was visited this school year and contacted this term, and who is owed a visit (V1, V2, V7)."""

from uuid import UUID
from zoneinfo import ZoneInfo

from api.core import access
from api.core.access import Action, Thing
from api.core.errors import NotFound
from api.core.unit import Unit
from api.visits.coverage import queries, rules
from schemas.coverage import Coverage, Owed, SchoolCoverage, Since

NONE_OWED = Owed(pupils=0, on_site=0)


async def get_class(unit: Unit, class_id: UUID) -> Coverage:
    """Each pupil of a class. Raises NotFound."""
    thing = Thing(org_id=unit.actor.org_id, kind="class", thing_id=class_id, class_id=class_id)
    unit.require(Action.COVERAGE_READ, thing)
    zone, since = await _began(unit)
    rows = await queries.list_pupils(unit.conn, unit.actor.org_id, class_id, since, unit.now)
    if not rows:
        raise NotFound
    return rules.of_class(class_id, rows, zone, since.year)


async def get_school(unit: Unit) -> SchoolCoverage:
    """The classes that the actor leads, teaches or oversees, as numbers."""
    unit.require_org(Action.COVERAGE_READ, "class")
    reach, org_id = access.reach(unit.actor, Action.COVERAGE_READ), unit.actor.org_id
    zone, since = await _began(unit)
    classes = await queries.list_classes(unit.conn, org_id, reach, since, unit.now)
    days = await queries.list_days(unit.conn, org_id, reach, since.year, zone)
    return rules.of_school(classes, days, zone, since.year)


async def count_owed(unit: Unit, zone: ZoneInfo) -> Owed:
    """How many pupils of the actor's own class are owed a visit, for the first screen; no query for whoever leads none."""
    leads = unit.actor.lead_class_ids
    if not leads or not access.scopes(unit.actor, Action.VISIT_PROPOSE):
        return NONE_OWED
    since = rules.began(unit.now, zone)
    return await queries.count_owed(unit.conn, unit.actor.org_id, sorted(leads), since, unit.now)


async def _began(unit: Unit) -> tuple[str, Since]:
    """The organisation's time zone, and when its school year and term began."""
    zone = await queries.get_zone(unit.conn, unit.actor.org_id)
    return zone, rules.began(unit.now, ZoneInfo(zone))
