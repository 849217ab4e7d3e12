"""A family finds a notice among those it received, also one on an older page."""

from typing import Any

import pytest
from playwright.async_api import Browser, Route, ViewportSize, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import DESK, MOTHER, PHONE, Site


def _id(number: int) -> str:
    return f"0198f2a0-0000-7000-8000-{number:012}"


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_received_notice_is_found_on_an_older_page(site: Site, browser: Browser, view: ViewportSize) -> None:
    page = await site.page(browser, MOTHER, view=view)
    [line, *_] = (await Api(page.request, site.url).get("me/notices"))["items"]
    newer = [line | {"noticeId": _id(at), "title": f"校服第{at}批"} for at in range(10)]
    older = [line | {"noticeId": _id(99), "title": "秋游 安排"}]

    async def notices(route: Route) -> None:
        is_older = "cursor=" in route.request.url
        body: dict[str, Any] = {"items": older if is_older else newer, "next": None if is_older else "older"}
        await route.fulfill(json=body)

    await page.context.route("**/api/v1/me/notices*", notices)
    await page.goto("/notices")
    search = page.get_by_label("查找通知")
    await expect(page.get_by_role("link", name="校服第3批")).to_be_visible()
    await search.fill("秋游安排")
    await expect(page.get_by_role("link", name="秋游 安排")).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text="找到 1 条")).to_be_visible()
    await expect(page.get_by_role("link", name="校服第3批")).to_have_count(0)
    assert await violations(page) == []


async def test_a_few_notices_need_no_search(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER)
    [line, *_] = (await Api(page.request, site.url).get("me/notices"))["items"]
    only: dict[str, Any] = {"items": [line], "next": None}
    await page.context.route("**/api/v1/me/notices*", lambda route: route.fulfill(json=only))
    await page.goto("/notices")
    await expect(page.locator(f"a[href$='{line['noticeId']}']")).to_be_visible()
    await expect(page.get_by_label("查找通知")).to_have_count(0)
