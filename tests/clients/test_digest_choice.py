"""A guardian chooses when routine notices come, and may choose again."""

import os

from playwright.async_api import Browser, Page, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import DESK, FATHER, Site


async def test_a_father_has_routine_notices_come_together(site: Site, browser: Browser) -> None:
    page = await site.page(browser, FATHER, "/me/settings")
    await expect(page.get_by_label("日常通知")).to_have_value("at_once")
    await page.get_by_label("日常通知").select_option("每天 18:00 合成一条")
    assert await violations(page) == []
    await _shoot(page, "digest-phone")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("已保存")).to_be_visible()
    api = Api(page.request, site.url)
    assert (await api.get("me"))["digest"] == "18:00"
    desk = await site.page(browser, FATHER, "/me/settings", view=DESK, language="en")
    await expect(desk.get_by_label("Routine notices")).to_have_value("18:00")
    await _shoot(desk, "digest-desk")
    await desk.get_by_label("Routine notices").select_option("At once")
    await desk.get_by_role("button", name="Save").click()
    await expect(desk.get_by_text("Saved.")).to_be_visible()
    assert (await api.get("me"))["digest"] == "at_once"


async def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
