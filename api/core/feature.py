"""What a feature registers, and the registry that looks it up by name.

Core knows no feature: `api/features.py` lists them in a registry, which a starting process reads.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType, ModuleType
from typing import TypeAlias, TypeVar
from uuid import UUID

from api.core import access
from api.core.closing import Closing
from api.core.daily import Daily
from api.core.demo import NO_DEMO, Demo
from api.core.first_screen import AnyHomePart
from api.core.names import PeopleRenamed
from api.core.parts import PartEnded
from api.core.roles import Action
from api.core.tasks import AnyTask
from api.core.touching import NameTouched
from api.core.travelling import Travels
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.calendar.kinds import EventWords
from schemas.calendar.replies.rows import Taken
from schemas.concerned import Concerned
from schemas.messages.templates import Template

_Value = TypeVar("_Value")

Reply: TypeAlias = Callable[[UnitOfWork, Taken], Awaitable[None]]
"""Applies a calendar's answer to an appointment of one kind, with the rights of the person who answered."""
EventAudience: TypeAlias = Callable[[Reading, UUID], Awaitable[frozenset[UUID] | None]]
"""Whose calendar may be told of an appointment today, also that it ended. None: no such appointment is known."""
EventsHidden: TypeAlias = Callable[[Reading, UUID, Sequence[UUID]], Awaitable[frozenset[UUID]]]
"""Which of these appointments the ties of today do not let somebody know of, also that they ended. What is not known stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """What the calendar has to know of appointments of one kind. `audience`: asked before each mail. `hidden`: at each reading of a feed."""

    words: EventWords
    reply: Reply
    audience: EventAudience
    hidden: EventsHidden


Concerns: TypeAlias = Callable[[Reading, Sequence[UUID]], Awaitable[list[Concerned]]]
"""Whom of the actor's own children resources of one kind are about today: never anybody else's."""


class Duplicate(Exception):
    """Two features register the same name. The text says which."""


class WithoutAudience(Exception):
    """A template is about something and does not say whom it concerns on the day it is sent. The text names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One folder below `api` and what it registers."""

    name: str
    actions: tuple[Action, ...] = ()
    tasks: tuple[AnyTask, ...] = ()
    templates: Mapping[str, Template] = field(default_factory=dict[str, Template])
    vault_kinds: tuple[str, ...] = ()
    draft_kinds: tuple[str, ...] = ()
    claim_sources: tuple[str, ...] = ()
    events: Mapping[str, EventType] = field(default_factory=dict[str, EventType])
    daily: tuple[Daily, ...] = ()
    home: tuple[AnyHomePart, ...] = ()
    part_ended: PartEnded | None = None
    touched: Mapping[str, NameTouched] = field(default_factory=dict[str, NameTouched])
    people_renamed: PeopleRenamed | None = None
    concerns: Mapping[str, Concerns] = field(default_factory=dict[str, Concerns])
    closing: Closing | None = None
    travels: Travels | None = None
    demo: Demo = NO_DEMO


class Registry:
    """Everything that the features register, by name. Raises Duplicate, WithoutAudience."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.features = tuple(features)
        self.by_name: Mapping[str, Feature] = _unique("feature", ((f.name, f) for f in self.features))
        everywhere = (*access.ACTIONS, *(action for feature in self.features for action in feature.actions))
        self.actions: Mapping[str, Action] = _unique("action", ((a.name, a) for a in everywhere))
        tasks = (task for feature in self.features for task in feature.tasks)
        self.tasks: Mapping[str, AnyTask] = _unique("task", ((task.payload.kind, task) for task in tasks))
        self.templates: Mapping[str, Template] = _unique(
            "template", (pair for feature in self.features for pair in feature.templates.items())
        )
        _check_audiences(self.templates)
        self.events: Mapping[str, EventType] = _unique(
            "event kind", (pair for feature in self.features for pair in feature.events.items())
        )
        self.event_kinds = frozenset(self.events)
        self.daily = tuple(daily for feature in self.features for daily in feature.daily)
        self.home: tuple[AnyHomePart, ...] = tuple(part for feature in self.features for part in feature.home)
        _names("field of an organisation on the first screen", (n for part in self.home for n in part.org_names))
        _names("field of the first screen", (n for part in self.home for n in part.screen_names))
        self.part_ended: tuple[PartEnded, ...] = tuple(f.part_ended for f in self.features if f.part_ended)
        self.touched: Mapping[str, NameTouched] = _unique(
            "touched resource", (pair for f in self.features for pair in f.touched.items())
        )
        self.concerns: Mapping[str, Concerns] = _unique(
            "concerned resource", (pair for f in self.features for pair in f.concerns.items())
        )
        self.people_renamed: tuple[PeopleRenamed, ...] = tuple(
            f.people_renamed for f in self.features if f.people_renamed
        )
        self.closing: tuple[Closing, ...] = tuple(f.closing for f in self.features if f.closing)
        self.travels: tuple[Travels, ...] = tuple(f.travels for f in self.features if f.travels)
        self.vault_kinds = _names("vault kind", (kind for f in self.features for kind in f.vault_kinds))
        self.draft_kinds = _names("draft kind", (kind for f in self.features for kind in f.draft_kinds))
        self.claim_sources = _names("claim source", (source for f in self.features for source in f.claim_sources))


def actions_in(module: ModuleType) -> tuple[Action, ...]:
    """The actions that a feature's `actions` module names, in its order."""
    named = ((name, value) for name, value in vars(module).items() if isinstance(value, Action))
    return tuple(value for name, value in named if name.isupper() and not name.startswith("_"))


def _unique(what: str, pairs: Iterable[tuple[str, _Value]]) -> Mapping[str, _Value]:
    found: dict[str, _Value] = {}
    for name, value in pairs:
        if name in found:
            raise Duplicate(f"Two features register the {what} {name!r}.")
        found[name] = value
    return MappingProxyType(found)


def _check_audiences(templates: Mapping[str, Template]) -> None:
    for name, template in templates.items():
        if template.about is not None and template.audience is None and template.among is None:
            raise WithoutAudience(f"The template {name!r} is about something and has no audience.")


def _names(what: str, names: Iterable[str]) -> frozenset[str]:
    return frozenset(_unique(what, ((name, name) for name in names)))
