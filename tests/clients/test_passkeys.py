"""Passkeys in the app, with Chromium's virtual authenticator: asked for at the first sign-in, then one tap signs in and steps up."""

from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.clients.site import Site

COUNSELLOR, LEADER = "16400000012", "16400000024"
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

    await page.get_by_role("radio", name="教职工（密钥或密码）").check()
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
    await sheet.get_by_label("密码").fill("not the password")
    await sheet.get_by_label("动态验证码").fill("000000")
    await sheet.get_by_role("button", name="用密码和动态验证码验证").click()
    await expect(sheet.get_by_text("请输入现在的密码和动态验证码。")).to_be_visible()
    await sheet.get_by_role("button", name="用通行密钥验证").click()
    await expect(page.get_by_text("已验证，可以查看保密内容。")).to_be_visible()
    await expect(asks).to_have_count(0)
    await expect(sheet).to_have_count(0)
    assert await page.evaluate("[window.kept, location.pathname]") == ["typed", "/concerns"], "the page was never left"


async def _by_code(page: Page, site: Site) -> None:
    await site.type_code(page, COUNSELLOR)
    await expect(page.get_by_role("navigation", name="主要页面")).to_be_visible()


async def _sign_out(page: Page) -> None:
    await page.get_by_role("link", name="我的").click()
    await page.get_by_role("button", name="退出登录").click()
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
