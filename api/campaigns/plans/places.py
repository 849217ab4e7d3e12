"""Where families live, as a plan knows it: their own coordinates, or the centre of their neighbourhood. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from api.campaigns.planning.travel import place_of
from schemas.campaigns.places import Place, Point
from schemas.campaigns.plan_rows import FamilyRow


class Homes(msgspec.Struct, frozen=True, kw_only=True):
    """Where families live, and where a day of visits starts and ends, as far as it is known."""

    families: Mapping[UUID, Point]
    addresses: Mapping[UUID, str] = {}
    """As they are compared, to find siblings of one home and homes of one neighbourhood."""
    start: Point | None = None
    end: Point | None = None
    seconds: Mapping[tuple[Point, Point], float | None] = {}
    """Ways that a routing server knows; empty without one."""
    refused: bool = False
    """It did not answer: ways are estimated."""


def places_of(rows: Sequence[FamilyRow], homes: Homes) -> tuple[list[Place], dict[UUID | str, int]]:
    """All places, and whose index is which; the first is the place that nobody knows.

    A family without coordinates is planned from the centre of its neighbourhood, or of all homes where nothing is known of that.
    """
    everywhere = centre(homes.families.values())
    places, at = [Place(precision="unknown")], dict[UUID | str, int]()
    for row in rows:
        at[row.student_id] = len(places)
        own = homes.families.get(row.student_id)
        places.append(place_of(own, None if own else _near(row.student_id, homes) or everywhere))
    for name, point in (("start", homes.start), ("end", homes.end)):
        if point is not None:
            at[name] = len(places)
            places.append(Place(precision="exact", point=point))
    return places, at


def neighbourhood(address: str) -> str:
    """An address up to its first number: a street, an estate or a village."""
    return next((address[:n] for n, letter in enumerate(address) if letter.isdigit()), address)


def centre(points: Iterable[Point]) -> Point | None:
    """The middle of these points."""
    found = list(points)
    if not found:
        return None
    count = len(found)
    return Point(latitude=sum(p.latitude for p in found) / count, longitude=sum(p.longitude for p in found) / count)


def _near(student_id: UUID, homes: Homes) -> Point | None:
    """The centre of the known homes of the same neighbourhood."""
    own = neighbourhood(homes.addresses.get(student_id, ""))
    if not own:
        return None
    return centre(p for one, p in homes.families.items() if neighbourhood(homes.addresses.get(one, "")) == own)
