"""The browser of the locked packages, fetched as on a machine that has none: it starts, and draws Chinese."""

from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from api.cli import browser
from tests.clients.conftest import QUIET


async def test_a_fetched_browser_draws_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "_system", lambda: None)
    monkeypatch.setattr(browser, "_place", lambda: tmp_path / "browser")
    path = browser.ensure()
    assert path == str(tmp_path / "browser" / "start")
    async with async_playwright() as playwright:
        chrome = await playwright.chromium.launch(executable_path=path, args=QUIET)
        page = await chrome.new_page()
        drawn = set[bytes]()
        for letter in "心桥家访":
            await page.set_content(f"<p>{letter}</p>")
            drawn.add(await page.screenshot())
        assert len(drawn) == 4, "a letter that the font lacks is the same box as any other"
        await chrome.close()
