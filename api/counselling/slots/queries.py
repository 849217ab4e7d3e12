"""SQL of what is offered: hours with their places, and exceptions."""

from datetime import date
from uuid import UUID

from api.core.db import ReadConn, many
from schemas.counselling.hours.rows import DatedException, WeeklyHours

# Hours count while everything they need is in use: the counsellor, the provider, the room if they name one. Ended
# hours stay as the settings of an open day that follows them.
_OFFERED = """
select h.hours_id, h.counsellor_id, f.name as counsellor_name, h.provider_id, p.kind as provider_kind,
  p.name_zh as provider_name_zh, p.name_en as provider_name_en, p.address, p.phone, h.room_id, r.name as room_name,
  h.weekday, h.from_time, h.to_time, h.modes, h.slot_minutes, h.buffer_minutes, h.valid_from, h.valid_until
from counsellor_hours h
join staff f on f.org_id = h.org_id and f.staff_id = h.counsellor_id and f.ended_at is null and ('counsellor' = any (f.roles) or exists (
  select 1 from staff_leaves l
  where l.org_id = $1 and l.staff_id = f.staff_id and l.ended_at is null and 'counsellor' = any (l.roles)))
join providers p on p.org_id = h.org_id and p.provider_id = h.provider_id and p.ended_at is null
left join rooms r on r.org_id = h.org_id and r.room_id = h.room_id
where h.org_id = $1 and OF_WHOM
  and (h.room_id is null or r.ended_at is null)
  and (h.valid_until is null or h.valid_until >= $3
       or exists (select 1 from hour_exceptions x where x.org_id = $1 and x.hours_id = h.hours_id and x.on_date >= $3))
"""
SELECT_OFFERED = _OFFERED.replace("OF_WHOM", "$2::uuid is null")
# A statement of its own: one plan for "all, or this one" reads the hours of all, each time.
SELECT_OFFERED_BY = _OFFERED.replace("OF_WHOM", "h.counsellor_id = $2")


async def list_offered(conn: ReadConn, org_id: int, counsellor_id: UUID | None, first: date) -> list[WeeklyHours]:
    """Hours that count on `first` or later, of all counsellors or of one."""
    if counsellor_id is None:
        return await many(conn, WeeklyHours, SELECT_OFFERED, org_id, None, first)
    return await many(conn, WeeklyHours, SELECT_OFFERED_BY, org_id, counsellor_id, first)


_EXCEPTIONS = """
select counsellor_id, kind, on_date, from_time, to_time, hours_id from hour_exceptions
where org_id = $1 and THEIRS and on_date between $3 and $4
union all
select l.staff_id, 'closed', l.first_day + d.n, time '00:00', time '00:00', null
from staff_leaves l cross join lateral generate_series(0, l.last_day - l.first_day) as d (n)
where l.org_id = $1 and AWAY and l.ended_at is null and l.first_day + d.n between $3 and $4
order by counsellor_id, on_date, from_time
"""
SELECT_EXCEPTIONS = _EXCEPTIONS.replace("THEIRS", "$2::uuid is null").replace("AWAY", "$2::uuid is null")
SELECT_EXCEPTIONS_OF = _EXCEPTIONS.replace("THEIRS", "counsellor_id = $2").replace("AWAY", "l.staff_id = $2")


async def list_exceptions(
    conn: ReadConn, org_id: int, counsellor_id: UUID | None, first: date, last: date
) -> list[DatedException]:
    """Exceptions from one date to another, both included; on the days of a leave everything is closed."""
    if counsellor_id is None:
        return await many(conn, DatedException, SELECT_EXCEPTIONS, org_id, None, first, last)
    return await many(conn, DatedException, SELECT_EXCEPTIONS_OF, org_id, counsellor_id, first, last)
