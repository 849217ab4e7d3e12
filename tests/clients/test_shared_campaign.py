"""A school's campaign on the phone of a class teacher who leads one of its classes: the plan is theirs to read and to send, not to make (V8, V9)."""

import re
from typing import Any

from playwright.async_api import Browser, Route, expect

from tests.clients.access import violations
from tests.clients.site import TEACHER, Site
from tests.clients.test_campaigns import ONE

PLAN = re.compile(r"/campaigns/[^/]+/plan$")
FAMILY: dict[str, Any] = {
    "studentId": "01a224d9-0577-77f6-bba7-501bf1d7ff5f",
    "studentName": "张三",
    "siblings": [],
    "siblingElsewhere": False,
    "reason": "clash",
    "clashes": 0,
    "fix": None,
    "canAnswer": False,
}


async def _of_the_school(route: Route) -> None:
    answer = await route.fetch()
    found = await answer.json() | {"canEdit": False, "canPlan": True}
    if "unplaced" in found:
        found |= {"unplaced": [FAMILY], "canApply": False}
    await route.fulfill(response=answer, json=found)


async def test_a_class_teacher_comes_to_the_plan_of_the_schools_campaign(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/campaigns")
    await page.route(ONE, _of_the_school)
    await page.route(PLAN, _of_the_school)
    await page.get_by_role("link", name="千名教师访万家").click()
    await expect(page.get_by_role("button", name="向家长征询时间")).to_have_count(0)
    await page.get_by_role("link", name="家访计划").click()
    await expect(page.get_by_text("张三")).to_be_visible()
    assert await violations(page) == []
    # Nothing that would be refused is offered.
    for name in ("生成计划", "重新生成", "停止", "张三"):
        await expect(page.get_by_role("button", name=name)).to_have_count(0)
