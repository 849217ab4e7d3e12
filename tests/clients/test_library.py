"""Those who run a school keep the series of lectures; a guardian reads one again, and its teacher sees what was said."""

import os

from playwright.async_api import Browser, Page, expect

from tests.clients.access import small_targets, violations
from tests.clients.site import DESK, LEADER, MOTHER, TEACHER, Site


async def test_a_lecture_is_read_again_and_its_series_kept(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/library")
    await expect(page.get_by_text("家校学堂 第 1 讲")).to_be_visible()
    await page.get_by_role("link", name="亲子沟通训练营").click()
    await expect(page.get_by_role("button", name="观看录像")).to_be_visible()
    assert await violations(page) + await small_targets(page) == []
    await _shot(page, "past")

    page = await site.page(browser, TEACHER, "/lectures", view=DESK)
    await page.get_by_role("link", name="亲子沟通训练营").click()
    await page.get_by_role("link", name="录像和评价").click()
    await expect(page.get_by_text("10 人评价")).to_be_visible()
    await expect(page.get_by_text("是 10 · 一般 0 · 否 0").first).to_be_visible()
    await _shot(page, "entry")
    await page.get_by_label("录像链接").fill("https://elsewhere.example/1")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("学校没有允许这个网站的录像")).to_be_visible()

    page = await site.page(browser, LEADER, "/library/101", language="en")
    await page.get_by_role("button", name="Home and School").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_label("Name, in English")).to_have_value("Home and School")
    await _shot(page, "settings")


async def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/library_{name}.png", full_page=True)
