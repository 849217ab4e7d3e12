"""How many taps something takes, as the page receives them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import Page

COUNT = """() => {
  window.tapped?.abort();
  window.tapped = new AbortController();
  window.taps = 0;
  addEventListener("pointerdown", (event) => { if (event.isTrusted) window.taps += 1; }, { capture: true, signal: window.tapped.signal });
}"""


@asynccontextmanager
async def taps(page: Page, number: int) -> AsyncGenerator[None]:
    """What is done on the page within takes exactly so many taps. A page that is loaded again forgets them, and fails."""
    await page.evaluate(COUNT)
    yield
    made = await page.evaluate("window.taps")
    assert made == number, f"{made} taps"
