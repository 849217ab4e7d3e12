"""SQL that notices share: the notice itself, and whom an audience reaches."""

from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one
from schemas.notices.rows import NoticeRow, Target

SELECT_NOTICES = """
select n.org_id, n.notice_id, n.author_id, a.name as author_name, n.kind, n.title_zh, n.body_zh, n.title_en, n.body_en,
  n.answer_by, n.scope, n.class_ids, n.grades, n.parts, n.state, n.send_at, n.scheduled_by, n.sent_at, n.withdrawn_at,
  n.audience_class_ids, n.audience_people, n.audience_students, n.chunks, n.version, n.created_at, n.updated_at
from notices n
join staff a on a.org_id = n.org_id and a.staff_id = n.author_id
"""
SELECT_NOTICE = SELECT_NOTICES + "where n.org_id = $1 and n.notice_id = $2"


async def find_notice(conn: ReadConn, org_id: int, notice_id: UUID) -> NoticeRow | None:
    """A notice, whatever its state."""
    return await maybe(conn, NoticeRow, SELECT_NOTICE, org_id, notice_id)


LOCK_NOTICE = SELECT_NOTICE + " for no key update of n"


async def lock_notice(conn: Conn, org_id: int, notice_id: UUID) -> NoticeRow | None:
    """A notice that nobody else changes or sends until the transaction ends."""
    return await maybe(conn, NoticeRow, LOCK_NOTICE, org_id, notice_id)


# Whom an audience reaches by today's roster, one row a person, with the students they are told for. $1 organisation,
# $2 scope, $3 classes, $4 grades, $5 parts. The preview counts what sending inserts: both use this text.
SELECT_AUDIENCE = """
with covered as (
  select c.class_id from classes c
  where c.org_id = $1 and c.ended_at is null and ($2 = 'school' or c.class_id = any ($3) or c.grade = any ($4))
), students as (
  select s.student_id from students s
  where s.org_id = $1 and s.ended_at is null and ($2 = 'school' or s.class_id in (select v.class_id from covered v))
), ties as (
  select t.guardian_id as account_id, t.student_id
  from guardianships t
  join students p on p.student_id = t.student_id
  join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id and g.ended_at is null
  where t.org_id = $1 and t.ended_at is null and 'guardian' = any ($5)
  union all
  select p.student_id, p.student_id from students p where 'student' = any ($5)
  union all
  select f.staff_id, null from staff f
  where f.org_id = $1 and f.ended_at is null and 'staff' = any ($5)
    and ($2 = 'school' or f.staff_id in (
      select k.staff_id from class_staff k join covered v on v.class_id = k.class_id
      where k.org_id = $1 and k.ended_at is null))
)
select i.account_id, bool_or(i.student_id is null) as as_staff,
  coalesce(array_agg(i.student_id order by i.student_id) filter (where i.student_id is not null), '{}') as student_ids
from ties i group by i.account_id
"""


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """How many different people and students."""

    people: int
    students: int


_COUNT = """
select count(*)::integer as people,
  (select count(distinct u.student_id) from reached r cross join lateral unnest(r.student_ids) as u (student_id))::integer as students
from reached
"""
COUNT_REACHED = "with reached as (" + SELECT_AUDIENCE + ")" + _COUNT


async def count_reached(conn: ReadConn, org_id: int, target: Target) -> Reached:
    """Whom an audience would reach now."""
    return await one(conn, Reached, COUNT_REACHED, org_id, *audience(target))


class TargetClass(msgspec.Struct, frozen=True, kw_only=True):
    """An open class."""

    class_id: UUID
    grade: str


SELECT_TARGET_CLASSES = """
select class_id, grade from classes
where org_id = $1 and ended_at is null and (class_id = any ($2) or grade = any ($3)) order by class_id
"""


async def list_target_classes(conn: ReadConn, org_id: int, target: Target) -> list[TargetClass]:
    """The open classes that an audience names, by themselves or by their grade."""
    return await many(conn, TargetClass, SELECT_TARGET_CLASSES, org_id, target.class_ids, target.grades)


def audience(target: Target) -> tuple[str, list[UUID], list[str], list[str]]:
    """The four arguments of `SELECT_AUDIENCE` after the organisation."""
    return target.scope, target.class_ids, target.grades, list(target.parts)


# Whom a notice reached and who still counts by today's roster, one row a person and student, staff with no student.
# $1 organisation, $2 notice, $3 its kind, which says what an answer is.
SELECT_TIED = """
select r.account_id, r.chunk, r.opened_at, s.student_id, s.name as student_name, s.student_number, s.class_id,
  coalesce(g.name, s.name) as name, case when g.guardian_id is null then 'student' else 'guardian' end as part,
  case $3 when 'information' then r.opened_at when 'acknowledge' then r.acknowledged_at else x.signed_at end as answered_at
from notice_recipients r
cross join lateral unnest(r.student_ids) as u (student_id)
join students s on s.org_id = r.org_id and s.student_id = u.student_id and s.ended_at is null
left join guardianships t
  on t.org_id = r.org_id and t.student_id = u.student_id and t.guardian_id = r.account_id and t.ended_at is null
left join guardians g on g.org_id = r.org_id and g.guardian_id = t.guardian_id and g.ended_at is null
left join notice_signatures x
  on x.org_id = r.org_id and x.notice_id = r.notice_id and x.account_id = r.account_id and x.student_id = u.student_id
where r.org_id = $1 and r.notice_id = $2 and (r.account_id = u.student_id or g.guardian_id is not null)
union all
select r.account_id, r.chunk, r.opened_at, null, null, '', null, f.name, 'staff',
  case $3 when 'information' then r.opened_at when 'acknowledge' then r.acknowledged_at else x.signed_at end
from notice_recipients r
join staff f on f.org_id = r.org_id and f.staff_id = r.account_id and f.ended_at is null
left join notice_signatures x
  on x.org_id = r.org_id and x.notice_id = r.notice_id and x.account_id = r.account_id and x.student_id = r.account_id
where r.org_id = $1 and r.notice_id = $2 and r.as_staff
"""
