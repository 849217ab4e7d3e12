"""Saved audiences: one is kept from a notice's form, fills the next one and a lecture's, and is removed; a bureau's fills its places."""

import os
from typing import Any
from uuid import uuid4

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import DESK, LEADER, OFFICER, TEACHER, Site


async def test_a_leader_keeps_an_audience_and_writes_to_it(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/notices/write")
    await page.get_by_role("radio", name="全校").check()
    await page.get_by_role("checkbox", name="教职工").check()
    await page.get_by_role("button", name="存为常用对象").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("名称").fill("全校家长和教职工")
    await sheet.get_by_label("共用").check()
    assert await violations(page) == []
    await _shoot(page, "saved-keep-phone")
    await sheet.get_by_role("button", name="保存").click()
    await expect(sheet).to_have_count(0)
    await page.goto(f"{site.url}/notices/write/101")
    await page.get_by_label("选用常用对象").select_option("全校家长和教职工（共用）")
    await expect(page.get_by_role("radio", name="全校")).to_be_checked()
    await expect(page.get_by_text("发送时按名单当时的情况送达")).to_be_visible()
    await page.get_by_role("textbox", name="标题 *", exact=True).fill("合唱排练")
    await page.get_by_role("textbox", name="内容 *", exact=True).fill("周五四点。")
    await _shoot(page, "saved-used-phone")
    await page.get_by_role("button", name="存为草稿").click()
    await page.wait_for_url("**/notices/sent/101/*")
    api = Api(page.request, site.url)
    notice = await api.get(f"orgs/101/notices/{page.url.rsplit('/', 1)[1]}")
    [line] = [one for one in await api.get("orgs/101/saved-audiences") if one["name"] == "全校家长和教职工"]
    assert notice["savedAudienceId"] == line["audienceId"]
    await page.goto(f"{site.url}/notices/write/101/{notice['noticeId']}")
    await expect(page.get_by_label("选用常用对象")).to_have_value(line["audienceId"])
    await page.get_by_role("checkbox", name="教职工").uncheck()
    await expect(page.get_by_label("选用常用对象")).to_have_value("")
    await page.goto(f"{site.url}/notices/write/101?saved")
    await page.get_by_role("button", name="移除“全校家长和教职工”").click()
    await page.get_by_role("dialog").get_by_role("button", name="移除").click()
    await expect(page.get_by_role("button", name="移除“全校家长和教职工”")).to_have_count(0)
    assert await violations(page) == []


async def test_a_teacher_saves_for_themself_alone(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/notices/write")
    await page.get_by_role("button", name="存为常用对象").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_label("名称")).to_be_visible()
    await expect(sheet.get_by_label("共用")).to_have_count(0)


async def test_an_audience_fills_a_lecture_at_a_desk(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/lectures", view=DESK, language="en")
    body = {"name": "All families", "audience": {"wholeSchool": True, "parts": ["guardian", "student"]}}
    saved = await Api(page.request, site.url).send("orgs/101/saved-audiences", body)
    await page.goto(f"{site.url}/lectures/101/new")
    await page.get_by_label("Use a saved audience").select_option("All families")
    await expect(page.get_by_role("radio", name="Whole school")).to_be_checked()
    await expect(page.get_by_role("checkbox", name="Students")).to_be_checked()
    await _shoot(page, "saved-lecture-desk")
    await page.goto(f"{site.url}/notices/write/101?saved")
    await page.get_by_role("button", name="Remove “All families”").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_role("button", name="Remove “All families”")).to_have_count(0)
    assert saved["forLectures"]


async def test_an_officer_keeps_places(site: Site, browser: Browser) -> None:
    page = await site.page(browser, OFFICER, "/notices", view=DESK, language="en")
    await page.get_by_role("link", name="Write to the schools").click()
    await page.get_by_role("radio", name="By school").check()
    await page.get_by_role("group", name="Schools").get_by_role("checkbox").first.check()
    await page.get_by_role("button", name="Save this audience").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Name").fill("One school")
    await sheet.get_by_role("button", name="Save", exact=True).click()
    await expect(sheet).to_have_count(0)
    await page.get_by_label("Use a saved audience").select_option("One school")
    await expect(page.get_by_role("group", name="Schools").get_by_role("checkbox", checked=True)).to_have_count(1)
    await _shoot(page, "saved-places-desk")
    assert await violations(page) == []


async def test_classes_that_went_up_are_shown_before_they_are_saved(site: Site, browser: Browser) -> None:
    """The demo's year does not turn: what the API says of it is written here, and the change is the API's own."""
    page = await site.page(browser, LEADER, "/help")
    api = Api(page.request, site.url)
    one, *_, last = (await api.get("orgs/101/notices/form"))["classes"]
    body = {"name": "升级的班级", "audience": {"classIds": [one["classId"]], "parts": ["guardian"]}}
    saved = await api.send("orgs/101/saved-audiences", body)
    await _went_up(page, saved, last)
    await page.goto(f"{site.url}/notices/write/101?saved")
    await expect(page.get_by_text("新学年后，其中的班级已升级。")).to_be_visible()
    await page.get_by_role("button", name="更新班级：升级的班级").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_text(f"旧班级 → {last['name']}")).to_be_visible()
    await expect(sheet.get_by_text("其中 1 项已不在")).to_be_visible()
    assert await violations(page) == []
    await _shoot(page, "saved-follow-phone")
    unchanged = await api.get("orgs/101/saved-audiences")
    assert saved["version"] in {line["version"] for line in unchanged if line["audienceId"] == saved["audienceId"]}
    await sheet.get_by_role("button", name="保存").click()
    await expect(sheet).to_have_count(0)
    now = await api.get(f"orgs/101/saved-audiences/{saved['audienceId']}")
    assert (now["audience"]["classIds"], now["name"]) == ([last["classId"]], "升级的班级")
    desk = await site.page(browser, LEADER, "/help", view=DESK, language="en")
    await _went_up(desk, now, one)
    await desk.goto(f"{site.url}/notices/write/101?saved")
    await desk.get_by_role("button", name="Update classes: 升级的班级").click()
    await expect(desk.get_by_role("dialog").get_by_text("Classes from now on")).to_be_visible()
    await _shoot(desk, "saved-follow-desk")
    await api.send(f"orgs/101/saved-audiences/{saved['audienceId']}/remove", version=now["version"])


async def _went_up(page: Page, saved: Any, into: Any) -> None:
    """A class of it went on as this one, and another one ended."""
    named = {"classId": into["classId"], "grade": into["grade"], "name": into["name"]}
    followed = [{"classId": str(uuid4()), "name": "旧班级", "next": [into["name"]]}]
    audience = saved["audience"] | {"classIds": [into["classId"]]}
    after = {"audience": audience, "names": {"classes": [named], "students": []}, "followed": followed}
    whole = saved | {"hasNext": True, "usable": False, "audience": None, "gone": 2, "next": after}
    line = {
        name: whole[name]
        for name in ("audienceId", "name", "shared", "canChange", "usable", "forLectures", "hasNext", "version")
    }

    async def answer(route: Route) -> None:
        if route.request.method == "GET":
            await route.fulfill(json=whole if saved["audienceId"] in route.request.url else [line])
        else:
            await route.continue_()

    await page.route("**/api/v1/orgs/101/saved-audiences*", answer)
    await page.route("**/api/v1/orgs/101/saved-audiences/*", answer)


async def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
