"""Which colleagues have nothing to do with a student: their family of today, and whom a court's order bars from them.

By whatever tie: a bar stands on one that ended before as well, and one of a school that this centre serves stands here (`client_bars`). SQL that chooses colleagues for a student, or shows a colleague what
is about one, asks this; `Actor.barred_ids` closes what is asked one by one.
"""

from typing import LiteralString
from uuid import UUID

from api.core.db import ReadConn, value

_FAMILY_OR_BARRED = """exists (
    select from guardianships kept
    where kept.org_id = $1 and kept.guardian_id = PERSON and kept.student_id = STUDENT and (kept.ended_at is null or kept.barred))"""
_BARRED = """exists (
    select from guardianships bar
    where bar.org_id = $1 and bar.guardian_id = PERSON and bar.student_id = STUDENT and bar.barred)"""
_BARRED_AT_A_SCHOOL = """exists (
    select from client_bars told where told.org_id = $1 and told.account_id = PERSON and told.student_id = STUDENT)"""


def kept_from(person: LiteralString, student: LiteralString) -> LiteralString:
    """A condition of SQL, with the organisation as $1. `person`, `student`: expressions of ours."""
    return _of(_FAMILY_OR_BARRED, person, student)


def barred_from(person: LiteralString, student: LiteralString) -> LiteralString:
    """The same of bars alone: for lists that show today's family what is theirs."""
    return _of(_BARRED, person, student)


def _of(here: LiteralString, person: LiteralString, student: LiteralString) -> LiteralString:
    either = "(" + here + "\n  or " + _BARRED_AT_A_SCHOOL + ")"
    return either.replace("PERSON", person).replace("STUDENT", student)


READS_ABOUT = """
select exists (
  select from guardianships bar join students k on k.org_id = bar.org_id and k.student_id = bar.student_id and k.ended_at is null
  where bar.org_id = $1 and bar.guardian_id = $3 and bar.barred and $2::uuid <> $3
    and (exists (select from staff f where f.org_id = $1 and f.staff_id = $2 and f.ended_at is null
           and f.roles && '{school_admin,counsellor,grade_lead,leader,officer,custodian}')
      or exists (select from class_staff c
                 where c.org_id = $1 and c.staff_id = $2 and c.class_id = k.class_id and c.ended_at is null)))
"""


async def reads_about(conn: ReadConn, org_id: int, staff_id: UUID, barred_id: UUID) -> bool:
    """Whether a colleague reads about a child from whom a court's order bars somebody else: that one gives nobody the colleague's sign-in."""
    return await value(conn, READS_ABOUT, org_id, staff_id, barred_id)
