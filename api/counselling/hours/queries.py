"""SQL of counsellors' hours and exceptions."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue, value
from api.core.local_time import clock
from schemas.counselling.hours.rows import OpenSpan, WeekSpan
from schemas.counselling.hours.wire import BookedTime
from schemas.counselling.wire import ExceptionNew, Hours, HoursEdit, HoursException

_FAR = date(9999, 1, 1)

_HOURS = """
select h.hours_id, h.counsellor_id, f.name as counsellor_name, h.provider_id, h.room_id, h.weekday,
  to_char(h.from_time, 'HH24:MI') as from_time, case h.to_time when '00:00' then '24:00' else to_char(h.to_time, 'HH24:MI') end as to_time, h.modes, h.slot_minutes,
  h.buffer_minutes, h.valid_from, h.valid_until, h.version
from counsellor_hours h join staff f on f.org_id = h.org_id and f.staff_id = h.counsellor_id
"""
SELECT_HOURS = (
    _HOURS
    + """
where h.org_id = $1 and ($2 or h.counsellor_id = $3) and ($4::uuid is null or h.counsellor_id = $4)
  and f.ended_at is null and (h.valid_until is null or h.valid_until >= greatest($5, h.valid_from))
order by h.weekday, h.from_time, h.hours_id
limit 2000
"""
)


async def list_hours(
    conn: ReadConn, org_id: int, everything: bool, own: UUID | None, counsellor_id: UUID | None, today: date
) -> list[Hours]:
    """Hours in force or to come: of all counsellors or one's own, perhaps of one of them."""
    return await many(conn, Hours, SELECT_HOURS, org_id, everything, own, counsellor_id, today)


SELECT_EXCEPTIONS = """
select exception_id, counsellor_id, kind, on_date, to_char(from_time, 'HH24:MI') as from_time,
  case to_time when '00:00' then '24:00' else to_char(to_time, 'HH24:MI') end as to_time, hours_id
from hour_exceptions
where org_id = $1 and ($2 or counsellor_id = $3) and ($4::uuid is null or counsellor_id = $4) and on_date >= $5
order by on_date, from_time, exception_id
limit 2000
"""


async def list_exceptions(
    conn: ReadConn, org_id: int, everything: bool, own: UUID | None, counsellor_id: UUID | None, today: date
) -> list[HoursException]:
    """Exceptions of today and later, as `list_hours`."""
    return await many(conn, HoursException, SELECT_EXCEPTIONS, org_id, everything, own, counsellor_id, today)


SELECT_HOUR = (
    _HOURS
    + """
where h.org_id = $1 and h.hours_id = $2
for no key update of h
"""
)


async def lock_hours(conn: Conn, org_id: int, hours_id: UUID) -> Hours | None:
    """Hours as they are, until the transaction ends."""
    return await maybe(conn, Hours, SELECT_HOUR, org_id, hours_id)


LOCK_COUNSELLOR = """
select staff_id from staff
where org_id = $1 and staff_id = $2 and ended_at is null and 'counsellor' = any (roles)
for no key update
"""


async def lock_counsellor(conn: Conn, org_id: int, counsellor_id: UUID) -> bool:
    """Whether the person counsels here now; changes to one counsellor's hours wait for each other."""
    return await value(conn, LOCK_COUNSELLOR, org_id, counsellor_id) is not None


