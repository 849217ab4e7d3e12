"""One request or one task in one organisation: the argument of every service operation.

A read gets a `Reading`, which can ask who acts and read. A write gets a `UnitOfWork`: it can change, enqueue, claim and
seal as well. The signature of an operation says which it is, and the database refuses a write in a `Reading`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from api.core import access, audit, db, live, nudge
from api.core.access import ME, Action, Actor, Resource
from api.core.changes import Change, Denial
from api.core.config import Config
from api.core.db import Conn, Pool, ReadConn
from api.core.errors import ClosedForNow, Forbidden, Problem
from api.core.live import Topic
from api.core.sealing import Sealer
from api.core.vault import Vault

if TYPE_CHECKING:  # the services hold the registry, whose tasks and replies take a unit of work
    from api.core.services import Services


class Reading:
    """Who acts, the instant that counts as now, and a connection that can only read."""

    def __init__(self, conn: ReadConn, actor: Actor, now: datetime, services: Services) -> None:
        self._conn = conn
        self._actor = actor
        self.now = now
        self.services = services
        self.required: set[Action] = set()
        self.denial: Denial | None = None

    @property
    def conn(self) -> ReadConn:
        return self._conn

    @property
    def actor(self) -> Actor:
        return self._actor

    @property
    def config(self) -> Config:
        return self.services.config

    @property
    def vault(self) -> Vault:
        return self.services.vault

    @property
    def sealer(self) -> Sealer:
        return self.services.sealer

    def require(self, action: Action, resource: Resource) -> None:
        """Opens every service operation. Raises Forbidden, NotFound or Unauthenticated."""
        self.required.add(action)
        try:
            access.check(self.actor, action, resource)
        except Problem:
            self.denial = Denial(action=action, resource=resource)
            raise

    def require_org(self, action: Action, kind: str) -> None:
        """For lists, whose rows are filtered by the same rule: the role must have the action at all."""
        self.required.add(action)
        moved = action.settled_number and self.actor.number_moved_at is not None
        if moved or not (self.actor.system or access.scopes(self.actor, action)):
            resource = Resource(org_id=self.actor.org_id, kind=kind)
            self.denial = Denial(action=action, resource=resource)
            access.check(self.actor, action, resource)

    def require_system(self) -> None:
        """For work of the service itself, such as counting for figures. Raises Forbidden for every person."""
        if not self.actor.system:
            raise Forbidden

    def require_self(self, kind: str = "account") -> UUID:
        """Opens every operation about oneself; returns whose. Raises Unauthenticated."""
        account_id = self.actor.account_id
        self.require(ME, Resource(org_id=self.actor.org_id, kind=kind, people=frozenset({account_id})))
        return account_id

    def require_owner(self, kind: str = "account") -> UUID:
        """The same for what only their own sign-in does: not a PIN, nor a secret that was reset lately. Raises Unauthenticated, ClosedForNow.

        A moved number is asked about by `check_number`.
        """
        account_id = self.require_self(kind)
        if self.actor.closed_before is not None and self.actor.number_moved_at is None:
            raise ClosedForNow
        return account_id

    @contextmanager
    def elsewhere(self, org_id: int) -> Generator[None]:
        """What is asked inside is asked in another organisation, as the same person."""
        db.enter(self.conn, org_id, self.actor.account_id)
        try:
            yield
        finally:
            db.enter(self.conn, self.actor.org_id, self.actor.account_id)


@dataclass(frozen=True, slots=True)
class Noted:
    """What a transaction had noted at a moment: how many changes, whether a task is due, whose open apps ask again."""

    changes: int
    due: bool
    touched: dict[Topic, frozenset[UUID]]
    everybody: frozenset[Topic]


class UnitOfWork(Reading):
    """An open transaction, and what is written with its commit."""

    def __init__(self, conn: Conn, actor: Actor, now: datetime, services: Services) -> None:
        super().__init__(conn, actor, now, services)
        self._writing = conn
        self.changes: list[Change] = []
        self.object_id: UUID | None = None
        self.due = False  # a task is due at once: nudge the relay after commit
        self.touched: defaultdict[Topic, set[UUID]] = defaultdict(set)
        self.touched_everybody: set[Topic] = set()

    @property
    def conn(self) -> Conn:
        return self._writing

    def changed(
        self, action: Action, resource: str, resource_id: UUID | None, left_by: frozenset[UUID] = frozenset()
    ) -> None:
        """Notes a change for the audit, and the object that a repeated request is answered with. `left_by`: whose part ended, if that is why."""
        self.changes.append(Change(action=action, resource=resource, resource_id=resource_id, left_by=left_by))
        self.object_id = self.object_id or resource_id

    def touch(self, topic: Topic, people: Iterable[UUID]) -> None:
        """Notes for whom something changes with the commit: their open apps then ask again."""
        self.touched[topic].update(people)

    def touch_everybody(self, topic: Topic) -> None:
        """The same for all people of the organisation, where naming them would take a statement for each."""
        self.touched_everybody.add(topic)

    def noted(self) -> Noted:
        """What is noted for the commit so far, for `forget`."""
        touched: dict[Topic, frozenset[UUID]] = {topic: frozenset(people) for topic, people in self.touched.items()}
        return Noted(len(self.changes), self.due, touched, frozenset(self.touched_everybody))

    def forget(self, since: Noted) -> None:
        """Takes back what was noted after that: a part of the transaction was rolled back, and nobody hears of it."""
        del self.changes[since.changes :]
        self.due = since.due
        for topic, people in self.touched.items():
            people.intersection_update(since.touched.get(topic, frozenset()))
        self.touched_everybody &= since.everybody

    def acting_as(self, actor: Actor) -> UnitOfWork:
        """The same transaction, for somebody else. What it changes is noted here as well; its nudge is the caller's to take."""
        other = UnitOfWork(self.conn, actor, self.now, self.services)
        other.required, other.changes = self.required, self.changes
        other.touched, other.touched_everybody = self.touched, self.touched_everybody
        return other


