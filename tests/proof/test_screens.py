"""Every screen, in both languages, by day and by night: axe finds nothing, and twice the text loses nothing."""

import pytest
from playwright.async_api import Browser

from tests.clients.access import small_targets, squeezed, violations
from tests.clients.conftest import browser, chrome, demo, site
from tests.clients.site import Site
from tests.clients.tour import TOUR, Screen, find

__all__ = ["browser", "chrome", "demo", "site"]  # fixtures of the app's own tests

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
