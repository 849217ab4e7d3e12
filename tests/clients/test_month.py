"""The month of the calendar: what is agreed and what is free, by keyboard too."""

import re

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.clients.access import violations
from tests.clients.site import COUNSELLOR, DESK, MOTHER, PHONE, Site


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_month_is_one_stop_of_the_keyboard(site: Site, browser: Browser, view: ViewportSize) -> None:
    page = await site.page(browser, COUNSELLOR, "/diary", view=view)
    await page.get_by_label("一个月").check()
    month = page.get_by_role("grid")
    await expect(month.get_by_role("button", name="空闲时间").first).to_be_visible()
    assert await violations(page) == []
    stop = month.locator("[tabindex='0']")
    await expect(stop).to_have_count(1)
    await stop.focus()
    for key, date in [
        ("ArrowRight", "11月24日 周二"),
        ("ArrowDown", "12月1日 周二"),
        ("PageDown", "2027年1月1日 周五"),
        ("PageUp", "12月1日 周二"),
        ("ArrowLeft", "11月30日 周一"),
        ("End", "12月6日 周日"),
        ("Home", "11月30日 周一"),
    ]:
        await page.keyboard.press(key)
        await expect(month.locator(":focus")).to_have_accessible_name(date_of(date))
        await expect(page.get_by_role("heading", name=date)).to_be_visible()
    await expect(page).to_have_url(f"{site.url}/diary?view=month&on=2026-11-30")


def date_of(date: str) -> "re.Pattern[str]":
    return re.compile(f"^{date}")


async def test_a_family_sees_its_month_and_what_it_can_book(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/talks")
    await page.get_by_role("link", name="看日历").click()
    month = page.get_by_role("grid")
    await expect(month.get_by_role("button", name="项安排").first).to_be_visible()
    await month.get_by_role("button", name="空闲时间").first.click()
    await expect(page.get_by_role("link", name="约这天的咨询")).to_be_visible()
    assert await violations(page) == []
    large = await site.page(browser, MOTHER, "/diary?view=month", text="largest", language="en")
    await expect(large.get_by_role("grid")).to_be_visible()
    assert await violations(large) == []


async def test_a_week_of_hours_is_one_stop_of_the_keyboard(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/visits/availability", view=DESK)
    week = page.locator(".week")
    await expect(week.locator("[tabindex='0']")).to_have_count(1)
    await week.locator("[tabindex='0']").focus()
    for key in ("ArrowLeft", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp", "Space"):
        await page.keyboard.press(key)
    chosen = week.locator("[aria-pressed=true]")
    await expect(chosen).to_have_count(1)
    await expect(chosen).to_be_focused()
    cells = week.locator(".week-cell")
    columns = await week.locator(".week-head").count()
    await expect(cells.nth(columns + 1)).to_be_focused()
    await expect(week.locator("[tabindex='0']")).to_have_count(1)
