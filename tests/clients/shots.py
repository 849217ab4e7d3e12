"""Pictures of every screen, in both languages, as a phone shows them; the best go into the README."""

import argparse
import asyncio
import tempfile
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from api.cli.environment import ROOT
from api.cli.web import build
from tests.clients.conftest import QUIET, chromium
from tests.clients.site import Site, start
from tests.clients.tour import TOUR, Screen, find
from tests.servers import Cluster

FOLDER = ROOT / ".xinqiao" / "shots"
DOCS = ROOT / "docs"
BEST = [
    ("guardian-home", "zh-CN"),
    ("notice", "zh-CN"),
    ("visit-offer", "zh-CN"),
    ("talk-book", "zh-CN"),
    ("class", "zh-CN"),
    ("notice-standing", "en"),
    ("report", "zh-CN"),
    ("concern", "en"),
    ("diary", "zh-CN"),
    ("hours", "en"),
    ("school", "zh-CN"),
    ("help", "en"),
]
"""What the README shows."""
LOOKS = [("zh-CN", False, "normal"), ("en", False, "normal"), ("zh-CN", True, "normal"), ("zh-CN", False, "largest")]
TALLEST = 16_383  # pixels; WebP knows no taller picture
SHORT = {"zh-CN": "zh", "en": "en"}


async def take(site: Site, browser: Browser, screen: Screen) -> None:
    """One screen in every look."""
    path = await find(screen, site, browser)
    for language, dark, text in LOOKS:
        page = await site.page(
            browser, screen.who, path, language=language, dark=dark, text=text, step_up=screen.step_up
        )
        await page.wait_for_load_state("networkidle")
        picture = Image.open(BytesIO(await page.screenshot(full_page=True)))
        picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
        look = "dark" if dark else "largest" if text == "largest" else SHORT[language]
        picture.save(FOLDER / f"{screen.name}-{look}.webp", quality=80, method=6)
        if (screen.name, language) in BEST and look in SHORT.values():
            picture = Image.open(BytesIO(await page.screenshot()))
            picture.save(FOLDER / f"docs-{screen.name}-{look}.webp", quality=72, method=6)
        await page.context.close()


async def take_all(site: Site, only: str) -> None:
    """The whole tour, or the screens whose name holds a word."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        for screen in TOUR:
            if only in screen.name:
                await take(site, browser, screen)
        await browser.close()


def main() -> None:
    """Takes the pictures; with `--docs` the best of them also go into docs/."""
    parser = argparse.ArgumentParser(prog="xinqiao shots", description="Takes pictures of every screen of the app.")
    parser.add_argument("--docs", action="store_true", help="put the README's into docs/")
    parser.add_argument("only", nargs="?", default="", help="only screens whose name holds this")
    chosen = parser.parse_args()
    build(ROOT)
    cluster = Cluster()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stack.callback(cluster.stop)
        site = start(stack, cluster.start(), Path(folder))
        asyncio.run(take_all(site, chosen.only))
    if chosen.docs:
        DOCS.mkdir(exist_ok=True)
        for picture in FOLDER.glob("docs-*.webp"):
            (DOCS / picture.name.removeprefix("docs-")).write_bytes(picture.read_bytes())


if __name__ == "__main__":
    main()
