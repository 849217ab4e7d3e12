"""Who and what there is in an organisation, for those who may see it."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core import access
from api.core.access import Role
from api.core.errors import NotFound
from api.core.natural_order import natural_key
from api.core.unit_of_work import Reading
from api.directory import actions, queries
from schemas.directory.wire import Org, SchoolClass, StaffMember, Student


async def get_org(uow: Reading) -> Org:
    """The organisation acted in. Raises NotFound when it is closed."""
    uow.require_org(actions.ORG_READ, "org")
    org = await queries.find_org(uow.conn, uow.actor.org_id)
    if org is None:
        raise NotFound
    return org


async def list_classes(uow: Reading) -> list[SchoolClass]:
    """Classes that the actor leads, teaches or oversees, in the order people count them."""
    uow.require_org(actions.CLASS_READ, "class")
    classes = await queries.list_classes(uow.conn, uow.actor.org_id, access.reach(uow.actor, actions.CLASS_READ))
    return sorted(classes, key=lambda c: (-c.school_year, natural_key(c.grade), natural_key(c.name), c.class_id))


async def list_students(
    uow: Reading, class_id: UUID | None, since: datetime | None, after: str | None, limit: int
) -> list[Student]:
    """Students within reach; a family sees its own child without the school's notes on support."""
    uow.require_org(actions.STUDENT_READ, "student")
    reach = access.reach(uow.actor, actions.STUDENT_READ)
    rows = await queries.list_students(uow.conn, uow.actor.org_id, reach, class_id, since, after, limit)
    if Role.STAFF in uow.actor.roles:
        return rows
    return [msgspec.structs.replace(row, support=[]) for row in rows]


async def list_staff(uow: Reading) -> list[StaffMember]:
    """Colleagues."""
    uow.require_org(actions.STAFF_READ, "staff")
    return await queries.list_staff(uow.conn, uow.actor.org_id)
