"""SQL of committees."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, maybe, one, queue, run, value
from schemas.observations.form import Classmate
from schemas.observations.rows import MemberRow, Seat
from schemas.observations.wire import MemberNew, MemberState

SETTLED = timedelta(days=7)
"""A tie of so long answers for a guardian whose tie is older."""


class Student(msgspec.Struct, frozen=True, kw_only=True):
    """A student who might be asked."""

    class_id: UUID
    sex: str
    time_zone: str
    guardian_ids: list[UUID]


SELECT_STUDENT = """
select s.class_id, s.sex, o.time_zone,
  array(select t.guardian_id from guardianships t
        where t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null) as guardian_ids
from students s join orgs o on o.org_id = s.org_id
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
"""


async def find_student(conn: ReadConn, org_id: int, student_id: UUID) -> Student | None:
    """A present student."""
    return await maybe(conn, Student, SELECT_STUDENT, org_id, student_id)


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """A student's other guardians of today. `is_new`: the tie of who is asked about is younger than a week and than one of theirs."""

    others: list[UUID]
    is_new: bool


SELECT_FAMILY = """
select coalesce(array_agg(t.guardian_id) filter (where t.guardian_id <> $3), '{}') as others,
  coalesce(bool_or(o.since > $4 and t.since < o.since), false) as is_new
from guardianships t
left join guardianships o on o.org_id = $1 and o.student_id = t.student_id and o.guardian_id = $3 and o.ended_at is null
where t.org_id = $1 and t.student_id = $2 and t.ended_at is null
"""


async def find_family(conn: ReadConn, org_id: int, student_id: UUID, guardian_id: UUID, now: datetime) -> Family:
    """Who else has to know what a guardian says for a student."""
    return await one(conn, Family, SELECT_FAMILY, org_id, student_id, guardian_id, now - SETTLED)


LOCK_CLASS = """
select class_id from classes where org_id = $1 and class_id = $2 for no key update
"""


async def lock_class(conn: Conn, org_id: int, class_id: UUID) -> None:
    """Nobody else gives out seats of this class until the transaction ends."""
    await run(conn, LOCK_CLASS, org_id, class_id)


END_LEFT = """
update committee_members m set state = 'ended', version = version + 1, updated_at = $4
from unnest($2::uuid[], $3::uuid[]) as u (student_id, class_id)
where m.org_id = $1 and m.student_id = u.student_id and m.class_id = u.class_id and m.state in ('asked', 'serving')
returning m.member_id
"""


class EndedMember(msgspec.Struct, frozen=True, kw_only=True):
    """A request or a term that ended just now."""

    member_id: UUID


async def end_left(
    conn: Conn, org_id: int, students: Sequence[UUID], classes: Sequence[UUID | None], now: datetime
) -> list[EndedMember]:
    """Ends what students had in the class that they left, each beside its student."""
    return await many(conn, EndedMember, END_LEFT, org_id, students, classes, now)


SELECT_TAKEN = """
select student_id, sex, seat from committee_members
where org_id = $1 and class_id = $2 and state in ('asked', 'serving') and during && daterange($3, $4, '[]')
"""


async def list_taken(conn: ReadConn, org_id: int, class_id: UUID, first: date, last: date) -> list[Seat]:
    """The seats that are taken on any of these days."""
    return await many(conn, Seat, SELECT_TAKEN, org_id, class_id, first, last)


INSERT_MEMBER = """
insert into committee_members (org_id, member_id, class_id, student_id, sex, seat, starts_on, ends_on, state, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9)
"""


async def add_member(
    conn: Conn, org_id: int, member_id: UUID, student: Student, new: MemberNew, seat: int, now: datetime
) -> None:
    """Writes a request to serve. Raises asyncpg's ExclusionViolationError when the seat is taken after all."""
    who = (student.class_id, new.student_id, student.sex, seat)
    await run(conn, INSERT_MEMBER, org_id, member_id, *who, new.starts_on, new.ends_on, now)


SELECT_MEMBERS = """
select m.member_id, m.class_id, c.name as class_name, m.student_id, s.name as student_name, m.starts_on, m.ends_on,
  m.state, o.time_zone, m.version
from committee_members m
join orgs o on o.org_id = m.org_id
join classes c on c.org_id = m.org_id and c.class_id = m.class_id
join students s on s.org_id = m.org_id and s.student_id = m.student_id
"""
SELECT_MEMBER = SELECT_MEMBERS + "where m.org_id = $1 and m.member_id = $2"


async def find_member(conn: ReadConn, org_id: int, member_id: UUID) -> MemberRow | None:
    """A member, whatever the state."""
    return await maybe(conn, MemberRow, SELECT_MEMBER, org_id, member_id)


SELECT_ANY = """
select exists (select 1 from committee_members where org_id = $1 and class_id = $2)
"""


