"""Which colleagues have nothing to do with a student: their family of today, and whom a court's order bars from them.

By whatever tie: a bar stands on one that ended before as well, and one of a school that this centre serves stands here (`client_bars`). SQL that chooses colleagues for a student, or shows a colleague what
is about one, asks this; `Actor.barred_ids` closes what is asked one by one.
"""

from typing import LiteralString

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
