"""A mother signs in from her school's WeCom, and says in the settings that she does. The demo's school has none: what the API would answer is given here."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.site import DESK, MOTHER, PHONE, Site
from tests.clients.tour import SCHOOL

LINK = f"**/orgs/{SCHOOL}/me/wecom"
"""Of one of her two schools."""
WECOM_PAGE = "https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww1#wechat_redirect"
IN_WECHAT = "Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 MicroMessenger/8.0' })"
BACK = f"/sign-in/wecom?o={SCHOOL}&code=c1&state=s1"


class Answers:
    """The API's part: what it is asked, and what the worker learned meanwhile."""

    def __init__(self, *, refused: str | None = None) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.refused = refused
        self.waits = 1
        self.state = "known"

    async def give(self, route: Route) -> None:
        """Signing in: after one question WeCom has not answered yet."""
        path = route.request.url.partition("/auth/wecom")[2]
        self.asked.append((path, json.loads(route.request.post_data or "null")))
        if path == "/begin":
            return await route.fulfill(json={"authorizeUrl": WECOM_PAGE})
        if path == "/code":
            return await route.fulfill(status=204)
        if self.waits:
            self.waits -= 1
            return await _refuse(route, 409, "wecom-asked")
        return await _refuse(route, 401, self.refused or "wecom-unknown")

    async def link(self, route: Route) -> None:
        """The settings."""
        if route.request.method == "PUT":
            self.state = "signs_in"
        if route.request.method == "DELETE":
            self.state = "known"
            return await route.fulfill(status=204)
        return await route.fulfill(json={"state": self.state, "ownPhone": True})


async def _refuse(route: Route, status: int, slug: str) -> None:
    body: dict[str, Any] = {
        "type": f"https://x/problems/{slug}",
        "title": slug,
        "status": status,
        "detail": f"说明 {slug}",
        "errors": [],
    }
    await route.fulfill(status=status, json=body, content_type="application/problem+json")


async def _open(site: Site, browser: Browser, answers: Answers, address: str, *, wechat: bool = True) -> Page:
    page = await site.page(browser, None, "/help")
    if wechat:
        await page.add_init_script(IN_WECHAT)
    await page.context.route("**/api/v1/auth/wecom**", answers.give)
    await page.context.route("**/api/v1/auth/wecom/**", answers.give)
    await page.context.route("https://open.weixin.qq.com/**", lambda route: route.fulfill(body="WeCom's own page"))
    await page.goto(address)
    return page


async def test_a_notice_opened_in_wechat_leads_to_wecoms_page(site: Site, browser: Browser) -> None:
    answers = Answers()
    page = await _open(site, browser, answers, f"/inbox?m=1&o={SCHOOL}")
    await page.get_by_role("link", name="用企业微信登录").click()
    await expect(page.get_by_role("heading", name="企业微信登录")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="用企业微信登录").click()
    await expect(page).to_have_url(re.compile(r"^https://open\.weixin\.qq\.com/"))
    assert answers.asked == [("/begin", {"orgId": SCHOOL})]


@pytest.mark.parametrize("address", ["/inbox?m=1&o=101", "/sign-in/wecom?o=101"])
async def test_another_browser_is_offered_nothing_of_it(site: Site, browser: Browser, address: str) -> None:
    page = await _open(site, browser, Answers(), address, wechat=False)
    await expect(page.get_by_role("heading", name="登录").first).to_be_visible()
    await expect(
        page.get_by_role("button", name="获取验证码").or_(page.get_by_text("请从学校的企业微信"))
    ).to_be_visible()
    await expect(page.get_by_text("用企业微信登录")).to_have_count(0)


async def test_who_comes_back_waits_for_wecom_and_has_the_other_way(site: Site, browser: Browser) -> None:
    answers = Answers()
    page = await _open(site, browser, answers, BACK)
    await expect(page.get_by_text("说明 wecom-unknown")).to_be_visible()
    assert answers.asked == [("/code", {"wecomCode": "c1", "state": "s1"}), ("", {}), ("", {})]
    await expect(page).to_have_url(re.compile(rf"/sign-in/wecom\?o={SCHOOL}$"))  # a reload sends no code again
    await page.get_by_role("link", name="用手机号登录").click()
    await expect(page.get_by_label("手机号")).to_be_visible()


async def test_who_comes_back_is_signed_in(site: Site, browser: Browser) -> None:
    """The session is one that the demo made: WeCom's part is answered here, and everything after it is real."""
    page = await site.page(browser, MOTHER, "/help")
    await page.add_init_script(IN_WECHAT)
    profile = await (await page.request.get("/api/v1/me")).json()
    signed = {"accountId": profile["accountId"], "sessionId": profile["accountId"], "assurance": 1}

    async def give(route: Route) -> None:
        if route.request.url.endswith("/code"):
            return await route.fulfill(status=204)
        return await route.fulfill(status=201, json=signed | {"expiresAt": "2027-01-01T00:00:00Z", "token": None})

    await page.context.route("**/api/v1/auth/wecom**", give)
    await page.context.route("**/api/v1/auth/wecom/**", give)
    await page.goto(BACK)
    await expect(page).to_have_url(f"{site.url}/")
    await expect(page.get_by_role("navigation")).to_be_visible()


@pytest.mark.parametrize("view", [PHONE, DESK])
async def test_a_mother_switches_it_on_and_off(site: Site, browser: Browser, view: Any) -> None:
    answers = Answers()
    page = await site.page(browser, MOTHER, "/me", view=view)
    await page.context.route(LINK, answers.link)
    await page.goto("/me/settings")
    part = page.locator("section").filter(has=page.get_by_role("heading", name="企业微信登录"))
    await part.get_by_role("button", name="开启").click()
    await expect(part.get_by_text("已开启")).to_be_visible()
    assert await violations(page) == []
    await part.get_by_role("button", name="关闭企业微信登录").click()
    await expect(part.get_by_role("button", name="开启")).to_be_visible()


async def test_without_wecom_the_settings_say_nothing_of_it(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings")
    await expect(page.get_by_label("日常通知")).to_be_visible()
    await expect(page.get_by_role("heading", name="企业微信登录")).to_have_count(0)
