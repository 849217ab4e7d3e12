"""A class teacher adds a member to the parent committee and enters a meeting; a guardian sees the own membership."""

import os

from playwright.async_api import Browser, Page, expect

from tests.clients.access import small_targets, violations
from tests.clients.site import DESK, MOTHER, TEACHER, Site


async def test_a_parent_committee_is_kept(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/parents")
    await expect(page.get_by_text("您是主任")).to_be_visible()
    await expect(page.get_by_text("会议和课程 2 次，您参加 2 次")).to_be_visible()
    await expect(page.get_by_text("至 2027年7月21日 周三")).to_be_visible()  # the year, where it is another one
    await _shot(page, "mine")

    page = await site.page(browser, TEACHER, "/parents")
    await page.get_by_role("button", name="班级家长委员会").click()
    await page.get_by_role("button", name="登记会议或课程").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("主题").fill("家长学校第一课")
    await sheet.locator("label.choice").filter(has_text="课程").click()
    assert await violations(page) + await small_targets(page) == []
    await _shot(page, "form")
    await sheet.get_by_role("button", name="保存").click()
    await page.get_by_role("button", name="家长学校第一课").click()
    await sheet.get_by_role("button", name="删除这条登记").click()
    await sheet.get_by_role("button", name="删除这条登记").last.click()
    await expect(page.get_by_role("button", name="家长学校第一课")).to_have_count(0)
    await _shot(page, "group")
    if os.environ.get("SHOTS"):
        page = await site.page(browser, TEACHER, "/parents", view=DESK, language="en")
        await page.get_by_role("button", name="班级家长委员会").click()
        await _shot(page, "desk")


async def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/parents_{name}.png", full_page=True)
