"""How a bureau's schools went on, month by month and term by term: what is kept, who sees it, and what a school that comes or goes does to it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from api.figures import service
from api.figures.trend_rules import MONTHS, first_month, month_of, term_of
from jobs.kinds import HANDLERS
from schemas.figures.rows import FiguresRow
from tests.counselling.desk import ok, slug
from tests.figures.test_figures import counted, figures, students
from tests.jobs.city import City
from tests.servers import Database, owner
from tests.world import Person, World

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTH = (
    "insert into school_figure_months (org_id, school_id, month, term, counted_at, students, visited, contacted, owed)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $6::int - $7::int)"
)


@pytest.fixture
def city(services: Services, database: Database) -> City:
    """Runs tasks."""
    return City(services, database)


async def trends(world: World, by: Person | None = None, **params: int) -> dict[str, Any]:
    path = f"/orgs/{world.bureau}/figures/trends"
    return await ok(await world.client(by or world.people.ou).get(path, params=params))


async def month(world: World, school: int, on: date, *counts: int) -> None:
    """A month that is over: students, visited, contacted."""
    at = datetime(on.year, on.month, 28, tzinfo=UTC)
    await world.sql(world.bureau, MONTH, world.bureau, school, on, term_of(on), at, *counts)


def reached(students: int, visited: int, contacted: int) -> dict[str, int]:
    return {"students": students, "visited": visited, "contacted": contacted}


def points(steps: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(step["month"], step["schools"], step["students"]) for step in steps]


async def test_the_daily_count_keeps_each_month_as_it_ended(city: City, world: World, clock: FixedClock) -> None:
    await counted(city)
    assert points((await trends(world))["months"]) == [("2026-11-01", 2, 5)]
    await students(world, world.north, world.north_a, 4)
    clock.advance(timedelta(days=1))
    await city.work(HANDLERS)
    assert points((await trends(world))["months"]) == [("2026-11-01", 2, 9)], "the month goes on"
    clock.advance(datetime(2026, 11, 30, 16, 0, tzinfo=UTC) - clock.now())  # midnight in Shanghai
    await students(world, world.north, world.north_a, 1)
    await city.work(HANDLERS)
    seen = await trends(world)
    assert points(seen["months"]) == [("2026-11-01", 2, 9), ("2026-12-01", 2, 10)]
    both = {"now": reached(10, 0, 0), "before": reached(9, 0, 0)}
    assert [step["change"] for step in seen["months"]] == [None, {"schools": 2, **both}]
    assert points(seen["terms"]) == [("2026-12-01", 2, 10)]
    assert (seen["nameZh"], seen["nameEn"]) == (None, None)


async def test_terms_are_held_against_each_other_and_months_only_within_one(world: World) -> None:
    for on, counts in (
        (date(2026, 1, 1), (100, 40, 90)),
        (date(2026, 2, 1), (100, 45, 10)),
        (date(2026, 6, 1), (100, 95, 80)),
        (date(2026, 9, 1), (110, 5, 20)),
        (date(2026, 10, 1), (110, 20, 60)),
    ):
        await month(world, world.north, on, *counts)
    seen = await trends(world)
    changes = {step["month"]: step["change"] and step["change"]["before"]["contacted"] for step in seen["months"]}
    none = {"2026-01-01": None, "2026-02-01": None, "2026-09-01": None}
    assert changes == {**none, "2026-06-01": 10, "2026-10-01": 20}
    assert [(t["term"], t["month"], t["contacted"]) for t in seen["terms"]] == [
        ("2025-09-01", "2026-01-01", 90),
        ("2026-02-01", "2026-06-01", 80),
        ("2026-09-01", "2026-10-01", 60),
    ]
    assert seen["terms"][2]["change"] == {"schools": 1, "now": reached(110, 20, 60), "before": reached(100, 45, 10)}, (
        "it goes on: as many months into the term before"
    )
    assert seen["terms"][1]["change"]["before"] == reached(100, 40, 90), "it is over: as that ended"
    assert seen["months"][0]["owed"] == 60


async def test_who_joined_or_left_makes_neither_a_rise_nor_a_fall(world: World, database: Database) -> None:
    """South joined in October: like is compared with like. When it leaves, it is in no month, and comes back with all of them."""
    for on, counts in ((date(2026, 9, 1), (100, 10, 10)), (date(2026, 10, 1), (100, 30, 40))):
        await month(world, world.north, on, *counts)
    await month(world, world.south, date(2026, 10, 1), 900, 0, 0)
    both = {"schools": 1, "now": reached(100, 30, 40), "before": reached(100, 10, 10)}
    seen = (await trends(world))["months"]
    assert points(seen) == [("2026-09-01", 1, 100), ("2026-10-01", 2, 1000)]
    assert seen[1]["change"] == both
    conn = await owner(database)
    try:
        await conn.execute("update orgs set parent_org_id = null where org_id = $1", world.south)
        seen = (await trends(world))["months"]
        assert points(seen) == [("2026-09-01", 1, 100), ("2026-10-01", 1, 100)]
        assert seen[1]["change"] == both
        path = f"/orgs/{world.bureau}/figures/trends?schoolId={world.south}"
        assert slug(await world.client(world.people.ou).get(path)) == (404, "not-found")
        await conn.execute("update orgs set parent_org_id = $2 where org_id = $1", world.south, world.bureau)
        await conn.execute("update orgs set ended_at = $2 where org_id = $1", world.south, world.now)
        assert points((await trends(world))["months"])[1] == ("2026-10-01", 1, 100), "a closed one counts no more"
    finally:
        back = "update orgs set parent_org_id = $2, ended_at = null where org_id = $1"
        await conn.execute(back, world.south, world.bureau)
        await conn.close()


async def test_an_older_count_that_comes_late_changes_nothing(city: City, world: World) -> None:
    async def put(at: datetime, count: int) -> None:
        async with city.uow(world.bureau) as uow:
            numbers = dict.fromkeys(FiguresRow.__struct_fields__, count)
            row = {
                **numbers,
                "school_id": world.north,
                "since": datetime(2026, 8, 31, 16, tzinfo=UTC),
                "counted_at": at,
            }
            counted = FiguresRow(**row)  # pyright: ignore[reportArgumentType]  # all numbers are the same
            await service.put(uow, counted, month_of(counted, SHANGHAI))

    async def kept() -> list[int]:
        rows = "select students from school_figure_months where org_id = $1 order by month"
        return [row["students"] for row in await world.sql(world.bureau, rows, world.bureau)]

    await put(world.now, 20)
    await put(world.now - timedelta(hours=1), 30)
    assert (await figures(world))["total"]["students"] == 20
    assert await kept() == [20]
    await put(world.now + timedelta(hours=1), 40)
    assert await kept() == [40]
    assert (await figures(world))["total"]["students"] == 40


async def test_one_school_alone(world: World) -> None:
    await month(world, world.north, date(2026, 9, 1), 100, 10, 10)
    await month(world, world.south, date(2026, 9, 1), 200, 20, 20)
    seen = await trends(world, schoolId=world.south)
    assert (seen["nameZh"], seen["nameEn"], points(seen["months"])) == ("南校", "South", [("2026-09-01", 1, 200)])
    for other in (world.bureau, world.centre, 999_999_999):
        path = f"/orgs/{world.bureau}/figures/trends?schoolId={other}"
        assert slug(await world.client(world.people.ou).get(path)) == (404, "not-found"), other


async def test_nothing_of_confidential_matters_is_kept_by_month(world: World) -> None:
    """DESIGN 7: two months of a count that may be shown give away one that may not."""
    columns = "select column_name from information_schema.columns where table_name = 'school_figure_months'"
    assert {row["column_name"] for row in await world.sql(world.bureau, columns)} == {
        *("org_id", "school_id", "month", "term", "counted_at", "students", "visited", "contacted", "owed")
    }


async def test_only_officers_of_the_bureau_see_them(world: World, database: Database, city: City) -> None:
    who, path = world.people, f"/orgs/{world.bureau}/figures/trends"
    for name in who.__dataclass_fields__:
        if name != "ou":
            assert slug(await world.client(getattr(who, name)).get(path)) == (403, "forbidden"), name
    for school in (world.north, world.south, world.centre):
        answer = await world.client(who.ou).get(f"/orgs/{school}/figures/trends")
        assert slug(answer) == (403, "forbidden"), "an officer has no part in a school"
    end = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.sql(world.bureau, end, world.bureau, who.ou.account_id, world.now)
    assert slug(await world.client(who.ou).get(path)) == (403, "forbidden"), "the officer left"


async def test_another_bureau_keeps_nothing_of_a_school_that_is_not_below_it(city: City, world: World) -> None:
    await counted(city)
    rows = await world.sql(world.north, "select 1 from school_figure_months where org_id = $1", world.north)
    assert rows == [], "a school has no rows of its own"
    mine = await world.sql(world.bureau, "select school_id from school_figure_months order by school_id")
    assert [row["school_id"] for row in mine] == [world.north, world.south]


async def test_what_is_older_than_two_years_is_not_shown(world: World) -> None:
    today = world.now.astimezone(SHANGHAI).date()
    first = first_month(today)
    await month(world, world.north, first, 100, 10, 10)
    await month(world, world.north, (first - timedelta(days=1)).replace(day=1), 90, 10, 10)
    assert points((await trends(world))["months"]) == [(first.isoformat(), 1, 100)]


@pytest.mark.parametrize(
    ("on", "term"),
    [
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 12, 1), date(2026, 9, 1)),
        (date(2027, 1, 1), date(2026, 9, 1)),
        (date(2027, 2, 1), date(2027, 2, 1)),
        (date(2027, 8, 1), date(2027, 2, 1)),
    ],
)
def test_terms(on: date, term: date) -> None:
    assert term_of(on) == term


def test_two_years_end_with_this_month() -> None:
    assert first_month(date(2026, 12, 31)) == date(2025, 1, 1)
    assert first_month(date(2026, 1, 1)) == date(2024, 2, 1)
    assert MONTHS == 24
