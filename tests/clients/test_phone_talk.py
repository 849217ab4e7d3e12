"""A talk by phone or video is nowhere: no room is named, and nobody goes there in vain."""

from typing import Any

import pytest
from playwright.async_api import Browser, Route, expect

from tests.clients.calls import Api
from tests.clients.site import MOTHER, Site


@pytest.mark.parametrize(("mode", "rooms"), [("in_person", 1), ("phone", 0), ("video", 0)])
async def test_only_who_meets_in_person_reads_where(site: Site, browser: Browser, mode: str, rooms: int) -> None:
    page = await site.page(browser, MOTHER, "/talks")
    first = (await Api(page.request, site.url).get("me/home"))["next"][0]
    path = f"orgs/{first['orgId']}/bookings/{first['bookingId']}"
    booking: dict[str, Any] = await Api(page.request, site.url).get(path)
    there = booking | {"mode": mode, "roomName": "201 室", "address": "书院街 1 号", "phone": "0797-0000000"}

    async def answer(route: Route) -> None:
        await route.fulfill(json=there)

    await page.route(f"**/{path}", answer)
    await page.goto(f"/talks/{first['orgId']}/{first['bookingId']}")
    await expect(page.get_by_role("link", name="0797-0000000")).to_be_visible()
    await expect(page.get_by_text("201 室")).to_have_count(rooms)
    await expect(page.get_by_text("书院街 1 号")).to_have_count(rooms)
