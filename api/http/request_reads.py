"""Runs a request that reads: in the path's organisation, or in each of the person's."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar, TypeVarTuple, Unpack

import asyncpg

from api.core import actors, db
from api.core.access import Actor
from api.core.asking import Question
from api.core.errors import Problem
from api.core.unit_of_work import Reading, reading
from api.http import limits, principal, recognising
from api.http.auth import Token
from api.http.denials import log_denial
from api.http.guessing import WrongGuess, guessed_reading
from api.http.principal import ClientOf, Principal, Recognised, Session
from api.http.request_context import RequestContext

Ts = TypeVarTuple("Ts")
T = TypeVar("T")

TRIES = 4
SIDE_BY_SIDE = 4
"""Organisations of one person that are read at the same time, each with a connection of its own."""
_AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.InvalidCachedStatementError)


class ReadingRunner(RequestContext):
    """The reading half of a runner."""

    async def read(self, op: Callable[[Reading, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs a reading operation in the path's organisation."""
        self._check_key(taken=False)
        return self._answer(await self._again(self._org_id(), self._read, op, args))

    async def session(self) -> Session:
        """The session and its organisations, before these are read with `each_org` or `each_of`. Raises Unauthenticated.

        Who the person is where they were the last time is asked along with it, and counts only where they still are.
        """
        found, self._known = await recognising.recognise(self.services.pool, self._hints, self.token(), self.now)
        self._profile = found.language
        limits.mark_verified(self.request.scope)
        return found

    async def each_org(self, op: Callable[[Reading, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> dict[int, T]:
        """Runs a reading operation in each organisation of the person."""
        return (await self.session_and_each_org(op, *args))[1]

    async def session_and_each_org(
        self, op: Callable[[Reading, Unpack[Ts]], Awaitable[T]], *args: *Ts
    ) -> tuple[Session, dict[int, T]]:
        """The same with the session. Where all of them and who the person is there can be guessed, everything is one round trip each."""
        if guesses := self._guesses():
            try:
                return await self._read_guessed(guesses, op, args)
            except (WrongGuess, asyncpg.InvalidCachedStatementError):
                self._known.clear()  # read again, without a guess
        session = await self.session()
        return session, await self.each_of(session.all_org_ids, op, *args)

    async def each_of(
        self, org_ids: Iterable[int], op: Callable[[Reading, Unpack[Ts]], Awaitable[T]], *args: *Ts
    ) -> dict[int, T]:
        """Runs a reading operation in each of these organisations, a few side by side, of whichever roles there."""
        orgs, room = list(org_ids), asyncio.Semaphore(SIDE_BY_SIDE)

        async def one(org_id: int) -> T:
            async with room:
                return await self._again(org_id, self._read, op, args)

        answers = await asyncio.gather(*(one(org_id) for org_id in orgs))
        return dict(zip(orgs, answers, strict=True))

    async def _again(self, org_id: int, once: Callable[..., Awaitable[T]], *args: Any) -> T:
        """Repeats what conflicted with another transaction; starts over once the children of a client are known."""
        for attempt in range(1, TRIES + 2):
            try:
                return await once(org_id, *args)
            except ClientOf as client:
                who = (self.token().account_id, client.org_ids)
                self._children[org_id] = await actors.list_client_children(self.services.pool, *who, self.now)
            except WrongGuess as wrong:
                self._hints.set_principal(self.token(), org_id, wrong.found)
                self._known[org_id] = wrong.found
            except _AGAIN:
                if attempt >= TRIES:
                    raise
                # Random, so that two that conflicted do not conflict again.
                await asyncio.sleep(random.uniform(0.005, 0.02) * attempt)  # noqa: S311
        raise AssertionError

    async def _read(self, org_id: int, op: Callable[..., Awaitable[T]], args: tuple[Any, ...]) -> T:
        token, who, uow = self.token(), list[Principal](), None
        try:
            async with self._reading(org_id, token, who) as uow:
                result = await op(uow, *args)
                self._check(uow)
        except Problem:
            await log_denial(self.services, uow, self.now)
            raise
        if self._is_stale(who[0]):
            await principal.note_presence(self.services.pool, token, self.now)
        return result

    def _guesses(self) -> dict[int, Principal]:
        """Who the person was in each of their organisations the last time; nothing if one is not known, or perhaps left out."""
        found = {org_id: self._guess(org_id) for org_id in self._hints.get(self.token())}
        known = {org_id: guess for org_id, guess in found.items() if guess is not None}
        return known if len(known) == len(found) < recognising.MOST_ORGS else {}

    async def _read_guessed(
        self, guesses: Mapping[int, Principal], op: Callable[..., Awaitable[T]], args: tuple[Any, ...]
    ) -> tuple[Session, dict[int, T]]:
        """Reads as who was guessed, side by side; the session is asked in the first organisation. Raises WrongGuess."""
        token, who, first = self.token(), list[Recognised](), next(iter(guesses))

        def question(org_id: int, guess: Principal) -> Question:
            if org_id != first:
                return principal.ask_reader(token, org_id, self.now, lambda row: self._confirm(row, Principal, guess))
            return principal.ask_recognised(
                token, org_id, self.now, lambda row: who.append(self._confirm(row, Recognised, guess))
            )

        async def one(org_id: int, guess: Principal) -> T:
            actor, uow = self._guessed_actor(org_id, token, guess), None
            try:
                async with guessed_reading(self.services, actor, question(org_id, guess), self.now, self._pool) as uow:
                    result = await op(uow, *args)
                    self._check(uow)
            except Problem:
                await log_denial(self.services, uow, self.now)
                raise
            return result

        answers = await asyncio.gather(*(one(org_id, guess) for org_id, guess in guesses.items()))
        session = who[0].session
        if session.all_org_ids != list(guesses):
            raise WrongGuess(who[0])
        if self._is_stale(who[0]):
            await principal.note_presence(self.services.pool, token, self.now)
        return session, dict(zip(guesses, answers, strict=True))

    def _reading(self, org_id: int, token: Token, who: list[Principal]) -> AbstractAsyncContextManager[Reading]:
        """A reading that adds to `who` who reads: with its first statement where that can be guessed, and before it elsewhere."""
        guess = self._guess(org_id)
        if guess is not None:
            question = principal.ask_reader(
                token, org_id, self.now, lambda row: who.append(self._confirm(row, Principal, guess))
            )
            actor = self._guessed_actor(org_id, token, guess)
            return guessed_reading(self.services, actor, question, self.now, self._pool)

        async def identify(conn: db.ReadConn) -> Actor:
            known = self._known.get(org_id)
            who.append(known or await principal.get_principal(conn, token, org_id, self.now))
            self._remember(conn, org_id, token, who[0])
            return self._actor(org_id, token, who[0])

        return reading(self.services, org_id, token.account_id, identify, self.now, self._pool)
