"""One request: its session's token, its language and address, the headers of its answer, and what its route must keep to."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from litestar import Request

from api.core import actors, db
from api.core.access import Action, Actor
from api.core.db import PLATFORM
from api.core.services import Services
from api.core.unit_of_work import Reading
from api.http import language, limits, principal
from api.http.auth import Token, token_of
from api.http.guards import takes_key
from api.http.guessing import check
from api.http.idempotency import Key, read_key
from api.http.principal import ClientOf, Principal
from api.http.recognising import OrgHints

T = TypeVar("T")
P = TypeVar("P", bound=Principal)

UNATTENDED = "x-unattended"
"""The app says so of what it reads while nobody touches it."""


class RequestContext:
    """What is known of one request, and grows while it is answered."""

    def __init__(self, request: "Request[Any, Any, Any]", services: Services, hints: OrgHints) -> None:
        self.request = request
        self.services = services
        self._hints = hints
        self._known: dict[int, Principal] = {}
        self.now = services.clock.now()
        self._pool = services.door if request.route_handler.opt.get("door") else services.pool  # sign-in and enrolment
        self._profile: str | None = None
        self._children: dict[int, frozenset[UUID]] = {}
        # What an open page reads by itself is nobody's presence: a staff room's screen would stay signed in.
        self._untraced = request.method == "GET" and UNATTENDED in request.headers

    @property
    def language(self) -> str:
        """The reader's language; the profile counts once the session is known."""
        return language.preferred(self.request.headers.get("accept-language"), self._profile)

    @property
    def client_address(self) -> str:
        """Whom the peer's address counts for; behind a trusted proxy it is the forwarded one."""
        return limits.network(self.request.client.host) if self.request.client else ""

    @property
    def client_name(self) -> str:
        """What the client calls itself, shortened."""
        return "".join(c for c in self.request.headers.get("user-agent", "")[:200] if c.isprintable())

    def header(self, name: str, value: str) -> None:
        """Sets a header of the answer."""
        scope: Any = self.request.scope
        scope.setdefault("xinqiao.headers", {})[name] = value

    def _org_id(self) -> int:
        return int(self.request.path_params.get("org_id", PLATFORM))

    def token(self) -> Token:
        """The token that the request carries. Raises Unauthenticated, CrossSite."""
        return token_of(self.request, self.services.config.base_url)

    def _actor(self, org_id: int, token: Token, who: Principal) -> Actor:
        self._profile = who.language
        limits.mark_verified(self.request.scope)
        if actors.is_client(who) and org_id not in self._children:
            raise ClientOf(who.client_guardian_of)
        return principal.to_actor(token, org_id, who, self.language, self._children.get(org_id, frozenset()))

    def _guess(self, org_id: int) -> Principal | None:
        """Who the person was here the last time, unless it was read for this request, or depends on another organisation."""
        found = None if org_id in self._known else self._hints.get_principal(self.token(), org_id)
        return None if found is None or actors.is_client(found) else found

    def _confirm(self, row: Mapping[str, Any] | None, kind: type[P], guess: Principal) -> P:
        """Who asks, as the database says. Raises Unauthenticated, WrongGuess, Repeated."""
        if row is None:
            self._hints.forget(self.token())
        found = check(row, kind, guess)
        limits.mark_verified(self.request.scope)
        return found

    def _guessed_actor(self, org_id: int, token: Token, guess: Principal) -> Actor:
        self._profile = guess.language
        return principal.to_actor(token, org_id, guess, self.language, frozenset())

    def _remember(self, conn: db.ReadConn, org_id: int, token: Token, who: Principal) -> None:
        """Keeps who the person is for the next request. On a cluster, who asks and what is read lie on different nodes."""
        if not db.on_cluster(conn):
            self._hints.set_principal(token, org_id, who)

    def _is_stale(self, who: Principal) -> bool:
        return not self._untraced and who.seen_at < self.now - principal.SEEN_EVERY

    def _check(self, uow: Reading) -> None:
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

    async def _idempotency(self) -> Key:
        self._check_key(taken=True)
        return await read_key(self.request, self.services.sealer)
