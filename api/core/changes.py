"""What a unit of work notes for the audit: what changed, and what was refused."""

from dataclasses import dataclass
from uuid import UUID

from api.core.access import Action, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """An action that was refused; it is logged in a transaction of its own."""

    action: Action
    resource: Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change that the audit lists; written together with the commit.

    `left_by`: whose part ended, where that is why. A dry run counts by it; the audit does not keep it.
    """

    action: Action
    resource: str
    resource_id: UUID | None
    left_by: frozenset[UUID] = frozenset()
