"""Days on which an organisation closes, and what stands on them. Not on the wire."""

from datetime import date
from typing import Literal, TypeAlias

import msgspec

StandingKind: TypeAlias = Literal["talk", "visit", "lecture"]


class ClosedDays(msgspec.Struct, frozen=True, kw_only=True):
    """Days that close, in the organisation's time zone. `without_hours`: weekly hours stop. `shut`: holidays and closed days among them."""

    time_zone: str
    without_hours: tuple[date, ...]
    shut: tuple[date, ...]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How much of one kind a member of staff has on the closed days. It names no family."""

    kind: StandingKind
    name: str
    count: int
