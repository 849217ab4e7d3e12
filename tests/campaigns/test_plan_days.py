"""When a plan begins and on which days it plans, why a family without an answer does not fit, and what an old plan says (V9)."""

from datetime import date, datetime, timedelta
from typing import Any

from api.campaigns.plans import days
from api.core.clock import FixedClock
from api.school_calendar import service as school_calendar
from schemas.school_calendar.rows import CalendarEntry, OrgCalendar
from tests.campaigns.matrix import campaign
from tests.campaigns.test_campaigns import path
from tests.campaigns.test_families import answer, asked, of
from tests.campaigns.test_plans import TUESDAYS, VIDEO, apply, planned, see, with_answer
from tests.counselling.desk import ok, slug, version
from tests.visits.test_followed import Town

WEDNESDAYS = {"weekday": 3, "fromTime": "19:00", "toTime": "21:00", "placeKind": "home"}
SATURDAYS = {"weekday": 6, "fromTime": "09:00", "toTime": "11:00", "placeKind": "home"}


def days_of(plan: dict[str, Any]) -> list[str]:
    return [e["day"] for e in plan["evenings"]]


async def test_nothing_is_planned_before_a_time_of_notice(town: Town) -> None:
    """Today is Monday: Wednesday is too soon, Thursday is not."""
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town)
    hours = [{"weekday": w, "fromTime": "19:00", "toTime": "21:00"} for w in (2, 3, 4)]
    body = campaign([world.north_a], [who.wang])
    body["visitors"][0]["hours"] = hours
    await ok(await world.client(who.wang).put(path(world, campaign_id), json=body, headers=version(1)))
    every = [{**TUESDAYS, "weekday": w} for w in (2, 3, 4)]
    await ok(await answer(world, who.mother, who.ming, times=every))
    plan = await planned(town, campaign_id)
    assert (plan["firstDay"], plan["noticeDays"]) == ("2026-11-26", days.NOTICE)
    assert days_of(plan) == ["2026-11-26"]


async def test_a_plan_that_lay_too_long_is_not_applied(town: Town, clock: FixedClock) -> None:
    world = town.family.world
    campaign_id = await with_answer(town, endsOn="2026-12-01")
    plan = await planned(town, campaign_id)
    assert days_of(plan) == ["2026-12-01"]
    clock.advance(timedelta(days=6))
    late = await see(world, campaign_id)
    assert (late["changes"], late["canApply"]) == ([{"kind": "notice", "name": "ming"}], False)
    assert slug(await apply(world, campaign_id, plan["version"])) == (409, "plan-stale")


async def test_what_was_applied_is_not_proposed_without_notice(town: Town, clock: FixedClock) -> None:
    world = town.family.world
    campaign_id = await with_answer(town, endsOn="2026-12-01")
    plan = await planned(town, campaign_id)
    await ok(await apply(world, campaign_id, plan["version"]))
    clock.advance(timedelta(days=6, hours=12))
    await town.work()
    assert await world.sql(world.north, "select 1 from visits where org_id = $1", world.north) == []


async def test_the_school_calendar_says_when_nobody_visits(town: Town) -> None:
    """The Tuesday is closed, and the Saturday after it makes up for it: then the hours of Tuesday run, and no Saturday's."""
    world, who = town.family.world, town.family.world.people
    entries = [
        {"kind": "closed", "firstDay": "2026-12-01", "lastDay": "2026-12-01", "name": "校庆"},
        {
            "kind": "workday",
            "firstDay": "2026-12-05",
            "lastDay": "2026-12-05",
            "followsWeekday": 2,
            "name": "补周二的课",
        },
    ]
    campaign_id = await with_answer(town, endsOn="2026-12-07")
    before = await planned(town, campaign_id)
    assert (days_of(before), before["days"]) == (["2026-12-01"], [])
    admin = world.client(who.north_admin)
    await ok(await admin.post(f"/orgs/{world.north}/school-calendar/entries", json={"entries": entries}), 201)
    stale = await see(world, campaign_id)
    assert (stale["changes"], stale["canApply"]) == ([{"kind": "calendar", "name": None}], False)
    plan = await planned(town, campaign_id)
    assert days_of(plan) == ["2026-12-05"]
    start = datetime.fromisoformat(plan["evenings"][0]["visits"][0]["startsAt"])
    assert start.hour + 8 >= 19
    assert [(d["day"], d["kind"], d["name"], d["weekday"]) for d in plan["days"]] == [
        ("2026-12-01", "closed", "校庆", None),
        ("2026-12-05", "workday", "补周二的课", 2),
    ]
    await ok(await answer(world, who.mother, who.ming, times=[SATURDAYS]))
    assert days_of(await planned(town, campaign_id)) == ["2026-11-28"]


def calendar(*entries: CalendarEntry) -> days.Calendar:
    known = OrgCalendar(
        time_zone="Asia/Shanghai", national_days=True, visit_from=480, visit_until=1290, entries=list(entries)
    )
    return days.Calendar(
        day_of=lambda day: school_calendar.day_of(known, day), visit_from=480, visit_until=1290, known_until=2026
    )


