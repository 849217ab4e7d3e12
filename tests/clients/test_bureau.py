"""An officer opens a case that its school lacks somebody for, on a phone and at a desk.

What the server answers and refuses is in tests/observations/test_bureau.py; here it answers as it does there, since the demo's schools lack nobody.
"""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import small_targets, violations
from tests.clients.site import OFFICER, Site

SCHOOL, NAME, CHILD, TEXT = 101, "第一初级中学", "张小雨", "他在群里说不想活了"
LINE: dict[str, Any] = {
    "schoolId": SCHOOL,
    "schoolName": NAME,
    "observationId": str(uuid4()),
    "lacks": "second",
    "urgent": True,
    "toldOn": "2026-11-27",
}
_AT = "2026-11-27T10:00:00+08:00"
_PERSON = {"byId": str(uuid4()), "byName": "彭志远"}
CASE: dict[str, Any] = {
    **{key: LINE[key] for key in ("schoolId", "schoolName", "observationId", "lacks", "urgent")},
    "classId": str(uuid4()),
    "className": "七年级(1)班",
    "studentId": str(uuid4()),
    "studentName": CHILD,
    "rung": "school",
    "rungs": ["school"],
    "state": "being_handled",
    "waits": False,
    "outcome": None,
    "late": False,
    "filedOn": "2026-11-27",
    "dueAt": _AT,
    "version": 3,
    "timeZone": "Asia/Shanghai",
    "canReadObserver": False,
    "canRaise": False,
    "readers": [],
    "steps": [],
    "closing": {"outcome": "helped", "at": _AT, **_PERSON},
}


class Bureau:
    """Answers for the bureau's cases, and keeps what was written."""

    def __init__(self) -> None:
        self.over, self.lacks = False, "second"
        self.written: list[tuple[str, Any]] = []

    async def answer(self, route: Route) -> None:
        request = route.request
        what = request.url.partition("/school-cases")[2].partition(f"{LINE['observationId']}")[2]
        if request.method == "POST":
            self.written.append((what, json.loads(request.post_data or "null")))
        if what == "/text":
            await route.fulfill(json={"kind": "other", "text": TEXT, "seenOn": "2026-11-26"})
        elif what == "/owners":
            await route.fulfill(json=[{"staffId": str(uuid4()), "name": "陈老师", "rung": "grade"}])
        elif what in ("/close/agree", "/owner"):
            self.over = True
            await route.fulfill(status=204)
        elif what == "" and not request.url.endswith(LINE["observationId"]):
            await route.fulfill(json=[] if self.over else [LINE | {"lacks": self.lacks}])
        else:
            await route.fulfill(json=CASE)


async def _opened(site: Site, browser: Browser, bureau: Bureau) -> Page:
    page = await site.page(browser, OFFICER, "/", step_up=True)
    await page.route(re.compile("/api/v1/orgs/[0-9]+/school-cases"), bureau.answer)
    await page.get_by_role("navigation").get_by_role("link", name="关注").click()
    line = page.get_by_role("link", name=NAME)
    await expect(line).to_contain_text("需要第二个人了结" if bureau.lacks == "second" else "校内没有人能接手")
    await expect(line).to_contain_text("紧急")
    assert CHILD not in await page.locator("body").inner_text(), "the list names no child"
    await line.click()
    return page


@pytest.mark.parametrize("width", [390, 1280])
async def test_an_officer_reads_it_for_a_reason_and_agrees_to_close(site: Site, browser: Browser, width: int) -> None:
    bureau = Bureau()
    page = await _opened(site, browser, bureau)
    await page.set_viewport_size({"width": width, "height": 800})
    await expect(page.get_by_text(CHILD).first).to_be_visible()
    await expect(page.locator("a[href='tel:110']").first).to_be_visible()
    await page.get_by_role("group", name="孩子现在在哪里？").get_by_role("radio", name="在学校").check()
    await page.get_by_role("button", name="打开内容").click()
    await page.get_by_label("为什么要看内容").fill("校内没有第二个人")
    await page.get_by_role("button", name="打开内容").click()
    await expect(page.get_by_text(TEXT)).to_be_visible()
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, "nothing lies beside the screen"
    assert await violations(page) + await small_targets(page) == []
    await page.get_by_role("button", name="同意结束").click()
    await expect(page.get_by_text("学校已经有人负责，或这件事已经了结")).to_be_visible()
    assert bureau.written == [
        ("/first-steps", {"kind": "child_where", "answer": "at_school", "note": None}),
        ("/text", {"reason": "校内没有第二个人"}),
        ("/close/agree", None),
    ]


async def test_an_officer_names_who_is_in_charge_without_opening_it(site: Site, browser: Browser) -> None:
    bureau = Bureau()
    bureau.lacks = "owner"
    page = await _opened(site, browser, bureau)
    await expect(page.get_by_role("button", name="指定 陈老师")).to_be_visible()
    assert CHILD not in await page.locator("body").inner_text()
    assert await violations(page) + await small_targets(page) == []
    await page.get_by_role("button", name="指定 陈老师").click()
    await page.get_by_role("dialog").get_by_role("button", name="指定", exact=True).click()
    await expect(page.get_by_text("学校已经有人负责，或这件事已经了结")).to_be_visible()
    assert [what for what, _ in bureau.written] == ["/owner"]


async def test_an_officer_whom_no_school_needs_reads_so(site: Site, browser: Browser) -> None:
    """From the real server: the demo's schools lack nobody."""
    page = await site.page(browser, OFFICER, "/concerns", step_up=True)
    await expect(page.get_by_text("现在没有学校需要您来处理的事。")).to_be_visible()
