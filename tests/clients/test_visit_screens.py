"""Home visits where people look for them: in the student's timeline, and times to choose below their days."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, ViewportSize, expect

from tests.clients.access import violations
from tests.clients.site import DESK, FATHER, MOTHER, PHONE, TEACHER, Api, Site
from tests.clients.taps import taps

SOME_ID = "0198f2a0-0000-7000-8000-000000000001"
TIMES = {
    "timeZone": "Asia/Shanghai",
    "times": [
        {"availabilityId": SOME_ID, "startsAt": f"{at}:00Z", "endsAt": f"{at[:-2]}40:00Z"}
        for at in (
            "2026-12-03T11:00", "2026-12-03T12:00", "2026-12-04T11:00", "2026-12-04T12:00",
            "2026-11-24T11:00", "2027-01-05T12:00", "2026-11-24T12:00", "2026-12-10T12:00",
        )
    ],
}  # fmt: skip


async def test_a_visit_stands_in_the_timeline_of_its_student(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/visits")
    mine = (await Api(page.request, site.url).get("me/visits"))["visits"]
    visit = next(one for one in mine if one["state"] == "recorded")
    student = await Api(page.request, site.url).get("orgs/101/students?limit=100")
    class_id = next(one["classId"] for one in student["items"] if one["studentId"] == visit["studentId"])
    await page.goto(f"/class/101/{class_id}/{visit['studentId']}")
    made = page.locator("section").filter(has_text="联系记录").get_by_role("link", name=re.compile("^家访 · "))
    await made.filter(has_text="已完成").first.click()
    await expect(page.get_by_role("button", name="看家访记录")).to_be_visible()
    await expect(page.get_by_text("电话问问作息有没有早一点。")).to_be_visible()  # without opening it


async def test_a_desk_shows_the_record_beside_the_visit(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/visits", view=DESK)
    mine = (await Api(page.request, site.url).get("me/visits"))["visits"]
    visit = next(one for one in mine if one["state"] == "recorded")
    await page.goto(f"/visits/{visit['orgId']}/{visit['visitId']}")
    facts, record = page.locator("dl.facts").first, page.get_by_role("button", name="看家访记录")
    await expect(page.get_by_text("电话问问作息有没有早一点。")).to_be_visible()
    left, right = await facts.bounding_box(), await record.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]
    assert right["y"] < left["y"] + left["height"]
    assert await violations(page) == []
    await page.set_viewport_size(PHONE)
    above, below = await facts.bounding_box(), await record.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]


async def _gives_saturday(page: Page, site: Site) -> str:
    """The mother gives 09:30 to 11:30 on Saturdays, whatever others of this demo took back. Returns the child's name."""
    api = Api(page.request, site.url)
    [school] = [org for org in (await api.get("me/home"))["orgs"] if org["orgId"] == 101]
    child = school["children"][0]
    times = {"weekday": 6, "fromTime": "09:30", "toTime": "11:30", "placeKind": "home"}
    await api.send(f"orgs/101/students/{child['studentId']}/availability", times)
    return child["name"]


async def test_one_parent_sees_whose_times_they_are_and_removes_only_their_own(site: Site, browser: Browser) -> None:
    mother = await site.page(browser, MOTHER, "/visits")
    await _gives_saturday(mother, site)
    await mother.reload()
    given = mother.locator("section").filter(has_text="我方便的时间").get_by_role("listitem")
    mine = given.filter(has_text="我填的").filter(has_text="09:30–11:30")
    await expect(mine.get_by_role("button", name="删除")).to_be_visible()
    [entry] = [
        one
        for one in (await Api(mother.request, site.url).get("me/visits"))["availability"]
        if one["fromTime"] == "09:30" and one["canEnd"]
    ]
    page = await site.page(browser, FATHER, "/visits")
    theirs = page.get_by_role("listitem").filter(has_text="09:30–11:30").filter(has_text=entry["guardianName"])
    await expect(theirs).to_be_visible()
    await expect(theirs.get_by_role("button")).to_have_count(0)
    assert await violations(page) == []


