"""Hotlines on the wire (C5)."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.text import END, LINE

HotlineKind = Literal["psychological", "youth", "emergency", "police", "hospital", "school"]
"""`hospital`: with child and adolescent psychiatry. `school`: the school's own line."""


LineName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]


LineHours: TypeAlias = Annotated[
    str, Meta(min_length=1, max_length=100, pattern=LINE, description="The opening hours, in words.")
]


Phone: TypeAlias = Annotated[
    str,
    Meta(
        min_length=3,
        max_length=20,
        pattern=rf"^[0-9][0-9 -]{{1,18}}[0-9]{END}",
        description="Digits, with hyphens and spaces between them.",
    ),
]


class HotlineNew(Input, frozen=True, kw_only=True):
    """A hotline as it is to be; also what an edit sends, whole. `position`: lists begin with the lowest."""

    name_zh: LineName
    name_en: LineName
    phone: Phone
    hours_zh: LineHours
    hours_en: LineHours
    kind: HotlineKind
    position: Annotated[int, Meta(ge=0, le=999)] = 0


class Hotline(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom one can call. `org_id` 0: a national line."""

    hotline_id: UUID
    org_id: int
    name_zh: str
    name_en: str
    phone: str
    hours_zh: str
    hours_en: str
    kind: HotlineKind
    position: int
    version: int
