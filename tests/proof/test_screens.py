"""Every screen, in both languages, by day and by night: axe finds nothing, and twice the text loses nothing."""

import pytest
from playwright.async_api import Browser, Response

from tests.clients.access import small_targets, squeezed, violations
from tests.clients.conftest import browser, chrome, demo, site
from tests.clients.site import Site
from tests.clients.tour import TOUR, Screen, find

__all__ = ["browser", "chrome", "demo", "site"]  # fixtures of the app's own tests

ASKS_IN_VAIN = {"concern": "/first-steps", "tablet-new": "/auth/tablet"}
"""What a screen asks before it knows whether there is an answer: in an emergency nobody waits, and a tablet is known by its key alone."""

LOOKS = [("zh-CN", False), ("zh-CN", True), ("en", False), ("en", True)]


@pytest.mark.parametrize("screen", TOUR, ids=lambda s: s.name)
async def test_a_screen_keeps_the_rules_in_every_look(screen: Screen, site: Site, browser: Browser) -> None:
    found: list[str] = []
    path = await find(screen, site, browser)
    for language, dark in LOOKS:
        page = await site.page(browser, screen.who, path, language=language, dark=dark, step_up=screen.step_up)
        await page.wait_for_load_state("networkidle")
        found += [f"{language} {'dark' if dark else 'light'} {one}" for one in await violations(page)]
        found += [f"{language} small: {one}" for one in await small_targets(page) if not dark]
        await page.context.close()
    for language in ("zh-CN", "en"):
        page = await site.page(browser, screen.who, path, language=language, text="largest", step_up=screen.step_up)
        await page.wait_for_load_state("networkidle")
        if await page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            found.append(f"{language} scrolls sideways at twice the size")
        found += [f"{language} squeezed at twice the size: {one}" for one in await squeezed(page)]
        await page.context.close()
    assert found == []


@pytest.mark.parametrize("screen", TOUR, ids=lambda s: s.name)
async def test_a_screen_asks_for_nothing_that_is_refused(screen: Screen, site: Site, browser: Browser) -> None:
    context = await site.browser(browser, screen.who, step_up=screen.step_up)
    refused: list[str] = []

    def note(answer: Response) -> None:
        vain = ASKS_IN_VAIN.get(screen.name)
        if answer.status >= 400 and not (vain and answer.url.endswith(vain)):
            refused.append(f"{answer.status} {answer.url}")

    context.on("response", note)
    page = await site.open(context, await find(screen, site, browser))
    await page.wait_for_load_state("networkidle")
    await context.close()
    assert refused == []
