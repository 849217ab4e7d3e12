"""A school's budgets of SMS and other channels: set by one, raised by two, and what a sender is told when nothing is left."""

import os
from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.calls import Api, until
from tests.clients.site import ADMIN, DESK, LEADER, Site

MANY = 1_000_000
"""More than any other test of this demo sends."""


async def test_a_budget_is_set_by_one_and_raised_by_two(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school", step_up=True)
    await page.get_by_role("link", name="发送预算").click()
    await _set(page, "0")
    await expect(page.get_by_text("预算已保存")).to_be_visible()
    await _sender_decides(page, Api(page.request, site.url), site)
    await page.goto(f"{site.url}/school/sms")
    await _set(page, str(MANY))
    await expect(page.get_by_text(f"申请把预算提高到每月 {MANY} 条")).to_be_visible()
    await expect(page.get_by_role("button", name="撤回申请")).to_be_visible()
    await _shoot(page, "sms-budget-phone")
    second = await site.page(browser, LEADER, "/school/sms", step_up=True, view=DESK, language="en")
    await expect(second.get_by_text(f"asks for {MANY} SMS a month")).to_be_visible()
    assert await violations(second) == []
    await _shoot(second, "sms-budget-desk")
    await second.get_by_role("button", name="Agree").click()
    await second.get_by_role("dialog").get_by_role("button", name="Agree").click()
    await expect(second.get_by_text(f"{MANY} SMS").first).to_be_visible()
    await expect(second.get_by_text("asks for")).to_have_count(0)
    found = await Api(second.request, site.url).get("orgs/101/channel-budget")
    assert (found["parts"], found["asked"]) == (MANY, None)


async def test_every_channel_has_its_budget_on_the_same_screen(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/sms", step_up=True)
    await page.get_by_role("radio", name="邮件").check()
    await expect(page.get_by_text("改用每个人的下一个渠道")).to_be_visible()
    await _set(page, str(MANY))
    await expect(page.get_by_text("预算已保存")).to_be_visible()
    await expect(page.get_by_text(f"{MANY} 条").first).to_be_visible()
    assert await violations(page) == []
    await _shoot(page, "channel-budget-phone")
    desk = await site.page(browser, LEADER, "/school/sms", view=DESK, language="en")
    await desk.get_by_role("radio", name="Mail").check()
    await expect(desk.get_by_text(f"{MANY} messages").first).to_be_visible()
    await _shoot(desk, "channel-budget-desk")
    api = Api(desk.request, site.url)
    assert (await api.get("orgs/101/channel-budget?channel=mail"))["parts"] == MANY
    assert (await api.get("orgs/101/channel-budget?channel=wecom"))["parts"] is None


async def test_a_sender_reads_which_channel_has_no_room(site: Site, browser: Browser) -> None:
    """The demo's families have other channels first: what is left is written here."""
    page = await site.page(browser, LEADER, "/help")
    body = {"kind": "information", "titleZh": "停电", "bodyZh": "明天停电。", "audience": {"wholeSchool": True}}
    notice = await Api(page.request, site.url).send("orgs/101/notices", body)

    async def answer(route: Route) -> None:
        found = await (await route.fetch()).json()
        rooms = [{"channel": "wecom", "need": 40, "left": 3}, {"channel": "mail", "need": 2, "left": 2}]
        await route.fulfill(json=found | {"rooms": rooms})

    await page.route("**/notices/audience", answer)
    await page.goto(f"/notices/sent/101/{notice['noticeId']}")
    await expect(page.get_by_text("企业微信预算本月只剩 3 条，这次要 40 条")).to_be_visible()
    await expect(page.get_by_text("邮件预算")).to_have_count(0)
    assert await violations(page) == []
    await _shoot(page, "channel-short-phone")


async def _set(page: Page, parts: str) -> None:
    await page.get_by_label("每月最多发送（条）").fill(parts)
    await page.get_by_role("button", name="保存").click()


async def _sender_decides(page: Page, api: Api, site: Site) -> None:
    """Of a notice that the budget does not do for, its sender says who tells those whom only SMS reaches."""
    notice: Any = await api.send(
        "orgs/101/notices",
        {"kind": "information", "titleZh": "停水", "bodyZh": "明天停水。", "audience": {"wholeSchool": True}},
    )
    await page.goto(f"{site.url}/notices/sent/101/{notice['noticeId']}")
    await expect(page.get_by_text("不发短信，只用其他渠道")).to_be_visible()
    await expect(page.get_by_text("只能收短信")).to_be_visible()
    await page.get_by_role("button", name="现在发出").click()
    await expect(page.get_by_text("再决定怎样通知他们")).to_be_visible()
    await page.get_by_role("radio", name="我另行告知").check()
    await _shoot(page, "sms-decision-phone")
    await page.get_by_role("button", name="现在发出").click()
    path = f"orgs/101/notices/{notice['noticeId']}"
    sent = await until(lambda: api.get(path), lambda found: found["state"] != "draft")
    if sent["state"] == "scheduled":
        await api.send(f"{path}/cancel", version=sent["version"])


async def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