Identify = Callable[[Conn], Awaitable[Actor]]
"""Says, on the connection of a transaction or a read, who acts."""


@asynccontextmanager
async def unit_of_work(
    services: Services,
    org_id: int,
    account_id: UUID,
    identify: Identify,
    now: datetime,
    pool: Pool | None = None,
    *,
    ahead: bool = False,
) -> AsyncGenerator[UnitOfWork]:
    """One transaction in one organisation. Its changes are audited with the commit; then the relay is nudged if a task is due.

    The one place where a unit of work begins. `pool`: another role's than the app's. `ahead`: it writes what was read before.
    """
    async with db.transaction(pool or services.pool, org_id, account_id, ahead=ahead) as conn:
        uow = UnitOfWork(conn, await identify(conn), now, services)
        yield uow
        if uow.changes:
            await audit.add_changes(uow, uow.changes)
    if uow.due:
        nudge.soon(services.config.redis_url)
    if uow.touched or uow.touched_everybody:
        hint = live.touched(org_id, uow.touched, uow.touched_everybody)
        live.publish_soon(services.config.redis_url, hint)


@asynccontextmanager
async def unit_of_work_as(
    services: Services, actor: Actor, now: datetime | None = None, pool: Pool | None = None, *, ahead: bool = False
) -> AsyncGenerator[UnitOfWork]:
    """The same for an actor who is known before."""

    async def identify(_: Conn) -> Actor:
        return actor

    at = now or services.clock.now()
    async with unit_of_work(services, actor.org_id, actor.account_id, identify, at, pool, ahead=ahead) as uow:
        yield uow


@asynccontextmanager
async def system_uow(services: Services, org_id: int) -> AsyncGenerator[UnitOfWork]:
    """The same for the worker itself, or a command."""
    async with unit_of_work_as(services, access.system(org_id)) as uow:
        yield uow


@asynccontextmanager
async def reading(
    services: Services,
    org_id: int,
    account_id: UUID,
    identify: Callable[[ReadConn], Awaitable[Actor]],
    now: datetime,
    pool: Pool | None = None,
) -> AsyncGenerator[Reading]:
    """Reads in one organisation. The one place where a reading begins."""
    async with db.reading(pool or services.pool, org_id, account_id) as conn:
        yield Reading(conn, await identify(conn), now, services)
