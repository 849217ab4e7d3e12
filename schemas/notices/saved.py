"""Saved audiences on the wire and as rows: whom notices go to and lectures are for, kept under a name (N1)."""

from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.notices.bureau import Place
from schemas.notices.wire import Audience, AudienceNew, NoticeNames, NoticePart, PartsWanted, guardians
from schemas.text import LINE

AudienceName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]


class SavedPlacesNew(Input, frozen=True, kw_only=True):
    """A bureau's audience: the schools at or below `places`, without those at or below `exceptPlaces`; which of their people."""

    places: Annotated[list[Place], Meta(min_length=1, max_length=200)]
    except_places: Annotated[list[Place], Meta(max_length=200)] = msgspec.field(default=[])
    parts: PartsWanted = msgspec.field(default_factory=guardians)


class SavedAudienceEdit(Input, frozen=True, kw_only=True):
    """A saved audience, whole. One of both: `audience` in a school, `places` in a bureau."""

    name: AudienceName
    audience: AudienceNew | None = None
    places: SavedPlacesNew | None = None


class SavedAudienceNew(SavedAudienceEdit, frozen=True, kw_only=True):
    """A saved audience as it is to be. `shared`: the organisation's, for all who may write to everybody in it; otherwise the writer's own."""

    shared: bool = False


class SavedAudienceLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A saved audience in the list. `canChange`: the reader may replace and remove it.

    `usable`: it names somebody who is still there, all within the reader's reach. `forLectures`: a lecture can be for it, too.
    `hasNext`: classes of it went on as others in a new school year, and the reader may let it follow them.
    """

    audience_id: UUID
    name: str
    shared: bool
    can_change: bool
    usable: bool
    for_lectures: bool
    has_next: bool
    version: int


class SavedPlaces(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A bureau's audience."""

    places: list[int]
    except_places: list[int]
    parts: list[NoticePart]


class ClassFollowed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A class that ended, and the names of those that went on from it."""

    class_id: UUID
    name: str
    next: list[str]


class SavedAudienceNext(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The audience after the school year: instead of classes that ended those that went on from them. It is so once somebody saves it."""

    audience: Audience
    names: NoticeNames
    followed: list[ClassFollowed]


class SavedAudience(SavedAudienceLine, frozen=True, kw_only=True, rename="camel"):
    """A saved audience as it is today. `gone`: how many classes, grades, students or places it named that are there no longer.

    `audience` and `places` are null where it is not usable, or of the other kind. `removed`: it is in no list any more. `next`: to look
    at and to save with `setSavedAudience`; null without `hasNext`.
    """

    audience: Audience | None
    places: SavedPlaces | None
    names: NoticeNames
    gone: int
    next: SavedAudienceNext | None
    removed: bool


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of an audience."""

    name: str
    groups: list[str]
    except_groups: list[str]
    parts: list[NoticePart]


class SavedRow(Choice, frozen=True, kw_only=True):
    """A saved audience as it is stored. `owner_id` is None for the organisation's."""

    audience_id: UUID
    owner_id: UUID | None
    removed_at: datetime | None
    version: int


class Successor(msgspec.Struct, frozen=True, kw_only=True):
    """A class that went on as another one. `present`: the other one has not ended."""

    class_id: UUID
    next_class_id: UUID
    present: bool
