"""The way through the app: the phone's back, sheets, long lists."""

import asyncio

from playwright.async_api import Browser, Route, expect

from tests.clients.calls import until
from tests.clients.site import MOTHER, TEACHER, Site


async def test_the_phones_back_closes_a_sheet_and_leaves_no_step_behind(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/talks")
    await page.locator("main a[href^='/talks/1']").first.click()
    sheet = page.get_by_role("dialog")
    await page.get_by_role("button", name="换个时间").click()
    await expect(sheet).to_be_visible()
    await page.go_back()
    await expect(sheet).to_have_count(0)
    await expect(page.get_by_role("button", name="换个时间")).to_be_visible()

    await page.get_by_role("button", name="取消咨询").click()
    await sheet.get_by_role("button", name="暂不").click()
    await expect(sheet).to_have_count(0)
    await until(lambda: page.evaluate("!history.state.sheet"))  # closed by a tap, its step goes as well
    await page.get_by_role("button", name="换个时间").click()
    await expect(sheet).to_be_visible()
    # A link in a sheet leads on; the way back from there passes the sheet's step over.
    await page.evaluate("document.querySelector('.tabs a[href=\"/me\"]').click()")
    await expect(page.get_by_role("heading", name="我的", exact=True)).to_be_visible()
    await page.get_by_role("link", name="语言、字号和提醒").click()
    await page.get_by_role("button", name="返回").click()
    await page.go_back()
    await expect(page.get_by_role("button", name="换个时间")).to_be_visible()
    await expect(sheet).to_have_count(0)
    await until(lambda: page.evaluate("!history.state.sheet"))
    await page.get_by_role("button", name="返回").click()
    await expect(page.get_by_role("link", name="约一次咨询")).to_be_visible()


async def test_one_comes_back_to_where_a_long_list_was_left(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/class")
    last = page.locator("main a[href^='/class/']").last
    await last.scroll_into_view_if_needed()
    left = await page.evaluate("scrollY")
    assert left > 500
    await last.click()
    await expect(page.get_by_role("link", name="约家访")).to_be_visible()
    await until(lambda: page.evaluate("scrollY === 0"))  # a page that is new begins at its top
    # Also where the list is fetched again and appears later than the page.
    held = asyncio.Event()
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.route("**/coverage*", lambda route: _after(held, route))
    await page.get_by_role("button", name="返回").click()
    await expect(page.get_by_role("heading", name="班级", exact=True)).to_be_visible()
    held.set()
    await until(lambda: page.evaluate(f"Math.abs(scrollY - {left}) < 2"))
    await page.get_by_role("link", name="班级").click()
    await until(lambda: page.evaluate("scrollY === 0"))  # tapped where one is, a tab leads to the top


async def _after(held: asyncio.Event, route: Route) -> None:
    await held.wait()
    await route.continue_()