async def test_given_times_are_drawn_and_hours_not_yet_sent_outlive_a_reload(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/visits/availability")
    await page.get_by_role("button", name="告诉老师").wait_for()
    child = await _gives_saturday(page, site)
    await page.reload()
    await page.get_by_role("button", name="告诉老师").wait_for()
    if await page.get_by_role("radio", name=child).count():
        await page.get_by_role("radio", name=child).check()
    for hour in ("09:00–10:00", "10:00–11:00", "11:00–12:00"):
        await expect(page.get_by_role("button", name=f"星期六 {hour}，已填过")).to_be_visible()
    free = page.get_by_role("button", name="星期一 18:00–19:00", exact=True)
    await free.click()
    await expect(page.get_by_text("选好的时段先存在这台手机上")).to_be_visible()
    assert await violations(page) == []
    await page.reload()
    await expect(free).to_have_attribute("aria-pressed", "true")


async def test_times_to_choose_stand_below_their_days(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/visits")
    mine = (await Api(page.request, site.url).get("me/visits"))["visits"]
    visit = next(one for one in mine if one["canAnswer"])

    async def offers(route: Route) -> None:
        await route.fulfill(json=TIMES)

    await page.route("**/offers", offers)
    await page.goto(f"/visits/{visit['orgId']}/{visit['visitId']}")
    await expect(page.get_by_role("heading", name=re.compile("来家访$"))).to_be_visible()
    await page.get_by_role("button", name="换个时间").click()
    sheet = page.get_by_role("dialog")
    for day, times in {"明天 周二": 2, "12月10日 周四": 1, "2027年1月5日 周二": 1}.items():
        await expect(sheet.get_by_role("group", name=day, exact=True).get_by_role("radio")).to_have_count(times)
    await sheet.get_by_role("radio").first.check()
    await sheet.get_by_role("group", name="12月10日 周四", exact=True).get_by_role("radio").check()
    await expect(sheet.get_by_role("radio", checked=True)).to_have_count(1)
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)

    async def asked(route: Route) -> None:
        await route.fulfill(json=visit)

    await page.route("**/ask-move", asked)
    async with taps(page, 3):
        await page.get_by_role("button", name="换个时间").click()
        await sheet.get_by_role("radio").first.check()
        await sheet.get_by_role("button", name="换个时间").click()
        await expect(page.get_by_text("已告诉老师，等老师回复。")).to_be_visible()


async def test_an_answer_that_was_begun_outlives_a_reload(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/help")
    [school] = [org for org in (await Api(page.request, site.url).get("me/home"))["orgs"] if org["orgId"] == 101]
    child = school["children"][0]
    asked: dict[str, Any] = {
        "campaignId": SOME_ID,
        "title": "家访",
        "timeZone": "Asia/Shanghai",
        "studentId": child["studentId"],
        "studentName": child["name"],
        "siblings": [],
        "guardians": [],
        "startsOn": "2026-11-01",
        "endsOn": "2026-12-31",
        "visitMinutes": 40,
        "suggestions": [],
        "times": [],
        "answer": None,
        "answeredAt": None,
        "answeredBy": None,
    }
    await page.route("**/campaign-answer", lambda route: route.fulfill(json=asked))
    await page.goto(f"/visits/availability/101/{child['studentId']}")
    hour = page.get_by_role("button", name="星期三 19:00–20:00", exact=True)
    await page.locator("label", has_text="其他时间").click()
    await hour.click()
    await page.locator("label", has_text="视频").click()
    await expect(page.get_by_role("radio", name="视频")).to_be_checked()
    await page.reload()
    await expect(hour).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("radio", name="视频")).to_be_checked()
    assert await violations(page) == []


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_visit_at_the_others_place_says_who_answers_it(
    site: Site, browser: Browser, view: ViewportSize
) -> None:
    page = await site.page(browser, MOTHER, "/visits", view=view)
    mine = (await Api(page.request, site.url).get("me/visits"))["visits"]
    visit = next(one for one in mine if one["canAnswer"])
    host = {"accountId": SOME_ID, "name": "林爸爸"}
    refused = {"canAnswer": False, "canCancel": False, "waitsForMe": False, "place": None, "answeredBy": host}
    path = f"/{visit['orgId']}/{visit['visitId']}"
    await page.route(f"**/visits/{visit['visitId']}", lambda route: route.fulfill(json=visit | refused))
    await page.goto(f"/visits{path}")
    await expect(page.get_by_text("这次家访约在林爸爸给出的时间和地点，由对方答复。")).to_be_visible()
    await expect(page.locator("section.card > p.quiet")).not_to_contain_text("家里")
    for act in ("确认", "换个时间", "取消家访"):
        await expect(page.get_by_role("button", name=act)).to_have_count(0)
    assert await violations(page) == []
