"""Everybody can use it: axe finds nothing, nothing is lost at twice the size, and a thumb hits what it aims at (WCAG 2.2 AA)."""

import pytest
from playwright.async_api import Browser, Page

from tests.clients.access import small_targets, squeezed, violations
from tests.clients.site import Site
from tests.clients.tour import TOUR, Screen, find, routes

MAIN = {"sign-in", "guardian-home", "notice", "visit-availability", "talk-book", "class", "report", "diary"}
"""What CI looks at; `./xinqiao proof` sees every screen, in both languages, by day and by night."""

BAR = "[...document.querySelectorAll('.tabs a')].map((one) => parseFloat(getComputedStyle(one).fontSize))"

COLUMNS = {"diary-month", "campaign", "class-student"}
"""What has columns beside each other, which large type leaves no room for."""
ELSEWHERE = {"/notices/bureau/:org/:id/:edit?"}
"""The demo's bureau has sent nothing: `test_bureau_notice` looks at each state of one."""


def test_every_address_of_the_app_is_on_the_tour() -> None:
    on_tour = {screen.route for screen in TOUR if screen.route != "*"}
    assert routes() - ELSEWHERE == on_tour


@pytest.mark.parametrize("screen", [s for s in TOUR if s.name in MAIN], ids=lambda s: s.name)
async def test_a_main_screen_keeps_the_rules(screen: Screen, site: Site, browser: Browser) -> None:
    page = await _open(screen, site, browser)
    assert await violations(page) == []
    assert await small_targets(page) == []
    # The same by night, in English.
    await page.emulate_media(color_scheme="dark")
    await page.evaluate("localStorage.setItem('language', 'en')")
    await page.reload()
    await page.wait_for_load_state("networkidle")
    assert await page.evaluate("document.documentElement.lang") == "en"
    assert await violations(page) == []


@pytest.mark.parametrize("screen", [s for s in TOUR if s.name in MAIN | COLUMNS], ids=lambda s: s.name)
async def test_nothing_is_lost_at_twice_the_size(screen: Screen, site: Site, browser: Browser) -> None:
    page = await _open(screen, site, browser, text="largest")
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    # The national norm for the elderly: type to 30 dp, targets of 60 dp.
    assert await page.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)") >= 30
    assert await small_targets(page, 60) == []
    assert await squeezed(page) == []
    assert all(size >= 30 for size in await page.evaluate(BAR)), "the tab bar as well"
    assert await page.evaluate("document.querySelector('.help span')?.getBoundingClientRect().width ?? 99") > 60, (
        "the helplines are a word and not a sign alone"
    )
    assert await violations(page) == []


async def _open(screen: Screen, site: Site, browser: Browser, text: str = "normal") -> Page:
    page = await site.page(browser, screen.who, await find(screen, site, browser), text=text, step_up=screen.step_up)
    await page.wait_for_load_state("networkidle")
    return page
