"""Who asks: the session behind a token, and what its person is in the organisation of the request."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
import structlog

from api.core import db
from api.core.access import Actor
from api.core.actors import SELECTED_TIES, TIES_BESIDE, Ties, actor_of, find_apart
from api.core.asking import Question
from api.core.db import Conn, Pool, ReadConn, maybe, on_cluster, queue, run
from api.core.errors import Unauthenticated
from api.http.auth import Token
from api.http.idempotency import Key

log = structlog.get_logger("request")
SEEN_EVERY = timedelta(minutes=15)
"""How often a session's presence is written."""


class Principal(Ties, frozen=True, kw_only=True):
    """A session and its person's ties here."""

    session_id: UUID
    assurance: int
    language: str
    seen_at: datetime
    closed_before: datetime | None
    all_closed: bool
    number_moved_at: datetime | None


class Writer(Principal, frozen=True, kw_only=True):
    """The same for a write with an Idempotency-Key: whether it was made before."""

    replayed: bool
    replay_matches: bool | None
    replay_id: UUID | None


class ClientOf(Exception):
    """The person is family of schools that this centre serves: their children are read there first, then the request starts over."""

    def __init__(self, org_ids: list[int]) -> None:
        super().__init__()
        self.org_ids = org_ids


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session and the organisations its person belongs to or is served by."""

    account_id: UUID
    session_id: UUID
    assurance: int
    language: Literal["zh-CN", "en"]
    org_ids: list[int]
    client_org_ids: list[int]
    has_secret: bool
    has_totp: bool
    recent_resets: int
    passkeys: int
    closed_until: datetime | None
    number_closed_until: datetime | None

    @property
    def all_org_ids(self) -> list[int]:
        """Where the person belongs, then where they are served."""
        return [*self.org_ids, *(o for o in self.client_org_ids if o not in self.org_ids)]


class Recognised(Principal, frozen=True, kw_only=True):
    """A session and what its person is in an organisation that was guessed, from one statement."""

    account_id: UUID
    org_ids: list[int]
    client_org_ids: list[int]
    has_secret: bool
    has_totp: bool
    recent_resets: int
    passkeys: int
    closed_until: datetime | None
    number_closed_until: datetime | None

    @property
    def session(self) -> Session:
        """The session alone."""
        return Session(**{name: getattr(self, name) for name in Session.__struct_fields__})


_WHO = (
    "w.session_id, w.assurance, w.language, w.seen_at, w.kinds, w.client_student, w.client_guardian_of, w.closed_before, "
    "w.all_closed, w.number_moved_at"
)
_PRINCIPAL, _READS = f"{_WHO},{SELECTED_TIES}", f"session_enter($1, $3, $4, null, null) w {TIES_BESIDE}"
_WRITER = f"w.replayed, w.replay_matches, w.replay_id, {_PRINCIPAL}"
_WRITES = f"session_enter($1, $3, $4, $5, $6) w {TIES_BESIDE}"
SELECT_PRINCIPAL = f"select {_PRINCIPAL} from {_READS}"  # noqa: S608  constants of ours
SELECT_WRITER = f"select {_WRITER} from {_WRITES}"  # noqa: S608  constants of ours
SELECT_WHO = f"select {_WHO} from session_enter($1, $2, $3, null, null) w"  # noqa: S608  constants of ours
SELECT_WHO_WRITES = f"select w.replayed, w.replay_matches, w.replay_id, {_WHO} from session_enter($1, $2, $3, $4, $5) w"  # noqa: S608  constants of ours
SELECT_SESSION = """
select account_id, session_id, assurance, language, org_ids, client_org_ids, has_secret, has_totp, recent_resets,
  passkeys, closed_until, number_closed_until
