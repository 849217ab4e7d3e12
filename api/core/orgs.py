"""What every feature may ask about the organisation that it works in."""

from zoneinfo import ZoneInfo

import msgspec

from api.core.db import maybe
from api.core.errors import NotFound
from api.core.unit_of_work import Reading


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """The IANA name of an organisation's time zone."""

    time_zone: str


SELECT_ZONE = """
select time_zone from orgs where org_id = $1 and ended_at is null
"""


async def get_zone(uow: Reading) -> ZoneInfo:
    """The organisation's time zone. Raises NotFound when it is closed."""
    found = await maybe(uow.conn, Zone, SELECT_ZONE, uow.actor.org_id)
    if found is None:
        raise NotFound
    return ZoneInfo(found.time_zone)
