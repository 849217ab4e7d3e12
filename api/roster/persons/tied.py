"""Colleagues who read about a child and may be a guardian's second account, or family of theirs.

Who records a court's order about that guardian is shown them, and says whom it keeps from the child as well (0561). A person decides: a
class teacher may have come by an administrator's word, and nothing but that.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from api.core.administrators import Administrator, list_administrators
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster.persons import queries, tied_queries
from api.roster.persons.errors import wrong
from api.roster.persons.tied_queries import Reader
from api.roster.queries.people import Permit
from schemas.roster.persons.wire import TiedColleague

_LATELY = timedelta(days=365)
"""A part that came by somebody's word before that is a colleague's, whom the school knows."""
_HELD = timedelta(days=365)
"""A number that who is barred moved opens by no wait that anybody sits out."""


async def list_tied(uow: Reading, student_id: UUID, guardian_ids: Collection[UUID]) -> dict[UUID, list[TiedColleague]]:
    """Those colleagues of each of these guardians."""
    readers = await tied_queries.list_readers(uow.conn, uow.actor.org_id, student_id, uow.now - _LATELY)
    administrators = await list_administrators(uow.conn, uow.now)
    return {one: tied_to(one, readers, administrators) for one in guardian_ids}


async def check_also(uow: Reading, student_id: UUID, guardian_id: UUID, also: Iterable[UUID]) -> Sequence[UUID]:
    """Each once. Raises Invalid for anybody who was not shown: an order is no way to keep out a colleague of one's choice."""
    asked = tuple(dict.fromkeys(also))
    shown = (await list_tied(uow, student_id, [guardian_id]))[guardian_id] if asked else []
    if not {one.account_id for one in shown}.issuperset(asked):
        raise wrong(uow, "$.also", "tied")
    return asked


async def hold_numbers(uow: UnitOfWork, permit: Permit, student_id: UUID, barred: Collection[UUID]) -> None:
    """The numbers of the child's guardians, and of who reads about it, that one of the barred moved lately.

    By waiting for a week they would become that person. Now a second adult has to confirm each, and the old number takes it back as long.
    """
    conn, org_id = uow.conn, uow.actor.org_id
    guardians = {one.guardian_id for one in await queries.list_ties(conn, org_id, student_id) if not one.barred}
    readers = {one.staff_id for one in await tied_queries.list_readers(conn, org_id, student_id, uow.now)}
    await tied_queries.hold_moves(conn, guardians | readers, barred, uow.now + _HELD, uow.now, permit)


def tied_to(guardian_id: UUID, readers: Iterable[Reader], named: Iterable[Administrator]) -> list[TiedColleague]:
    """Who of these readers came by the guardian's word, or is family beside them: a pure function."""
    made = {one.account_id for one in named if guardian_id in one.line}
    found: list[TiedColleague] = []
    for one in readers:
        word = one.staff_id in made or not {guardian_id, *made}.isdisjoint(one.words)
        if one.staff_id != guardian_id and (word or guardian_id in one.relatives):
            found.append(TiedColleague(account_id=one.staff_id, name=one.name, why="word" if word else "family"))
    return found