class ProviderRoom(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a provider and a room of it are in use, and whether this organisation may work over midnight."""

    provider_ok: bool
    room_ok: bool
    nights: bool


SELECT_PROVIDER_ROOM = """
select
  exists (select 1 from providers p where p.org_id = $1 and p.provider_id = $2 and p.ended_at is null) as provider_ok,
  exists (select 1 from rooms r where r.org_id = $1 and r.provider_id = $2 and r.room_id = $3 and r.ended_at is null) as room_ok,
  exists (select 1 from orgs o where o.org_id = $1 and o.kind not in ('school', 'bureau')) as nights
"""


async def find_provider_room(conn: ReadConn, org_id: int, provider_id: UUID, room_id: UUID | None) -> ProviderRoom:
    """Whether the provider, and the room as one of its rooms, are in use."""
    return await one(conn, ProviderRoom, SELECT_PROVIDER_ROOM, org_id, provider_id, room_id)


SELECT_NIGHTS = """
select exists (select 1 from orgs o where o.org_id = $1 and o.kind not in ('school', 'bureau'))
"""


async def has_nights(conn: ReadConn, org_id: int) -> bool:
    """Whether hours of this organisation may run over midnight: of a hotline, a hospital or a centre."""
    return await value(conn, SELECT_NIGHTS, org_id)


SELECT_OTHERS = """
select weekday, from_time, to_time from counsellor_hours
where org_id = $1 and counsellor_id = $2 and hours_id <> $3
  and valid_from <= $5::date + case when $6 then 1 else 0 end
  and (valid_until is null
       or (valid_until >= valid_from and valid_until + case when to_time < from_time then 1 else 0 end >= $4))
"""


async def list_others(
    conn: ReadConn, org_id: int, counsellor_id: UUID, hours_id: UUID, edit: HoursEdit
) -> list[WeekSpan]:
    """The counsellor's other hours here that are in force with these; those over midnight reach into one more day."""
    over_midnight = clock(edit.to_time) < clock(edit.from_time)
    when = (edit.valid_from, edit.valid_until or _FAR, over_midnight)
    return await many(conn, WeekSpan, SELECT_OTHERS, org_id, counsellor_id, hours_id, *when)


INSERT_HOURS = """
insert into counsellor_hours (org_id, hours_id, counsellor_id, provider_id, room_id, weekday, from_time, to_time, modes,
  slot_minutes, buffer_minutes, valid_from, valid_until, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""


async def add_hours(
    conn: Conn, org_id: int, hours_id: UUID, counsellor_id: UUID, edit: HoursEdit, now: datetime
) -> None:
    """Adds weekly hours."""
    await queue(conn, INSERT_HOURS, org_id, hours_id, counsellor_id, *_columns(edit), now)


UPDATE_HOURS = """
update counsellor_hours
set provider_id = $3, room_id = $4, weekday = $5, from_time = $6, to_time = $7, modes = $8, slot_minutes = $9,
  buffer_minutes = $10, valid_from = $11, valid_until = $12, version = version + 1, updated_at = $13
where org_id = $1 and hours_id = $2
"""


async def set_hours(conn: Conn, org_id: int, hours_id: UUID, edit: HoursEdit, now: datetime) -> None:
    """Replaces weekly hours."""
    await queue(conn, UPDATE_HOURS, org_id, hours_id, *_columns(edit), now)


END_HOURS = """
update counsellor_hours set valid_until = $3, version = version + 1, updated_at = $4 where org_id = $1 and hours_id = $2
"""


async def end_hours(conn: Conn, org_id: int, hours_id: UUID, last_day: date, now: datetime) -> None:
    """Sets the last day."""
    await queue(conn, END_HOURS, org_id, hours_id, last_day, now)


SELECT_OPEN = """
select on_date, from_time, to_time from hour_exceptions
where org_id = $1 and counsellor_id = $2 and on_date between $3::date - 1 and $3::date + 1 and kind = 'open'
"""


async def list_open(conn: ReadConn, org_id: int, new: ExceptionNew) -> list[OpenSpan]:
    """The counsellor's other open spans of that day and its neighbours."""
    return await many(conn, OpenSpan, SELECT_OPEN, org_id, new.counsellor_id, new.on_date)


INSERT_EXCEPTION = """
insert into hour_exceptions (org_id, exception_id, counsellor_id, kind, on_date, from_time, to_time, hours_id, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def add_exception(conn: Conn, org_id: int, exception_id: UUID, new: ExceptionNew, now: datetime) -> None:
    """Adds a dated exception."""
    span = (new.on_date, clock(new.from_time), clock(new.to_time))
    values = (new.counsellor_id, new.kind, *span, new.hours_id, now)
    await queue(conn, INSERT_EXCEPTION, org_id, exception_id, *values)


class ExceptionOwner(msgspec.Struct, frozen=True, kw_only=True):
    """Whose exception it is."""

    counsellor_id: UUID


SELECT_EXCEPTION = """
select counsellor_id from hour_exceptions where org_id = $1 and exception_id = $2
"""


async def find_exception(conn: ReadConn, org_id: int, exception_id: UUID) -> ExceptionOwner | None:
    """Whose exception it is."""
    return await maybe(conn, ExceptionOwner, SELECT_EXCEPTION, org_id, exception_id)


DELETE_EXCEPTION = """
delete from hour_exceptions where org_id = $1 and exception_id = $2
"""


async def remove_exception(conn: Conn, org_id: int, exception_id: UUID) -> None:
    """Removes an exception."""
    await queue(conn, DELETE_EXCEPTION, org_id, exception_id)


SELECT_COMING = """
select booking_id, counsellor_id, provider_id, starts_at, ends_at from bookings
where org_id = $1 and counsellor_id = $2 and starts_at > $3 and state = 'confirmed' and (not private or counsellor_id = $4)
order by starts_at, booking_id
limit 2000
"""


async def list_coming(
    conn: ReadConn, org_id: int, counsellor_id: UUID, now: datetime, reader: UUID
) -> list[BookedTime]:
    """When a counsellor is still booked here. Private bookings are told to the counsellor alone."""
    return await many(conn, BookedTime, SELECT_COMING, org_id, counsellor_id, now, reader)


def _columns(edit: HoursEdit) -> tuple[object, ...]:
    return (
        edit.provider_id,
        edit.room_id,
        edit.weekday,
        clock(edit.from_time),
        clock(edit.to_time),
        sorted(edit.modes),
        edit.slot_minutes,
        edit.buffer_minutes,
        edit.valid_from,
        edit.valid_until,
    )