async def has_members(conn: ReadConn, org_id: int, class_id: UUID) -> bool:
    """Whether anybody of a class serves, was asked to or ever did."""
    return await value(conn, SELECT_ANY, org_id, class_id)


LOCK_MEMBER = SELECT_MEMBER + " for no key update of m"


async def lock_member(conn: Conn, org_id: int, member_id: UUID) -> MemberRow | None:
    """A member whom nobody else changes until the transaction ends."""
    return await maybe(conn, MemberRow, LOCK_MEMBER, org_id, member_id)


LIST_MEMBERS = (
    SELECT_MEMBERS
    + """
where m.org_id = $1 and ($2 or m.class_id = any ($3) or m.student_id = any ($4))
  and m.state <> 'ended' and m.ends_on >= ($5::timestamptz at time zone o.time_zone)::date
  and s.class_id = m.class_id and s.ended_at is null
  and ($6::uuid is null or m.member_id > $6)
order by m.member_id
limit $7
"""
)


async def list_members(
    conn: ReadConn, org_id: int, reach: Reach, now: datetime, after: UUID | None, limit: int
) -> list[MemberRow]:
    """Who serves, will serve or was asked, within reach. Who left is not listed: no trace (P5)."""
    who = (reach.everything, reach.class_ids, reach.student_ids)
    return await many(conn, MemberRow, LIST_MEMBERS, org_id, *who, now, after, limit)


LIST_ASKED = (
    SELECT_MEMBERS
    + """
where m.org_id = $1 and m.student_id = any ($2) and m.state = 'asked'
  and m.ends_on >= ($3::timestamptz at time zone o.time_zone)::date
  and s.class_id = m.class_id and s.ended_at is null
order by m.member_id
limit 50
"""
)


async def list_asked(conn: ReadConn, org_id: int, student_ids: list[UUID], now: datetime) -> list[MemberRow]:
    """Requests about these students that can still be answered, oldest first."""
    return await many(conn, MemberRow, LIST_ASKED, org_id, student_ids, now)


# Wider than that: for the first screen, which asks for them only where there may be some. A day more than any time zone is behind.
HAS_ASKED = """
select exists (
  select from committee_members m
  where m.org_id = $1 and m.student_id = any ($2) and m.state = 'asked'
    and m.ends_on >= ($3::timestamptz at time zone 'UTC')::date - 1)
"""


SET_ANSWER = """
update committee_members
set state = $3, answered_by = $4, answered_at = $5, consent_version = $6, version = version + 1, updated_at = $5
where org_id = $1 and member_id = $2
"""


async def set_answer(
    conn: Conn, org_id: int, member_id: UUID, state: MemberState, by: UUID, consent: str | None, now: datetime
) -> None:
    """Keeps who answered for the student, and which wording they consented to."""
    await queue(conn, SET_ANSWER, org_id, member_id, state, by, now, consent)


END_MEMBER = """
update committee_members set state = 'ended', version = version + 1, updated_at = $3
where org_id = $1 and member_id = $2
"""


async def end_member(conn: Conn, org_id: int, member_id: UUID, now: datetime) -> None:
    """Ends a request or a term; no reason is kept."""
    await queue(conn, END_MEMBER, org_id, member_id, now)


SELECT_SERVING = """
select m.member_id, m.class_id, c.name as class_name, m.student_id, s.name as student_name, m.starts_on, m.ends_on,
  m.state, o.time_zone, m.version
from committee_members m
join orgs o on o.org_id = m.org_id
join classes c on c.org_id = m.org_id and c.class_id = m.class_id
join students s on s.org_id = m.org_id and s.student_id = m.student_id and s.class_id = m.class_id and s.ended_at is null
where m.org_id = $1 and m.student_id = $2 and m.state = 'serving'
  and m.during @> ($3::timestamptz at time zone o.time_zone)::date
"""


async def find_serving(conn: ReadConn, org_id: int, student_id: UUID, now: datetime) -> MemberRow | None:
    """The term that a student serves today, in the class they are in today."""
    return await maybe(conn, MemberRow, SELECT_SERVING, org_id, student_id, now)


LIST_SERVING = """
select s.student_id, s.name
from committee_members m
join orgs o on o.org_id = m.org_id
join students s on s.org_id = m.org_id and s.student_id = m.student_id and s.class_id = m.class_id and s.ended_at is null
where m.org_id = $1 and m.class_id = $2 and m.state = 'serving'
  and m.during @> ($3::timestamptz at time zone o.time_zone)::date
order by s.student_number
"""


async def list_serving(conn: ReadConn, org_id: int, class_id: UUID, now: datetime) -> list[Classmate]:
    """Who serves for a class today and is in it today."""
    return await many(conn, Classmate, LIST_SERVING, org_id, class_id, now)
