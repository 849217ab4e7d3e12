"""A day that closes: talks on it are named to the person who closes it, and cancelled with notice after a yes."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.school_calendar import national
from schemas.school_calendar.rows import NationalDay
from tests.counselling.desk import TUESDAY, busy, ok, slug, version
from tests.counselling.test_ended import Office, office
from tests.school_calendar.year import add, closed, term, workday

__all__ = ["office"]
LATER = TUESDAY + timedelta(days=7)
"""Tuesday, 1 December 2026, 14:00 in Shanghai."""


async def close(office: Office, *entries: dict[str, Any], yes: bool = False, language: str = "zh-CN") -> httpx.Response:
    desk = office.desk
    return await desk.world.client(desk.world.people.north_admin).post(
        f"/orgs/{desk.org_id}/school-calendar/entries",
        json={"entries": [*entries]},
        params={"cancelStanding": "true"} if yes else {},
        headers={"accept-language": language},
    )


async def test_who_closes_a_day_sees_whose_talks_stand_on_it_and_nothing_is_closed_without_a_yes(
    office: Office,
) -> None:
    desk, who = office.desk, office.desk.world.people
    talk = await desk.book(who.mother, who.ming, at=LATER)
    refused = await close(office, closed("2026-12-01"))
    assert slug(refused) == (409, "calendar-days-taken")
    assert "lin 咨询1次" in refused.json()["detail"]
    assert "ming" not in refused.text
    english = await close(office, closed("2026-12-01"), language="en")
    assert "lin: 1 session." in english.json()["detail"]
    assert await office.state(talk) == ("confirmed", None)
    assert (await close(office, closed("2026-12-02"))).status_code == 201, "nothing stands there"


async def test_talks_on_a_day_that_closes_are_cancelled_and_everybody_is_told(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    talk, other = await desk.book(who.mother, who.ming, at=LATER, attends="both"), await desk.book(who.mother, who.ming)
    await office.work()
    await ok(await close(office, closed("2026-12-01"), yes=True), 201)
    assert await office.state(talk) == ("cancelled", "closed")
    assert await office.state(other) == ("confirmed", None)
    assert LATER not in {
        at for spans in (await busy(desk.world, who.lin, who.ming, who.mother)).values() for at in spans
    }
    await office.work()
    assert await office.sms("closed") == {"mother", "lin"}
    assert await office.sms("cancelled") == set()
    assert office.cancels() == {"mother", "lin"}


async def test_a_talk_in_hours_that_the_counsellor_opened_for_the_day_stays(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    talk = await desk.book(who.mother, who.ming, at=LATER)
    hours = (await ok(await desk.world.client(who.lin).get(f"/orgs/{desk.org_id}/hours")))["hours"]
    body = {
        "counsellorId": str(who.lin.account_id),
        "kind": "open",
        "onDate": "2026-12-01",
        "fromTime": "14:00",
        "toTime": "17:00",
        "hoursId": hours[0]["hoursId"],
    }
    await ok(await desk.world.client(who.lin).post(f"/orgs/{desk.org_id}/hours-exceptions", json=body), 201)
    await ok(await close(office, closed("2026-12-01")), 201)
    assert await office.state(talk) == ("confirmed", None)


async def test_a_vacation_and_a_make_up_day_that_is_taken_back_close_too(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    talk = await desk.book(who.mother, who.ming, at=LATER)
    terms = term("2026-09-01", "2026-11-27"), term("2027-02-22", "2027-07-05", "第二学期")
    assert slug(await close(office, *terms)) == (409, "calendar-days-taken")
    client, base = desk.world.client(who.north_admin), f"/orgs/{desk.org_id}/school-calendar"
    [entry] = await add(desk.world, desk.org_id, who.north_admin, workday("2026-12-01"))
    await ok(await close(office, closed("2026-11-30", "2026-12-04")), 201)
    end = f"{base}/entries/{entry['entryId']}/end"
    assert slug(await client.post(end)) == (409, "calendar-days-taken")
    assert await office.state(talk) == ("confirmed", None)
    await ok(await client.post(end, params={"cancelStanding": "true"}))
    assert await office.state(talk) == ("cancelled", "closed")


async def test_the_national_table_switched_on_closes_as_well(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, who = office.desk, office.desk.world.people
    client, path = desk.world.client(who.north_admin), f"/orgs/{desk.org_id}/school-calendar/settings"
    body: dict[str, Any] = {"nationalDays": False, "visitFrom": "08:00", "visitUntil": "21:30"}
    await ok(await client.put(path, json=body, headers=version(1)))
    monkeypatch.setattr(national, "TABLE", {LATER.date(): NationalDay(off=True, name_zh="节日", name_en="Feast")})
    talk = await desk.book(who.mother, who.ming, at=LATER)
    switched = {**body, "nationalDays": True}
    assert slug(await client.put(path, json=switched, headers=version(2))) == (409, "calendar-days-taken")
    await ok(await client.put(path, json=switched, headers=version(2), params={"cancelStanding": "true"}))
    assert await office.state(talk) == ("cancelled", "closed")


async def test_a_talk_that_was_booked_while_its_day_closed_is_cancelled_by_what_follows_it(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    talk = await desk.book(who.mother, who.ming, at=LATER)
    row = "insert into school_calendar_entries (org_id, batch_id, kind, first_day, last_day, name, created_at) values ($1, uuidv7(), 'closed', '2026-12-01', '2026-12-01', 'x', $2)"
    await desk.world.sql(desk.org_id, row, desk.org_id, desk.world.now)
    await office.work()
    assert await office.state(talk) == ("cancelled", "closed")
