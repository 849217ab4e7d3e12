"""Bulletins on the wire."""

from datetime import date
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.text import LINE

BulletinText: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)]


class BulletinNew(Input, frozen=True, kw_only=True):
    """A bulletin as it is to be. `lastDay`: the last day on which it shows."""

    text: BulletinText
    last_day: date


class Bulletin(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A line on everybody's first screen."""

    org_id: int
    bulletin_id: UUID
    text: str
    last_day: date
    version: int
