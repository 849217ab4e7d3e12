"""Seeded campaigns for bench V1: one class teacher's families in a dense town, two towns or a mountain county, and four teachers with siblings."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from api.campaigns.planning import rules, travel
from schemas.campaigns.places import Place, Point
from schemas.campaigns.planning import Evening, Family, Problem, Window
from schemas.travelling import TravelMode

FAMILIES = 45
EVENINGS = 12
VISITS = 4
SEEDS = range(25)
MONDAY = date(2026, 9, 7)
WEEKDAYS = 4
"""Monday to Thursday, in as many weeks as the evenings need."""
MIDDLE = Point(latitude=30.6, longitude=114.3)
KILOMETRE = 1 / 111.2
"""Degrees of latitude."""


def dense_town(seed: int) -> Problem:
    """Homes within 2.5 km, a third of them in eight blocks of flats; by bicycle."""
    chance = Random(seed)  # noqa: S311  # lifelike, not secret
    blocks = [around(chance, MIDDLE, 2.5) for _ in range(8)]
    homes = [chance.choice(blocks) if chance.random() < 1 / 3 else around(chance, MIDDLE, 2.5) for _ in range(FAMILIES)]
    return _one_teacher(chance, homes, "bicycle")


def two_towns(seed: int) -> Problem:
    """Two towns 12 km apart; by car."""
    chance = Random(1000 + seed)  # noqa: S311  # the same
    other = Point(latitude=MIDDLE.latitude + 12 * KILOMETRE, longitude=MIDDLE.longitude)
    homes = [around(chance, chance.choice((MIDDLE, MIDDLE, other)), 2) for _ in range(FAMILIES)]
    return _one_teacher(chance, homes, "car")


def mountain_county(seed: int) -> Problem:
    """Nine hamlets within 15 km of the school; by car on slow roads."""
    chance = Random(2000 + seed)  # noqa: S311  # the same
    hamlets = [around(chance, MIDDLE, 15) for _ in range(9)]
    homes = [around(chance, chance.choice(hamlets), 1) for _ in range(FAMILIES)]
    return _one_teacher(chance, homes, "car")


def four_teachers(seed: int) -> Problem:
    """Four classes of one town, one family in eight with children in two of them. One visit for all children."""
    chance = Random(3000 + seed)  # noqa: S311  # the same
    teachers = [_id(chance) for _ in range(4)]
    homes = [around(chance, MIDDLE, 2.5) for _ in range(FAMILIES * 4 * 8 // 9)]
    places = [*(travel.place_of(home, None) for home in homes), travel.place_of(MIDDLE, None)]
    families = [_family(chance, number, _visitors(chance, teachers, number)) for number in range(len(homes))]
    evenings = [e for teacher in teachers for e in _evenings(chance, teacher, len(homes))]
    return _problem(families, evenings, places, "bicycle")


KINDS: dict[str, Callable[[int], Problem]] = {
    "dense town": dense_town,
    "two towns": two_towns,
    "mountain county": mountain_county,
    "four teachers": four_teachers,
}


def _one_teacher(chance: Random, homes: Sequence[Point], mode: TravelMode) -> Problem:
    teacher = _id(chance)
    places = [*(travel.place_of(home, None) for home in homes), travel.place_of(MIDDLE, None)]
    families = [_family(chance, number, (teacher,)) for number in range(len(homes))]
    return _problem(families, _evenings(chance, teacher, len(homes)), places, mode)


def _problem(families: list[Family], evenings: list[Evening], places: Sequence[Place], mode: TravelMode) -> Problem:
    return Problem(families=tuple(families), evenings=tuple(evenings), travel={"way": travel.table(places, mode)})


def _evenings(chance: Random, teacher: UUID, school: int) -> list[Evening]:
    days = [MONDAY + timedelta(days=7 * (n // WEEKDAYS) + n % WEEKDAYS) for n in range(EVENINGS)]
    return [
        Evening(
            evening_id=_id(chance), day=day, team=(teacher,), from_minute=17 * 60 + 30, to_minute=21 * 60, travel="way",
            most=VISITS, start_place=school, end_place=school, set_up=5,
        )
        for day in days
    ]  # fmt: skip


def _family(chance: Random, place: int, visitors: tuple[UUID, ...]) -> Family:
    key = chance.random() < 0.15
    unvisited = chance.choice((None, 90, 200, 400, 800))
    return Family(
        family_id=_id(chance), place=place, minutes=chance.choice((30, 30, 30, 40)), windows=_windows(chance),
        points=rules.points(key, unvisited), visitors=visitors,
    )  # fmt: skip


def _windows(chance: Random) -> tuple[Window, ...]:
    """Six in ten families are free on one weekday, three on two, one on a single date; most from after supper."""
    kind = chance.choices(("one", "two", "date"), (6, 3, 1))[0]
    weekdays = chance.sample(range(WEEKDAYS), 2 if kind == "two" else 1)
    days = [MONDAY + timedelta(days=7 * week + day) for week in range(EVENINGS // WEEKDAYS) for day in weekdays]
    chosen = [chance.choice(days)] if kind == "date" else days
    begins = chance.choice((17 * 60 + 30, 18 * 60, 18 * 60 + 30, 19 * 60, 19 * 60 + 30))
    ends = min(21 * 60, begins + chance.choice((60, 90, 120, 180)))
    return tuple(Window(day=day, from_minute=begins, to_minute=ends) for day in chosen)


def _visitors(chance: Random, teachers: Sequence[UUID], number: int) -> tuple[UUID, ...]:
    return tuple(chance.sample(list(teachers), 2)) if chance.random() < 1 / 8 else (teachers[number % len(teachers)],)


def around(chance: Random, middle: Point, kilometres: float) -> Point:
    """A point of a square around another."""
    north, east = (chance.uniform(-kilometres, kilometres) * KILOMETRE for _ in range(2))
    return Point(latitude=middle.latitude + north, longitude=middle.longitude + east)


def _id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
