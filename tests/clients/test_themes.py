"""A theme month is written into the calendar and shows there, on first screens and above the lectures."""

from playwright.async_api import Browser, expect

from tests.clients.access import violations
from tests.clients.site import ADMIN, DESK, MOTHER, Site


async def test_a_theme_month_shows_in_the_calendar_and_above_the_lectures(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/calendar")
    await page.get_by_role("button", name="新增安排").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_role("radio", name="主题月").check()
    await sheet.get_by_label("名称").fill("倾听月")
    today = await sheet.get_by_label("第一天").input_value()
    await sheet.get_by_label("最后一天").fill(today)
    await sheet.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("倾听月").first).to_be_visible()
    first = await site.page(browser, MOTHER, "/")
    await expect(first.get_by_role("link", name="主题：倾听月")).to_be_visible()
    assert await violations(first) == []
    family = await site.page(browser, MOTHER, "/lectures")
    await expect(family.get_by_text("主题：倾听月")).to_be_visible()
    assert await violations(family) == []
    desk = await site.page(browser, MOTHER, "/lectures", view=DESK, language="en")
    await expect(desk.get_by_text("Theme: 倾听月")).to_be_visible()
