"""Lists of the bookings that a person takes part in."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from api.core import access
from api.core.unit_of_work import Reading
from api.counselling import actions
from api.counselling.bookings import rules
from api.counselling.errors import wrong
from api.counselling.listing import queries
from api.counselling.listing.queries import Wanted
from api.counselling.slots.service import DEFAULT_RANGE, between
from schemas.counselling.rows import BookingCursor
from schemas.counselling.wire import BookingLine

ALL = 1000
"""Bookings of one person in one organisation within 31 days: more do not fit into them."""
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


async def list_bookings(
    uow: Reading,
    start: datetime | None,
    end: datetime | None,
    counsellor_id: UUID | None,
    since: datetime | None,
    after: BookingCursor | None,
    limit: int,
) -> list[BookingLine]:
    """Bookings the actor takes part in, by time. With `since` and no range: whatever changed after it."""
    uow.require_org(actions.BOOKING_READ, "booking")
    if since is not None and since.tzinfo is None:
        raise wrong(uow, "$.since", "range")
    first, last = range_of(uow, start, end, since)
    wanted = Wanted(start=first, end=last, counsellor_id=counsellor_id, since=since, after=after, limit=limit)
    return await _listed(uow, wanted)


async def list_own(uow: Reading, start: datetime | None, end: datetime | None) -> list[BookingLine]:
    """This organisation's share of a person's diary; nothing where they are no more than a name."""
    uow.required.add(actions.BOOKING_READ)  # not required: one organisation left must not close the others' diary
    first, last = range_of(uow, start, end)
    wanted = Wanted(start=first, end=last, counsellor_id=None, since=None, after=None, limit=ALL)
    return await _listed(uow, wanted)


async def list_next(uow: Reading, until: datetime, limit: int) -> list[BookingLine]:
    """The person's next bookings that stand, for the first screen, which requires its own action."""
    reach = access.reach(uow.actor, actions.BOOKING_READ)
    who = (uow.actor.org_id, reach.account_id, uow.actor.child_ids, (uow.actor.closed_before, uow.actor.all_closed))
    lines = await queries.list_next(uow.conn, *who, uow.now, until, limit)
    return [rules.seal_line(line, uow.actor) for line in lines]


async def list_to_record(uow: Reading, since: datetime, limit: int) -> list[BookingLine]:
    """The counsellor's sessions that are over and not recorded, the oldest first, for the first screen, which requires its own action."""
    found = await queries.list_to_record(uow.conn, uow.actor.org_id, uow.actor.account_id, since, uow.now, limit)
    return [rules.seal_line(line, uow.actor) for line in found]


def range_of(
    uow: Reading, start: datetime | None, end: datetime | None, since: datetime | None = None
) -> tuple[datetime, datetime]:
    """The range that a list shows: by default from yesterday. Raises Invalid."""
    if since is not None and start is None and end is None:
        return _ALWAYS
    today = uow.now - timedelta(days=1)
    if start is None and end is not None:
        start = min(today, end - DEFAULT_RANGE)
    return between(uow, start or today, end)


async def _listed(uow: Reading, wanted: Wanted) -> list[BookingLine]:
    reach = access.reach(uow.actor, actions.BOOKING_READ)
    actor = uow.actor
    who = (actor.org_id, reach.account_id, actor.child_ids, (actor.closed_before, actor.all_closed))
    lines = await queries.list_bookings(uow.conn, *who, wanted)
    return [rules.seal_line(line, actor) for line in lines]
