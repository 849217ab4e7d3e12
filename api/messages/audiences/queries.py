"""SQL of audiences: which people of a school belong to which groups, by today's roster."""

from collections.abc import Sequence

from api.core.db import ReadConn, one
from schemas.messages.audiences import Reached

# Every tie that makes somebody a person of the organisation $1, with the groups it is in: guardian and child, the student
# themself, staff as such and for each class that they teach. A group is `school`, `grade:<name>`, `class:<id>`, `student:<id>`,
# `flag:<need>` or `role:<name>`. Used in parentheses, and narrowed from outside by account_id, part or groups. `beside`: of staff, the groups
# of their other ties. A guardian is left out for one child and told about the other; a colleague is left out as a person (LEFT_OUT).
TIES_OF_GUARDIANS = """
select t.guardian_id as account_id, 'guardian' as part, g.name, s.student_id, s.name as student_name, s.student_number, s.class_id,
  case when c.ended_at is null then array['school', 'student:' || s.student_id, 'class:' || s.class_id, 'grade:' || c.grade]
    else array['school', 'student:' || s.student_id] end || array(select 'flag:' || f.need from unnest(s.support) as f (need)) as groups,
  null::text[] as beside
from guardianships t
join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id and g.ended_at is null
join students s on s.org_id = t.org_id and s.student_id = t.student_id and s.ended_at is null
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where t.org_id = $1 and t.ended_at is null
"""
_OTHER_TIES = """union all
select s.student_id, 'student', s.name, s.student_id, s.name, s.student_number, s.class_id,
  case when c.ended_at is null then array['school', 'student:' || s.student_id, 'class:' || s.class_id, 'grade:' || c.grade]
    else array['school', 'student:' || s.student_id] end || array(select 'flag:' || f.need from unnest(s.support) as f (need)),
  null::text[]
from students s
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where s.org_id = $1 and s.ended_at is null
union all
select f.staff_id, 'staff', f.name, null, null, '', null,
  array['school'] || array(select 'role:' || r.role from unnest(f.roles) as r (role)), TAUGHT
from staff f where f.org_id = $1 and f.ended_at is null
union all
select f.staff_id, 'staff', f.name, null, null, '', null, array['class:' || k.class_id, 'grade:' || c.grade, 'role:' || k.part],
  array['school'] || array(select 'role:' || r.role from unnest(f.roles) as r (role)) || TAUGHT
from class_staff k
join staff f on f.org_id = k.org_id and f.staff_id = k.staff_id and f.ended_at is null
join classes c on c.org_id = k.org_id and c.class_id = k.class_id and c.ended_at is null
where k.org_id = $1 and k.ended_at is null
"""
_TAUGHT = """
array(
  select u.name from class_staff o
  join classes d on d.org_id = o.org_id and d.class_id = o.class_id and d.ended_at is null
  cross join lateral unnest(array['class:' || o.class_id, 'grade:' || d.grade, 'role:' || o.part]) as u (name)
  where o.org_id = $1 and o.staff_id = f.staff_id and o.ended_at is null)
"""
TIES = TIES_OF_GUARDIANS + _OTHER_TIES.replace("TAUGHT", _TAUGHT)
LEFT_OUT = "(cardinality($3::text[]) > 0 and (i.groups && $3 or coalesce(i.beside && $3, false)))"
"""Whether the tie `i` is left out by the groups $3."""
IN_AUDIENCE = " where i.groups && $2 and not " + LEFT_OUT + " and i.part = any ($4)"
"""Narrows `TIES as i` to an audience: its groups, without its exceptions, of its parts."""
# The same people as `TIES` with IN_AUDIENCE, without names and without a list of groups for each tie: nothing is put together where a
# comparison will do, and the whole school compares nothing. A test holds the two to each other. Guardians are not looked up: who has
# ended has no tie that goes on (tests/roster/test_years.py), and looking costs a city's broadcast a third of its time.
_CHILD_IN = """
('school' = any ($2) or 'student:' || s.student_id = any ($2)
  or (c.ended_at is null and ('class:' || s.class_id = any ($2) or 'grade:' || c.grade = any ($2)))
  or exists (select from unnest(s.support) as f (need) where 'flag:' || f.need = any ($2)))
"""
_STAFF_IN = """
('school' = any ($2) or exists (select from unnest(f.roles) as r (role) where 'role:' || r.role = any ($2)))
"""
_TEACHER_IN = """
('class:' || k.class_id = any ($2) or 'grade:' || c.grade = any ($2) or 'role:' || k.part = any ($2))
"""
# Staff are left out by any of their ties.
_STAFF_OUT = (
    _STAFF_IN
    + """
or exists (
  select from class_staff k
  join classes c on c.org_id = k.org_id and c.class_id = k.class_id and c.ended_at is null
  where k.org_id = $1 and k.staff_id = f.staff_id and k.ended_at is null and """
    + _TEACHER_IN
    + ")"
).replace("$2", "$3")
_AND = " and "
_NOT_IN = " and (cardinality($3::text[]) = 0 or not "
_GUARDIANS = """
select t.guardian_id as account_id
from guardianships t
join students s on s.org_id = t.org_id and s.student_id = t.student_id and s.ended_at is null
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where t.org_id = $1 and t.ended_at is null and 'guardian' = any ($4)"""
_STUDENTS = """)
union
select s.student_id
from students s
join classes c on c.org_id = s.org_id and c.class_id = s.class_id
where s.org_id = $1 and s.ended_at is null and 'student' = any ($4)"""
_STAFF = """)
union
select f.staff_id
from staff f where f.org_id = $1 and f.ended_at is null and 'staff' = any ($4)"""
_TEACHERS = """)
union
select k.staff_id
from class_staff k
join staff f on f.org_id = k.org_id and f.staff_id = k.staff_id and f.ended_at is null
join classes c on c.org_id = k.org_id and c.class_id = k.class_id and c.ended_at is null
where k.org_id = $1 and k.ended_at is null and 'staff' = any ($4)"""
PEOPLE = (
    _GUARDIANS + _AND + _CHILD_IN + _NOT_IN + _CHILD_IN.replace("$2", "$3")
    + _STUDENTS + _AND + _CHILD_IN + _NOT_IN + _CHILD_IN.replace("$2", "$3")
    + _STAFF + _AND + _STAFF_IN + _NOT_IN + "(" + _STAFF_OUT + ")"
    + _TEACHERS + _AND + _TEACHER_IN + _NOT_IN + "(" + _STAFF_OUT + ")"
    + ")"
)  # fmt: skip
"""The people of an audience, each once: of the organisation $1, its groups $2, without the groups $3, of the parts $4."""

_COUNT = (
    "select count(distinct i.account_id)::integer as people, count(distinct i.student_id)::integer as students from ("
)
COUNT_REACHED = _COUNT + TIES + ") i" + IN_AUDIENCE


async def count_reached(
    conn: ReadConn, org_id: int, groups: Sequence[str], except_groups: Sequence[str], parts: Sequence[str]
) -> Reached:
    """How many different people and students an audience reaches today."""
    return await one(conn, Reached, COUNT_REACHED, org_id, groups, except_groups, parts)
