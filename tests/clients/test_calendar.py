"""The school calendar in the browser: a file is looked at and added, and closing days on which something stands asks first."""

from playwright.async_api import Browser, expect

from tests.clients.site import ADMIN, Site

FILE = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//EN\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:植树节（休）\r
DTSTART;VALUE=DATE:20270312\r
DTEND;VALUE=DATE:20270313\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
SUMMARY:艺术节\r
DTSTART;VALUE=DATE:20270318\r
END:VEVENT\r
END:VCALENDAR\r
"""


async def test_a_calendar_file_is_looked_at_and_what_is_chosen_is_added(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/calendar")
    await page.get_by_role("button", name="从文件读入").click()
    content = {"name": "校历.ics", "mimeType": "text/calendar", "buffer": FILE.encode()}
    await page.get_by_label("选择文件").set_input_files(content)  # pyright: ignore[reportArgumentType]
    await expect(page.get_by_label("植树节（休）")).to_have_value("closed")
    await expect(page.get_by_label("艺术节")).to_have_value("")
    await page.get_by_label("艺术节").select_option("exam")
    await page.get_by_role("button", name="加入这 2 条").click()
    await expect(page.get_by_text("来自文件 校历.ics").first).to_be_visible()
    await page.get_by_role("button", name="植树节（休）").click()
    await page.get_by_role("button", name="删除").click()
    await expect(page.get_by_text("已删除。")).to_be_visible()


async def test_days_with_talks_or_visits_are_closed_only_after_a_yes(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/calendar")
    await page.get_by_role("button", name="新增安排").click()
    await page.get_by_label("名称").fill("停课")
    await page.get_by_label("最后一天").fill("2026-12-20")
    await page.get_by_role("button", name="保存").first.click()
    await expect(page.get_by_text("确认后会全部取消")).to_be_visible()
    await expect(page.get_by_role("button", name="确认，取消并通知")).to_be_visible()
    await page.get_by_label("名称").fill("停课了")
    await expect(page.get_by_role("button", name="确认，取消并通知")).to_have_count(0)
