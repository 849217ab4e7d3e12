"""What every feature may ask about the organisation that it works in."""

from zoneinfo import ZoneInfo

import msgspec

from api.core.db import ReadConn, many, maybe, one
from api.core.errors import NotFound
from api.core.unit_of_work import Reading


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """The IANA name of an organisation's time zone."""

    time_zone: str


class OrgName(msgspec.Struct, frozen=True, kw_only=True):
    """What an organisation is called."""

    name_zh: str
    name_en: str


SELECT_NAME = """
select name_zh, name_en from orgs where org_id = $1
"""


async def get_name(conn: ReadConn, org_id: int) -> OrgName:
    """What the organisation acted in is called, closed or not."""
    return await one(conn, OrgName, SELECT_NAME, org_id)


class Centre(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation that serves a school's families."""

    org_id: int


SELECT_CENTRES = """
select provider_org_id as org_id from org_catchments where client_org_id = $1 order by provider_org_id
"""


async def list_centres(conn: ReadConn, school_id: int) -> list[int]:
    """Who serves the families of a school."""
    return [one.org_id for one in await many(conn, Centre, SELECT_CENTRES, school_id)]


SELECT_ZONE = """
select time_zone from orgs where org_id = $1 and ended_at is null
"""


async def get_zone(uow: Reading) -> ZoneInfo:
    """The organisation's time zone. Raises NotFound when it is closed."""
    found = await maybe(uow.conn, Zone, SELECT_ZONE, uow.actor.org_id)
    if found is None:
        raise NotFound
    return ZoneInfo(found.time_zone)
