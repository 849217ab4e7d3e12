"""Passkeys in the app, with Chromium's virtual authenticator: asked for at the first sign-in, then one tap signs in and steps up."""

from datetime import timedelta
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.clients.site import Site

COUNSELLOR, LEADER, ADMIN = "16400000012", "16400000024", "16400000002"
"""Of the other school: nobody else's test asks them for a second factor. Their last passkey cannot be removed, so they keep it."""
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def test_a_passkey_is_asked_for_signs_in_and_steps_up(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    devtools: Any = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    await _by_code(page, site)
    await expect(page.get_by_role("heading", name="通行密钥")).to_be_visible()
    await page.get_by_role("button", name="在这台设备上添加").click()
    await expect(page.get_by_text("通行密钥已添加。")).to_be_visible()
    await expect(page.get_by_text("还没用过")).to_be_visible()
    await _sign_out(page)

    await page.get_by_role("radio", name="教职工（通行密钥或密码）").check()
    await page.get_by_role("button", name="用通行密钥登录").click()
    await expect(page.get_by_role("link", name="日程")).to_be_visible()
    await expect(page.get_by_text("才能查看保密内容")).to_have_count(0)
    await _sign_out(page)

    await page.get_by_role("radio", name="家长 / 老师").check()
    await _by_code(page, site)
    await page.goto("/sign-in/staff")
    await page.get_by_role("button", name="用通行密钥登录").click()
    await expect(page.get_by_role("heading", name="登录")).to_have_count(0)
    assert (await (await page.request.get("/api/v1/me/home")).json())["assurance"] == 2


async def test_a_sheet_asks_for_the_passkey_over_the_page_that_needs_it(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    devtools: Any = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    await site.type_code(page, LEADER)
    await page.get_by_role("button", name="在这台设备上添加").click()
    await expect(page.get_by_text("通行密钥已添加。")).to_be_visible()
    await page.goto("/concerns")
    await page.evaluate("window.kept = 'typed'")
    asks = page.get_by_role("button", name="用通行密钥或密码验证")
    await asks.first.click()
    sheet = page.get_by_role("dialog", name="验证身份")
    await expect(sheet.get_by_role("button", name="用通行密钥验证")).to_be_visible()
    await expect(sheet.get_by_label("密码")).to_have_count(0)  # she has set none
    await sheet.get_by_role("button", name="用通行密钥验证").click()
    await expect(page.get_by_text("已验证。")).to_be_visible()
    await expect(asks).to_have_count(0)
    await expect(sheet).to_have_count(0)
    assert await page.evaluate("[window.kept, location.pathname]") == ["typed", "/concerns"], "the page was never left"


async def test_setting_up_over_a_page_loses_nothing_that_was_typed(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    devtools: Any = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    await site.type_code(page, ADMIN)
    await expect(page.get_by_role("heading", name="通行密钥")).to_be_visible()
    await page.goto("/school/people")
    await page.get_by_label("班级", exact=True).select_option(index=1)
    await page.locator("a[href*='/student/']:not([href$=new])").last.click()
    await expect(page.get_by_text("您还没有设置通行密钥或密码")).to_be_visible()
    await page.get_by_label("姓名").fill("改过的名字")
    await (
        page.locator("section", has=page.get_by_role("heading", name="家长", exact=True))
        .get_by_role("listitem")
        .last.click()
    )
    tie = page.get_by_role("dialog").first
    await expect(tie.get_by_text("您还没有设置通行密钥或密码")).to_be_visible()
    await tie.get_by_label("法院和文号").fill("青禾区法院 (2026) 民初 9 号")
    await tie.get_by_role("button", name="登记法院的限制").click()
    refusal = tie.get_by_role("alert")
    await expect(refusal).to_contain_text("这一步要先验证身份")
    await expect(refusal.get_by_role("button", name="再试一次")).to_have_count(0)
    await refusal.get_by_role("button", name="用通行密钥或密码验证").click()
    await _add_in_sheet(site, page)
    sure = page.get_by_role("dialog", name="登记法院的限制")  # what was asked for goes on by itself
    await expect(sure).to_contain_text("立即看不到")
    await sure.get_by_role("button", name="暂不").click()
    await expect(tie.get_by_label("法院和文号")).to_have_value("青禾区法院 (2026) 民初 9 号")
    await tie.get_by_role("button", name="关闭").click()
    await expect(page.get_by_label("姓名")).to_have_value("改过的名字")
    await expect(page.get_by_text("这里的改动要先验证身份")).to_have_count(0)


async def _add_in_sheet(site: Site, page: Page) -> None:
    """Sets the first passkey up, with the new code that it needs, and proves by it."""
    sheet = page.get_by_role("dialog", name="验证身份")
    site.set_clock(site.now() + timedelta(minutes=11))  # the first sign-in is too long ago for a first passkey
    await sheet.get_by_role("button", name="在这台设备上添加").click()
    await sheet.get_by_role("button", name="获取验证码").click()
    await sheet.get_by_label("手机号").fill(ADMIN)
    await sheet.get_by_role("button", name="获取验证码").click()
    await sheet.get_by_label("六位验证码").fill(await site.code(ADMIN))
    await sheet.get_by_role("button", name="确认").click()
    await sheet.get_by_role("button", name="在这台设备上添加").click()
    await sheet.get_by_role("button", name="用通行密钥验证").click()


async def _by_code(page: Page, site: Site) -> None:
    await site.type_code(page, COUNSELLOR)
    await expect(page.get_by_role("navigation", name="主要页面")).to_be_visible()


async def _sign_out(page: Page) -> None:
    await page.get_by_role("link", name="我的").click()
    await page.get_by_role("button", name="退出登录").click()
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
