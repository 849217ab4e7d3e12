"""Pictures of every screen: on a phone in both languages, by night and in the largest type, and on a desk; the best go into the README."""

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
from tests.clients.site import DESK, Site, load_demo, start
from tests.clients.tour import TOUR, Screen, find
from tests.servers import Cluster

FOLDER = ROOT / ".xinqiao" / "shots"
DOCS = ROOT / "docs"
BEST = [
    ("guardian-home", "zh"),
    ("visit-availability", "zh"),
    ("talk-book", "zh"),
    ("class", "zh"),
    ("notice-status", "en"),
    ("report", "zh"),
    ("hours", "en"),
    ("school", "zh"),
]
"""What the README shows."""
LOOKS = {
    "zh": {"language": "zh-CN"},
    "en": {"language": "en"},
    "dark": {"dark": True},
    "largest": {"text": "largest"},
    "desk": {"view": DESK},
    "desk-en": {"view": DESK, "language": "en"},
}
TALLEST = 16_383  # pixels; WebP knows no taller picture


async def take(site: Site, browser: Browser, screen: Screen, *, docs: bool) -> None:
    """One screen in every look; for the documents, in those that they show."""
    looks = {look: chosen for look, chosen in LOOKS.items() if not docs or (screen.name, look) in BEST}
    if not looks:
        return
    path = await find(screen, site, browser)
    for look, chosen in looks.items():
        page = await site.page(browser, screen.who, path, step_up=screen.step_up, **chosen)
        await page.wait_for_load_state("networkidle")
        if screen.who and chosen.get("view") == DESK:
            await page.locator(".side .brand").wait_for()
        picture = Image.open(BytesIO(await page.screenshot(full_page=True)))
        picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
        picture.save(FOLDER / f"{screen.name}-{look}.webp", quality=80, method=6)
        if (screen.name, look) in BEST:
            picture = Image.open(BytesIO(await page.screenshot()))
            picture.save(FOLDER / f"docs-{screen.name}-{look}.webp", quality=72, method=6)
        await page.context.close()


async def take_all(site: Site, only: str, *, docs: bool) -> None:
    """The whole tour, or the screens whose name holds a word."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        for screen in TOUR:
            if only in screen.name:
                await take(site, browser, screen, docs=docs)
        await browser.close()


def main() -> None:
    """Takes the pictures; with `--docs` those of the documents alone, into docs/."""
    parser = argparse.ArgumentParser(prog="xinqiao shots", description="Takes pictures of every screen of the app.")
    parser.add_argument("--docs", action="store_true", help="take the README's alone, into docs/")
    parser.add_argument("only", nargs="?", default="", help="only screens whose name holds this")
    chosen = parser.parse_args()
    build(ROOT)
    cluster = Cluster()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stack.callback(cluster.stop)
        site = start(stack, load_demo(stack, cluster.start(), Path(folder)))
        asyncio.run(take_all(site, chosen.only, docs=chosen.docs))
    if chosen.docs:
        DOCS.mkdir(exist_ok=True)
        for picture in FOLDER.glob("docs-*.webp"):
            (DOCS / picture.name.removeprefix("docs-")).write_bytes(picture.read_bytes())


if __name__ == "__main__":
    main()
