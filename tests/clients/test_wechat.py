"""A mother links her WeChat in the settings. The demo's school has no service account: what the API would answer is given here."""

import json
import re
from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.site import MOTHER, Site
from tests.clients.tour import SCHOOL

LINK = f"**/orgs/{SCHOOL}/me/wechat"
"""Of one of her two schools."""
CONNECT = "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1#wechat_redirect"
IN_WECHAT = "Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 MicroMessenger/8.0' })"


class Answers:
    """The API's part: what it says of the link, and what it was asked."""

    def __init__(self) -> None:
        self.state = "none"
        self.put: list[Any] = []

    async def give(self, route: Route) -> None:
        if route.request.method == "PUT":
            self.put.append(json.loads(route.request.post_data or ""))
            self.state = "asked"
        if route.request.method == "DELETE":
            self.state = "none"
            return await route.fulfill(status=204)
        return await route.fulfill(json={"state": self.state, "connectUrl": CONNECT})


async def _open(site: Site, browser: Browser, answers: Answers, address: str = "/me/settings") -> Page:
    page = await site.page(browser, MOTHER, "/me")
    await page.context.route(LINK, answers.give)
    await page.goto(address)
    await expect(page.get_by_role("heading", name="微信服务号")).to_be_visible()
    return page


async def test_without_a_service_account_nothing_is_said_of_it(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings")
    await expect(page.get_by_label("日常通知")).to_be_visible()
    await expect(page.get_by_role("heading", name="微信服务号")).to_have_count(0)


async def test_a_mother_connects_her_wechat_and_ends_it(site: Site, browser: Browser) -> None:
    answers = Answers()
    page = await _open(site, browser, answers)
    await expect(page.get_by_text("请在微信里打开这一页，再连接。")).to_be_visible()
    assert await violations(page) == []

    await page.add_init_script(IN_WECHAT)
    await page.reload()
    await expect(page.get_by_role("link", name="连接微信")).to_have_attribute("href", CONNECT)

    await page.goto(f"/me/settings?wechat={SCHOOL}&code=c1&state=s1")
    await expect(page.get_by_text("正在向微信确认…")).to_be_visible()
    assert answers.put == [{"wechatCode": "c1", "state": "s1"}]
    await expect(page).to_have_url(re.compile(r"/me/settings$"))

    answers.state = "linked"
    await page.get_by_role("button", name="不再用微信提醒我").click()
    await expect(page.get_by_role("link", name="连接微信")).to_be_visible()


async def test_what_came_back_for_another_school_is_not_sent(site: Site, browser: Browser) -> None:
    answers = Answers()
    await _open(site, browser, answers, "/me/settings?wechat=999&code=c1&state=s1")
    assert answers.put == []
