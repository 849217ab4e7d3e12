"""SQL that notices share: the notice itself, and whom it reaches."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, maybe, one
from api.messages.audiences.service import LEFT_OUT, TIES
from schemas.notices.rows import Named, NoticeRow
from schemas.notices.wire import NoticeClass, NoticeNames, NoticeStudent

SELECT_NOTICES = """
select n.org_id, n.notice_id, n.author_id, coalesce(a.name, n.from_zh, '') as author_name, n.from_org_id, n.from_zh, n.from_en, n.kind, n.title_zh, n.body_zh, n.title_en, n.body_en,
  n.answer_by, n.importance, n.expires_at, n.scope, n.class_ids, n.grades, n.groups, n.except_groups, n.parts, n.saved_audience_id, n.state, n.send_at, n.scheduled_by, n.sms_alone, n.each_guardian, n.sent_at, n.withdrawn_at,
  n.audience_class_ids, n.audience_people, n.audience_students, n.chunks, n.edition, n.corrected_at, n.changed_by, b.name as changed_name, n.back_because,
  n.version, n.created_at, n.updated_at
from notices n
left join staff a on a.org_id = n.org_id and a.staff_id = n.author_id
left join staff b on b.org_id = n.org_id and b.staff_id = n.changed_by
"""
SELECT_NOTICE = SELECT_NOTICES + "where n.org_id = $1 and n.notice_id = $2"


async def find_notice(conn: ReadConn, org_id: int, notice_id: UUID) -> NoticeRow | None:
    """A notice, whatever its state."""
    return await maybe(conn, NoticeRow, SELECT_NOTICE, org_id, notice_id)


LOCK_NOTICE = SELECT_NOTICE + " for no key update of n"


async def lock_notice(conn: Conn, org_id: int, notice_id: UUID) -> NoticeRow | None:
    """A notice that nobody else changes or sends until the transaction ends."""
    return await maybe(conn, NoticeRow, LOCK_NOTICE, org_id, notice_id)


SELECT_NAMED = """
select array(select c.class_id from classes c where c.org_id = $1 and c.ended_at is null and c.class_id = any ($2)) as class_ids,
  array(select distinct c.grade from classes c where c.org_id = $1 and c.ended_at is null and c.grade = any ($3)) as grades,
  array(select s.student_id from students s where s.org_id = $1 and s.ended_at is null and s.student_id = any ($4)) as student_ids
"""


async def get_named(conn: ReadConn, org_id: int, wanted: Named) -> Named:
    """What of this there is."""
    return await one(conn, Named, SELECT_NAMED, org_id, wanted.class_ids, wanted.grades, wanted.student_ids)


SELECT_NOTICE_CLASSES = """
select c.class_id, c.grade, c.name from classes c where c.org_id = $1 and c.class_id = any ($2)
"""
SELECT_NOTICE_STUDENTS = """
select s.student_id, s.name, c.name as class_name
from students s
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where s.org_id = $1 and s.student_id = any ($2) and ($3 or s.class_id = any ($4)) and s.student_id <> all ($5)
order by c.grade, c.name, s.student_number, s.student_id
"""


async def get_names(conn: ReadConn, org_id: int, wanted: Named, reach: Reach) -> NoticeNames:
    """What classes are called, and students of the classes within reach. Also those that have ended."""
    classes: list[NoticeClass] = []
    students: list[NoticeStudent] = []
    if wanted.class_ids:
        classes = await many(conn, NoticeClass, SELECT_NOTICE_CLASSES, org_id, wanted.class_ids)
    if wanted.student_ids:
        where = (wanted.student_ids, reach.everything, reach.class_ids, reach.barred_ids)
        students = await many(conn, NoticeStudent, SELECT_NOTICE_STUDENTS, org_id, *where)
    return NoticeNames(classes=classes, students=students)


class InClass(msgspec.Struct, frozen=True, kw_only=True):
    """A student's class."""

    student_id: UUID
    class_id: UUID


SELECT_CLASSES_OF = """
select student_id, class_id from students where org_id = $1 and student_id = any ($2) and ended_at is null
"""


async def list_classes_of(conn: ReadConn, org_id: int, student_ids: Sequence[UUID]) -> list[InClass]:
    """The classes of students who are here."""
    return await many(conn, InClass, SELECT_CLASSES_OF, org_id, list(student_ids))


