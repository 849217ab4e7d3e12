"""SQL of seats. Who gives one out or takes one back has locked the lecture."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from api.core.touching import TouchedOne
from api.lectures.queries import INVITED
from schemas.lectures.wire import LectureRegistration


class OpenRegistration(msgspec.Struct, frozen=True, kw_only=True):
    """A registration that counts."""

    registration_id: UUID
    lecture_id: UUID


SELECT_OPEN = """
select registration_id, lecture_id from lecture_registrations
where org_id = $1 and lecture_id = $2 and account_id = $3 and state in ('registered', 'waiting')
"""


async def find_open(conn: ReadConn, org_id: int, lecture_id: UUID, account_id: UUID) -> OpenRegistration | None:
    """A person's registration for a lecture."""
    return await maybe(conn, OpenRegistration, SELECT_OPEN, org_id, lecture_id, account_id)


SELECT_OWN = """
select registration_id, lecture_id from lecture_registrations
where org_id = $1 and registration_id = $2 and account_id = $3 and state in ('registered', 'waiting')
"""


async def find_own(conn: ReadConn, org_id: int, registration_id: UUID, account_id: UUID) -> OpenRegistration | None:
    """A person's registration, by its id."""
    return await maybe(conn, OpenRegistration, SELECT_OWN, org_id, registration_id, account_id)


# The number is taken under the lecture's lock, so no other statement reads the same highest one.
INSERT_REGISTRATION = """
insert into lecture_registrations (org_id, registration_id, lecture_id, account_id, number, state, asked_at, changed_at)
select $1, $2, $3, $4, coalesce(max(r.number), 0) + 1, $5, $6, $6
from lecture_registrations r where r.org_id = $1 and r.lecture_id = $3
on conflict do nothing
"""


async def add_registration(
    conn: Conn,
    org_id: int,
    registration_id: UUID,
    lecture_id: UUID,
    account_id: UUID,
    state: Literal["registered", "waiting"],
    now: datetime,
) -> None:
    """Puts a person at the end of the order of asking."""
    await queue(conn, INSERT_REGISTRATION, org_id, registration_id, lecture_id, account_id, state, now)


SET_STATES = """
update lecture_registrations set state = $3, changed_at = $4 where org_id = $1 and registration_id = any ($2)
"""


async def set_states(
    conn: Conn,
    org_id: int,
    registration_ids: Sequence[UUID],
    state: Literal["registered", "withdrawn", "ended"],
    now: datetime,
) -> None:
    """Changes registrations."""
    await queue(conn, SET_STATES, org_id, registration_ids, state, now)


SELECT_NEXT = """
select registration_id, lecture_id from lecture_registrations
where org_id = $1 and lecture_id = $2 and state = 'waiting' order by number limit $3
"""


async def list_next(conn: ReadConn, org_id: int, lecture_id: UUID, limit: int | None) -> list[OpenRegistration]:
    """Who gets the next seats, in the order of asking."""
    return await many(conn, OpenRegistration, SELECT_NEXT, org_id, lecture_id, limit)


_GONE = """
select w.registration_id, w.lecture_id from lecture_registrations w
join lectures l on l.org_id = w.org_id and l.lecture_id = w.lecture_id
where w.org_id = $1 and w.lecture_id = $2 and w.state in ('registered', 'waiting') and ($3::uuid is null or w.registration_id = $3)
  and not
"""
SELECT_GONE = _GONE + INVITED
SELECT_GONE_NAMED = (
    """
select coalesce(g.name, s.name, f.name, '') as name, coalesce(case when $3 = 'en' then l.title_en end, l.title_zh) as detail, l.starts_at
from lectures l
join lecture_registrations w on w.org_id = l.org_id and w.lecture_id = l.lecture_id and w.state in ('registered', 'waiting')
left join guardians g on g.org_id = l.org_id and g.guardian_id = w.account_id
left join students s on s.org_id = l.org_id and s.student_id = w.account_id
left join staff f on f.org_id = l.org_id and f.staff_id = w.account_id
where l.org_id = $1 and l.state = 'published' and l.starts_at > $2
  and not
"""
    + INVITED
    + " order by l.starts_at, name"
)


