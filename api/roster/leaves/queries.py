"""SQL of leaves."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.claims import BusySpan
from api.core.db import Conn, ReadConn, many, maybe, queue, value
from schemas.roster.leaves.rows import LeaveLessonRow, LeaveRow, PassingRole

_LEAVE = """
select l.leave_id, l.staff_id, f.name, l.stand_in_id, i.name as stand_in_name, l.first_day, l.last_day, l.starts_at, l.ends_at,
  l.roles, l.given_roles, l.began_at
from staff_leaves l
join staff f on f.org_id = l.org_id and f.staff_id = l.staff_id
left join staff i on i.org_id = l.org_id and i.staff_id = l.stand_in_id
where l.org_id = $1 and l.ended_at is null
"""
SELECT_LEAVE = (
    _LEAVE
    + """
  and (l.leave_id = $2 or l.staff_id = $2)
"""
)


async def find_leave(conn: ReadConn, org_id: int, which: UUID) -> LeaveRow | None:
    """A leave that is not over, by its id or by who is away."""
    return await maybe(conn, LeaveRow, SELECT_LEAVE, org_id, which)


SELECT_STANDING_IN = (
    _LEAVE
    + """
  and l.stand_in_id = $2
order by l.first_day, l.leave_id
"""
)


async def list_standing_in(conn: ReadConn, org_id: int, staff_id: UUID) -> list[LeaveRow]:
    """Leaves that are not over, in which somebody stands in."""
    return await many(conn, LeaveRow, SELECT_STANDING_IN, org_id, staff_id)


SELECT_BEGUN = (
    _LEAVE
    + """
  and l.began_at is not null
order by l.began_at, l.leave_id
"""
)


async def list_begun(conn: ReadConn, org_id: int) -> list[LeaveRow]:
    """Leaves whose classes and roles are with who stands in now."""
    return await many(conn, LeaveRow, SELECT_BEGUN, org_id)


SELECT_LEAVE_LESSONS = """
select class_id, part, subject, given from staff_leave_lessons where org_id = $1 and leave_id = $2 order by class_id, part, subject
"""


async def list_lessons(conn: ReadConn, org_id: int, leave_id: UUID) -> list[LeaveLessonRow]:
    """The classes that a leave passed on."""
    return await many(conn, LeaveLessonRow, SELECT_LEAVE_LESSONS, org_id, leave_id)


INSERT_LEAVE = """
insert into staff_leaves (org_id, leave_id, staff_id, stand_in_id, first_day, last_day, starts_at, ends_at, roles, given_roles,
  began_at, recorded_by, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""


SELECT_RECORDED_BY = """
select recorded_by from staff_leaves where org_id = $1 and leave_id = $2
"""


async def find_recorded_by(conn: ReadConn, org_id: int, leave_id: UUID) -> UUID | None:
    """Who recorded a leave."""
    return await value(conn, SELECT_RECORDED_BY, org_id, leave_id)


async def add_leave(conn: Conn, org_id: int, row: LeaveRow, by: UUID, now: datetime) -> None:
    """Records a leave."""
    days = row.first_day, row.last_day, row.starts_at, row.ends_at
    who = row.leave_id, row.staff_id, row.stand_in_id
    await queue(conn, INSERT_LEAVE, org_id, *who, *days, row.roles, row.given_roles, row.began_at, by, now)


SET_BEGUN = """
update staff_leaves set roles = $3, given_roles = $4, began_at = $5, updated_at = $5 where org_id = $1 and leave_id = $2
"""


async def set_begun(
    conn: Conn, org_id: int, leave_id: UUID, roles: Sequence[str], given: Sequence[str], now: datetime
) -> None:
    """Its parts are passed on now."""
    await queue(conn, SET_BEGUN, org_id, leave_id, roles, given, now)


FORGET_GIVEN = """
update staff_leaves set given_roles = array_remove(given_roles, $3), updated_at = $4
where org_id = $1 and stand_in_id = $2 and ended_at is null and began_at is not null and $3 = any (given_roles)
"""


async def forget_given(conn: Conn, org_id: int, stand_in_id: UUID, role: str, now: datetime) -> None:
    """The school took a role from who stands in: if it gives it again, it is no leave's."""
    await queue(conn, FORGET_GIVEN, org_id, stand_in_id, role, now)


INSERT_LEAVE_LESSONS = """
insert into staff_leave_lessons (org_id, leave_id, class_id, part, subject, given)
select $1, $2, u.class_id, u.part, u.subject, u.given
from unnest($3::uuid[], $4::text[], $5::text[], $6::boolean[]) as u (class_id, part, subject, given)
on conflict do nothing
"""


async def add_lessons(conn: Conn, org_id: int, leave_id: UUID, rows: Iterable[LeaveLessonRow]) -> None:
    """The classes that it passes on."""
    all_ = list(rows)
    columns = [r.class_id for r in all_], [r.part for r in all_], [r.subject for r in all_], [r.given for r in all_]
    await queue(conn, INSERT_LEAVE_LESSONS, org_id, leave_id, *columns)


REMOVE_LEAVE_LESSONS = """
delete from staff_leave_lessons l
using unnest($3::uuid[], $4::text[], $5::text[]) as u (class_id, part, subject)
where l.org_id = $1 and l.leave_id = $2 and l.class_id = u.class_id and l.part = u.part and l.subject = u.subject
"""


async def remove_lessons(conn: Conn, org_id: int, leave_id: UUID, rows: Iterable[LeaveLessonRow]) -> None:
    """Classes that the leave does not give back any more."""
    all_ = list(rows)
    if all_:
        columns = [r.class_id for r in all_], [r.part for r in all_], [r.subject for r in all_]
        await queue(conn, REMOVE_LEAVE_LESSONS, org_id, leave_id, *columns)


END_LEAVE = """
update staff_leaves set ended_at = $3, updated_at = $3 where org_id = $1 and leave_id = $2 and ended_at is null
"""


async def end_leave(conn: Conn, org_id: int, leave_id: UUID, now: datetime) -> None:
    """It is over, or was taken back."""
    await queue(conn, END_LEAVE, org_id, leave_id, now)


class Permitted(msgspec.Struct, frozen=True, kw_only=True):
    """Roles that somebody may have at some time of a leave."""

    staff_id: UUID
    roles: list[PassingRole]


SELECT_PERMITTED_ROLES = """
select u.staff_id, l.roles
from staff_leaves l cross join lateral unnest(array[l.staff_id, l.stand_in_id]) as u (staff_id)
where l.org_id = $1 and l.ended_at is null and u.staff_id is not null
"""


async def list_permitted(conn: ReadConn, org_id: int) -> list[Permitted]:
    """What leaves that are not over may give, and give back."""
    return await many(conn, Permitted, SELECT_PERMITTED_ROLES, org_id)


SELECT_AWAY = """
select l.staff_id as subject_id, l.starts_at, l.ends_at
from staff_leaves l
where l.org_id = $1 and l.staff_id = any ($2) and l.ended_at is null and l.starts_at < $4 and l.ends_at > $3
order by l.starts_at, l.staff_id
"""


async def list_away(
    conn: ReadConn, org_id: int, staff_ids: Sequence[UUID], start: datetime, end: datetime
) -> list[BusySpan]:
    """When these people are on leave between two instants."""
    return await many(conn, BusySpan, SELECT_AWAY, org_id, staff_ids, start, end)
