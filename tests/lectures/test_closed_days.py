"""A day that closes: lectures on it are named to who closes it, and cancelled with notice after a yes."""

from tests.counselling.desk import ok, slug
from tests.lectures.hall import EVENING, Hall
from tests.school_calendar.year import closed


async def test_a_lecture_on_a_day_that_closes_is_cancelled_after_a_yes(hall: Hall) -> None:
    who = hall.world.people
    published = await hall.publish(who.gao)
    draft = await hall.add(who.gao)
    await hall.register(who.mother, published)
    await hall.work()
    admin, path = hall.world.client(who.north_admin), f"/orgs/{hall.org_id}/school-calendar/entries"
    entry = {"entries": [closed(EVENING.date().isoformat())]}
    refused = await admin.post(path, json=entry, headers={"accept-language": "zh-CN"})
    assert slug(refused) == (409, "calendar-days-taken")
    assert "考前陪伴 活动1次" in refused.json()["detail"]
    assert (await hall.get(who.gao, published))["state"] == "published"
    await ok(await admin.post(path, json=entry, params={"cancelStanding": "true"}), 201)
    await hall.work()
    assert (await hall.get(who.gao, published))["state"] == "cancelled"
    assert (await hall.get(who.gao, draft))["state"] == "draft"
    assert [event["cancelled"] for event in await hall.events(who.mother)] == [True]
    assert "考前陪伴" in str(await hall.inbox(who.mother)) or "Before exams" in str(await hall.inbox(who.mother))
