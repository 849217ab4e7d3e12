"""SQL of parent committees and parent schools."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from asyncpg.exceptions import UniqueViolationError

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, maybe, one, queue, run, value
from api.parents.errors import MemberAlready
from schemas.parents.wire import (
    GroupRow,
    MyParentGroup,
    ParentCandidate,
    ParentGroupClass,
    ParentGroupEdit,
    ParentGroupNew,
    ParentMeeting,
    ParentMeetingNew,
    ParentMember,
)

_GROUPS = """
select p.group_id, p.kind, p.class_id, c.name as class_name, p.name, p.first_day, p.last_day, p.ended_at is not null as ended, p.version
from parent_groups p
left join classes c on c.org_id = $1 and c.class_id = p.class_id
where p.org_id = $1 and
"""
SELECT_GROUPS = _GROUPS + " ($2 or p.class_id = any ($3)) order by p.last_day desc, p.group_id desc limit 300"


async def list_groups(conn: ReadConn, org_id: int, reach: Reach) -> list[GroupRow]:
    """Groups within reach, the newest term first."""
    return await many(conn, GroupRow, SELECT_GROUPS, org_id, reach.everything, reach.class_ids)


SELECT_GROUP = _GROUPS + " p.group_id = $2"


async def find_group(conn: ReadConn, org_id: int, group_id: UUID) -> GroupRow | None:
    """One group."""
    return await maybe(conn, GroupRow, SELECT_GROUP, org_id, group_id)


LOCK_GROUP = """
select group_id from parent_groups where org_id = $1 and group_id = $2 for no key update
"""


async def lock_group(conn: Conn, org_id: int, group_id: UUID) -> None:
    """Lets nobody else change a group meanwhile, nor become its member."""
    await run(conn, LOCK_GROUP, org_id, group_id)


SELECT_CHAIR = """
select exists (
  select from parent_group_members m
  where m.org_id = $1 and m.group_id = $2 and m.role = 'chair' and m.ended_at is null) as has_chair
"""


async def has_chair(conn: ReadConn, org_id: int, group_id: UUID) -> bool:
    """Whether somebody chairs a group today."""
    return bool(await value(conn, SELECT_CHAIR, org_id, group_id))


SELECT_HELD = """
select min(e.held_on) as first, max(e.held_on) as last
from parent_group_meetings e
where e.org_id = $1 and e.group_id = $2 and e.ended_at is null
"""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The days of the first and the last meeting that a group had."""

    first: date | None
    last: date | None


async def get_held(conn: ReadConn, org_id: int, group_id: UUID) -> Held:
    """Between which days a group met."""
    return await one(conn, Held, SELECT_HELD, org_id, group_id)


SELECT_MEMBERS = """
select m.group_id, m.member_id, m.guardian_id,
  case when exists (
    select from guardianships o
    where o.org_id = $1 and o.guardian_id = m.guardian_id and o.ended_at is null and o.student_id = any ($3)) then '' else g.name end as name,
  (select coalesce(array_agg(s.name order by s.student_number), '{}') from guardianships t
   join students s on s.org_id = $1 and s.student_id = t.student_id and s.ended_at is null
   where t.org_id = $1 and t.guardian_id = m.guardian_id and t.ended_at is null and s.student_id <> all ($3)) as students,
  m.role, m.how,
  (select count(*)::integer from parent_group_meetings e
   where e.org_id = $1 and e.group_id = m.group_id and e.ended_at is null and m.member_id = any (e.came)) as came
from parent_group_members m
join guardians g on g.org_id = $1 and g.guardian_id = m.guardian_id
where m.org_id = $1 and m.group_id = any ($2)
order by m.ended_at is not null, array_position('{chair,deputy,member}', m.role), g.name, m.member_id
"""


async def list_members(
    conn: ReadConn, org_id: int, group_ids: Sequence[UUID], barred_ids: Collection[UUID]
) -> list[ParentMember]:
    """Members of groups, those who are it today first; without the names of these students and their guardians."""
    return await many(conn, ParentMember, SELECT_MEMBERS, org_id, group_ids, list(barred_ids))


SELECT_MEETINGS = """
select e.group_id, e.meeting_id, e.kind, e.held_on, e.topic, e.lecture_id, cardinality(e.came) as came, e.guests
from parent_group_meetings e
where e.org_id = $1 and e.group_id = any ($2) and e.ended_at is null
order by e.held_on desc, e.meeting_id desc
limit 2000
"""


async def list_meetings(conn: ReadConn, org_id: int, group_ids: Sequence[UUID]) -> list[ParentMeeting]:
    """Meetings and courses of groups, the latest first."""
    return await many(conn, ParentMeeting, SELECT_MEETINGS, org_id, group_ids)


SELECT_CLASSES = """
select class_id, name from classes where org_id = $1 and ended_at is null and ($2 or class_id = any ($3)) order by grade, name
"""


async def list_classes(conn: ReadConn, org_id: int, reach: Reach) -> list[ParentGroupClass]:
    """Open classes within reach."""
    return await many(conn, ParentGroupClass, SELECT_CLASSES, org_id, reach.everything, reach.class_ids)


# Nobody is chosen whom a court's order keeps from a child here. $2 the class, or null for all.
SELECT_CANDIDATES = """
select g.guardian_id, g.name, array_agg(s.name order by s.student_number) as students
from students s
join guardianships t on t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null
join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
where s.org_id = $1 and ($2::uuid is null or s.class_id = $2) and s.ended_at is null and ($3::uuid is null or g.guardian_id = $3)
  and s.student_id <> all ($4)
  and not exists (
    select from guardian_bars b where b.org_id = $1 and b.guardian_id = g.guardian_id and b.lifted_at is null)
group by g.guardian_id, g.name
order by min(s.student_number), g.name
limit 500
"""


