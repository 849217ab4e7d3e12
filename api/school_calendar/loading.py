"""The calendar of the organisation acted in."""

import msgspec

from api.core.errors import NotFound
from api.core.unit_of_work import Reading
from api.school_calendar import queries
from schemas.school_calendar.rows import OrgCalendar

decode = msgspec.json.Decoder(OrgCalendar).decode
"""A calendar out of the column `CALENDAR`."""


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar, the version of its settings, and the kind of organisation."""

    calendar: OrgCalendar
    version: int
    org_kind: str


async def load_all(uow: Reading) -> Loaded:
    """The organisation's calendar and what belongs to it. Raises NotFound when it is closed."""
    found = await queries.find_calendar(uow.conn, uow.actor.org_id)
    if found is None or found.ended:
        raise NotFound
    return Loaded(calendar=decode(found.calendar), version=found.version, org_kind=found.kind)


async def load(uow: Reading) -> OrgCalendar:
    """The organisation's calendar, for features that act in it. Raises NotFound when it is closed."""
    return (await load_all(uow)).calendar
