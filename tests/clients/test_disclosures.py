"""Two custodians learn together who reported something, on a phone and at a desk.

What the server answers and refuses is in tests/observations/test_disclosures.py; here it answers as it does there.
"""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import small_targets, violations
from tests.clients.site import COUNSELLOR, Site

SCHOOL, CHILD, REASON = 101, "张小雨", "要当面问清楚那天放学后的事"
CASE_ID, REQUEST_ID = str(uuid4()), str(uuid4())
_AT = "2026-11-23T11:00:00+08:00"
CASE: dict[str, Any] = {
    "observationId": CASE_ID,
    "classId": str(uuid4()),
    "className": "七年级(1)班",
    "studentId": None,
    "studentName": CHILD,
    "urgent": False,
    "rung": "school",
    "rungs": ["school"],
    "state": "received",
    "waits": True,
    "outcome": None,
    "filedOn": "2026-11-22",
    "dueAt": "2026-11-25T23:59:59+08:00",
    "late": False,
    "version": 1,
    "canReadObserver": False,
    "canRaise": False,
    "readers": [],
    "closing": None,
    "steps": [],
}
REQUEST: dict[str, Any] = {
    "disclosureId": REQUEST_ID,
    "observationId": CASE_ID,
    "className": "七年级(1)班",
    "studentName": CHILD,
    "askedByName": "彭志远",
    "askedAt": _AT,
    "until": "2026-11-24T11:00:00+08:00",
}


class School:
    """A case above the class teacher, and a request about it. `mine`: the reader has asked for it."""

    def __init__(self, state: str | None, *, mine: bool) -> None:
        self.state, self.mine = state, mine
        self.written: list[tuple[str, object]] = []

    async def answer(self, route: Route) -> None:
        request = route.request
        what = re.sub(r".*/(observations|observer-disclosures)/[^/]+", "", request.url)
        if request.method == "POST":
            self.written.append((what, json.loads(request.post_data or "null")))
            self.state = {"/agree": "agreed", "/withdraw": "withdrawn"}.get(what, "asked")
        if what in ("/observer", "/reason"):
            seen = {"accountId": str(uuid4()), "name": "赵一一", "part": "member"}
            await route.fulfill(json=seen if what == "/observer" else {"reason": REASON})
        elif what == "/first-steps":
            await route.fulfill(status=404, json={"slug": "not-found", "status": 404})
        elif "observer-disclosures" in request.url or what == "/disclosures":
            await route.fulfill(json=self.request())
        else:
            await route.fulfill(json=CASE | {"canAskObserver": self.state is None, "disclosure": self.summary()})

    def request(self) -> dict[str, Any]:
        return REQUEST | {
            "state": self.state,
            "agreedByName": "凌静" if self.state == "agreed" else None,
            "agreedAt": _AT if self.state == "agreed" else None,
            "canAgree": self.state == "asked" and not self.mine,
            "canLook": self.state == "agreed",
            "canEnd": self.state in {"asked", "agreed"},
        }

    def summary(self) -> dict[str, Any] | None:
        names = {"askedByName": "彭志远", "agreedByName": None, "at": _AT}
        return {"disclosureId": REQUEST_ID, "state": self.state, **names} if self.state else None


async def _opened(site: Site, browser: Browser, school: School, path: str, width: int) -> Page:
    page = await site.page(browser, COUNSELLOR, "/", step_up=True)
    await page.set_viewport_size({"width": width, "height": 800})
    await page.route(re.compile("/api/v1/orgs/[0-9]+/(observations/[0-9a-f-]{36}|observer-disclosures)"), school.answer)
    await page.goto(path)
    return page


async def _fits(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert await violations(page) + await small_targets(page) == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_a_custodian_asks_from_the_case_and_takes_it_back(site: Site, browser: Browser, width: int) -> None:
    school = School(None, mine=True)
    page = await _opened(site, browser, school, f"/concerns/{SCHOOL}/{CASE_ID}", width)
    await page.get_by_role("button", name="请另一位档案保管人同意").click()
    await page.get_by_label("为什么要知道是谁说的").fill(REASON)
    await _fits(page)
    await page.get_by_role("button", name="提出请求", exact=True).click()
    await page.get_by_role("link", name="打开请求").click()
    await expect(page.get_by_text("等另一位档案保管人同意")).to_be_visible()
    await expect(page.get_by_role("button", name="同意，一起查看")).to_have_count(0)
    await page.get_by_role("button", name="撤回", exact=True).click()
    await page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True).click()
    await expect(page.get_by_text("已撤回", exact=True)).to_be_visible()
    assert school.written == [("/disclosures", {"reason": REASON}), ("/withdraw", None)]


@pytest.mark.parametrize("width", [390, 1280])
async def test_another_one_reads_the_reason_agrees_and_both_may_look(site: Site, browser: Browser, width: int) -> None:
    school = School("asked", mine=False)
    page = await _opened(site, browser, school, f"/concerns/disclosures/{SCHOOL}/{REQUEST_ID}", width)
    await expect(page.get_by_text(CHILD).first).to_be_visible()
    await expect(page.get_by_role("button", name="查看是谁说的")).to_have_count(0)
    await page.get_by_role("button", name="看理由").click()
    await expect(page.get_by_text(REASON)).to_be_visible()
    await _fits(page)
    await page.get_by_role("button", name="同意，一起查看").click()
    await page.get_by_role("button", name="查看是谁说的").click()
    await expect(page.get_by_text("赵一一 · 健康委员")).to_be_visible()
    await expect(page.get_by_text("请保护好这位同学")).to_be_visible()
    await _fits(page)
    assert school.written == [("/agree", None)]


async def test_it_reads_in_english_too(site: Site, browser: Browser) -> None:
    school = School("asked", mine=False)
    page = await site.page(browser, COUNSELLOR, "/", step_up=True, language="en")
    await page.route(re.compile("/api/v1/orgs/[0-9]+/observer-disclosures"), school.answer)
    await page.goto(f"/concerns/disclosures/{SCHOOL}/{REQUEST_ID}")
    await expect(page.get_by_text("Waits for another custodian")).to_be_visible()
    await expect(page.get_by_role("button", name="Agree: we both look")).to_be_visible()
    await _fits(page)
