"""Where a request becomes one transaction: the session, the actor, the declared action, retries, idempotency, audit."""

import hashlib
import random
from asyncio import sleep
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar, TypeVarTuple, Unpack
from uuid import UUID

import asyncpg
import structlog
from litestar import Request

from api.core import audit, db, nudge
from api.core.access import PUBLIC, Action, Actor
from api.core.db import PLATFORM, maybe, run
from api.core.errors import (
    IdempotencyMismatch,
    IdempotencyMissing,
    NotFound,
    Problem,
    Unauthenticated,
)
from api.core.unit_of_work import UnitOfWork
from api.http import language
from api.http.auth import Token, check_origin, token_of
from api.http.core import Core
from api.http.guards import takes_key
from api.http.principal import ENTER, REQUEST_DONE, SELECT_SESSION, Key, Principal, Session, actor_of

Ts = TypeVarTuple("Ts")
T = TypeVar("T")
Again = Callable[[UnitOfWork, UUID], Awaitable[T]]

log = structlog.get_logger("request")
TRIES = 4


class RequestRunner:
    """One request. A route calls one of `read`, `write`, `read_confidential`, `each_org`, `each_of` or `public`, once."""

    def __init__(self, request: "Request[Any, Any, Any]", core: Core) -> None:
        self.request = request
        self.core = core
        self.now = core.clock.now()
        self._profile: str | None = None

    @property
    def language(self) -> str:
        """The reader's language; the profile counts once the session is known."""
        return language.preferred(self.request.headers.get("accept-language"), self._profile)

    @property
    def client_address(self) -> str:
        """The peer's address; behind a proxy the server is told to trust its forwarded header."""
        return self.request.client.host if self.request.client else ""

    @property
    def client_name(self) -> str:
        """What the client calls itself, shortened."""
        return self.request.headers.get("user-agent", "")[:200]

    async def read(self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs a reading operation in the path's organisation."""
        self._check_key(taken=False)
        return await self._run(op, None, None, *args)

    async def read_confidential(self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs an operation that opens confidential text; its answer is never stored by anyone."""
        self._check_key(taken=False)
        self.header("cache-control", "no-store")
        return await self._run(op, None, None, *args)

    async def write(
        self,
        op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]],
        *args: *Ts,
        again: Again[T] | None = None,
    ) -> T:
        """Runs a writing operation once per Idempotency-Key; `again` reads the object for a repeated request."""
        return await self._run(op, await self._idempotency(), again, *args)

    async def write_without_key(self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs a writing operation without a key: its answer is shown once and kept nowhere, or a refusal must count.

        Its route says so: `opt={"idempotency_key": False}`.
        """
        self._check_key(taken=False)
        return await self._run(op, None, None, *args)

    async def write_anonymous(self, op: Callable[[UnitOfWork, str, bytes, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs a write whose maker is a secret (DESIGN 7): no key, object or audit row is kept under the account.

        The operation is handed the Idempotency-Key and the request's hash, keeps them in a way that tells nobody, and
        notes no change.
        """
        self.header("cache-control", "no-store")
        key = await self._idempotency()
        return await self._run(op, None, None, key.text, key.request_hash, *args)

    async def public(self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts) -> T:
        """Runs an operation without a session, in the platform's own organisation."""
        self._declared(PUBLIC)
        if "cookie" in self.request.headers:
            check_origin(self.request, self.core.config.base_url)
        self.header("cache-control", "no-store")
        actor = Actor(account_id=db.NOBODY, org_id=PLATFORM, roles=frozenset(), language=self.language)
        async with db.transaction(self.core.pool, PLATFORM) as conn:
            uow = self._uow(conn, actor)
            result = await op(uow, *args)
        if uow.due:
            nudge.soon(self.core.config.redis_url)
        return result

    async def session(self) -> Session:
        """The session and its organisations. Raises Unauthenticated."""
        token = token_of(self.request, self.core.config.base_url)
        async with self.core.pool.acquire() as conn:
            found = await maybe(conn, Session, SELECT_SESSION, token.account_id, token.token_hash, self.now)
        if found is None:
            raise Unauthenticated
        self._profile = found.language
        return found

    async def each_org(
        self, op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts, session: Session | None = None
    ) -> dict[int, T]:
        """Runs a reading operation in one short transaction for each organisation of the person."""
        session = session or await self.session()
        orgs = [*session.org_ids, *(o for o in session.client_org_ids if o not in session.org_ids)]
        return await self.each_of(orgs, op, *args)

    async def each_of(
        self, org_ids: Iterable[int], op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts
    ) -> dict[int, T]:
        """Runs a reading operation in one short transaction for each of these organisations, of whichever roles there."""
        self._check_key(taken=False)
        answers: dict[int, T] = {}
        for org_id in org_ids:
            async with self._principal(org_id, None) as (uow, _):
                answers[org_id] = await op(uow, *args)
                self._check(uow)
        return answers

    async def run_as(
        self, account_id: UUID, org_ids: Iterable[int], op: Callable[[UnitOfWork, Unpack[Ts]], Awaitable[T]], *args: *Ts
    ) -> list[T]:
        """Runs an operation in each of these organisations, for whom something else than a session vouches.

        A calendar's link or a mail server's secret: the actor has no role, and the operation says what it may do.
        """
        self._declared(PUBLIC)
        answers: list[T] = []
        for org_id in org_ids:
            actor = Actor(account_id=account_id, org_id=org_id, roles=frozenset(), language=self.language)
            async with db.transaction(self.core.pool, org_id, account_id) as conn:
                uow = self._uow(conn, actor)
                answers.append(await op(uow, *args))
            if uow.due:
                nudge.soon(self.core.config.redis_url)
        return answers

    def header(self, name: str, value: str) -> None:
        """Sets a header of the answer."""
        scope: Any = self.request.scope
        scope.setdefault("xinqiao.headers", {})[name] = value

    async def _run(self, op: Callable[..., Awaitable[T]], key: "Key | None", again: Again[T] | None, *args: Any) -> T:
        org_id = int(self.request.path_params.get("org_id", PLATFORM))
        if not 0 <= org_id <= db.LAST_ORG:
            raise NotFound
        for attempt in range(1, TRIES + 1):
            try:
                return await self._once(org_id, op, key, again, *args)
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                if attempt == TRIES:
                    raise
                # Spread out, so that the two that met do not meet again.
                await sleep(random.uniform(0.005, 0.02) * attempt)  # noqa: S311
        raise AssertionError

    async def _once(
        self,
        org_id: int,
        op: Callable[..., Awaitable[T]],
        key: "Key | None",
        again: Again[T] | None,
        *args: Any,
        **kwargs: Any,
    ) -> T:
        async with self._principal(org_id, key) as (uow, principal):
            if principal.replayed:
                return self._answer(await self._replay(uow, principal, again))
            result = await op(uow, *args)
            self._check(uow)
            if key is not None or uow.changes:
                await self._done(uow, key)
        if uow.due:
            nudge.soon(self.core.config.redis_url)
        return self._answer(result)

    @asynccontextmanager
    async def _principal(self, org_id: int, key: "Key | None") -> AsyncGenerator[tuple[UnitOfWork, Principal]]:
        token = token_of(self.request, self.core.config.base_url)
        uow = None
        try:
            async with db.transaction(self.core.pool, org_id, token.account_id) as conn:
                principal = await self._enter(conn, token, key)
                uow = self._uow(conn, actor_of(token, org_id, principal, self.language))
                yield uow, principal
        except Problem:
            if uow is not None and uow.denial is not None:
                await self._log_denial(uow)
            raise

    async def _enter(self, conn: db.Conn, token: Token, key: "Key | None") -> Principal:
        text, request_hash = (key.text, key.request_hash) if key else (None, None)
        principal = await maybe(
            conn, Principal, ENTER, token.account_id, token.token_hash, self.now, text, request_hash
        )
        if principal is None:
            raise Unauthenticated
        self._profile = principal.language
        return principal

    async def _replay(self, uow: UnitOfWork, principal: Principal, again: Again[T] | None) -> T:
        if not principal.replay_matches:
            raise IdempotencyMismatch
        self.header("idempotent-replayed", "true")
        if again is None or principal.replay_id is None:
            return None  # pyright: ignore[reportReturnType]  # only operations that answer nothing leave `again` out
        return await again(uow, principal.replay_id)

    async def _done(self, uow: UnitOfWork, key: "Key | None") -> None:
        text = key.text if key else None
        actions, resources = [c.action.name for c in uow.changes], [c.resource for c in uow.changes]
        ids = [c.resource_id for c in uow.changes]
        account = uow.actor.account_id
        await run(uow.conn, REQUEST_DONE, account, text, 200, uow.object_id, actions, resources, ids, uow.now)

    async def _log_denial(self, uow: UnitOfWork) -> None:
        if uow.denial is None:
            return
        try:
            async with db.transaction(self.core.pool, uow.actor.org_id, uow.actor.account_id) as conn:
                await audit.add_denial(conn, uow.actor.org_id, uow.actor.account_id, uow.denial, self.now)
        except (OSError, asyncpg.PostgresError):
            # The refusal itself stands whether or not it could be written down.
            log.warning("denial-not-logged", action=uow.denial.action.name)

    def _uow(self, conn: db.Conn, actor: Actor) -> UnitOfWork:
        core = self.core
        return UnitOfWork(
            conn=conn, actor=actor, now=self.now, config=core.config, vault=core.vault, sealer=core.sealer
        )

    def _check(self, uow: UnitOfWork) -> None:
        """A route whose operation did not require the action it declares must not answer."""
        if self.request.route_handler.opt["action"] not in uow.required:
            raise RuntimeError(f"{self.request.route_handler} answered without requiring its action")

    def _check_key(self, *, taken: bool) -> None:
        """A route must take the Idempotency-Key exactly when the contract demands it."""
        if takes_key(self.request.route_handler) is not taken:
            raise RuntimeError(f"{self.request.route_handler} and the contract differ about the Idempotency-Key")

    def _declared(self, action: Action) -> None:
        if self.request.route_handler.opt["action"] is not action:
            raise RuntimeError(f"{self.request.route_handler} does not declare {action}")

    def _answer(self, result: T) -> T:
        version = getattr(result, "version", None)
        if isinstance(version, int):
            self.header("etag", f'"v{version}"')
        return result

    async def _idempotency(self) -> "Key":
        self._check_key(taken=True)
        text = self.request.headers.get("idempotency-key", "")
        if not (8 <= len(text) <= 64 and text.isascii() and text.isprintable()):
            raise IdempotencyMissing
        request = self.request
        digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
        digest.update(await request.body())
        # Keyed, since what was asked may be confidential, and a short text can be guessed by its bare hash.
        return Key(text=text, request_hash=self.core.sealer.mark("request", digest.hexdigest()))


async def provide_runner(request: "Request[Any, Any, Any]") -> RequestRunner:
    """Litestar dependency `runner`."""
    return RequestRunner(request, request.app.state.core)
