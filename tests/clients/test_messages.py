"""Messages: all read with one tap, and searched through the older ones too."""

import json
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.site import DESK, MOTHER, PHONE, Site

OLD = "心理讲座：考前陪伴"


def _message(number: int, title: str, **more: Any) -> dict[str, Any]:
    return {
        "orgId": 101,
        "messageId": f"00000000-0000-7000-8000-{number:012}",
        "title": title,
        "body": "请查看。",
        "importance": "normal",
        "at": f"2026-11-{22 - number:02}T04:00:00Z",
        "readAt": None,
        "about": None,
        **more,
    }


async def _inbox(page: Page) -> list[Any]:
    """Two pages of messages, of which the second has what is looked for; returns what is sent when they are read."""
    sent: list[Any] = []
    newest = [_message(n, f"预约提醒 {n}") for n in range(10)]

    async def answer(route: Route) -> None:
        items = [_message(10, OLD)] if "cursor=" in route.request.url else newest
        read = [one | {"readAt": one["at"]} if sent else one for one in items]
        following = None if "cursor=" in route.request.url else "next"
        await route.fulfill(json={"items": read, "next": following})

    async def read(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        await route.fulfill(status=204)

    await page.route("**/api/v1/me/inbox*", answer)
    await page.route("**/orgs/101/messages/read", read)
    return sent


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
async def test_all_are_read_with_one_tap(site: Site, browser: Browser, view: Any) -> None:
    page = await site.page(browser, MOTHER, "/", view=view)
    sent = await _inbox(page)
    await page.goto("/inbox")
    unread = page.locator(".tag", has_text="未读")
    await expect(unread).to_have_count(10)
    assert await violations(page) == []
    await page.get_by_role("button", name="全部标为已读").click()
    await expect(unread).to_have_count(0)
    await expect(page.get_by_role("button", name="全部标为已读")).to_have_count(0)
    assert sent == [{"until": "2026-11-22T04:00:00Z"}]


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_search_finds_what_is_not_loaded_yet(site: Site, browser: Browser, view: Any) -> None:
    page = await site.page(browser, MOTHER, "/", view=view)
    await _inbox(page)
    await page.goto("/inbox")
    await page.get_by_label("查找消息").fill("考前")
    await expect(page.get_by_text(OLD)).to_be_visible()
    await expect(page.get_by_text("预约提醒")).to_have_count(0)
    await expect(page.get_by_text("找到 1 条")).to_be_visible()
    await page.get_by_label("查找消息").fill("没有这样的")
    await expect(page.get_by_text("找到 0 条")).to_be_visible()