async def list_candidates(
    conn: ReadConn, org_id: int, class_id: UUID | None, guardian_id: UUID | None, barred_ids: Collection[UUID]
) -> list[ParentCandidate]:
    """Guardians who can become members; of a class, of the school, or one of them."""
    return await many(conn, ParentCandidate, SELECT_CANDIDATES, org_id, class_id, guardian_id, list(barred_ids))


INSERT_GROUP = """
insert into parent_groups (org_id, group_id, kind, class_id, name, first_day, last_day, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def add_group(conn: Conn, org_id: int, group_id: UUID, new: ParentGroupNew, now: datetime) -> None:
    """Writes a group."""
    what = (new.kind, new.class_id, new.name, new.first_day, new.last_day)
    await queue(conn, INSERT_GROUP, org_id, group_id, *what, now)


UPDATE_GROUP = """
update parent_groups set name = $4, first_day = $5, last_day = $6,
  ended_at = case when $7 then coalesce(ended_at, $8::timestamptz) end, version = version + 1
where org_id = $1 and group_id = $2 and version = $3
"""


async def set_group(
    conn: Conn, org_id: int, group_id: UUID, version: int, edit: ParentGroupEdit, now: datetime
) -> bool:
    """Replaces a group; False when it is another version."""
    what = (edit.name, edit.first_day, edit.last_day, edit.ended, now)
    return await run(conn, UPDATE_GROUP, org_id, group_id, version, *what) == 1


INSERT_MEMBER = """
insert into parent_group_members (org_id, member_id, group_id, guardian_id, role, since) values ($1, $2, $3, $4, $5, $6)
"""


async def add_member(
    conn: Conn, org_id: int, member_id: UUID, group_id: UUID, guardian_id: UUID, role: str, now: datetime
) -> None:
    """Writes a member. Raises MemberAlready."""
    means: dict[type[Exception], type[Exception]] = {UniqueViolationError: MemberAlready}
    await queue(conn, INSERT_MEMBER, org_id, member_id, group_id, guardian_id, role, now, means=means)


END_MEMBER = """
update parent_group_members set ended_at = $4, how = 'taken_out'
where org_id = $1 and group_id = $2 and member_id = $3 and ended_at is null
"""


async def end_member(conn: Conn, org_id: int, group_id: UUID, member_id: UUID, now: datetime) -> bool:
    """Ends a membership; False when it has ended."""
    return await run(conn, END_MEMBER, org_id, group_id, member_id, now) == 1


# A membership stands on a child in the group's class or school. $3 guardians whom an order bars: theirs end whatever other child they have.
END_PARTS = """
update parent_group_members m
set ended_at = $2, how = case when m.guardian_id = any ($3) then 'barred' else 'left' end
where m.org_id = $1 and m.ended_at is null and (m.guardian_id = any ($3) or not exists (
  select from parent_groups p
  join guardianships t on t.org_id = $1 and t.guardian_id = m.guardian_id and t.ended_at is null
  join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id and g.ended_at is null
  join students s on s.org_id = $1 and s.student_id = t.student_id and s.ended_at is null
  where p.org_id = $1 and p.group_id = m.group_id and (p.class_id is null or s.class_id = p.class_id)))
"""


async def end_parts(conn: Conn, org_id: int, now: datetime, barred: Sequence[UUID]) -> None:
    """Ends the memberships that stand on nothing any more."""
    await queue(conn, END_PARTS, org_id, now, barred)


INSERT_MEETING = """
insert into parent_group_meetings (org_id, meeting_id, group_id, kind, held_on, topic, lecture_id, guests, came, entered_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""


async def add_meeting(
    conn: Conn, org_id: int, meeting_id: UUID, group_id: UUID, new: ParentMeetingNew, by: UUID, now: datetime
) -> None:
    """Writes a meeting or a course."""
    what = (new.kind, new.held_on, new.topic, new.lecture_id, new.guests, sorted(set(new.came)))
    await queue(conn, INSERT_MEETING, org_id, meeting_id, group_id, *what, by, now)


END_MEETING = """
update parent_group_meetings set ended_at = $4, version = version + 1
where org_id = $1 and group_id = $2 and meeting_id = $3 and ended_at is null
"""


async def end_meeting(conn: Conn, org_id: int, group_id: UUID, meeting_id: UUID, now: datetime) -> bool:
    """Takes a meeting out; False when it is out already."""
    return await run(conn, END_MEETING, org_id, group_id, meeting_id, now) == 1


SELECT_MINE = """
select p.org_id, p.group_id, p.kind, p.name, c.name as class_name, m.role, p.first_day, p.last_day,
  (select count(*)::integer from parent_group_meetings e
   where e.org_id = $1 and e.group_id = p.group_id and e.ended_at is null) as meetings,
  (select count(*)::integer from parent_group_meetings e
   where e.org_id = $1 and e.group_id = p.group_id and e.ended_at is null and m.member_id = any (e.came)) as came
from parent_group_members m
join parent_groups p on p.org_id = $1 and p.group_id = m.group_id
left join classes c on c.org_id = $1 and c.class_id = p.class_id
where m.org_id = $1 and m.guardian_id = $2 and m.ended_at is null and p.ended_at is null and p.last_day >= $3
order by p.last_day, p.group_id
"""


async def list_mine(conn: ReadConn, org_id: int, guardian_id: UUID, today: date) -> list[MyParentGroup]:
    """The memberships of a guardian whose terms go on."""
    return await many(conn, MyParentGroup, SELECT_MINE, org_id, guardian_id, today)
