"""What an open app does when it hears that something changed: it reads again what it shows, and nothing that is recorded."""

import re
from datetime import timedelta

from playwright.async_api import Browser, Page, Request, Route, expect

from tests.clients.calls import eventually, until
from tests.clients.site import COUNSELLOR, Site
from tests.clients.test_disclosures import CASE

CHANGES = "**/api/v1/me/changes"
FOCUS = "document.body.append(Object.assign(document.createElement('input'), {id: 'typed'})); document.getElementById('typed').focus()"


class Heard:
    """A page whose stream says what the test wants, and which paths it asked for."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.asked: list[str] = []
        self.unattended: list[bool] = []
        self.streams = 0
        self.said = "event: ready\ndata:\n\n"
        prefix = f"{url}/api/v1/"
        page.on("request", lambda request: self._note(request, prefix))

    def _note(self, request: Request, prefix: str) -> None:
        path = request.url.removeprefix(prefix)
        self.asked.append(path)
        if path == "me/home":
            self.unattended.append("x-unattended" in request.headers)

    async def stream(self, route: Route) -> None:
        """Says it, and ends: the app comes back after a moment."""
        self.streams += 1
        await route.fulfill(body=f"retry: 100\n{self.said}", content_type="text/event-stream")

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked.startswith(path) for asked in self.asked)

    async def came_back(self) -> None:
        """Until the app has asked for the next stream but one: whatever the first of them said was heard."""
        last = self.streams

        async def again() -> bool:
            return self.streams >= last + 2

        await until(again)


async def _open(site: Site, browser: Browser, path: str) -> Heard:
    context = await site.browser(browser, COUNSELLOR, stream=True, step_up=True)
    page = await context.new_page()
    heard = Heard(page, site.url)
    await page.route(CHANGES, heard.stream)
    await page.goto(path)
    # A screen takes the focus after it was drawn: a field that had it before would lose it.
    await expect(page.locator("h1")).to_be_focused()
    await eventually(lambda: heard.unattended or None)
    return heard


class Colleagues:
    """A concern that colleagues handle as well: what its page and the list answer."""

    def __init__(self) -> None:
        self.version = 1
        self.opened = 0

    async def answer(self, route: Route) -> None:
        """Only the page itself is an opening that is recorded."""
        whole = CASE | {"version": self.version}
        if route.request.url.endswith("/first-steps"):
            await route.fulfill(status=404, json={"slug": "not-found", "status": 404})
        elif route.request.url.endswith(CASE["observationId"]):
            self.opened += 1
            await route.fulfill(json=whole)
        else:
            await route.fulfill(json={"items": [whole], "next": None})


async def test_an_opened_concern_says_that_a_colleague_changed_it_and_is_opened_again_by_a_tap_alone(
    site: Site, browser: Browser
) -> None:
    heard = await _open(site, browser, "/concerns")
    page, colleagues = heard.page, Colleagues()
    await page.route(re.compile("/api/v1/orgs/101/observations"), colleagues.answer)
    await page.goto(f"/concerns/101/{CASE['observationId']}")
    note = page.get_by_role("status").filter(has_text="有同事刚刚处理过这件事")
    await expect(page.get_by_role("button", name="打开内容")).to_be_visible()
    heard.said = "event: ready\ndata:\n\nevent: changed\ndata: inbox\n\n"
    await _listed_again(heard)
    await expect(note).to_have_count(0)
    colleagues.version, opened = 2, colleagues.opened
    await expect(note).to_be_visible()
    assert colleagues.opened == opened
    await note.get_by_role("button", name="显示最新情况").click()

    async def opened_again() -> bool:
        return colleagues.opened == opened + 1

    await until(opened_again)
    await expect(note).to_have_count(0)


async def test_the_list_of_concerns_is_read_again_as_no_reading_of_it_is_recorded(site: Site, browser: Browser) -> None:
    heard = await _open(site, browser, "/concerns")
    heard.said = "event: ready\ndata:\n\nevent: changed\ndata: inbox\n\n"
    await _listed_again(heard)


async def _listed_again(heard: Heard) -> None:
    before = heard.count("orgs/101/observations?")

    async def read_again() -> bool:
        return heard.count("orgs/101/observations?") > before + 1

    await until(read_again)


async def test_nothing_is_drawn_again_under_somebody_who_types(site: Site, browser: Browser) -> None:
    heard = await _open(site, browser, "/concerns")
    await heard.page.evaluate(FOCUS)
    home = heard.count("me/home")
    heard.said = "event: ready\ndata:\n\nevent: changed\ndata: inbox\n\n"
    await heard.came_back()
    await heard.came_back()
    assert heard.count("me/home") == home

    async def read_again() -> bool:
        return heard.count("me/home") > home

    await heard.page.evaluate("document.getElementById('typed').blur()")
    await until(read_again)


async def test_what_is_read_while_nobody_is_there_is_marked(site: Site, browser: Browser) -> None:
    """Somebody who went away becomes idle, whatever others do meanwhile; a touch is somebody."""
    heard = await _open(site, browser, "/concerns")
    heard.said = "event: ready\ndata:\n\nevent: changed\ndata: inbox\n\n"

    async def marked() -> bool:
        return heard.unattended[-1]

    assert not heard.unattended[0]
    await heard.page.clock.set_fixed_time(site.now() + timedelta(minutes=2))
    await until(marked)
    await heard.page.keyboard.press("Shift")

    async def own() -> bool:
        return not heard.unattended[-1]

    await until(own)
