"""Runs a request in one transaction, or as a read: session, actor, declared action, retries, idempotency, audit."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar, TypeVarTuple, Unpack
from uuid import UUID

from litestar import Request

from api.core import db
from api.core.access import PUBLIC, Actor
from api.core.db import PLATFORM
from api.core.errors import IdempotencyMismatch, Problem, Unauthenticated
from api.core.unit_of_work import Reading, UnitOfWork, unit_of_work, unit_of_work_as
from api.http import principal
from api.http.auth import Token, check_origin
from api.http.denials import log_denial
from api.http.guessing import Repeated, guessed_reading, in_turn
from api.http.idempotency import Key, key_text
from api.http.principal import Principal, Writer
from api.http.request_reads import ReadingRunner

Ts = TypeVarTuple("Ts")
T = TypeVar("T")
C = TypeVar("C")
Again = Callable[[UnitOfWork, UUID], Awaitable[T]]


class RequestRunner(ReadingRunner):
    """One request. A route calls one of `read`, `write`, `read_confidential`, `each_org`, `each_of` or `public`, once."""

    async def read_confidential(self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs an operation that opens confidential text, which is recorded; its answer is never stored by anyone."""
        self._check_key(taken=False)
        self.header("cache-control", "no-store")
        return await self._run(op, None, None, *args)

    async def read_untraced(self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """The same for what somebody reads around a write whose author is secret: it does not count as their presence."""
        self._untraced = True
        return await self.read_confidential(op, *args)

    async def write(
        self,
        op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]],
        *args: *Ts,
        again: Again[T] | None = None,
    ) -> T:
        """Runs a writing operation once per Idempotency-Key; `again` reads the object for a repeated request."""
        return await self._run(op, await self._idempotency(), again, *args)

    async def write_checked(
        self,
        check: Callable[[Reading, Unpack[Ts]], Awaitable[C]],
        op: Callable[[UnitOfWork, C], Awaitable[T]],
        *args: *Ts,
        again: Again[T],
    ) -> T:
        """The same for an operation in two parts: `check` only reads, and refuses; `op` writes what it returned.

        Where who asks can be guessed, `check` runs before the transaction, so a refusal is one round trip and begins none. What
        `check` saw may have changed when `op` writes, as between two statements of one transaction.
        """
        key = await self._idempotency()
        return self._answer(await self._again(self._org_id(), self._write_checked, check, op, args, key, again))

    async def write_without_key(self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs a writing operation without a key: its answer is shown once and kept nowhere, or a refusal must count.

        Its route says so: `opt={"idempotency_key": False}`.
        """
        self._check_key(taken=False)
        return await self._run(op, None, None, *args)

    async def write_anonymous(self, op: Callable[[UnitOfWork, str, bytes, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs a write whose author is secret (DESIGN 7): no key, object or audit row is kept under the account.

        The operation gets the Idempotency-Key and the request's hash, keeps them in a form that tells nobody, and
        notes no change. It is not noted as the person's presence either: that row would be of the same transaction.
        """
        self._untraced = True
        self.header("cache-control", "no-store")
        key = await self._idempotency()
        return await self._run(op, None, None, key.text, key.request_hash, *args)

    async def public(self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs an operation without a session, in the platform's own organisation."""
        self._declared(PUBLIC)
        if "cookie" in self.request.headers:
            check_origin(self.request)
        self.header("cache-control", "no-store")
        actor = Actor(account_id=db.NOBODY, org_id=PLATFORM, roles=frozenset(), language=self.language)
        async with unit_of_work_as(self.services, actor, self.now, self._pool) as uow:
            return await op(uow, *args)

    async def check_session(self) -> None:
        """Before a body is read from nobody. Raises Unauthenticated."""
        async with self.services.pool.acquire() as conn:
            if await principal.find_session(conn, self.token(), self.now) is None:
                raise Unauthenticated

    async def write_first(self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[None]], *args: *Ts) -> None:
        """Checks and counts, in a transaction of its own, before a large body is read or work is done outside one; the write checks again."""
        self._check_key(taken=True)
        key_text(self.request)
        await self._again(self._org_id(), self._write, op, args, None, None)

    async def run_as(
        self, account_id: UUID, org_ids: Iterable[int], op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts
    ) -> list[T]:
        """Runs an operation in each of these organisations, for a person whom something other than a session identifies.

        A calendar's link or a mail server's secret: the actor has no role, and the operation says what it may do.
        """
        self._declared(PUBLIC)
        answers: list[T] = []
        for org_id in org_ids:
            actor = Actor(account_id=account_id, org_id=org_id, roles=frozenset(), language=self.language)
            async with unit_of_work_as(self.services, actor, self.now) as uow:
                answers.append(await op(uow, *args))
        return answers

    async def _run(self, op: Callable[..., Awaitable[T]], key: Key | None, again: Again[T] | None, *args: Any) -> T:
        return self._answer(await self._again(self._org_id(), self._write, op, args, key, again))

    async def _write_checked(
        self,
        org_id: int,
        check: Callable[..., Awaitable[C]],
        op: Callable[..., Awaitable[T]],
        args: tuple[Any, ...],
        key: Key,
        again: Again[T] | None,
    ) -> T:
        token, who, uow, guess = self.token(), list[Writer](), None, self._guess(org_id)
        if guess is None:
            return await self._write(org_id, in_turn(check, op), args, key, again)
        question = principal.ask_writer(
            token, org_id, self.now, key, lambda row: who.append(self._confirm(row, Writer, guess))
        )
        actor = self._guessed_actor(org_id, token, guess)
        try:
            async with guessed_reading(self.services, actor, question, self.now, self._pool) as uow:
                checked = await check(uow, *args)
                self._check(uow)
        except Repeated:
            return await self._write(org_id, in_turn(check, op), args, key, again)
        except Problem:
            await log_denial(self.services, uow, self.now)
            raise
        try:
            # Ahead of those who only now ask: they then see that the time is taken, and need not try to take it.
            async with unit_of_work_as(self.services, actor, self.now, self._pool, ahead=True) as writing:
                result = await op(writing, checked)
                await self._close(writing, token, who[0], key)
        except Problem:
            # Perhaps refused because of the same request, sent twice: one transaction waits for the first, and decides.
            return await self._write(org_id, in_turn(check, op), args, key, again)
        return result

    async def _write(
        self,
        org_id: int,
        op: Callable[..., Awaitable[T]],
        args: tuple[Any, ...],
        key: Key | None,
        again: Again[T] | None,
    ) -> T:
        token, who, uow = self.token(), list[Principal](), None

        async def identify(conn: db.Conn) -> Actor:
            asked = (conn, token, org_id, self.now)
            who.append(await (principal.get_writer(*asked, key) if key else principal.get_principal(*asked)))
            self._remember(conn, org_id, token, who[0])
            return self._actor(org_id, token, who[0])

        try:
            async with unit_of_work(self.services, org_id, token.account_id, identify, self.now, self._pool) as uow:
                if isinstance(who[0], Writer) and who[0].replayed:
                    return await self._replay(uow, who[0], again)
                result = await op(uow, *args)
                self._check(uow)
                await self._close(uow, token, who[0], key)
        except Problem:
            await log_denial(self.services, uow, self.now)
            raise
        return result

    async def _close(self, uow: UnitOfWork, token: Token, who: Principal, key: Key | None) -> None:
        """What every write adds at its end."""
        if key is not None:
            await principal.set_done(uow.conn, token.account_id, key, uow.object_id, self.now)
        if self._is_stale(who):
            await principal.set_seen(uow.conn, token, self.now)

    async def _replay(self, uow: UnitOfWork, who: Writer, again: Again[T] | None) -> T:
        if not who.replay_matches:
            raise IdempotencyMismatch
        self.header("idempotent-replayed", "true")
        if again is None or who.replay_id is None:
            return None  # pyright: ignore[reportReturnType]  # only operations that answer nothing leave `again` out
        return await again(uow, who.replay_id)


async def provide_runner(request: "Request[Any, Any, Any]") -> RequestRunner:
    """Litestar dependency `runner`."""
    return RequestRunner(request, request.app.state.services, request.app.state.org_hints)
