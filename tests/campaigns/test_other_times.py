"""Other times for a visit: only such that the team still gets everywhere, the least added travel first (V9). The judge is its own arithmetic."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from math import asin, ceil, cos, radians, sin, sqrt
from random import Random
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec

from api.campaigns.offers import other_times
from api.campaigns.offers.other_times import Asked, Stop
from api.core.services import Services
from api.roster.snapshot import home_place
from schemas.campaigns.places import Place, Point
from schemas.campaigns.rows import HoursRow
from schemas.roster.rows import Home
from schemas.visits.wire import FreeTime
from tests.campaigns.planning.samples import seeded
from tests.campaigns.test_families import answer
from tests.campaigns.test_offers import SATURDAYS, two_families
from tests.campaigns.test_plans import TUESDAYS
from tests.counselling.desk import ok, slug
from tests.visits.family import Family
from tests.visits.test_followed import Town

MONDAY = datetime(2026, 11, 29, 16, 0, tzinfo=UTC)
"""Midnight in Shanghai."""
MINUTE = timedelta(minutes=1)
WANG, LIN = uuid4(), uuid4()
SPEED = 12.0


def judge(start: datetime, end: datetime, home: Place, asked: Asked, stops: list[Stop]) -> tuple[bool, int]:
    """Whether everybody gets everywhere, and how many minutes more they travel."""
    extra = 0
    for person in asked.team_ids:
        day = (start + timedelta(hours=8)).date()
        own = [s for s in stops if person in s.team_ids and (s.starts_at + timedelta(hours=8)).date() == day]
        if len(own) + 1 > asked.most:
            return False, 0
        route = sorted([*((s.starts_at, s.ends_at, s.place) for s in own), (start, end, home)], key=lambda x: x[0])
        for (_, left, a), (arrives, _, b) in pairwise(route):
            way = minutes(a, b)
            if (start in (arrives,) or left == end) and left + (way + (5 if way else 0)) * MINUTE > arrives:
                return False, 0
        extra += length(route) - length([r for r in route if r[0] != start]) if own else 40
    return True, extra


def length(route: list[Any]) -> int:
    return sum(minutes(a[2], b[2]) for a, b in pairwise(route))


def minutes(a: Place, b: Place) -> int:
    if a.point is None or b.point is None:
        return 30
    if a.point == b.point:
        return 0
    north, east = radians(b.point.latitude - a.point.latitude), radians(b.point.longitude - a.point.longitude)
    half = sin(north / 2) ** 2 + cos(radians(a.point.latitude)) * cos(radians(b.point.latitude)) * sin(east / 2) ** 2
    return ceil(2 * 6371 * asin(sqrt(half)) * 1.3 / SPEED * 60 + 1)


def somewhere(chance: Random) -> Place:
    if chance.random() < 0.1:
        return Place(precision="unknown")
    return Place(
        precision="exact",
        point=Point(latitude=30 + chance.choice((0, 0.004, 0.01, 0.05)), longitude=120 + chance.choice((0, 0.01))),
    )


def test_offers_are_exactly_the_times_that_the_judge_allows_the_least_travel_first() -> None:
    told = 0
    for seed in range(40):
        chance = seeded(seed)
        asked = Asked(
            starts_at=MONDAY + timedelta(hours=18, minutes=35),
            team_ids=[WANG, LIN][: chance.randint(1, 2)],
            home=somewhere(chance),
            travel="bicycle",
            speed_kmh=SPEED,
            most=chance.randint(2, 4),
            hours=[],
            zone=ZoneInfo("Asia/Shanghai"),
            for_family=False,
            earliest=MONDAY,
        )
        stops = list[Stop]()
        for day in range(4):
            at = MONDAY + timedelta(days=day, hours=18, minutes=chance.choice((0, 20, 30)))
            for _ in range(chance.randint(0, 3)):
                team = chance.choice(([WANG], [LIN], [WANG, LIN]))
                stops.append(Stop(starts_at=at, ends_at=at + 40 * MINUTE, place=somewhere(chance), team_ids=team))
                at += chance.choice((40, 55, 90, 130)) * MINUTE
        starts = [MONDAY + timedelta(days=d, hours=17, minutes=30 * n) for d in range(4) for n in range(10)]
        busy = [(s.starts_at, s.ends_at) for s in stops if set(s.team_ids) & set(asked.team_ids)]
        free = [
            FreeTime(availability_id=UUID(int=1), starts_at=s, ends_at=s + 40 * MINUTE)
            for s in starts
            if all(s + 40 * MINUTE <= a or b <= s for a, b in busy)
        ]
        found = other_times.ranked(free, asked, stops, {})
        judged = {t.starts_at: judge(t.starts_at, t.ends_at, asked.home, asked, stops) for t in free}
        assert {t.starts_at for t in found} == {at for at, (fits, _) in judged.items() if fits}
        far = [t.starts_at for t in found if abs(t.starts_at - asked.starts_at) >= timedelta(hours=1)]
        assert [t.starts_at for t in found][: len(far)] == far  # five minutes earlier is what nobody asked for
        if far:
            assert judged[far[0]][1] == min(judged[at][1] for at in far)
        told += len(found)
    assert told > 100


def test_nobody_is_offered_a_time_that_a_visitor_does_not_give() -> None:
    at = MONDAY + timedelta(hours=19)
    free = [
        FreeTime(availability_id=UUID(int=1), starts_at=s, ends_at=s + 40 * MINUTE)
        for s in (at, at + timedelta(days=1), at + timedelta(days=1, hours=1, minutes=30))
    ]
    hours = [HoursRow(staff_id=WANG, weekday=2, from_time=time(18, 30), to_time=time(21, 0))]
    asked = Asked(
        starts_at=at + timedelta(days=5),
        team_ids=[WANG],
        home=Place(precision="unknown"),
        travel="walk",
        speed_kmh=5,
        most=4,
        hours=hours,
        zone=ZoneInfo("Asia/Shanghai"),
        for_family=False,
        earliest=MONDAY,
    )
    assert other_times.ranked(free, asked, [], {}) == [free[1]]
    soon = msgspec.structs.replace(asked, earliest=free[1].starts_at + MINUTE)
    assert other_times.ranked(free, soon, [], {}) == []  # nobody is asked to come with less notice than plans give


def test_a_family_cannot_measure_how_far_another_lives() -> None:
    """It may ask about windows of any minute: the answers are the same for all homes up to a quarter of an hour away."""
    at = MONDAY + timedelta(hours=19)
    minutes_on = [
        FreeTime(availability_id=UUID(int=1), starts_at=s, ends_at=s + 40 * MINUTE)
        for n in range(90)
        if (s := at + (40 + n) * MINUTE)
    ]
    seen = set[tuple[FreeTime, ...]]()
    for east in (0, 0.001, 0.004, 0.01, 0.02, 0.03, None):
        point = None if east is None else Point(latitude=30, longitude=120 + east)
        there = Place(precision="unknown" if point is None else "exact", point=point)
        asked = Asked(
            starts_at=at + timedelta(days=5),
            team_ids=[WANG],
            home=Place(precision="exact", point=Point(latitude=30, longitude=120)),
            travel="bicycle",
            speed_kmh=SPEED,
            most=4,
            hours=[],
            zone=ZoneInfo("Asia/Shanghai"),
            for_family=True,
            earliest=MONDAY,
        )
        stop = Stop(starts_at=at, ends_at=at + 40 * MINUTE, place=there, team_ids=[WANG])
        seen.add(tuple(other_times.ranked(minutes_on, asked, [stop], {})))
    assert {offered[0].starts_at for offered in seen} == {at + (40 + 20) * MINUTE, at + (40 + 40) * MINUTE}
    assert len(seen) == 2  # two minutes or ten; half an hour or unknown


async def test_a_family_is_shown_times_beside_the_evening_that_stands(town: Town, services: Services) -> None:
    world, who = town.family.world, town.family.world.people
    await two_families(town)
    await world.operate(world.north, "update campaigns set visits_per_day = 4 where org_id = $1", world.north)
    await ok(await answer(world, who.mother, who.ming, times=[TUESDAYS, SATURDAYS]))
    hong = Family(world, world.north, who.hong, who.wang)
    seven = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
    await hong.agreed(seven, who.wang, by=who.jun_mother, minutes=40)
    visit = await town.family.propose(datetime(2026, 12, 5, 1, 0, tzinfo=UTC), who.wang, minutes=40)

    async def offers() -> list[str]:
        seen = await ok(await town.family.get(who.mother, visit, "/offers"))
        assert seen["times"]
        return [t["startsAt"] for t in seen["times"]]

    await live(town, services, who.ming.account_id, 30.0)
    await live(town, services, who.hong.account_id, 30.005)  # half a kilometre
    near = await offers()
    assert near[0] == "2026-12-01T12:00:00Z"  # after hong's on the same evening, 20 minutes later
    assert near[-1] == "2026-12-05T01:30:00Z"  # half an hour after the proposed time
    await live(town, services, who.hong.account_id, 30.2)  # 22 kilometres: the evening cannot hold both
    assert not [at for at in await offers() if at.startswith("2026-12-01")]
    assert [at for at in await offers() if at.startswith("2026-12-08")]
    assert slug(await town.family.get(who.jun_mother, visit, "/offers")) == (404, "not-found")


async def live(town: Town, services: Services, student_id: UUID, latitude: float) -> None:
    """Gives a student a home, as the roster seals it."""
    at, org_id = home_place(student_id), town.family.org_id
    home = msgspec.json.encode(Home(address="x", longitude=120.0, latitude=latitude))
    sealed = (await services.vault.seal_fields(org_id, {at: home}))[at]
    update = "update students set home_sealed = $3 where org_id = $1 and student_id = $2"
    await town.family.world.operate(org_id, update, org_id, student_id, sealed)
