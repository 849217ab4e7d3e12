"""Finds students by name or number: names are folded as an import folds them, so a dot or a space hides nobody."""

from collections.abc import Iterable

from api.core.access import Resource
from api.core.name_folding import compared
from api.core.unit_of_work import Reading
from api.roster import actions
from api.roster.persons import queries
from schemas.roster.persons.wire import StudentFound

MOST = 30


async def find_students(uow: Reading, words: str) -> list[StudentFound]:
    """At most 30 students whose name or number contains what was typed, the closest first; nobody for nothing. Nobody finds a child from whom they are barred."""
    uow.require(actions.PERSON_READ, Resource(org_id=uow.actor.org_id, kind="student"))
    wanted = compared(words)
    if not wanted:
        return []
    here = await queries.list_findable(uow.conn, uow.actor.org_id)
    return found((one for one in here if one.student_id not in uow.actor.barred_ids), wanted)


def found(students: Iterable[StudentFound], wanted: str) -> list[StudentFound]:
    """Those that fit, the closest first. `wanted`: folded."""
    ranked = [(rank, one.name, one.number, one) for one in students if (rank := _rank(one, wanted)) is not None]
    return [one for *_, one in sorted(ranked, key=lambda row: row[:3])[:MOST]]


def _rank(one: StudentFound, wanted: str) -> int | None:
    texts = compared(one.name), compared(one.number)
    if wanted in texts:
        return 0
    if any(text.startswith(wanted) for text in texts):
        return 1
    return 2 if any(wanted in text for text in texts) else None
