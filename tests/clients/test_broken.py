"""When something of the app itself fails: a screen that cannot be had, a version that is gone, a screen that stumbles."""

import asyncio
import re
from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.calls import eventually, until
from tests.clients.site import ADMIN, MOTHER, Site

NOTICES = re.compile(r"/assets/notices-[^/]+\.js$")
NO_WORKER = "delete Navigator.prototype.serviceWorker"
"""As in private browsing, or on a first visit before the service worker is there."""


async def _home(site: Site, browser: Browser) -> Page:
    """The first screen of a phone that keeps no files of the app."""
    context = await site.browser(browser, MOTHER)
    # Before any page is open: a page that was there for a second has a service worker, which answers for the network.
    await context.add_init_script(NO_WORKER)
    page = await site.open(context)
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    return page


async def test_a_screen_that_cannot_be_fetched_says_so_and_opens_with_the_network(site: Site, browser: Browser) -> None:
    page = await _home(site, browser)
    await page.context.set_offline(True)
    await page.locator(".tabs").get_by_role("link", name="通知").click()
    await expect(page.get_by_role("heading", name="这一页没有打开")).to_be_visible()
    await expect(page.locator("a[href='tel:12356']")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="再试一次").click()
    await expect(page.get_by_role("heading", name="这一页没有打开")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_role("heading", name="通知", exact=True)).to_be_visible()


async def test_helplines_open_without_network_before_anything_was_kept(site: Site, browser: Browser) -> None:
    page = await _home(site, browser)
    await page.context.set_offline(True)
    await page.get_by_role("link", name="求助热线").click()
    await expect(page.locator("a[href='tel:12355']")).to_be_visible()


async def test_a_screen_that_takes_its_time_shows_that_it_comes(site: Site, browser: Browser) -> None:
    page = await _home(site, browser)
    held: list[Route] = []

    async def hold(route: Route) -> None:
        held.append(route)

    await page.route(NOTICES, hold)
    title = page.get_by_role("heading", level=1)
    await page.locator(".tabs").get_by_role("link", name="通知").click()
    tapped = asyncio.create_task(
        title.click()
    )  # the screen before has one too: Playwright waits (tests/clients/site.py)
    await until(page.get_by_role("progressbar", name="正在打开……").is_visible)
    await eventually(lambda: held or None)  # the screen says so before its file is asked for
    for route in held:
        await route.continue_()
    await tapped
    assert await title.inner_text() == "通知"
    await expect(page.get_by_role("progressbar")).to_have_count(0)


async def test_a_version_that_is_gone_is_left_for_the_newer_one_by_itself_and_once(
    site: Site, browser: Browser
) -> None:
    page = await _home(site, browser)
    asked: list[str] = []

    async def gone(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            await route.fulfill(status=404)
        else:
            await route.continue_()

    await page.route(NOTICES, gone)
    await page.locator(".tabs").get_by_role("link", name="通知").click()
    await expect(page.get_by_role("heading", name="通知", exact=True)).to_be_visible()
    assert len(asked) >= 2, "the app was started again"

    await page.unroute(NOTICES, gone)
    await page.goto("/")
    await page.route(NOTICES, lambda route: route.fulfill(status=404))
    await page.locator(".tabs").get_by_role("link", name="通知").click()
    await expect(page.get_by_role("heading", name="这一页没有打开")).to_be_visible()


async def test_a_screen_that_stumbles_is_kind_and_leaves_the_way_open(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school")
    nonsense: Any = {"classes": [None], "days": None}
    await page.route("**/api/v1/orgs/*/coverage", lambda route: route.fulfill(json=nonsense))
    await page.reload()
    await expect(page.get_by_role("heading", name="这一页出了点问题")).to_be_visible()
    await expect(page.locator("a[href='tel:12356']")).to_be_visible()
    await page.get_by_role("link", name="名册").click()
    await expect(page.get_by_role("heading", name="名册")).to_be_visible()
    await page.unroute_all()
    await page.go_back()
    await expect(page.get_by_role("heading", name="各班家访")).to_be_visible()


async def test_what_was_kept_and_does_not_fit_any_more_is_forgotten(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER)
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await page.wait_for_load_state("networkidle")  # an answer that is still to come would be kept over it
    await page.evaluate(SPOILED)
    await page.route("**/api/v1/me/home", lambda route: route.abort())
    await page.reload()
    await expect(page.get_by_role("heading", name="这一页出了点问题")).to_be_visible()
    await page.unroute_all()
    await page.get_by_role("button", name="再试一次").click()
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()


SPOILED = """new Promise((done) => {
  const open = indexedDB.open("xinqiao");
  open.onsuccess = () => {
    const kept = open.result.transaction("kept", "readwrite").objectStore("kept");
    const keys = kept.getAllKeys();
    keys.onsuccess = () => keys.result.filter((key) => key.includes("me/home")).forEach((key) => kept.put({ orgs: 1 }, key));
    kept.transaction.oncomplete = () => { open.result.close(); done(); };
  };
})"""
"""An answer kept by a version that knew another shape of it."""
