"""Who of a class or a school was visited this school year and contacted this term, and who is due a visit (V1, V2, V7)."""

from uuid import UUID

from api.core import access
from api.core.access import Resource
from api.core.errors import NotFound
from api.core.orgs import get_zone
from api.core.unit_of_work import Reading
from api.visits import actions
from api.visits.coverage import queries, rules
from schemas.visits.coverage.rows import Owed, Since
from schemas.visits.coverage.wire import Coverage, SchoolCoverage

COUNTS = queries.COUNTS
"""SQL of whether a visit `i` to a student `s` is the one due in its school year, for campaigns."""


async def get_class(uow: Reading, class_id: UUID) -> Coverage:
    """Each student of a class. Raises NotFound."""
    resource = Resource(org_id=uow.actor.org_id, kind="class", resource_id=class_id, class_id=class_id)
    uow.require(actions.COVERAGE_READ, resource)
    zone, since = await _began(uow)
    rows = await queries.list_students(uow.conn, uow.actor.org_id, class_id, since, uow.now)
    if not rows:
        raise NotFound
    shown = [row for row in rows if row.student_id not in uow.actor.barred_ids]
    return rules.of_class(class_id, shown, zone, since.year)


async def get_school(uow: Reading) -> SchoolCoverage:
    """The classes that the actor leads, teaches or oversees, as numbers."""
    uow.require_org(actions.COVERAGE_READ, "class")
    reach, org_id = access.reach(uow.actor, actions.COVERAGE_READ), uow.actor.org_id
    zone, since = await _began(uow)
    classes = await queries.list_classes(uow.conn, org_id, reach, since, uow.now)
    days = await queries.list_days(uow.conn, org_id, reach, since.year, zone)
    return rules.of_school(classes, days, zone, since.year)


async def count_owed(uow: Reading) -> Owed:
    """How many students of the actor's own class are due a visit, for the first screen, which requires its own action."""
    leads, since = sorted(uow.actor.lead_class_ids), rules.began(uow.now, uow.actor.zone)
    return await queries.count_owed(uow.conn, uow.actor.org_id, leads, since, uow.now)


async def _began(uow: Reading) -> tuple[str, Since]:
    """The organisation's time zone, and when its school year and term began."""
    zone = await get_zone(uow)
    return zone.key, rules.began(uow.now, zone)
