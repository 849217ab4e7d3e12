"""What a screen owes everybody, as a browser can see it."""

from functools import cache
from typing import Any

from playwright.async_api import Page

from api.cli.environment import ROOT

AXE = ROOT / "clients" / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# WCAG's floor is 24 px; ours is 44 (REQUIREMENTS: one hand, a bus). Links within a sentence are as high as their line.
SMALL = """least => [...document.querySelectorAll("a[href], button, input, select, textarea")]
  .filter((one) => one.checkVisibility && one.checkVisibility())
  .map((one) => [one, (one.closest("label") || one).getBoundingClientRect()])
  .filter(([one, box]) => box.width > 1 && (box.height < least - 0.5 || box.width < least - 0.5))
  .filter(([one]) => !(one.tagName === "A" && getComputedStyle(one).display === "inline"))
  .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


# Words in so narrow a column that they run downwards, a character or two on a line.
SQUEEZED = """() => [...document.querySelectorAll("main *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 3))
  .filter((one) => one.checkVisibility && one.checkVisibility() && !one.closest("svg, select, .sr"))
  .map((one) => { const range = document.createRange(); range.selectNodeContents(one); return [one, range.getBoundingClientRect()]; })
  .filter(([one, box]) => {
    const size = parseFloat(getComputedStyle(one).fontSize);
    return box.width > 1 && box.width < 3.5 * size && box.height > 3 * size;
  })
  .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""

# A sheet that is still fading in has not its own colours yet.
SETTLED = """() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))
  .then(() => Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
  .map((one) => one.finished.catch(() => undefined))))
  .then(() => undefined)"""
# What is well is not described: only what is not is read.
RUN = "tags => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })"


async def violations(page: Page) -> list[str]:
    """What axe finds once nothing fades or slides any more, a line each."""
    await page.evaluate(SETTLED)
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_axe())  # not by a script element: the page's own policy lets none in
    found: Any = await page.evaluate(RUN, TAGS)
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


@cache
def _axe() -> str:
    return AXE.read_text()


async def small_targets(page: Page, least: int = 44) -> list[str]:
    """What is hard to hit with a thumb: lower or narrower than `least` pixels."""
    return list(await page.evaluate(SMALL, least))


async def squeezed(page: Page) -> list[str]:
    """Words that run down a column narrower than four characters, over more than two lines."""
    return list(await page.evaluate(SQUEEZED))
