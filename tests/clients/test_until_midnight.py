"""Times that end with the day, tapped by a family and typed by who makes a campaign."""

import json

import pytest
from playwright.async_api import Browser, Route, ViewportSize, expect

from tests.clients.access import violations
from tests.clients.site import ADMIN, DESK, MOTHER, PHONE, TEACHER, Api, Site


@pytest.mark.parametrize("view", [PHONE, DESK])
async def test_a_family_taps_the_last_hours_of_a_day(site: Site, browser: Browser, view: ViewportSize) -> None:
    page = await site.page(browser, MOTHER, "/visits/availability", view=view)
    last = page.get_by_role("button", name="星期一 23:00–24:00")
    later = page.get_by_role("button", name="更晚的时段")
    await expect(later).to_have_attribute("aria-expanded", "false")
    await expect(last).to_have_count(0)
    await later.click()
    await page.get_by_role("button", name="星期一 22:00–23:00").click()
    await last.click()
    assert await violations(page) == []
    await page.get_by_role("button", name="告诉老师").click()
    given = page.get_by_role("listitem").filter(has_text="22:00–24:00")
    await expect(given).to_be_visible()
    await page.goto("/visits/availability")
    await expect(page.get_by_role("button", name="星期一 23:00–24:00，已填过")).to_be_visible()  # shown at once
    api = Api(page.request, site.url)
    for one in (await api.get("me/visits"))["availability"]:
        if one["toTime"] == "24:00":
            await api.send(f"orgs/{one['orgId']}/availability/{one['availabilityId']}/end", None)


@pytest.mark.parametrize(("language", "told"), [("zh-CN", "到当天结束"), ("en", "Until the end of the day")])
async def test_midnight_in_a_campaigns_hours_is_the_end_of_the_day(
    site: Site, browser: Browser, language: str, told: str
) -> None:
    page = await site.page(browser, TEACHER, "/campaigns/101/new/edit", language=language)
    until = page.get_by_label("到" if language == "zh-CN" else "To", exact=True).first
    await expect(page.get_by_text(told)).to_have_count(0)
    await until.fill("00:00")
    await expect(page.get_by_text(told)).to_be_visible()
    await page.get_by_label("名称" if language == "zh-CN" else "Name").fill("晚间家访")

    async def refuse(route: Route) -> None:
        await route.abort()

    await page.route("**/api/v1/orgs/101/campaigns", refuse)
    async with page.expect_request("**/api/v1/orgs/101/campaigns") as asked:
        await page.get_by_role("button", name="发起家访行动" if language == "zh-CN" else "Open a campaign").click()
    body = json.loads((await asked.value).post_data or "{}")
    assert [hours["toTime"] for hours in body["visitors"][0]["hours"]][:2] == ["24:00", "21:00"]


async def test_midnight_in_the_schools_hours_for_visits_is_said_and_kept(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/calendar", view=DESK)
    until = page.get_by_label("家访最晚")
    before = await until.input_value()
    for typed, shown in (("00:00", 1), (before, 0)):
        await until.fill(typed)
        await expect(page.get_by_text("到当天结束")).to_have_count(shown)
        await until.evaluate("field => field.setAttribute('data-before', '')")
        async with page.expect_response("**/school-calendar/settings*") as answered:
            await page.get_by_role("button", name="保存").first.click()
        await expect(page.locator("[data-before]")).to_have_count(0)  # the form of what is saved now
        kept = await (await answered.value).json()
        assert kept["visitUntil"] == (typed if typed != "00:00" else "24:00")
