"""A leader enters an event and takes it out again on a phone; an officer looks at what was filed, at a desk."""

import os

from playwright.async_api import Browser, Page, expect

from tests.clients.access import small_targets, violations
from tests.clients.site import DESK, LEADER, OFFICER, Site


async def test_publicity_work_is_entered_at_a_school_and_seen_at_its_bureau(site: Site, browser: Browser) -> None:
    for who in (LEADER, OFFICER):
        site.forget(who)  # an earlier session has ended: other tests move the clock by more than an idle hour
    page = await site.page(browser, LEADER, "/publicity")
    await expect(page.get_by_role("heading", name="2026年第四季度")).to_be_visible()
    await expect(page.get_by_text("这段时间结束后可以上报")).to_be_visible()
    assert await violations(page) + await small_targets(page) == []
    await _shot(page, "log")
    await page.get_by_role("button", name="登记活动").click()
    await page.get_by_label("类别").select_option("salon")
    await page.get_by_label("主题").fill("家长沙龙：和青春期对话")
    await page.get_by_label("人次").fill("24")
    assert await violations(page) + await small_targets(page) == []
    await _shot(page, "form")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("row", name="沙龙")).to_be_visible()
    await page.get_by_role("button", name="家长沙龙：和青春期对话").click()
    await page.get_by_role("button", name="移除这条记录").click()
    await page.get_by_role("button", name="移除这条记录").last.click()
    await expect(page.get_by_role("row", name="沙龙")).to_have_count(0)
    await page.get_by_role("button", name="往前").click()
    await expect(page.get_by_text("10月6日 周二已上报")).to_be_visible()
    await _bureau(site, browser)
    if os.environ.get("SHOTS"):
        for who, view in ((LEADER, DESK), (OFFICER, None)):
            page = await site.page(browser, who, "/publicity", language="en", **({"view": view} if view else {}))
            await expect(page.get_by_role("button", name="Earlier")).to_be_visible()
            await _shot(page, f"en-{who}")


async def _bureau(site: Site, browser: Browser) -> None:
    """What the bureau sees of its schools."""
    page = await site.page(browser, OFFICER, "/publicity", view=DESK)
    await expect(page.get_by_role("heading", name="2026年第三季度")).to_be_visible()
    await expect(page.get_by_text("所学校，1 所已上报")).to_be_visible()
    await _shot(page, "schools")
    await page.get_by_role("button", name="上报要求").click()
    await expect(page.get_by_role("dialog").get_by_label("结束后几天内上报")).to_have_value("10")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="第一初级中学").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_text("560 项 · 560 人次")).to_be_visible()
    assert await violations(page) == []
    async with page.expect_download() as found:
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="导出 Excel").click()
    assert (await found.value).suggested_filename == "宣传教育报表.xlsx"


async def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/publicity_{name}.png", full_page=True)
