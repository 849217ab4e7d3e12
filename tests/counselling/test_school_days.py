"""Free times follow the school's calendar; hours end at midnight, and run over it where people work at night."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from api.school_calendar import national
from schemas.school_calendar.rows import NationalDay
from tests.counselling.desk import HOUR, TUESDAY, Desk, field, ok, slug, version
from tests.school_calendar.year import add, closed, workday
from tests.servers import Database, owner

WEEK = timedelta(days=7)


async def free(desk: Desk, who: Any, start: datetime, days: int = 1) -> list[str]:
    params = {"from": start.isoformat(), "to": (start + timedelta(days=days)).isoformat()}
    found = await ok(await desk.world.client(who).get(f"/orgs/{desk.org_id}/slots", params=params))
    return [slot["startsAt"] for slot in found["slots"]]


async def test_a_closed_day_has_no_free_times_and_takes_no_booking(desk: Desk) -> None:
    who, later = desk.world.people, TUESDAY + WEEK
    assert len(await free(desk, who.mother, later - 8 * HOUR)) == 3
    await add(desk.world, desk.org_id, who.north_admin, closed("2026-12-01"))
    assert await free(desk, who.mother, later - 8 * HOUR) == []
    answer = await desk.world.client(who.mother).post(desk.bookings, json=desk.wish(who.ming, later))
    assert slug(answer) == (409, "slot-not-offered")


async def test_a_public_holiday_has_no_free_times_unless_the_table_is_switched_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = desk.world.people
    day = NationalDay(off=True, name_zh="节日", name_en="Feast")
    monkeypatch.setattr(national, "TABLE", {date(2026, 11, 24): day})
    assert await free(desk, who.mother, TUESDAY - 8 * HOUR) == []
    body = {"nationalDays": False, "visitFrom": "08:00", "visitUntil": "21:30"}
    path = f"/orgs/{desk.org_id}/school-calendar/settings"
    await ok(await desk.world.client(who.north_admin).put(path, json=body, headers=version(1)))
    assert len(await free(desk, who.mother, TUESDAY - 8 * HOUR)) == 3


async def test_a_make_up_sunday_has_the_hours_of_its_weekday(desk: Desk) -> None:
    who, sunday = desk.world.people, datetime(2026, 12, 5, 16, 0, tzinfo=UTC)
    assert await free(desk, who.mother, sunday) == []
    await add(desk.world, desk.org_id, who.north_admin, workday("2026-12-06", 2))
    assert len(await free(desk, who.mother, sunday)) == 3
    at = datetime(2026, 12, 6, 6, 0, tzinfo=UTC)
    await ok(await desk.world.client(who.mother).post(desk.bookings, json=desk.wish(who.ming, at)), 201)


def hours(desk: Desk, **more: Any) -> dict[str, Any]:
    who = desk.world.people
    return {
        "counsellorId": str(who.lin.account_id),
        "providerId": desk.provider_id,
        "weekday": 3,
        "fromTime": "20:00",
        "toTime": "24:00",
        "modes": ["phone"],
        "slotMinutes": 60,
        "bufferMinutes": 0,
        "validFrom": "2026-11-01",
        **more,
    }


async def test_hours_may_end_at_midnight(desk: Desk) -> None:
    who = desk.world.people
    client, path = desk.world.client(who.lin), f"/orgs/{desk.org_id}/hours"
    made = await ok(await client.post(path, json=hours(desk)), 201)
    assert made["hours"]["toTime"] == "24:00"
    wednesday = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    assert len(await free(desk, who.mother, wednesday)) == 4
    assert field(await client.post(path, json=hours(desk, fromTime="23:00"))) == (422, "$.fromTime", "overlap")
    assert field(await client.post(path, json=hours(desk, toTime="24:01")))[:2] == (422, "$.toTime")


@pytest.mark.parametrize("kind", ["hotline", "centre", "hospital"])
async def test_only_where_people_work_at_night_hours_run_over_midnight(
    desk: Desk, database: Database, kind: str
) -> None:
    who = desk.world.people
    client, path = desk.world.client(who.lin), f"/orgs/{desk.org_id}/hours"
    night = hours(desk, toTime="02:00")
    assert field(await client.post(path, json=night)) == (422, "$.toTime", "order")
    conn = await owner(database)
    await conn.execute("update orgs set kind = $2 where org_id = $1", desk.org_id, kind)
    await conn.close()
    made = await ok(await client.post(path, json=night), 201)
    assert (made["hours"]["fromTime"], made["hours"]["toTime"]) == ("20:00", "02:00")
    early = hours(desk, weekday=4, fromTime="01:00", toTime="03:00")
    assert field(await client.post(path, json=early)) == (422, "$.fromTime", "overlap")
    await ok(await client.post(path, json={**early, "fromTime": "02:00"}), 201)
    thursday = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    assert len(await free(desk, who.mother, thursday)) == 3
    shut = {"kind": "closed", "onDate": "2026-11-25", "fromTime": "23:00", "toTime": "01:00"}
    body = {"counsellorId": str(who.lin.account_id), **shut}
    await ok(await client.post(f"/orgs/{desk.org_id}/hours-exceptions", json=body), 201)
    assert len(await free(desk, who.mother, thursday)) == 2