async def list_gone_named(conn: ReadConn, org_id: int, now: datetime, language: str) -> list[TouchedOne]:
    """Who loses a seat of a lecture to come, or a place in line, since it is not for them any more."""
    return await many(conn, TouchedOne, SELECT_GONE_NAMED, org_id, now, language)


async def list_gone(
    conn: ReadConn, org_id: int, lecture_id: UUID, registration_id: UUID | None
) -> list[OpenRegistration]:
    """Registrations of those whom the lecture is not for any more; of all, or whether one is."""
    return await many(conn, OpenRegistration, SELECT_GONE, org_id, lecture_id, registration_id)


SELECT_FOLLOWED = """
select registration_id, lecture_id from lecture_registrations
where org_id = $1 and lecture_id = $2 and (state in ('registered', 'waiting') or (state = 'ended' and told is distinct from state))
order by number
"""


async def list_followed(conn: ReadConn, org_id: int, lecture_id: UUID) -> list[OpenRegistration]:
    """Whose calendars and messages a change of the lecture touches."""
    return await many(conn, OpenRegistration, SELECT_FOLLOWED, org_id, lecture_id)


class OpenLecture(msgspec.Struct, frozen=True, kw_only=True):
    """A lecture to which people are still coming."""

    lecture_id: UUID


SELECT_OPEN_LECTURES = """
select l.lecture_id from lectures l
where l.org_id = $1 and l.state = 'published' and l.registers and l.starts_at > $2 and exists (
  select from lecture_registrations r
  where r.org_id = $1 and r.lecture_id = l.lecture_id and r.state in ('registered', 'waiting'))
order by l.lecture_id
"""


async def list_open_lectures(conn: ReadConn, org_id: int, now: datetime) -> list[OpenLecture]:
    """Lectures with registrations that have not begun."""
    return await many(conn, OpenLecture, SELECT_OPEN_LECTURES, org_id, now)


# $5 from whom the reader is barred: the seat of such a student or of a guardian of theirs is counted, and names nobody.
_HIDDEN = """(r.account_id = any ($5) or exists (
  select from guardianships o
  where o.org_id = $1 and o.guardian_id = r.account_id and o.ended_at is null and o.student_id = any ($5)))"""
SELECT_REGISTRATIONS = """
select r.registration_id, r.number, case when HIDDEN then '—' else coalesce(g.name, s.name, f.name, '') end as name,
  case when g.guardian_id is not null then 'guardian' when s.student_id is not null then 'student' else 'staff' end as part,
  (select coalesce(array_agg(p.name || '（' || c.name || '）' order by p.student_number), '{}')
   from guardianships t
   join students p on p.org_id = $1 and p.student_id = t.student_id and p.ended_at is null
   join classes c on c.org_id = $1 and c.class_id = p.class_id
   where t.org_id = $1 and t.guardian_id = r.account_id and t.ended_at is null and not HIDDEN) as students,
  r.state, r.asked_at
from lecture_registrations r
left join guardians g on g.org_id = $1 and g.guardian_id = r.account_id and g.ended_at is null
left join students s on s.org_id = $1 and s.student_id = r.account_id and s.ended_at is null
left join staff f on f.org_id = $1 and f.staff_id = r.account_id and f.ended_at is null
where r.org_id = $1 and r.lecture_id = $2 and r.state in ('registered', 'waiting') and r.number > $3
order by r.number
limit $4
""".replace("HIDDEN", _HIDDEN)


async def list_registrations(
    conn: ReadConn, org_id: int, lecture_id: UUID, after: int, limit: int, barred_ids: Collection[UUID]
) -> list[LectureRegistration]:
    """Who comes or waits, in the order of asking."""
    barred = list(barred_ids)
    return await many(conn, LectureRegistration, SELECT_REGISTRATIONS, org_id, lecture_id, after, limit, barred)