async def test_public_holidays_and_make_up_workdays_without_a_known_weekday(town: Town) -> None:
    campaign_id = await with_answer(town)
    plan = await planned(town, campaign_id)
    assert plan["holidaysKnownUntil"] is None or plan["holidaysKnownUntil"] < 2027
    found = days.open_days(_campaign("2026-09-20", "2026-10-12"), date(2026, 9, 1), calendar())
    assert date(2026, 10, 1) not in found  # National Day
    assert date(2026, 9, 20) not in found  # a Sunday worked for it: whose hours run nobody knows
    assert found[date(2026, 10, 9)] == 5
    new_year = CalendarEntry(
        kind="closed", first_day=date(2027, 1, 1), last_day=date(2027, 1, 5), follows_weekday=None, name="元旦"
    )
    unpublished = days.open_days(_campaign("2026-12-28", "2027-01-08"), date(2026, 12, 1), calendar())
    assert not {date(2027, 1, d) for d in (1, 2, 3)} & unpublished.keys()
    assert date(2027, 1, 4) in unpublished
    term = CalendarEntry(
        kind="term", first_day=date(2026, 9, 1), last_day=date(2027, 1, 20), follows_weekday=None, name="第一学期"
    )
    saturday = days.unlike_week(
        _campaign("2026-12-28", "2027-01-08"), date(2026, 12, 1), calendar(term), [6], english=False
    )
    assert [(d.day, d.kind, d.name) for d in saturday] == [(date(2027, 1, 2), "usual", "元旦")]
    january = days.open_days(_campaign("2026-12-28", "2027-01-08"), date(2026, 12, 1), calendar(new_year))
    assert date(2027, 1, 5) not in january
    assert date(2027, 1, 6) in january


def _campaign(first: str, last: str) -> Any:
    class Period:
        starts_on, ends_on = date.fromisoformat(first), date.fromisoformat(last)

    return Period()


async def test_evenings_keep_to_the_hours_that_the_school_set_for_visits(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = await with_answer(town, endsOn="2026-12-01")
    settings = {"nationalDays": True, "visitFrom": "08:00", "visitUntil": "19:30"}
    at = f"/orgs/{world.north}/school-calendar/settings"
    await ok(await world.client(who.north_admin).put(at, json=settings, headers=version(1)))
    plan = await planned(town, campaign_id)
    assert (plan["placed"], plan["evenings"]) == (0, [])


async def test_who_has_not_answered_is_told_apart(town: Town) -> None:
    world, who = town.family.world, town.family.world.people
    campaign_id = (await asked(town))["campaignId"]
    await ok(await answer(world, who.mother, who.ming, callMe=True))

    async def reasons() -> dict[str, tuple[str, bool]]:
        plan = await planned(town, campaign_id)
        return {u["studentName"]: (u["reason"], u["canAnswer"]) for u in plan["unplaced"]}

    assert await reasons() == {"ming": ("call_me", True), "hong": ("no_answer", True)}
    await ok(await answer(world, who.mother, who.ming, times=[VIDEO]))
    assert (await see(world, campaign_id))["changes"] == [{"kind": "family", "name": "ming"}]
    assert (await reasons())["ming"] == ("video_only", True)
    await ok(await answer(world, who.mother, who.ming, times=[WEDNESDAYS]))
    assert (await reasons())["ming"] == ("no_window", True)
    leader = await see(world, campaign_id, who.gao)
    assert {u["canAnswer"] for u in leader["unplaced"]} == {False}


async def test_a_family_is_not_asked_about_days_that_passed(town: Town, clock: FixedClock) -> None:
    world, who = town.family.world, town.family.world.people
    await asked(town)
    seen = await ok(await world.client(who.mother).get(of(world, who.ming)))
    assert seen["startsOn"] == "2026-11-26"
    clock.advance(timedelta(days=10))
    seen = await ok(await world.client(who.mother).get(of(world, who.ming)))
    assert seen["startsOn"] == "2026-12-06"


async def test_no_fix_names_a_day_that_is_too_soon_by_now(town: Town, clock: FixedClock) -> None:
    """The plan stays as it was made, and time goes by: no family is called about an evening that nobody can plan any more."""
    world = town.family.world
    campaign_id = await with_answer(town, endsOn="2026-12-01")
    await planned(town, campaign_id)

    async def days_of_fixes() -> list[str]:
        plan = await see(world, campaign_id)
        return [u["fix"]["day"] for u in plan["unplaced"] if u["fix"]]

    assert await days_of_fixes() == ["2026-11-28"]
    clock.advance(timedelta(days=2))
    assert (await see(world, campaign_id))["firstDay"] == "2026-11-28"
    assert await days_of_fixes() == ["2026-11-28"]
    clock.advance(timedelta(days=1))
    assert await days_of_fixes() == []
