"""An audience of several kinds of groups, made over the API: the form of a notice shows it whole, and sends it so or another."""

import os

from playwright.async_api import Browser, Page, expect

from tests.clients.access import small_targets, violations
from tests.clients.calls import Api
from tests.clients.site import ADMIN, DESK, Site

SAID = "对象由几种合在一起"


async def test_a_union_is_shown_whole_and_stays_or_is_chosen_again(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/notices", step_up=True)
    api = Api(page.request, site.url)
    form = await api.get("orgs/101/notices/form")
    first, other = form["classes"][0], form["classes"][-1]
    audience = {
        "classIds": [first["classId"]],
        "grades": [other["grade"]],
        "roles": ["leader"],
        "without": {"classIds": [other["classId"]], "grades": [], "studentIds": []},
        "parts": ["guardian", "staff"],
    }
    body = {"kind": "information", "titleZh": "几种对象", "bodyZh": "好", "audience": audience}
    notice_id = (await api.send("orgs/101/notices", body))["noticeId"]
    path = f"/notices/write/101/{notice_id}"
    for view in (None, DESK):
        if view:
            await page.set_viewport_size(view)
        await page.goto(path)
        await expect(page.get_by_text(SAID)).to_be_visible()
        facts = page.locator("dl.facts")
        for text in (first["name"], other["grade"], "校领导", f"不发给{other['name']}"):
            await expect(facts).to_contain_text(text)
        await expect(page.get_by_role("checkbox", name=first["name"])).to_have_count(0)
        assert await violations(page) + await small_targets(page) == []
        await _shoot(page, f"union-{'desk' if view else 'phone'}")
    await page.get_by_role("button", name="存为草稿").click()
    await expect(page.get_by_role("button", name="现在发出")).to_be_visible()
    kept = (await api.get(f"orgs/101/notices/{notice_id}"))["audience"]
    assert {name: kept[name] for name in audience} == audience, "it goes to whom it showed"
    await page.goto(path)
    await page.get_by_role("button", name="重新选择对象").click()
    await expect(page.get_by_text(SAID)).to_have_count(0)
    await page.get_by_role("checkbox", name=first["name"]).check()
    await page.get_by_role("button", name="存为草稿").click()
    await expect(page.get_by_role("button", name="现在发出")).to_be_visible()
    saved = await api.get(f"orgs/101/notices/{notice_id}")
    kept = saved["audience"]
    assert (kept["classIds"], kept["grades"], kept["roles"]) == ([first["classId"]], [], [])
    await api.send(f"orgs/101/notices/{notice_id}/cancel", version=saved["version"])


async def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
