"""Where counselling takes place, on the wire: providers and their rooms."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.counselling.hours.wire import BookedTime
from schemas.input import Input
from schemas.text import LINE, LINE_OR_NOTHING

ProviderKind = Literal["school_room", "community_station", "district_centre", "city_centre", "mobile"]


Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]


class Room(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A room of a provider; one session at a time."""

    room_id: UUID
    provider_id: UUID
    name: str
    version: int


class Provider(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where counselling is given (C2), with its rooms."""

    provider_id: UUID
    kind: ProviderKind
    name_zh: str
    name_en: str
    address: str
    phone: str
    rooms: list[Room]
    version: int


class ProviderNew(Input, frozen=True, kw_only=True):
    """A provider as it is to be; also what an edit sends, whole."""

    kind: ProviderKind
    name_zh: Name
    name_en: Name
    address: Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)]
    phone: Annotated[str, Meta(max_length=30, pattern=LINE_OR_NOTHING)]


class RoomNew(Input, frozen=True, kw_only=True):
    """A room as it is to be; also what an edit sends."""

    name: Name


class EndedPlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A provider or room that takes no more bookings, and the coming bookings there, which stay until people move them."""

    ended_id: UUID
    version: int
    bookings: list[BookedTime]
