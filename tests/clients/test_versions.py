"""The service worker: it bears a file that does not come, and a newer version takes over from one that cannot go on."""

from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.async_api import Browser, Page, expect

from api.cli.environment import ROOT
from api.http.app_files import AppFiles, read_app_files

DIST = ROOT / "clients" / "web" / "dist"
SOMEBODY = "localStorage.setItem('account', JSON.stringify({ accountId: 'x', shared: false }))"
REGISTERS = """
const { register } = ServiceWorkerContainer.prototype;
ServiceWorkerContainer.prototype.register = function (...given) {
  window.registered = performance.now();
  return register.apply(this, given);
};
"""
ALONE = "registered - performance.getEntriesByType('navigation')[0].loadEventStart"
"""Milliseconds from the moment that all files of the page had come."""
VERSION = "caches.keys().then((names) => names.join())"


class Deploy(ThreadingHTTPServer):
    """The app's files alone, as one version after another has them; the API answers nothing."""

    def __init__(self, files: AppFiles) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.files = files
        self.gone = "/assets/hours-"
        self.number = 1
        self.asked: list[str] = []

    def find(self, path: str) -> tuple[str, bytes] | None:
        """A type and a body. The file that is gone comes back with the next version's service worker."""
        self.asked.append(path)
        file = self.files.find(path)
        if file is None or path.startswith(("/api/", self.gone)):
            return None
        body = file.variants["identity"].body
        if path == "/sw.js" and self.number > 1:
            self.gone = "/no such file"
            body = body.replace(b'VERSION="', b'VERSION="next-')
        return file.media_type, body


class Asked(BaseHTTPRequestHandler):
    """One request."""

    server: Deploy  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        """With a body, unless only asked for the head."""
        found = self.server.find(self.path.partition("?")[0])
        self.send_response(200 if found else 404)
        self.send_header("content-type", found[0] if found else "text/plain")
        self.send_header("content-length", str(len(found[1]) if found else 0))
        self.end_headers()
        if found and self.command == "GET":
            self.wfile.write(found[1])

    do_HEAD = do_GET  # noqa: N815  the library's word

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def deploy() -> Generator[Deploy]:
    """The first version, deployed."""
    server = Deploy(read_app_files(Path(DIST), firebase=False))
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


async def _opened(browser: Browser, deploy: Deploy) -> Page:
    context = await browser.new_context(base_url=f"http://127.0.0.1:{deploy.server_port}", locale="zh-CN")
    await context.add_init_script(SOMEBODY)
    await context.add_init_script(REGISTERS)
    page = await context.new_page()
    await page.goto("/")
    await expect(page.get_by_role("heading", name="首页")).to_be_visible()
    return page


async def _go(page: Page, path: str) -> None:
    await page.evaluate(f"history.pushState(null, '', '{path}'); dispatchEvent(new PopStateEvent('popstate'))")


async def test_a_newer_version_takes_over_where_a_file_of_this_one_is_gone(browser: Browser, deploy: Deploy) -> None:
    page = await _opened(browser, deploy)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert await page.evaluate(ALONE) >= 1000, "the first screen has the network for itself"
    before = await page.evaluate(VERSION)
    await page.reload()
    await page.context.set_offline(True)
    await page.goto("/visits")
    await expect(page.get_by_role("heading", name="家访")).to_be_visible()
    await _go(page, "/hours")
    await expect(page.get_by_role("heading", name="这一页没有打开")).to_be_visible()

    deploy.number = 2
    await page.context.set_offline(False)
    await expect(page.get_by_role("heading", name="咨询时间")).to_be_visible()
    assert await page.evaluate(VERSION) != before, "the newer one's files, and no others"
