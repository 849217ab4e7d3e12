"""What people and their organisation keep under a name to use it again: templates, audiences.

A shared one is the organisation's: leaders keep it, and it stays when who wrote it leaves. One's own is for nobody else. Lists have an
end, a change names the version it was made on, and what was removed is in no list. A feature gives its SQL and its own problems.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from api.core import access
from api.core.access import Action, Resource
from api.core.db import Conn, ReadConn, uuid7
from api.core.errors import NotFound, Problem, Stale, check_version
from api.core.unit_of_work import Reading, UnitOfWork


class KeptRow(Protocol):
    """What is asked of a stored one. `owner_id` is None for the organisation's."""

    @property
    def owner_id(self) -> UUID | None: ...
    @property
    def removed_at(self) -> datetime | None: ...
    @property
    def version(self) -> int: ...


Row = TypeVar("Row", bound=KeptRow)
What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Row, What]):
    """One kind of what is kept. `find` sees the account's own and the shared ones; `most` is how many of both there are.

    `most` is counted before the insert: two at once can both be the last.
    """

    kind: str
    action: Action
    most: tuple[int, int]
    by_leaders: type[Problem]
    full: type[Problem]
    removed: type[Problem]
    find: Callable[[ReadConn, int, UUID, UUID], Awaitable[Row | None]]
    count: Callable[[ReadConn, int, UUID | None], Awaitable[int]]
    insert: Callable[[Conn, int, UUID, UUID | None, What, datetime], Awaitable[None]]
    update: Callable[[Conn, int, UUID, int, What, datetime], Awaitable[bool]]
    hide: Callable[[Conn, int, UUID, datetime], Awaitable[None]]

    def leads(self, uow: Reading) -> bool:
        """Whether the actor keeps the shared ones."""
        return access.reach(uow.actor, self.action).everything

    async def seen(self, uow: Reading, kept_id: UUID) -> Row | None:
        """One that the actor can see, also a removed one. The caller has required its action."""
        return await self.find(uow.conn, uow.actor.org_id, uow.actor.account_id, kept_id)

    def open(self, uow: Reading, *, shared: bool) -> None:
        """Opens adding one. Raises Forbidden, `by_leaders`."""
        uow.require_org(self.action, self.kind)
        if shared and not self.leads(uow):
            raise self.by_leaders

    async def add(self, uow: UnitOfWork, what: What, *, shared: bool) -> UUID:
        """Keeps one; `open` came before. Raises `full`, and what the insert raises."""
        kept_id, org_id = uuid7(), uow.actor.org_id
        owner_id = None if shared else uow.actor.account_id
        if await self.count(uow.conn, org_id, owner_id) >= self.most[shared]:
            raise self.full
        await self.insert(uow.conn, org_id, kept_id, owner_id, what, uow.now)
        uow.changed(self.action, self.kind, kept_id)
        return kept_id

    async def changeable(self, uow: UnitOfWork, kept_id: UUID, version: int) -> Row:
        """Opens replacing one. Raises Forbidden, NotFound, `removed`, Stale."""
        row = await self._own(uow, kept_id)
        if row.removed_at is not None:
            raise self.removed
        check_version(row.version, version)
        return row

    async def replace(self, uow: UnitOfWork, kept_id: UUID, what: What, version: int) -> None:
        """Replaces one; `changeable` came before. Raises Stale, and what the update raises."""
        if not await self.update(uow.conn, uow.actor.org_id, kept_id, version, what, uow.now):
            raise Stale
        uow.changed(self.action, self.kind, kept_id)

    async def remove(self, uow: UnitOfWork, kept_id: UUID, version: int) -> None:
        """Takes one out of the lists; a second time changes nothing. Raises Forbidden, NotFound, Stale."""
        row = await self._own(uow, kept_id)
        if row.removed_at is None:
            check_version(row.version, version)
            await self.hide(uow.conn, uow.actor.org_id, kept_id, uow.now)
            uow.changed(self.action, self.kind, kept_id)
        uow.object_id = kept_id

    async def _own(self, uow: UnitOfWork, kept_id: UUID) -> Row:
        row = await self.seen(uow, kept_id)
        people = frozenset({row.owner_id}) if row and row.owner_id else frozenset[UUID]()
        resource = Resource(org_id=uow.actor.org_id, kind=self.kind, resource_id=kept_id, people=people)
        uow.require(self.action, resource)
        if row is None:
            raise NotFound
        return row
