"""The owner of a number that a school moved takes it back, by a code to the old number (0285).

No session begins: they sign in afterwards, as before the move. Who came by the new number is signed out.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

import msgspec

from api.accounts.errors import CODE_REFUSED, NothingToTakeBack
from api.accounts.signin import counting, delays, queries
from api.accounts.signin.counting import Try
from api.accounts.signin.service import Client, phone_key, tried_by
from api.core import access, tasks
from api.core.access import PUBLIC
from api.core.db import Conn, ReadConn, maybe
from api.core.errors import Problem
from api.core.unit_of_work import UnitOfWork
from schemas.accounts.tasks import NumberObjected
from schemas.accounts.wire import NumberObjection


class MovedFrom(msgspec.Struct, frozen=True, kw_only=True):
    """Whose number it was, and where that is told."""

    account_id: UUID
    sealed: bytes | None
    language: str


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """A move that was taken back, and the organisation that had moved the number."""

    account_id: UUID
    org_id: int
    move_id: UUID


async def take_back(uow: UnitOfWork, given: NumberObjection, client: Client) -> Problem | None:
    """The old number signs in again, and the school's administrators are told. A wrong code counts as at signing in."""
    uow.required.add(PUBLIC)
    key = phone_key(uow, given.phone)
    before = await find_moved(uow.conn, key, uow.now)
    tried = tried_by(uow, "phone", key, before.account_id if before else None, client)
    return await counting.counted(uow, tried, partial(_with_code, uow, given, tried))


async def _with_code(uow: UnitOfWork, given: NumberObjection, tried: Try) -> Problem | None:
    code, known = uow.sealer.code(tried.key, given.code), tried.device is not None
    state = await queries.take_code(uow.conn, tried.key, code, uow.now, known=known, most=delays.CODE_TRIES)
    if state != "right":
        return CODE_REFUSED[state]()
    undone = await _undo(uow.conn, tried.key, uow.now)
    if undone is None:
        return NothingToTakeBack()
    with uow.elsewhere(undone.org_id):
        told = NumberObjected(account_id=undone.account_id, move_id=undone.move_id)
        school = uow.acting_as(access.system(undone.org_id))
        await tasks.enqueue(school, told.kind, str(undone.move_id), told, uow.now)
    uow.due = True
    return None


SELECT_MOVED_FROM = """
select account_id, sealed, language from login_moved_from($1, $2)
"""


async def find_moved(conn: ReadConn, key: bytes, now: datetime) -> MovedFrom | None:
    """Whose number this was until a school moved it, while it can be taken back."""
    return await maybe(conn, MovedFrom, SELECT_MOVED_FROM, key, now)


UNDO_MOVE = """
select account_id, org_id, move_id from login_move_undo($1, $2)
"""


async def _undo(conn: Conn, key: bytes, now: datetime) -> Undone | None:
    return await maybe(conn, Undone, UNDO_MOVE, key, now)
