"""The first screen: what waits stands there, and its tab counts just that."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.site import COUNSELLOR, MOTHER, TEACHER, Site

VISIT = "0190a3c4-0000-7000-8000-000000000001"
ALERT = {"kind": "see_visit_alert", "orgId": 101, "resourceId": VISIT, "name": "王老师、林老师", "studentId": None}
NAMESAKES = [f"0190a3c4-0000-7000-8000-00000000001{n}" for n in range(2)]
NOTHING: dict[str, Any] = {
    "needs": [],
    "visits": [],
    "timesAsked": [],
    "followUps": [],
    "notices": [],
    "noticesWaiting": 0,
}


async def opened(
    site: Site, browser: Browser, who: str = MOTHER, *, changed: dict[str, Any], desk: bool = False
) -> Page:
    """The first screen of a person, with some of its answer replaced."""
    context = await site.browser(browser, who)
    page = await context.new_page()
    page.on("pageerror", lambda error: site.faults.append(str(error)))
    if desk:
        await page.set_viewport_size({"width": 1280, "height": 800})
    home = await (await page.request.get("/api/v1/me/home")).json()

    async def answer(route: Route) -> None:
        await route.fulfill(json={**home, **NOTHING, **changed})

    await page.route("**/api/v1/me/home", answer)
    await page.goto("/")
    return page


@pytest.mark.parametrize("who", [MOTHER, TEACHER, COUNSELLOR], ids=["mother", "teacher", "counsellor"])
async def test_its_answer_is_asked_for_once(who: str, site: Site, browser: Browser) -> None:
    context = await site.browser(browser, who)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = await site.open(context)
    await page.wait_for_load_state("networkidle")
    await expect(page.get_by_role("link", name="求助热线")).to_be_visible()
    assert len([url for url in asked if url.endswith("/api/v1/me/home")]) == 1
    await page.get_by_role("link", name="我的").click()
    await page.get_by_role("link", name="首页").click()
    await page.wait_for_load_state("networkidle")
    assert len([url for url in asked if url.endswith("/api/v1/me/home")]) > 1, (
        "who comes back sees what is there by then"
    )


async def test_an_open_alert_leads_to_whom_to_call(site: Site, browser: Browser) -> None:
    page = await opened(site, browser, changed={"needs": [ALERT], "unread": 0})
    alert = page.get_by_role("link", name="家访老师还没有报平安")
    await expect(alert).to_contain_text("王老师、林老师")
    await expect(alert).to_have_attribute("href", f"/visits/101/{VISIT}?alert=1")
    await expect(page.get_by_text("现在没有要处理的事。")).to_have_count(0)
    assert await violations(page) == []


async def test_unread_messages_are_no_work(site: Site, browser: Browser) -> None:
    page = await opened(site, browser, changed={"unread": 7})
    await expect(page.get_by_role("link", name=re.compile("消息.*7 条未读"))).to_be_visible()
    await expect(page.get_by_text("现在没有要处理的事。")).to_be_visible()
    await expect(page.locator(".tabs").get_by_role("link", name="首页")).to_have_accessible_name("首页")


async def test_a_desk_tells_unread_from_waiting(site: Site, browser: Browser) -> None:
    page = await opened(site, browser, changed={"needs": [ALERT], "unread": 7}, desk=True)
    side = page.locator("nav.side")
    await expect(side.get_by_role("link", name="首页")).to_have_accessible_name(re.compile(r"^首页\s*1 项待处理$"))
    await expect(side.get_by_role("link", name="消息")).to_have_accessible_name(re.compile(r"^消息\s*7 条未读$"))


async def test_a_teacher_tells_students_of_one_name_apart_by_their_colours(site: Site, browser: Browser) -> None:
    page = await opened(site, browser, TEACHER, changed={"followUps": [_due(one) for one in NAMESAKES], "next": []})
    lines = [page.get_by_role("link", name="周子涵").nth(n).locator(".named") for n in range(2)]
    for line in lines:
        await expect(line).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    hues = [await line.evaluate("one => one.style.getPropertyValue('--hue')") for line in lines]
    assert len(set(hues)) == 2
    assert await violations(page) == []


async def test_who_comes_has_their_colour_in_a_counsellors_lines(site: Site, browser: Browser) -> None:
    """Over and not recorded, and coming; a student who is not named has none."""
    over = {"kind": "record_booking", "orgId": 101, "resourceId": VISIT, "name": "周子涵", "studentId": NAMESAKES[0]}
    hidden = over | {"resourceId": NAMESAKES[1], "name": None, "studentId": None}
    for desk in (False, True):
        page = await opened(site, browser, COUNSELLOR, changed={"needs": [over, hidden]}, desk=desk)
        line = page.locator(f"a[href='/talks/101/{VISIT}'] .named")
        await expect(line).to_have_text("周子涵")
        await expect(line).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
        await expect(page.locator(f"a[href='/talks/101/{NAMESAKES[1]}'] .named")).to_have_count(0)
        assert await violations(page) == []


def _due(student: str) -> dict[str, Any]:
    """Something that follows from a visit to a student."""
    ids = {"visitId": student, "followUpId": student, "studentId": student}
    return {"orgId": 101, "studentName": "周子涵", "dueOn": "2026-11-23", "agreed": False, "late": False, **ids}
