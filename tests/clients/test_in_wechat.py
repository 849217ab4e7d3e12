"""What WeChat's pages lack is said there, with the way to a browser that has it."""

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from tests.clients.access import violations
from tests.clients.site import ADMIN, DESK, MOTHER, Site

LACKS = """(() => {
  const agent = AGENT;
  Object.defineProperty(navigator, "userAgent", { value: agent });
  delete window.Notification; delete window.PushManager;
})()"""
PHONES = {
    "iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15",
    "Android": "Mozilla/5.0 (Linux; Android 12; HarmonyOS) AppleWebKit/537.36 Chrome/107",
}


async def _lacks(context: BrowserContext, agent: str) -> None:
    await context.add_init_script(LACKS.replace("AGENT", repr(agent)))


@pytest.mark.parametrize("phone", PHONES)
async def test_reminders_lead_to_the_browser(site: Site, browser: Browser, phone: str) -> None:
    context = await site.browser(browser, MOTHER)
    await _lacks(context, f"{PHONES[phone]} MicroMessenger/8.0.40")
    page = await site.open(context, "/me/devices")
    await expect(page.get_by_text("点右上角“···”，选“在浏览器打开”，登录后再打开通知。")).to_be_visible()
    await expect(page.get_by_text("添加到主屏幕")).to_have_count(0)  # WeChat cannot
    assert await violations(page) == []


async def test_outside_it_an_iphone_is_told_of_its_home_screen(site: Site, browser: Browser) -> None:
    context = await site.browser(browser, MOTHER)
    await _lacks(context, PHONES["iPhone"])
    page = await site.open(context, "/me/devices")
    await expect(page.get_by_text("添加到主屏幕")).to_be_visible()


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "选“在浏览器打开”"), ("en", "choose Open in browser")])
async def test_a_calendar_is_opened_in_the_browser(site: Site, browser: Browser, language: str, words: str) -> None:
    context = await site.browser(browser, MOTHER, language=language)
    await _lacks(context, f"{PHONES['Android']} MicroMessenger/8.0.40")
    made = {"webcal": "webcal://127.0.0.1/feed", "https": "https://127.0.0.1/feed", "createdAt": None}
    await context.route("**/api/v1/me/feed", lambda route: route.fulfill(json=made))
    page = await site.open(context, "/me/calendar")
    await page.locator("main button.main").first.click()
    await expect(page.get_by_text(words)).to_be_visible()
    await expect(page.locator("a[href^=webcal]")).to_have_count(0)
    assert await violations(page) == []


@pytest.mark.parametrize("wechat", [True, False], ids=["wechat", "a browser"])
async def test_a_table_leaves_in_a_browser_alone(site: Site, browser: Browser, wechat: bool) -> None:
    context = await site.browser(browser, ADMIN, view=DESK, step_up=True)
    await _lacks(context, f"{PHONES['Android']}{' MicroMessenger/8.0.40' if wechat else ''}")
    await context.add_init_script("window.saved = 0; HTMLAnchorElement.prototype.click = () => { window.saved++; }")
    page = await site.open(context, "/notices/sent")
    await page.goto("/notices")
    await page.get_by_role("button", name="导出表格").first.click()
    hint = page.get_by_text("微信里存不了文件")
    await (expect(hint).to_be_visible() if wechat else page.wait_for_function("() => window.saved === 1"))
    assert await page.evaluate("window.saved") == (0 if wechat else 1)
    await expect(hint).to_have_count(1 if wechat else 0)
