"""A bureau's people: it has no classes, and officers."""

from playwright.async_api import Browser, expect

from tests.clients.access import small_targets, violations
from tests.clients.site import OFFICER, Site

BUREAU = 100


async def test_a_bureau_is_offered_what_it_can_give(site: Site, browser: Browser) -> None:
    page = await site.page(browser, OFFICER, "/school/people", step_up=True)
    await page.get_by_role("link", name="姚洁").click()
    roles = page.get_by_role("group", name="身份")
    await expect(roles.get_by_role("checkbox", name="教育局管理员")).to_be_checked()
    await expect(roles.get_by_role("checkbox", name="年级组长")).to_have_count(0)
    for field in ("班主任班级", "添加班级"):
        await expect(page.get_by_label(field)).to_have_count(0)
    assert await violations(page) + await small_targets(page) == []
    await page.goto(f"/school/people/{BUREAU}/staff/new")
    await expect(roles.get_by_role("checkbox", name="教育局管理员")).to_be_visible()
    await expect(page.get_by_label("班主任班级")).to_have_count(0)
