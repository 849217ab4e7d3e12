"""Where families live, for travel: coordinates, and how well they are known."""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

Precision = Literal["exact", "neighbourhood", "unknown"]
Speed: TypeAlias = Annotated[float, Meta(gt=0, le=120)]
"""Kilometres an hour."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """Degrees, GCJ-02."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a planning problem. Only `exact` ones can be one address; `unknown` has no point."""

    precision: Precision
    point: Point | None = None
