"""What all of the senders' side opens with."""

from uuid import UUID

from api.core.access import Resource
from api.core.errors import NotFound
from api.core.unit_of_work import Reading
from api.notices import actions, queries, rules
from schemas.notices.rows import NoticeRow


async def get_followed(uow: Reading, notice_id: UUID) -> NoticeRow:
    """A notice the actor wrote, oversees, or whose class it reached. Raises Forbidden, NotFound."""
    row = await queries.find_notice(uow.conn, uow.actor.org_id, notice_id)
    unknown = Resource(org_id=uow.actor.org_id, kind="notice", resource_id=notice_id)
    uow.require(actions.NOTICE_FOLLOW, rules.follow_resource(row, uow.actor) if row else unknown)
    if row is None:
        raise NotFound
    return row
