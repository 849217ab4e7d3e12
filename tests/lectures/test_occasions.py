"""A lecture belongs to a theme month, a term or exam weeks of the school calendar (N2, N3), as the calendar has them today."""

from typing import Any

import pytest

from tests.counselling.desk import field, ok, slug
from tests.lectures.hall import Hall, lecture
from tests.school_calendar.year import add, closed, term

MONTH = {"kind": "theme", "firstDay": "2026-11-16", "lastDay": "2026-12-15", "name": "倾听月"}


async def entry(hall: Hall, body: dict[str, Any] = MONTH) -> str:
    """An entry of the school's own calendar."""
    [added] = await add(hall.world, hall.org_id, hall.world.people.north_admin, body)
    return added["entryId"]


async def end(hall: Hall, entry_id: str) -> None:
    path = f"/orgs/{hall.org_id}/school-calendar/entries/{entry_id}/end"
    await ok(await hall.world.client(hall.world.people.north_admin).post(path))


async def test_a_lecture_names_an_entry_of_the_calendar_to_families_and_to_who_plans(hall: Hall) -> None:
    who, month = hall.world.people, await entry(hall)
    published = await hall.publish(who.wang, calendarEntryId=month)
    named = {"entryId": month, **MONTH}
    assert published["calendarEntry"] == named
    [made] = (await ok(await hall.world.client(who.wang).get(hall.lectures)))["items"]
    [mine] = await hall.mine(who.mother)
    assert made["calendarEntry"] == mine["calendarEntry"] == named
    assert await hall.mine(who.jun_mother) == [], "of another class"
    assert (await hall.own(who.former_guardian, published)).status_code == 403
    body = lecture(hall.world.north_a, theme="may")
    changed = await ok(await hall.put(who.wang, published, body))
    assert (changed["theme"], changed["calendarEntry"]) == ("may", None)


async def test_the_form_offers_what_is_not_over_and_can_be_belonged_to(hall: Hall) -> None:
    who = hall.world.people
    over = {**MONTH, "firstDay": "2026-11-01", "lastDay": "2026-11-22", "name": "过去"}
    exams = {**MONTH, "kind": "exam", "firstDay": "2027-01-11", "lastDay": "2027-01-15", "name": "期末"}
    for body in (exams, over, MONTH, term("2026-09-01", "2027-01-20"), closed("2026-12-24")):
        await entry(hall, body)
    form = await ok(await hall.world.client(who.wang).get(f"{hall.lectures}/form"))
    assert [found["name"] for found in form["calendarEntries"]] == ["第一学期", "倾听月", "期末"]


async def test_a_bureaus_entry_is_named_where_the_calendar_has_it(hall: Hall) -> None:
    who = hall.world.people
    [shared] = await add(hall.world, hall.world.bureau, who.ou, {**MONTH, "forSchools": True})
    early = await hall.try_add(who.wang, lecture(hall.world.north_a, calendarEntryId=shared["entryId"]))
    assert field(early) == (404, "$.calendarEntryId", "not-found"), "the school has not got it yet"
    await hall.work()
    published = await hall.publish(who.wang, calendarEntryId=shared["entryId"])
    assert published["calendarEntry"]["name"] == "倾听月"
    await end(hall, shared["entryId"])
    assert (await hall.mine(who.mother))[0]["calendarEntry"] is None, "the school took it out for itself"


async def test_what_left_the_calendar_is_named_no_more_and_nobody_is_told(hall: Hall) -> None:
    who, month = hall.world.people, await entry(hall)
    published = await hall.publish(who.wang, calendarEntryId=month)
    told = await hall.inbox(who.mother)
    await end(hall, month)
    moved = await entry(hall, {**MONTH, "lastDay": "2026-12-20"})
    await hall.work()
    assert (await hall.get(who.wang, published))["calendarEntry"] is None
    assert (await hall.mine(who.mother))[0]["calendarEntry"] is None
    assert await hall.inbox(who.mother) == told
    body = lecture(hall.world.north_a, calendarEntryId=month)
    assert field(await hall.put(who.wang, published, body)) == (404, "$.calendarEntryId", "not-found")
    again = await ok(await hall.put(who.wang, published, {**body, "calendarEntryId": moved}))
    assert again["calendarEntry"]["lastDay"] == "2026-12-20"


@pytest.mark.parametrize("kind", ["closed", "workday"])
async def test_days_off_are_no_occasion(hall: Hall, kind: str) -> None:
    day = "2026-12-26"
    other = await entry(hall, {"kind": kind, "firstDay": day, "lastDay": day, "name": "调整"})
    refused = await hall.try_add(hall.world.people.wang, lecture(hall.world.north_a, calendarEntryId=other))
    assert field(refused) == (404, "$.calendarEntryId", "not-found")


async def test_another_schools_entry_and_two_occasions_are_refused(hall: Hall) -> None:
    who = hall.world.people
    [souths] = await add(hall.world, hall.world.south, who.south_admin, MONTH)
    refused = await hall.try_add(who.wang, lecture(hall.world.north_a, calendarEntryId=souths["entryId"]))
    assert field(refused) == (404, "$.calendarEntryId", "not-found")
    both = lecture(hall.world.north_a, calendarEntryId=await entry(hall), theme="may")
    assert field(await hall.try_add(who.wang, both)) == (422, "$.calendarEntryId", "either")
    assert slug(await hall.try_add(who.mother, both)) == (403, "forbidden"), "who plans nothing learns nothing"
