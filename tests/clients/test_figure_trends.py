"""An officer sees how schools went on: columns and lines on a phone, a table at a desk, of all schools and of one."""

import os

import pytest
from playwright.async_api import Browser, Page, expect

from tests.clients.access import small_targets, violations
from tests.clients.site import DESK, OFFICER, PHONE, Site

WORDS = {
    "zh-CN": ("逐月变化", "各学期", "2026年秋季学期", "百分点", "有数据的学校"),
    "en": ("Month by month", "Terms", "Autumn term 2026", "points", "Schools counted"),
}


@pytest.mark.parametrize("view", ["phone", "desk"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_an_officer_compares_months_and_terms(site: Site, browser: Browser, view: str, language: str) -> None:
    title, terms, autumn, points, counted = WORDS[language]
    page = await site.page(browser, OFFICER, "/figures", view=DESK if view == "desk" else PHONE, language=language)
    await page.get_by_role("link", name=title).click()
    await expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    await expect(page.get_by_role("heading", name=terms, exact=True)).to_be_visible()
    await expect(page.get_by_text(autumn).first).to_be_visible()
    await expect(page.get_by_text(points).first).to_be_visible()
    if view == "desk":
        await expect(page.get_by_role("columnheader", name=counted).first).to_be_visible()
    await _shoot(page, f"trends-{view}-{language}")
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, "nothing lies beside the screen"
    assert await violations(page) + await small_targets(page) == []


async def test_one_school_opens_from_its_counts(site: Site, browser: Browser) -> None:
    page = await site.page(browser, OFFICER, "/figures")
    await page.get_by_role("button", name="青禾区书院街小学").first.click()
    await page.get_by_role("dialog").get_by_role("link", name="逐月变化").click()
    await expect(page.get_by_role("heading", name="青禾区书院街小学")).to_be_visible()
    await expect(page.get_by_role("list", name="各月").get_by_text("1 所学校").first).to_be_visible()
    assert await page.get_by_role("list", name="各月").get_by_role("listitem").count() == 7, "it joined half a year ago"
    await page.go_back()
    await expect(page.get_by_role("heading", name="各校家访")).to_be_visible()


async def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
