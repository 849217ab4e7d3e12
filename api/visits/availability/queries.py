"""SQL of offered times."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue, run
from schemas.visits.rows import AvailabilityRow, FamilyAvailabilityRow
from schemas.visits.wire import PlaceKind


class FamilyStudent(msgspec.Struct, frozen=True, kw_only=True):
    """What access looks at: the student's class and the teams of visits to come. With it the names one needs."""

    class_id: UUID
    time_zone: str
    team_ids: list[UUID]
    actor_name: str | None


SELECT_STUDENT = """
select s.class_id, o.time_zone, g.name as actor_name,
  array(select distinct m.staff_id from visits v
        join visit_team m on m.org_id = v.org_id and m.visit_id = v.visit_id
        where v.org_id = $1 and v.student_id = $2 and v.state in ('proposed', 'move_asked', 'confirmed')
          and v.ends_at > $4 and m.part = 'colleague' and m.left_at is null) as team_ids
from students s
join orgs o on o.org_id = s.org_id
left join guardians g on g.org_id = s.org_id and g.guardian_id = $3 and g.ended_at is null
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
"""


async def find_student(
    conn: ReadConn, org_id: int, student_id: UUID, actor_id: UUID, now: datetime
) -> FamilyStudent | None:
    """The student whose family gives times, if at this school."""
    return await maybe(conn, FamilyStudent, SELECT_STUDENT, org_id, student_id, actor_id, now)


_AVAILABILITY = """
select f.availability_id, f.student_id, f.guardian_id, g.name as guardian_name, f.weekday, f.on_date, f.from_time, f.to_time,
  f.place_kind, f.place_sealed, f.created_at, f.ended_at
from visit_availability f
join guardians g on g.org_id = f.org_id and g.guardian_id = f.guardian_id
"""
# An entry counts while its author is a guardian of the student.
SELECT_AVAILABILITY = (
    _AVAILABILITY
    + """
join guardianships t on t.org_id = f.org_id and t.student_id = f.student_id and t.guardian_id = f.guardian_id
  and t.ended_at is null
where f.org_id = $1 and f.student_id = $2 and f.ended_at is null and (f.on_date is null or f.on_date >= $3)
order by f.on_date nulls last, f.weekday, f.from_time, f.availability_id
"""
)


async def list_availability(conn: ReadConn, org_id: int, student_id: UUID, today: date) -> list[AvailabilityRow]:
    """The family's availability from a day on."""
    return await many(conn, AvailabilityRow, SELECT_AVAILABILITY, org_id, student_id, today)


SELECT_FAMILY_AVAILABILITY = """
select f.availability_id, f.student_id, f.guardian_id, g.name as guardian_name, f.weekday, f.on_date, f.from_time, f.to_time,
  f.place_kind, f.place_sealed, f.created_at, f.ended_at, s.name as student_name
from visit_availability f
join guardians g on g.org_id = f.org_id and g.guardian_id = f.guardian_id
join guardianships t on t.org_id = f.org_id and t.student_id = f.student_id and t.guardian_id = f.guardian_id
  and t.ended_at is null
join students s on s.org_id = f.org_id and s.student_id = f.student_id and s.ended_at is null
join orgs o on o.org_id = f.org_id
where f.org_id = $1 and f.student_id = any ($2) and f.ended_at is null
  and (f.on_date is null or f.on_date >= ($3::timestamptz at time zone o.time_zone)::date)
order by s.student_number, f.on_date nulls last, f.weekday, f.from_time, f.availability_id
"""


async def list_family_availability(
    conn: ReadConn, org_id: int, student_ids: Iterable[UUID], now: datetime
) -> list[FamilyAvailabilityRow]:
    """The availability of these students' families from the organisation's today on."""
    return await many(conn, FamilyAvailabilityRow, SELECT_FAMILY_AVAILABILITY, org_id, sorted(student_ids), now)


SELECT_GIVEN = (
    _AVAILABILITY
    + """
where f.org_id = $1 and f.student_id = $2 and f.guardian_id = any ($3)
order by f.ended_at desc nulls first, f.weekday, f.on_date, f.from_time, f.availability_id
limit $4
"""
)


async def list_given(
    conn: ReadConn, org_id: int, student_id: UUID, guardian_ids: Sequence[UUID], limit: int
) -> list[AvailabilityRow]:
    """What these guardians gave for a student: open entries first, then ended ones, the newest first."""
    return await many(conn, AvailabilityRow, SELECT_GIVEN, org_id, student_id, guardian_ids, limit)


END_GIVEN = """
update visit_availability set ended_at = $4, updated_at = $4
where org_id = $1 and student_id = $2 and guardian_id = $3 and ended_at is null
"""


async def end_given(conn: Conn, org_id: int, student_id: UUID, guardian_id: UUID, now: datetime) -> None:
    """Ends what one guardian gave for a student."""
    await queue(conn, END_GIVEN, org_id, student_id, guardian_id, now)


SELECT_ONE = _AVAILABILITY + " where f.org_id = $1 and f.availability_id = $2"


async def find_availability(conn: ReadConn, org_id: int, availability_id: UUID) -> AvailabilityRow | None:
    """One entry, ended or not."""
    return await maybe(conn, AvailabilityRow, SELECT_ONE, org_id, availability_id)


INSERT_AVAILABILITY = """
insert into visit_availability (org_id, availability_id, student_id, guardian_id, weekday, on_date, from_time, to_time, place_kind,
  place_sealed, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
"""


async def add_availability(conn: Conn, org_id: int, row: AvailabilityRow) -> None:
    """Writes an entry."""
    day: tuple[int | None, date | None] = (row.weekday, row.on_date)
    span: tuple[time, time] = (row.from_time, row.to_time)
    place: tuple[PlaceKind, bytes | None] = (row.place_kind, row.place_sealed)
    await queue(
        conn,
        INSERT_AVAILABILITY,
        org_id,
        row.availability_id,
        row.student_id,
        row.guardian_id,
        *day,
        *span,
        *place,
        row.created_at,
    )


END_AVAILABILITY = """
update visit_availability set ended_at = $3, updated_at = $3 where org_id = $1 and availability_id = $2 and ended_at is null
"""


async def end_availability(conn: Conn, org_id: int, availability_id: UUID, now: datetime) -> bool:
    """Takes an entry back. False: it was taken back before."""
    return await run(conn, END_AVAILABILITY, org_id, availability_id, now) == 1
