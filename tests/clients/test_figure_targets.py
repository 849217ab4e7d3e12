"""An officer sets what schools are to reach, and sees by how many each falls short."""

import os

from playwright.async_api import Browser, Page, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import DESK, OFFICER, Site


async def test_an_officer_sets_targets_at_a_desk_and_sees_them_on_a_phone(site: Site, browser: Browser) -> None:
    page = await site.page(browser, OFFICER, "/figures", view=DESK, language="en")
    await page.get_by_role("button", name="Set targets").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Visited at home this school year (%)").fill("100")
    assert await violations(page) == []
    await sheet.get_by_role("button", name="Save").click()
    await expect(sheet).to_have_count(0)
    await expect(page.get_by_text("short", exact=False).first).to_be_visible()
    found = await Api(page.request, site.url).get("orgs/100/figures")
    assert (found["targets"]["visited"], found["targets"]["contacted"]) == (100, None)
    await expect(page.get_by_role("columnheader", name="Still to visit")).to_be_visible()
    await _shoot(page, "targets-desk")
    assert await violations(page) == []
    phone = await site.page(browser, OFFICER, "/figures")
    await expect(phone.get_by_text("差 ", exact=False).first).to_be_visible()
    await _shoot(phone, "targets-phone")
    assert await violations(phone) == []
    body = {"visited": None, "contacted": None}
    await Api(page.request, site.url).send("orgs/100/figures/targets", body, "PUT", found["targets"]["version"])
    await phone.reload()
    await expect(phone.get_by_role("button", name="设定目标")).to_be_visible()
    await expect(phone.get_by_text("差 ", exact=False)).to_have_count(0)


async def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
