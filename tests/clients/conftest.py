"""A browser and a running site, once for all tests of the app."""

import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

from api.cli.browser import ensure
from api.cli.environment import ROOT
from api.cli.web import build
from tests.clients.calls import WAIT
from tests.clients.site import Demo, Site, load_demo, start
from tests.servers import Cluster

expect.set_options(timeout=WAIT * 1000)

# Nothing of the browser's own goes out, and it runs as root in CI.
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    # A process of its own for the network costs a sixth of what opening a page costs.
    "--enable-features=NetworkServiceInProcess2",
]


STARTS = 300
"""Seconds: the app is built, the demo loaded, API, worker and browser started."""
FAILED = pytest.StashKey[bool]()
HERE = Path(__file__).parent


def chromium() -> str:
    """The machine's Chromium, or the one that `./xinqiao test` fetches where there is none."""
    return ensure()


@pytest.fixture(scope="session")
def demo(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Generator[Demo]:
    """The demo's people."""
    with ExitStack() as stack:
        yield load_demo(stack, cluster, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site(demo: Demo) -> Generator[Site]:
    """The built app, API and worker."""
    build(ROOT)
    with ExitStack() as stack:
        yield start(stack, demo)


@pytest.fixture(scope="session")
async def chrome() -> AsyncGenerator[Browser]:
    """One browser for all tests of a process: starting it takes as long as half a test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        await browser.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the demo alone comes before what needs the site. The first of both may take as long as the start does on a busy machine.

    Only here: another folder's tests may have a fixture of the same name, and an order of their own.
    """
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    first = next((item for item in ours if "site" in _needs(item)), None)
    loads = next((item for item in ours if "demo" in _needs(item) and "site" not in _needs(item)), None)
    for item in (first, loads):
        if item and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(STARTS))
    if first and loads:
        items.remove(loads)
        items.insert(items.index(first), loads)


def _needs(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keeps whether the test itself failed, for `browser`."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
async def browser(site: Site, chrome: Browser, request: pytest.FixtureRequest) -> AsyncGenerator[Browser]:
    """The browser; each phone in it is a context of its own, and none outlives its test. No page may have raised anything.

    When the test failed, prints what each page showed.
    """
    site.faults.clear()
    yield chrome
    for context in chrome.contexts:
        if request.node.stash.get(FAILED, default=False):
            for page in context.pages:
                sys.stderr.write(f"{page.url}\n{await page.locator('body').inner_text()}\n\n")
        for routed in (*context.pages, context):
            # What a page asked for at the end of a test is answered by nobody, and fails no other test.
            await routed.unroute_all(behavior="ignoreErrors")
        await context.close()
    assert site.faults == []
