"""What comes first on the run sheet while a visit's time runs."""

from playwright.async_api import Browser, expect

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
