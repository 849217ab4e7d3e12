"""A record on paper says who printed it and when."""

import re

from playwright.async_api import Browser, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import TEACHER, Site


async def test_each_page_of_a_printed_record_has_a_watermark(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/visits", step_up=True)
    mine = (await Api(page.request, site.url).get("me/visits"))["visits"]
    # The demo's own: others that tests of this demo have recorded came later.
    visit = min((one for one in mine if one["state"] == "recorded"), key=lambda one: one["startsAt"])
    await page.goto(f"/visits/{visit['orgId']}/{visit['visitId']}")
    mark = page.locator(".watermark")
    await expect(page.get_by_role("button", name="看家访记录")).to_be_visible()
    await expect(mark).to_have_count(0)  # nothing that is confidential is on the page
    await page.get_by_role("button", name="看家访记录").click()
    print_it = page.get_by_role("button", name="打印家访记录（带水印）")
    await expect(print_it).to_be_visible()
    await expect(mark).to_be_hidden()
    assert await violations(page) == []
    await page.evaluate("window.print = () => { window.printed = true }")
    await print_it.click()
    assert await page.evaluate("window.printed") is True
    await page.emulate_media(media="print")
    await expect(mark).to_be_visible()
    await expect(mark).to_contain_text(re.compile(r"周丽华 1\d月\d+日 周. \d\d:\d\d"))
    await expect(print_it).to_be_hidden()
    await expect(page.get_by_text("孩子在家").first).to_be_visible()
