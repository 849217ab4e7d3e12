"""An administrator opens the next school year without a file: looks at what becomes of each class, and at what would change."""

import os

import pytest
from playwright.async_api import Browser, expect

from tests.clients.access import small_targets, violations
from tests.clients.site import ADMIN, Site


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
async def test_a_school_year_is_looked_at_before_it_is_opened(
    site: Site, browser: Browser, width: int, height: int
) -> None:
    page = await site.page(browser, ADMIN, "/roster", step_up=True)
    await page.set_viewport_size({"width": width, "height": height})
    await page.get_by_role("link", name="开始新学年").click()
    await expect(page.get_by_role("heading", name="2027–2028 学年")).to_be_visible()
    first = page.locator("section", has=page.get_by_role("heading", name="七年级(1)班（", exact=False)).first
    await expect(first.get_by_label("新班级名称")).to_have_value("八年级(1)班")
    await expect(first.get_by_label("新学年班主任")).to_contain_text("和现在一样（周丽华）")
    last = page.locator("section", has=page.get_by_role("heading", name="九年级(12)班（", exact=False)).first
    await expect(last.get_by_label("安排")).to_have_value("graduates")
    assert await violations(page) + await small_targets(page) == []
    await page.get_by_label("毕业生和家长可以使用到").fill("2027-08-31")
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/year_{width}.png")
    await page.get_by_role("button", name="看看会有哪些变化").click()
    await expect(page.get_by_role("heading", name="检查结果")).to_be_visible(timeout=60_000)
    await expect(page.get_by_text("新学年 2027").first).to_be_visible()
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/year_preview_{width}.png", full_page=True)
