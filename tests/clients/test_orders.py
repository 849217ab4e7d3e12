"""A court's order that keeps colleagues from a child besides the guardian."""

import re
from typing import Any
from uuid import UUID

from playwright.async_api import Browser, Route, expect

from tests.clients.site import ADMIN, Site
from tests.clients.test_persons import SCHOOL, _fits  # pyright: ignore[reportPrivateUsage]


async def test_who_records_an_order_chooses_colleagues_whom_it_keeps_out_as_well(site: Site, browser: Browser) -> None:
    """Nobody of the demo's cast is barred; so the answer has a colleague more."""
    page = await site.page(browser, ADMIN, "/school/people", step_up=True)

    async def with_colleague(route: Route) -> None:
        answer = await route.fetch()
        shown = await answer.json()
        near = [{"accountId": str(UUID(int=7)), "name": "钱心怡", "why": "word"}]
        shown["guardians"] = [one | {"colleagues": near} for one in shown["guardians"]]
        await route.fulfill(response=answer, json=shown)

    bodies: list[Any] = []

    async def tried(route: Route) -> None:
        bodies.append(route.request.post_data_json)
        done = "dryRun=true" not in route.request.url
        shown: dict[str, Any] = {
            "touched": [],
            "namesakes": [],
            "replaced": [],
            "done": done,
            "personId": str(UUID(int=8)) if done else None,
        }
        await route.fulfill(json=shown)

    await page.route(re.compile("/roster/students/[0-9a-f-]+$"), with_colleague)
    await page.route(re.compile("/guardians/[0-9a-f-]+/bar"), tried)
    await page.get_by_label("班级", exact=True).select_option(index=3)
    await page.locator(f"a[href*='/school/people/{SCHOOL}/student/']:not([href$=new])").first.click()
    section = page.locator("section", has=page.get_by_role("heading", name="家长", exact=True))
    await section.get_by_role("listitem").last.click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("法院和文号").fill("青禾区法院 (2026) 民初 125 号")
    await sheet.get_by_role("checkbox", name="钱心怡 · 由其任命").check()
    await _fits(page)
    await sheet.get_by_role("button", name="登记法院的限制").click()
    await expect(page.get_by_text("立即看不到也收不到")).to_be_visible()
    await page.get_by_role("dialog").last.get_by_role("button", name="登记法院的限制").click()
    await expect(sheet).to_have_count(0)
    assert [one["also"] for one in bodies] == [[str(UUID(int=7))]] * 2
