"""What a feature adds to the first screen: read in each organisation of the person, in the one statement of that organisation.

A part says for whom it is read at all, cuts what it reads at what the screen shows, and names the fields that it adds: to the
organisation's entry, to the whole screen, or to what waits for the person. `api/home` puts them together and knows none of them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, LiteralString, TypeAlias, TypeVar

import msgspec

from api.core import access
from api.core.access import Action, Actor, Scope
from api.core.unit_of_work import Reading
from schemas.home.wire import Need

T = TypeVar("T")
_FAMILY = frozenset({Scope.CHILD, Scope.SELF})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgFields(Generic[T]):
    """Fields of an organisation's entry: their struct, and how it is made of what was read there."""

    shape: type[msgspec.Struct]
    of: Callable[[T], msgspec.Struct]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenFields(Generic[T]):
    """Fields of the whole screen: their struct, and how it is made of what was read in each organisation."""

    shape: type[msgspec.Struct]
    of: Callable[[Sequence[T]], msgspec.Struct]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A cheap question whether a part has anything to show, for what is rare: only then its own read is sent, in a second statement.

    `sql` is `select exists (…)` over the organisation ($1), the actor and their children ($2) and the instant that counts as now ($3). It may
    be true without anything to show, and never false with something. For whom one of `actions` reaches more, the part is read at once.
    """

    sql: LiteralString
    actions: tuple[Action, ...]

    def covers(self, actor: Actor) -> bool:
        """Whether what the actor reaches is about themselves and their children alone."""
        return all(access.scopes(actor, action) <= _FAMILY for action in self.actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePart(Generic[T]):
    """One read of the first screen. For whom `asked` is false, nothing is sent, and `nothing` stands there."""

    read: Callable[[Reading], Awaitable[T]]
    nothing: T
    asked: Callable[[Actor], bool]
    probe: Probe | None = None
    org: OrgFields[T] | None = None
    screen: ScreenFields[T] | None = None
    needs: Callable[[T], list[Need]] | None = None

    @property
    def org_names(self) -> tuple[str, ...]:
        """The fields that it adds to an organisation's entry."""
        return self.org.shape.__struct_fields__ if self.org else ()

    @property
    def screen_names(self) -> tuple[str, ...]:
        """The fields that it adds to the whole screen."""
        return self.screen.shape.__struct_fields__ if self.screen else ()


AnyHomePart: TypeAlias = HomePart[Any]


def everybody(_: Actor) -> bool:
    """For a part that concerns each person of an organisation."""
    return True
