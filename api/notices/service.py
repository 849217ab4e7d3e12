"""What all of the senders' side opens with."""

from uuid import UUID

from api.core.access import Action, Thing
from api.core.errors import NotFound
from api.core.unit import Unit
from api.notices import queries, rules
from schemas.notice_rows import NoticeRow


async def get_followed(unit: Unit, notice_id: UUID) -> NoticeRow:
    """A notice the actor wrote, oversees, or whose class it reached. Raises Forbidden, NotFound."""
    row = await queries.find_notice(unit.conn, unit.actor.org_id, notice_id)
    unknown = Thing(org_id=unit.actor.org_id, kind="notice", thing_id=notice_id)
    unit.require(Action.NOTICE_FOLLOW, rules.follow_thing(row, unit.actor) if row else unknown)
    if row is None:
        raise NotFound
    return row
