"""The owner of a number that a school moved takes it back, by a code to the old number (0285).

No session begins: they sign in afterwards, as before the move. Who came by the new number is signed out. Who had no number says by their
secret whether the one they were given is theirs (0311).
"""

from datetime import datetime
from functools import partial
from uuid import UUID

import msgspec

from api.accounts import hashing
from api.accounts.errors import CODE_REFUSED, NothingToTakeBack, SecretWrong
from api.accounts.signin import counting, delays, queries
from api.accounts.signin.counting import Try
from api.accounts.signin.service import Client, phone_key, tried_by
from api.accounts.students import queries as students
from api.core import access, tasks
from api.core.access import ME, PUBLIC
from api.core.db import Conn, ReadConn, maybe
from api.core.errors import Problem
from api.core.unit_of_work import UnitOfWork
from schemas.accounts.numbers import OwnNumberSettled
from schemas.accounts.tasks import NumberObjected
from schemas.accounts.wire import NumberObjection


class MovedFrom(msgspec.Struct, frozen=True, kw_only=True):
    """Whose number it was, and where that is told."""

    account_id: UUID
    sealed: bytes | None
    language: str


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """A move that was taken back, and the person's organisations at that time."""

    account_id: UUID
    org_ids: list[int]
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
    await _tell(uow, undone)
    return None


async def _tell(uow: UnitOfWork, undone: Undone) -> None:
    """The administrators of the person's organisations hear that it went back."""
    told = NumberObjected(account_id=undone.account_id, move_id=undone.move_id)
    for org_id in undone.org_ids:
        with uow.elsewhere(org_id):
            school = uow.acting_as(access.system(org_id))
            await tasks.enqueue(school, told.kind, str(undone.move_id), told, uow.now)
    uow.due = True


async def settle(uow: UnitOfWork, given: OwnNumberSettled) -> Problem | None:
    """Who had no number proves by their secret who they are, in whatever session: it is their number, or it goes away."""
    account_id = uow.require_self("number_move")

    async def check() -> Problem | None:
        right = await hashing.matches(await students.find_secret(uow.conn, account_id), given.secret)
        return None if right else SecretWrong()

    if refusal := await counting.counted_here(uow, "own secret", account_id, check):
        return refusal
    undone = await _settle(uow.conn, account_id, uow.actor.session_id, uow.now, mine=given.mine)
    if undone is None:
        return NothingToTakeBack()
    if not given.mine:
        await _tell(uow, undone)
    uow.changed(ME, "number_move", account_id)
    return None


SELECT_MOVED_FROM = """
select account_id, sealed, language from login_moved_from($1, $2)
"""


async def find_moved(conn: ReadConn, key: bytes, now: datetime) -> MovedFrom | None:
    """Whose number this was until a school moved it, while it can be taken back."""
    return await maybe(conn, MovedFrom, SELECT_MOVED_FROM, key, now)


UNDO_MOVE = """
select account_id, org_ids, move_id from login_move_undo($1, $2)
"""


async def _undo(conn: Conn, key: bytes, now: datetime) -> Undone | None:
    return await maybe(conn, Undone, UNDO_MOVE, key, now)


SETTLE_MOVE = """
select $1 as account_id, org_ids, move_id from login_move_settle($1, $2, $4, $3)
"""


async def _settle(conn: Conn, account_id: UUID, session_id: UUID | None, now: datetime, *, mine: bool) -> Undone | None:
    return await maybe(conn, Undone, SETTLE_MOVE, account_id, session_id, now, mine)