from session_find($1, $2, $3)
"""
_RECOGNISED = f"f.account_id, f.org_ids, f.client_org_ids, f.has_secret, f.has_totp, f.recent_resets, f.passkeys, f.closed_until, f.number_closed_until, {_PRINCIPAL}"
_RECOGNISES = f"session_find($1, $3, $4) f cross join {_READS}"
SELECT_RECOGNISED = f"select {_RECOGNISED} from {_RECOGNISES}"  # noqa: S608  constants of ours
SET_SEEN = """
select from session_seen($1, $2, $3) as written where written
"""
TAKE_KEY = """
select from idempotency_take($1, $2, $3, $4, $5) as written where written
"""
SET_DONE = """
select from idempotency_done($1, $2, $3) as written where written
"""


async def get_principal(conn: ReadConn, token: Token, org_id: int, now: datetime) -> Principal:
    """Who reads. Raises Unauthenticated."""
    found = await find_principal(conn, token, org_id, now)
    if found is None:
        raise Unauthenticated
    return found


async def get_writer(conn: Conn, token: Token, org_id: int, now: datetime, key: Key) -> Writer:
    """Who writes, and whether the key was used before. Raises Unauthenticated.

    On a cluster it takes the key as well: the lock that lets a repeat wait for the first request is one node's only.
    """
    how = (token.token_hash, now, key.text, key.request_hash)
    if on_cluster(conn):
        found = await find_apart(conn, Writer, token.account_id, org_id, SELECT_WHO_WRITES, token.account_id, *how)
        if found and not found.replayed:
            await run(conn, TAKE_KEY, token.account_id, key.text, key.request_hash, now, None)
    else:
        found = await maybe(conn, Writer, SELECT_WRITER, token.account_id, org_id, *how)
    if found is None:
        raise Unauthenticated
    return found


async def find_principal(conn: ReadConn, token: Token, org_id: int, now: datetime) -> Principal | None:
    """Who reads; None without a session."""
    if on_cluster(conn):
        args = (SELECT_WHO, token.account_id, token.token_hash, now)
        return await find_apart(conn, Principal, token.account_id, org_id, *args)
    return await maybe(conn, Principal, SELECT_PRINCIPAL, token.account_id, org_id, token.token_hash, now)


async def find_session(conn: ReadConn, token: Token, now: datetime) -> Session | None:
    """The session and its organisations; None without a session."""
    return await maybe(conn, Session, SELECT_SESSION, token.account_id, token.token_hash, now)


async def find_recognised(
    conn: ReadConn, token: Token, org_id: int, now: datetime
) -> tuple[Session | None, Principal | None]:
    """The session, and its person in the organisation that was entered, which was guessed: the caller checks it.

    On a cluster these are two groups of tables, and only the session is asked.
    """
    if on_cluster(conn):
        return await find_session(conn, token, now), None
    found = await maybe(conn, Recognised, SELECT_RECOGNISED, token.account_id, org_id, token.token_hash, now)
    if found is None:
        return None, None
    return found.session, found


Check: TypeAlias = Callable[[Mapping[str, Any] | None], object]
"""Looks at the row that says who asks, or at none; raises when it is not as expected."""


def ask_reader(token: Token, org_id: int, now: datetime, check: Check) -> Question:
    """Who reads, as a question that travels with the first statement. Not on a cluster."""
    return Question(_PRINCIPAL, _READS, (token.account_id, org_id, token.token_hash, now), check)


def ask_recognised(token: Token, org_id: int, now: datetime, check: Check) -> Question:
    """The session, and who its person is in an organisation that was guessed, as such a question."""
    return Question(_RECOGNISED, _RECOGNISES, (token.account_id, org_id, token.token_hash, now), check)


def ask_writer(token: Token, org_id: int, now: datetime, key: Key, check: Check) -> Question:
    """Who writes, and whether the key was used before, as such a question."""
    args = (token.account_id, org_id, token.token_hash, now, key.text, key.request_hash)
    return Question(_WRITER, _WRITES, args, check)


async def set_seen(conn: Conn, token: Token, now: datetime) -> None:
    """Notes that the person was here, with the commit."""
    await queue(conn, SET_SEEN, token.account_id, token.token_hash, now)


async def note_presence(pool: Pool, token: Token, now: datetime) -> None:
    """Notes it after a read, which cannot write. A failure is ignored, because the database may be read-only."""
    try:
        async with db.transaction(pool, db.PLATFORM, token.account_id) as conn:
            await set_seen(conn, token, now)
    except (OSError, asyncpg.PostgresError):
        log.info("presence-not-noted")


async def set_done(conn: Conn, account_id: UUID, key: Key, object_id: UUID | None, now: datetime) -> None:
    """Keeps the key and what a repeated request is answered with, with the commit: a refusal has written nothing.

    When another request took the key meanwhile, the commit raises asyncpg.SerializationError.
    """
    if on_cluster(conn):
        await queue(conn, SET_DONE, account_id, key.text, object_id)
    else:
        await queue(conn, TAKE_KEY, account_id, key.text, key.request_hash, now, object_id)


def to_actor(token: Token, org_id: int, principal: Principal, reader_language: str, children: frozenset[UUID]) -> Actor:
    """The actor that a session's person is in this organisation. `children`: of a client of the organisation."""
    bare = Actor(
        account_id=token.account_id,
        org_id=org_id,
        roles=frozenset(),
        session_id=principal.session_id,
        assurance=principal.assurance,
        language=reader_language,
        closed_before=principal.closed_before or principal.number_moved_at,
        all_closed=principal.all_closed,
        number_moved_at=principal.number_moved_at,
    )
    return actor_of(bare, principal, children)
