"""Everybody signs in on the same phone, one after the other, and finds their own tabs; staff set up what opens confidential text."""

import re
from datetime import timedelta

from playwright.async_api import Browser, Page, Route, expect
from pyotp.totp import TOTP

from tests.clients.access import violations
from tests.clients.site import FATHER, PASSWORD, Site

TABS = {
    "16400000002": ["首页", "名册", "通知", "学校", "我的"],  # school administrator
    "16400000004": ["首页", "数据", "关注", "通知", "我的"],  # officer
    "16400000012": ["首页", "日程", "开放时间", "关注", "我的"],  # counsellor
    "16400000022": ["首页", "班级", "家访", "通知", "我的"],  # class teacher
    "16400000024": ["首页", "学校", "关注", "通知", "我的"],  # school leader
    "16400000032": ["首页", "通知", "家访", "咨询", "我的"],  # guardian
}


async def test_each_role_signs_in_and_finds_its_own_tabs(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    for phone, tabs in TABS.items():
        await _by_code(page, site, phone)
        # After a name a tab may say how many things wait.
        named = [re.compile(f"^{tab}") for tab in tabs]
        await expect(page.get_by_role("navigation").get_by_role("link")).to_have_text(named)
        await page.get_by_role("link", name="我的").click()
        await page.get_by_role("button", name="退出登录").click()
        await expect(page.get_by_role("heading", name="登录")).to_be_visible()


async def test_staff_set_a_password_and_an_authenticator_and_sign_in_by_them(site: Site, browser: Browser) -> None:
    counsellor = "16400000013"
    page = await site.page(browser, None, "/sign-in")
    await _by_code(page, site, counsellor)
    await expect(page.get_by_role("heading", name="通行密钥")).to_be_visible()  # asked for at the first sign-in
    await page.get_by_role("link", name="首页").click()
    await page.get_by_role("link", name="设置通行密钥，才能查看保密内容").click()
    await page.get_by_label("新密码").fill(PASSWORD)
    await page.get_by_role("button", name="设置密码").click()
    await expect(page.get_by_text("设置成功。")).to_be_visible()
    await page.get_by_role("button", name="设置动态验证码").click()
    await expect(page.get_by_role("img", name="密钥的二维码")).to_be_visible()
    totp = TOTP((await page.locator("code").inner_text()).replace(" ", ""))
    await page.get_by_label("六位动态验证码").fill(totp.at(site.now()))
    await page.get_by_role("button", name="确认").click()
    await expect(page.get_by_role("button", name="确认")).to_have_count(0)
    await page.get_by_role("link", name="我的").click()
    await page.get_by_role("button", name="退出登录").click()

    await page.get_by_role("radio", name="教职工（通行密钥或密码）").check()
    await page.get_by_label("手机号").fill(counsellor)
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    # The next of its codes: one that was shown is not taken twice.
    await page.get_by_label("动态验证码").fill(totp.at(site.now() + timedelta(seconds=30)))
    await page.get_by_role("button", name="登录", exact=True).click()
    await expect(page.get_by_role("link", name="日程")).to_be_visible()
    await expect(page.get_by_text("才能查看保密内容")).to_have_count(0)


async def test_who_has_no_phone_asks_for_a_code_by_mail(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    await page.get_by_label("手机号").fill("164")
    await page.get_by_role("button", name="没有手机号？用邮箱").click()
    field = page.get_by_label("邮箱")
    await expect(field).to_have_value("")
    await field.fill("nobody@example.cn")
    await page.get_by_role("button", name="获取验证码").click()
    await expect(page.get_by_text("如果学校登记的是 nobody@example.cn，验证码已发出")).to_be_visible()
    await page.get_by_label("六位验证码").fill("000000")
    await expect(page.get_by_text("验证码")).not_to_have_count(0)
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_role("button", name="换个号码").click()
    await expect(page.get_by_label("邮箱")).to_have_value("nobody@example.cn")
    await page.get_by_role("button", name="用手机号").click()
    await expect(page.get_by_label("手机号")).to_have_value("")


async def test_an_address_of_the_schools_list_waits_to_be_confirmed(site: Site, browser: Browser) -> None:
    async def unconfirmed(route: Route) -> None:
        answer = await (await route.fetch()).json()
        await route.fulfill(json=answer | {"email": "he@example.cn", "emailVerified": False})

    page = await site.page(browser, FATHER, "/")
    await page.route("**/api/v1/me", unconfirmed)
    await page.goto("/me/calendar")
    await expect(page.get_by_label("邮箱")).to_have_value("he@example.cn")
    await expect(page.get_by_text("确认后日历邀请才会发到这里")).to_be_visible()
    await expect(page.get_by_text("已确认")).to_have_count(0)


async def _by_code(page: Page, site: Site, phone: str) -> None:
    await site.type_code(page, phone)
    await expect(page.get_by_role("navigation", name="主要页面")).to_be_visible()


async def test_a_field_says_in_the_apps_language_what_is_wrong_with_it(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    phone = page.get_by_label("手机号")
    await page.get_by_role("button", name="获取验证码").click()
    assert await phone.evaluate("field => field.validationMessage") == "请填写或选一项。"
    await phone.fill("123")
    assert await phone.evaluate("field => field.validationMessage") == "", (
        "what was said is over once something stands there"
    )
    await page.get_by_role("button", name="获取验证码").click()
    await expect(page.locator(".field .wrong")).to_contain_text("手机号是 11 位")
    await expect(phone).to_have_attribute("aria-invalid", "true")


async def test_who_cannot_read_the_page_makes_its_text_larger(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    await page.get_by_role("radio", name="最大", exact=True).check()
    await expect(page.locator("html")).to_have_attribute("data-text", "largest")
    assert await violations(page) == []
    await page.reload()
    await expect(page.get_by_role("radio", name="最大", exact=True)).to_be_checked()


async def test_a_link_that_is_passed_on_says_what_it_is(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    of = {
        name: await page.locator(f"meta[property='og:{name}']").get_attribute("content")
        for name in ("title", "description", "image")
    }
    assert of["title"] == "心桥 Xinqiao"
    assert of["description"]
    assert str(of["image"]).startswith(site.url)  # who fetches it has the link alone
    assert (await page.request.get(str(of["image"]))).headers["content-type"] == "image/png"
