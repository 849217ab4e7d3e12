"""Which session asks, and who its person is where they were the last time: asked together, in one round trip.

The organisations are a hint of this process. It gives no right: who somebody is there is read from the database each time, in
the statement that also finds the session, and what that session does not name is dropped. Without a hint, or where it is
wrong, each organisation is asked who the person is before it is read.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime

import asyncpg

from api.core import db
from api.core.db import Pool
from api.core.errors import Unauthenticated
from api.http import principal
from api.http.auth import Token
from api.http.principal import Principal, Session

MOST_SESSIONS = 20_000
"""Sessions that a process remembers, about 300 bytes each; the least recently used goes first."""
MOST_PEOPLE = 5_000
"""Sessions of which a process also remembers who their person was, about 2 kB each."""
MOST_ORGS = 4
"""Organisations of one hint: more are not asked side by side."""


class OrgHints:
    """The hints of one process. They hold hashes of tokens, numbers of organisations and what somebody is there, in memory alone."""

    def __init__(self, most: int = MOST_SESSIONS, most_people: int = MOST_PEOPLE) -> None:
        self._most, self._most_people = most, most_people
        self._orgs: OrderedDict[bytes, tuple[int, ...]] = OrderedDict()
        self._people: OrderedDict[bytes, dict[int, Principal]] = OrderedDict()

    def get(self, token: Token) -> tuple[int, ...]:
        """The organisations to ask ahead; none when the session is not known here."""
        found = self._orgs.get(token.token_hash, ())
        if found:
            self._orgs.move_to_end(token.token_hash)
        return found

    def set(self, token: Token, org_ids: Iterable[int]) -> None:
        """Keeps what a session's answer named."""
        self._orgs[token.token_hash] = tuple(org_ids)[:MOST_ORGS]
        self._orgs.move_to_end(token.token_hash)
        if len(self._orgs) > self._most:
            self._orgs.popitem(last=False)

    def forget(self, token: Token) -> None:
        """After a sign-out."""
        self._orgs.pop(token.token_hash, None)
        self._people.pop(token.token_hash, None)

    def get_principal(self, token: Token, org_id: int) -> Principal | None:
        """Who the session's person was in the organisation the last time: a guess, which is checked before anything is answered."""
        found = self._people.get(token.token_hash)
        if found is None:
            return None
        self._people.move_to_end(token.token_hash)
        return found.get(org_id)

    def set_principal(self, token: Token, org_id: int, who: Principal) -> None:
        """Keeps who the person is."""
        known = self._people.setdefault(token.token_hash, {})
        if len(known) >= MOST_ORGS:
            known.clear()
        known[org_id] = who
        self._people.move_to_end(token.token_hash)
        if len(self._people) > self._most_people:
            self._people.popitem(last=False)


async def recognise(pool: Pool, hints: OrgHints, token: Token, now: datetime) -> tuple[Session, dict[int, Principal]]:
    """The session, and its person in those of its organisations that were guessed. Raises Unauthenticated."""
    hinted = hints.get(token)
    try:
        session, who = await _guess(pool, hinted, token, now)
    except asyncpg.InvalidCachedStatementError:  # the schema changed: asked again, without a guess
        session, who = await _guess(pool, (), token, now)
    if session is None:
        hints.forget(token)
        raise Unauthenticated
    orgs = session.all_org_ids
    hints.set(token, orgs)
    known = zip(hinted, who, strict=False)
    return session, {org_id: found for org_id, found in known if found is not None and org_id in orgs}


async def _guess(
    pool: Pool, hinted: Sequence[int], token: Token, now: datetime
) -> tuple[Session | None, list[Principal | None]]:
    if not hinted:
        async with pool.acquire() as conn:
            return await principal.find_session(conn, token, now), []
    first, *others = hinted
    (session, who), more = await asyncio.gather(
        _first(pool, first, token, now), asyncio.gather(*(_other(pool, org_id, token, now) for org_id in others))
    )
    return session, [who, *more]


async def _first(pool: Pool, org_id: int, token: Token, now: datetime) -> tuple[Session | None, Principal | None]:
    async with db.reading(pool, org_id, token.account_id) as conn:
        return await principal.find_recognised(conn, token, org_id, now)


async def _other(pool: Pool, org_id: int, token: Token, now: datetime) -> Principal | None:
    async with db.reading(pool, org_id, token.account_id) as conn:
        return await principal.find_principal(conn, token, org_id, now)