# Whom a notice reaches by today's roster, with whom it reached when they opened it and who still counts: one row a person and
# student, staff with no student. What they did counts for the student it was done for: a child who joined later is unread. An answer to an
# earlier edition is none. $1 organisation, $2 notice, $3 its kind, which says what an answer is.
_REACHED = (
    """
select i.account_id, r.opened_at, i.student_id, i.student_name, i.student_number, i.class_id, i.name, i.part,
  case $3 when 'information' then r.opened_at when 'acknowledge' then r.acknowledged_at else x.signed_at end as answered_at, x.agrees
from notices n
cross join ("""
    + TIES
    + """) i
left join notice_receipts r on r.org_id = n.org_id and r.notice_id = n.notice_id and r.account_id = i.account_id
  and r.student_id = coalesce(i.student_id, i.account_id) and r.edition = n.edition
left join notice_signatures x on x.org_id = n.org_id and x.notice_id = n.notice_id and x.account_id = i.account_id
  and x.student_id = coalesce(i.student_id, i.account_id) and x.edition = n.edition
where n.org_id = $1 and n.notice_id = $2 and n.sent_at is not null
  and i.groups && n.groups and i.part = any (n.parts) and not """
    + LEFT_OUT.replace("$3::text[]", "n.except_groups").replace("$3", "n.except_groups")
    + """
union
"""
)
_OPENED = """
select r.account_id, o.opened_at, s.student_id, s.name, s.student_number, s.class_id,
  coalesce(g.name, s.name), case when g.guardian_id is null then 'student' else 'guardian' end,
  case $3 when 'information' then o.opened_at when 'acknowledge' then o.acknowledged_at else x.signed_at end, x.agrees
from notice_recipients r
join notices n on n.org_id = r.org_id and n.notice_id = r.notice_id
cross join lateral unnest(r.student_ids) as u (student_id)
left join notice_receipts o
  on o.org_id = r.org_id and o.notice_id = r.notice_id and o.account_id = r.account_id and o.student_id = u.student_id and o.edition = n.edition
join students s on s.org_id = r.org_id and s.student_id = u.student_id and s.ended_at is null
left join guardianships t
  on t.org_id = r.org_id and t.student_id = u.student_id and t.guardian_id = r.account_id and t.ended_at is null
left join guardians g on g.org_id = r.org_id and g.guardian_id = t.guardian_id and g.ended_at is null
left join notice_signatures x
  on x.org_id = r.org_id and x.notice_id = r.notice_id and x.account_id = r.account_id and x.student_id = u.student_id and x.edition = n.edition
where r.org_id = $1 and r.notice_id = $2 and (r.account_id = u.student_id or g.guardian_id is not null)
union
select r.account_id, o.opened_at, null::uuid, null, '', null, f.name, 'staff',
  case $3 when 'information' then o.opened_at when 'acknowledge' then o.acknowledged_at else x.signed_at end, x.agrees
from notice_recipients r
join notices n on n.org_id = r.org_id and n.notice_id = r.notice_id
left join notice_receipts o
  on o.org_id = r.org_id and o.notice_id = r.notice_id and o.account_id = r.account_id and o.student_id = r.account_id and o.edition = n.edition
join staff f on f.org_id = r.org_id and f.staff_id = r.account_id and f.ended_at is null
left join notice_signatures x
  on x.org_id = r.org_id and x.notice_id = r.notice_id and x.account_id = r.account_id and x.student_id = r.account_id and x.edition = n.edition
where r.org_id = $1 and r.notice_id = $2 and r.as_staff
"""
# `settled`: nobody waits for this answer, since it is there, or another guardian signed for the child and one is enough; as `_SETTLES` of
# `mine` has it, for all of them at once: `since` is from when on a guardian's tie must have begun to be answered for.
_SETTLED = """
select d.account_id, d.opened_at, d.student_id, d.student_name, d.student_number, d.class_id, d.name, d.part, d.answered_at, d.agrees,
  d.answered_at is not null or (d.part = 'guardian' and $3 = 'sign'
  and not (select n.each_guardian from notices n where n.org_id = $1 and n.notice_id = $2)
  and coalesce(min(case when t.since <= d.answered_at - interval '7 days' then '-infinity' else t.since end)
    filter (where d.part = 'guardian' and d.answered_at is not null) over (partition by d.student_id) <= t.since, false)) as settled
from ("""
_SINCE = """) d
left join guardianships t on t.org_id = $1 and t.student_id = d.student_id and t.guardian_id = d.account_id
"""
SELECT_TIED = _SETTLED + _REACHED + _OPENED + _SINCE
