"""One request or one task in one organisation: what every service operation is handed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from api.core import access
from api.core.access import Action, Actor, Resource
from api.core.config import Config
from api.core.db import Conn
from api.core.errors import Forbidden, Problem

if TYPE_CHECKING:
    from api.core.sealing import Sealer
    from api.core.vault import Vault  # which itself is handed a UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """An action that was refused; the edge logs it in a transaction of its own."""

    action: Action
    resource: Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change that the audit lists; written together with the commit."""

    action: Action
    resource: str
    resource_id: UUID | None


@dataclass(slots=True, kw_only=True)
class UnitOfWork:
    """The open transaction, who acts, and the instant that counts as now for all of it."""

    conn: Conn
    actor: Actor
    now: datetime
    config: Config
    vault: Vault
    sealer: Sealer
    required: set[Action] = field(default_factory=set[Action])
    changes: list[Change] = field(default_factory=list[Change])
    denial: Denial | None = None
    object_id: UUID | None = None
    due: bool = False  # a task is due at once: nudge the relay after commit

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
        if not (self.actor.system or access.scopes(self.actor, action)):
            resource = Resource(org_id=self.actor.org_id, kind=kind)
            self.denial = Denial(action=action, resource=resource)
            access.check(self.actor, action, resource)

    def require_system(self) -> None:
        """For work of the service itself, such as counting for figures. Raises Forbidden for every person."""
        if not self.actor.system:
            raise Forbidden

    def changed(self, action: Action, resource: str, resource_id: UUID | None) -> None:
        """Notes a change for the audit, and the object that a repeated request is answered with."""
        self.changes.append(Change(action=action, resource=resource, resource_id=resource_id))
        self.object_id = self.object_id or resource_id
