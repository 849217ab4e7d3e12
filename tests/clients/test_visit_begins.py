"""What comes first while a visit's time runs: on the run sheet and on the visit's own page."""

from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.site import Site
from tests.clients.test_run_sheet import _day  # pyright: ignore[reportPrivateUsage]

BEGAN, ENDS = "2026-11-23T03:50:00Z", "2026-11-23T23:00:00Z"


async def test_first_a_visit_begins_and_then_it_is_written_down(site: Site, browser: Browser) -> None:
    """While its time runs and nobody has said that it began, that is the main button."""
    page, _ = await _day(site, browser, startsAt=BEGAN, endsAt=ENDS)
    main = page.locator(".stop").first.locator(".button.main")
    await expect(main).to_have_text("到了，开始家访")
    await expect(page.get_by_role("link", name="写家访记录").first).to_be_visible()
    page, _ = await _day(site, browser, said={"startedAt": BEGAN}, startsAt=BEGAN, endsAt=ENDS)
    await expect(page.locator(".stop").first.locator(".button.main")).to_have_text("写家访记录")


async def _own_page(page: Page, visits: list[Any], **more: Any) -> Any:
    """The page of the first visit of the day, as it is answered from now on."""
    visit = visits[0] | more
    await page.route(f"**/visits/{visit['visitId']}", lambda route: route.fulfill(json=visit))
    await page.goto(f"/visits/{visit['orgId']}/{visit['visitId']}")
    await expect(page.get_by_text(visit["studentName"]).first).to_be_visible()
    return visit


async def test_a_visit_begins_on_its_own_page_too(site: Site, browser: Browser) -> None:
    said: dict[str, Any] = {"startedAt": None, "allClearAt": None}
    page, visits = await _day(site, browser, said=said, startsAt=BEGAN, endsAt=ENDS)
    visit = await _own_page(page, visits)
    main, sent = page.locator("main .button.main"), list[str]()
    await expect(main).to_have_text("到了，开始家访")
    await expect(page.get_by_role("link", name="写家访记录")).to_be_visible()
    assert await violations(page) == []

    async def start(route: Route) -> None:
        sent.append(route.request.headers["if-match"])
        said["startedAt"] = BEGAN
        await route.fulfill(json=visit)

    async def sheet(route: Route) -> None:
        stop: dict[str, Any] = {
            "visit": visit,
            "followUps": [],
            "agreed": None,
            "canBeLate": True,
            "canSayAllClear": True,
            **said,
        }
        at: dict[str, Any] = {"orgId": 101, "timeZone": "Asia/Shanghai", "day": "2026-11-23", "visits": [stop]}
        await route.fulfill(json=at | {"homesFrom": "2026-11-22T10:00:00Z", "homesUntil": "2026-11-23T16:00:00Z"})

    await page.route("**/run-sheet?*", sheet)
    await page.route("**/start?*", start)
    await main.click()
    await expect(main).to_have_text("写家访记录")
    await expect(page.get_by_text("11:50 开始")).to_be_visible()
    assert sent == [f'"v{visit["version"]}"']


async def test_on_another_day_a_visit_is_only_written_down(site: Site, browser: Browser) -> None:
    page, visits = await _day(site, browser, startsAt="2026-11-22T03:50:00Z", endsAt="2026-11-22T05:00:00Z")
    await _own_page(page, visits)
    await expect(page.locator("main .button.main")).to_have_text("写家访记录")
    await expect(page.get_by_role("button", name="到了，开始家访")).to_have_count(0)


async def test_where_the_day_cannot_be_read_a_visit_may_begin(site: Site, browser: Browser) -> None:
    page, visits = await _day(site, browser, startsAt=BEGAN, endsAt=ENDS)
    await page.route("**/run-sheet?*", lambda route: route.fulfill(status=503, json={}))
    await _own_page(page, visits)
    await expect(page.locator("main .button.main")).to_have_text("到了，开始家访")
