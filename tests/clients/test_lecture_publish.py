"""Before a lecture is published its screen says by what people are told; where the SMS budget does not do, who publishes decides."""

import os
from datetime import timedelta
from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import DESK, LEADER, Site


async def _draft(api: Api, site: Site) -> Any:
    at = site.now() + timedelta(days=30)
    audience = {"classIds": [], "grades": [], "wholeSchool": True, "parts": ["guardian"]}
    body = {
        "kind": "parent_meeting",
        "titleZh": "期末家长会",
        "place": "本班教室",
        "startsAt": at.isoformat(),
        "endsAt": (at + timedelta(hours=1)).isoformat(),
        "audience": audience,
        "registers": False,
    }
    return await api.send("orgs/101/lectures", body)


async def test_who_publishes_sees_the_channels_and_decides_about_sms(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/help", step_up=True)
    draft = await _draft(Api(page.request, site.url), site)
    path = f"/api/v1/orgs/101/lectures/{draft['lectureId']}"
    asked: list[str] = []

    async def short(route: Route) -> None:
        answer = await route.fetch()
        found = await answer.json()
        await route.fulfill(json={**found, "sms": 65, "smsFen": 293, "smsAlone": 60, "smsLeft": 0})

    async def publish(route: Route) -> None:
        asked.append(route.request.url.partition("?")[2])
        if not asked[-1]:
            problem = {"type": "/problems/sms-decision-needed", "title": "409", "status": 409, "detail": "请决定"}
            await route.fulfill(status=409, json=problem, content_type="application/problem+json")
        else:
            await route.continue_()

    await page.route(f"**{path}/preview", short)
    await page.route(f"**{path}/publish*", publish)
    await page.goto(f"{site.url}/lectures/101/{draft['lectureId']}/run")
    await expect(page.get_by_text("按运营商计费共 65 条短信，约 2.93 元。")).to_be_visible()
    await expect(page.get_by_text("不发短信，只用其他渠道")).to_be_visible()
    assert await violations(page) == []
    await _shoot(page, "lecture-publish-phone")
    await _press(page)
    await page.get_by_role("radio", name="我另行告知").check()
    await _press(page)
    await expect(page.get_by_text("已发布", exact=True)).to_be_visible()
    assert asked == ["", "smsAlone=false"]


async def test_the_list_to_print_names_families_by_class(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/help", step_up=True, view=DESK, language="en")
    draft = await _draft(Api(page.request, site.url), site)
    family = {"studentId": draft["lectureId"], "studentName": "小雨", "studentNumber": "1", "classId": None}
    listed = {
        "families": [{**family, "grade": "七年级", "className": "七年级1班", "people": ["雨妈妈"]}],
        "staff": [],
    }
    await page.route("**/unreached", lambda route: route.fulfill(json=listed))
    await page.goto(f"{site.url}/lectures/101/{draft['lectureId']}/paper")
    await expect(page.get_by_role("heading", name="期末家长会")).to_be_visible()
    await expect(page.get_by_role("row").filter(has_text="小雨")).to_contain_text("雨妈妈")
    await expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert await violations(page) == []
    await _shoot(page, "lecture-paper-desk")


async def _press(page: Page) -> None:
    await page.get_by_role("button", name="发布").click()
    await page.get_by_role("dialog").get_by_role("button", name="发布").click()


async def _shoot(page: Page, name: str) -> None:
    """A picture for those who look at the screens; only where a folder is named."""
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
