"""Small random planning problems."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

import msgspec

from schemas.campaigns.planning import Claim, Evening, Family, Fixed, Plan, Problem, Window

DAY = date(2026, 9, 7)
FROM, TO = 18 * 60, 20 * 60


def problem(
    seed: int, *, families: int = 7, evenings: int = 3, most: int = 3, teachers: int = 1, claims: bool = True
) -> Problem:
    """Homes on a grid, some at one address; windows of one or two evenings; the travel table is as crooked as a random one."""
    chance = seeded(seed)
    places = families + 1
    table = [[0 if i == j else chance.choice((0, 3, 7, 12, 20, 35)) for j in range(places)] for i in range(places)]
    team = [_id(chance) for _ in range(teachers)]
    made = [_family(chance, number, evenings, team) for number in range(families)]
    days = [_evening(chance, number, families, most, team, claims) for number in range(evenings)]
    return Problem(families=tuple(made), evenings=tuple(days), travel={"way": tuple(map(tuple, table))})


def seeded(seed: int) -> Random:
    """Seeded choices."""
    return Random(seed)  # noqa: S311  # varied, not secret


def with_agreed(given: Problem, plan: Plan, chance: Random, share: float = 0.4) -> Problem:
    """Some of the plan's visits were agreed, some pinned to their evening."""
    fixed: list[Fixed] = []
    for evening in plan.evenings:
        for visit in evening.visits:
            if chance.random() < share:
                at = visit.from_minute if chance.random() < 0.7 else None
                place = visit.place if at is not None else None
                fixed.append(
                    Fixed(family_id=visit.family_id, evening_id=evening.evening_id, from_minute=at, place=place)
                )
    return msgspec.structs.replace(given, fixed=tuple(fixed))


def with_before(given: Problem, chance: Random, share: float = 0.6) -> Problem:
    """Some families were on one of the evenings in the plan before, or on one that is gone."""
    evenings = [*(evening.evening_id for evening in given.evenings), UUID(int=7)]
    families = tuple(
        msgspec.structs.replace(f, before=chance.choice(evenings) if chance.random() < share else None)
        for f in given.families
    )
    return msgspec.structs.replace(given, families=families)


def with_alike_evenings(given: Problem, chance: Random) -> Problem:
    """The same evening of one weekday, in as many weeks as there were evenings. Who had one window has it in every week, most at least."""
    model = given.evenings[0]
    days = [DAY + timedelta(days=7 * week) for week in range(len(given.evenings))]
    evenings = [
        msgspec.structs.replace(model, evening_id=e.evening_id, day=day)
        for e, day in zip(given.evenings, days, strict=True)
    ]
    families = [
        msgspec.structs.replace(
            f,
            windows=tuple(
                msgspec.structs.replace(f.windows[0], day=day)
                for day in (days if chance.random() < 0.7 else [chance.choice(days)])
            ),
            visitors=model.team[:1],
        )
        for f in given.families
    ]
    return msgspec.structs.replace(given, families=tuple(families), evenings=tuple(evenings))


def without_evening(given: Problem, evening_id: UUID) -> Problem:
    """The team is ill: the evening is taken away, with what was agreed for it."""
    evenings = tuple(e for e in given.evenings if e.evening_id != evening_id)
    return msgspec.structs.replace(
        given, evenings=evenings, fixed=tuple(f for f in given.fixed if f.evening_id != evening_id)
    )


def _family(chance: Random, number: int, evenings: int, team: Sequence[UUID]) -> Family:
    place = number - 1 if number and chance.random() < 0.2 else number
    windows: list[Window] = []
    for day in chance.sample(range(evenings), chance.choice((1, 1, 2)) if evenings > 1 else 1):
        low = FROM + chance.choice((0, 0, 15, 30, 60))
        windows.append(
            Window(day=DAY + timedelta(days=day), from_minute=low, to_minute=low + chance.choice((25, 60, 120)))
        )
    return Family(
        family_id=_id(chance), place=place, minutes=chance.choice((20, 30)), windows=tuple(windows),
        points=chance.choice((0, 0, 1, 3, 8)), visitors=(chance.choice(team),) if chance.random() < 0.8 else (),
        persons=1 if chance.random() < 0.9 else 2,
    )  # fmt: skip


def _evening(chance: Random, number: int, home: int, most: int, team: Sequence[UUID], claims: bool) -> Evening:
    taken = [Claim(from_minute=FROM + 50, to_minute=FROM + 60, before=chance.choice((0, 10)), after=5)]
    return Evening(
        evening_id=_id(chance), day=DAY + timedelta(days=number), team=tuple(chance.sample(team, chance.randint(1, len(team)))),
        from_minute=FROM, to_minute=TO, travel="way", most=most, start_place=chance.choice((home, None)),
        end_place=chance.choice((home, None)), set_up=chance.choice((0, 5)),
        claims=tuple(taken) if claims and chance.random() < 0.3 else (),
    )  # fmt: skip


def _id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
