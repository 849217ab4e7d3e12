"""What a screen offers is in sight and not behind something else: the week of a desk, its navigation, what long forms end with, and messages."""

import re

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from tests.clients.access import violations
from tests.clients.site import ADMIN, COUNSELLOR, DESK, MOTHER, PHONE, TEACHER, Site

LOW: ViewportSize = {"width": 1280, "height": 720}
ON_TOP = """one => { const box = one.getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return hit !== null && (one === hit || one.contains(hit)); }"""
"""Whether a tap on its middle reaches it: it is in the window, and nothing is over it."""


async def _in_reach(one: Locator) -> bool:
    return bool(await one.evaluate(ON_TOP))


@pytest.mark.parametrize("view", [DESK, LOW], ids=["1366", "1280"])
async def test_the_week_of_a_desk_is_seven_columns(site: Site, browser: Browser, view: ViewportSize) -> None:
    page = await site.page(browser, COUNSELLOR, "/diary", view=view)
    await expect(page.get_by_role("radio", name="一周")).to_be_checked()
    days = page.locator(".week-day > h2")
    await expect(days).to_have_count(7)
    boxes = [box for day in await days.all() if (box := await day.bounding_box())]
    assert len({round(box["y"]) for box in boxes}) == 1, "their heads stand in one line"
    assert len({round(box["x"]) for box in boxes}) == 7
    assert await violations(page) == []


async def test_the_week_of_a_phone_is_a_list(site: Site, browser: Browser) -> None:
    page = await site.page(browser, COUNSELLOR, "/diary?view=week")
    days = page.locator(".week-day > h2")
    await expect(days).to_have_count(7)
    boxes = [box for day in await days.all() if (box := await day.bounding_box())]
    assert len({round(box["x"]) for box in boxes}) == 1


async def test_the_month_of_a_desk_says_with_whom(site: Site, browser: Browser) -> None:
    page = await site.page(browser, COUNSELLOR, "/diary?view=month", view=DESK)
    entry = page.locator(".month-entry").first
    await expect(entry).to_have_text(re.compile(r"^15:00 \S{2,}$"))
    assert await entry.evaluate("one => one.scrollWidth <= one.clientWidth"), "all of it shows"


@pytest.mark.parametrize("view", [DESK, LOW], ids=["1366", "1280"])
async def test_all_of_a_long_navigation_is_reached(site: Site, browser: Browser, view: ViewportSize) -> None:
    page = await site.page(browser, ADMIN, "/", view=view)
    links = page.locator(".side a")
    await expect(links.filter(has_text="发送预算")).to_be_attached()
    for name in ("消息", "我的"):
        assert await _in_reach(links.filter(has_text=name)), "without scrolling"
    await links.first.focus()
    for link in await links.all():
        await expect(link).to_be_focused()
        assert await _in_reach(link), await link.inner_text()
        await page.keyboard.press("Tab")
    assert await violations(page) == []


async def test_a_message_is_not_over_what_it_speaks_of(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/talks/book")
    send = page.get_by_role("button", name="约这个时间")
    await send.click()
    await expect(page.get_by_role("status").filter(has_text="先选一个时间")).to_be_visible()
    assert await _in_reach(send)
    help_link = page.get_by_role("link", name="求助热线")
    await help_link.click(timeout=3000)  # through the message
    await expect(page.get_by_role("heading", level=1)).to_have_text("求助热线")


async def _held(page: Page, name: str) -> None:
    button = page.locator(".held").get_by_role("button", name=name, exact=True)
    await expect(button).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollHeight > innerHeight + 100"), "a long form"
    await page.evaluate("scrollTo(0, 0)")
    assert await _in_reach(button)
    assert await violations(page) == []
    for field in await page.locator(".held textarea, .held .input").all():
        await field.focus()
        assert await _in_reach(field), "what has the focus is not behind it"
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    end = await page.locator(".held form > :nth-last-child(2)").bounding_box()
    bar = await button.bounding_box()
    assert end
    assert bar
    assert end["y"] + end["height"] <= bar["y"], "the form's end shows above it"


async def test_a_long_form_keeps_its_button_in_reach(site: Site, browser: Browser) -> None:
    await _held(await site.page(browser, MOTHER, "/talks/book"), "约这个时间")


async def test_a_lectures_form_keeps_its_own(site: Site, browser: Browser) -> None:
    await _held(await site.page(browser, TEACHER, "/lectures/101/new"), "保存")


async def test_very_large_type_needs_the_room(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/talks/book", text="largest")
    send = page.get_by_role("button", name="约这个时间")
    await expect(send).to_have_css("position", "static")


async def test_a_full_lecture_says_in_the_list_that_one_waits(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/help")
    answer = await (await page.request.get("/api/v1/me/lectures")).json()
    lecture = next(one for one in answer["items"] if one["registers"] and one["registration"] is None)
    lecture |= {"open": True, "free": 0}
    await page.route("**/api/v1/me/lectures*", lambda route: route.fulfill(json=answer))
    path = f"/api/v1/orgs/{lecture['orgId']}/me/lectures/{lecture['lectureId']}"
    queued = lecture | {"registration": {"registrationId": lecture["lectureId"], "state": "waiting", "ahead": 0}}
    await page.route(f"**{path}", lambda route: route.fulfill(json=queued))
    await page.goto("/lectures")
    row = page.get_by_role("link").filter(has_text=lecture["title"])
    await expect(row).to_contain_text("名额已满，可排队")
    await row.click()
    await expect(page.get_by_role("button", name="不再排队")).to_be_visible()
    await expect(page.get_by_role("button", name="取消报名")).to_have_count(0)


async def test_the_children_of_a_family_look_different(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/talks/book")
    for path in ("/talks/book", "/me"):
        await page.goto(path)
        marks = page.locator("main .initials")
        await expect(marks).to_have_count(2)
        assert len({await mark.get_attribute("style") for mark in await marks.all()}) == 2, path


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
async def test_help_is_loud_for_families_and_quiet_for_staff(site: Site, browser: Browser, view: ViewportSize) -> None:
    family = await site.page(browser, MOTHER, "/me", view=view)
    staff = await site.page(browser, TEACHER, "/me", view=view)
    await expect(family.locator("nav a").first).to_be_visible()
    await expect(staff.locator("html[data-staff]")).to_have_count(1)
    clear = "rgba(0, 0, 0, 0)"
    await expect(staff.locator(".head .help")).to_have_css("background-color", clear)
    await expect(family.locator(".head .help")).not_to_have_css("background-color", clear)
