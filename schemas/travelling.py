"""How the team of a visit travels to it. Not on the wire."""

from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

TravelMode: TypeAlias = Literal["walk", "bicycle", "car", "bus"]


class Travel(msgspec.Struct, frozen=True, kw_only=True):
    """`detour`: the way to the straight line; `overhead`: minutes that a trip takes however short it is; `speed`: kilometres an hour."""

    mode: TravelMode
    speed: float
    detour: float
    overhead: float


class StudentTravel(msgspec.Struct, frozen=True, kw_only=True):
    """How one travels to a student's home."""

    student_id: UUID
    travel: Travel


ON_FOOT = Travel(mode="walk", speed=4.5, detour=1.3, overhead=0)
"""Where nothing else was said."""
