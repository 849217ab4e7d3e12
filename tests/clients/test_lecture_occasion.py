"""Who plans a lecture chooses an entry of the school calendar; lists and families name it, until the calendar has it no more."""

import os
from datetime import timedelta
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import ADMIN, DESK, LEADER, MOTHER, Site

ENTRIES = "orgs/101/school-calendar/entries"


async def test_a_leader_plans_for_a_theme_month(site: Site, browser: Browser) -> None:
    admin = await site.page(browser, ADMIN, "/help")
    api = Api(admin.request, site.url)
    first, last = (str(site.now().date() + timedelta(days=days)) for days in (40, 60))
    month = {"kind": "theme", "firstDay": first, "lastDay": last, "name": "陪伴月"}
    [entry] = await api.send(ENTRIES, {"entries": [month]})
    page = await site.page(browser, LEADER, "/lectures/101/new")
    await _fill(page, first)
    await page.get_by_label("主题").select_option(entry["entryId"])
    assert await violations(page) == []
    await _shoot(page, "occasion-form-phone")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("陪伴月")).to_be_visible()
    lecture_id = page.url.rsplit("/", 2)[1]
    desk = await site.page(browser, LEADER, "/lectures", view=DESK, language="en")
    await desk.get_by_role("radio", name="Mine to run").check()
    await expect(desk.get_by_role("row").filter(has_text="陪伴月")).to_contain_text("同行")
    await _shoot(desk, "occasion-list-desk")
    await api.send(f"{ENTRIES}/{entry['entryId']}/end")
    await page.goto(f"{site.url}/lectures/101/{lecture_id}/edit")
    await expect(page.get_by_label("主题")).to_have_value("")
    await expect(page.get_by_label("主题").get_by_role("option", name="陪伴月")).to_have_count(0)


async def test_a_family_reads_what_a_lecture_belongs_to(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/help")
    answer = await (await page.request.get("/api/v1/me/lectures")).json()
    lecture: dict[str, Any] = answer["items"][0]
    entry = {"entryId": lecture["lectureId"], "kind": "theme", "firstDay": "2026-11-16", "lastDay": "2026-12-15"}
    lecture |= {"theme": None, "calendarEntry": {**entry, "name": "倾听月"}}
    await page.route("**/api/v1/me/lectures*", lambda route: route.fulfill(json=answer))
    path = f"/api/v1/orgs/{lecture['orgId']}/me/lectures/{lecture['lectureId']}"
    await page.route(f"**{path}", lambda route: route.fulfill(json=lecture))
    await page.goto("/lectures")
    row = page.get_by_role("link").filter(has_text=lecture["title"])
    await expect(row).to_contain_text("倾听月")
    await row.click()
    await expect(page.get_by_role("article").get_by_text("倾听月")).to_be_visible()
    assert await violations(page) == []
    await _shoot(page, "occasion-family-phone")


async def _fill(page: Page, day: str) -> None:
    await page.get_by_role("textbox", name="标题 *", exact=True).fill("同行")
    await page.get_by_label("地点").fill("报告厅")
    await page.get_by_label("日期").fill(day)
    await page.get_by_role("radio", name="全校").check()


async def _shoot(page: Page, name: str) -> None:
    """A picture for those who look at the screens; only where a folder is named."""
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
