"""What WeChat's pages lack is said there, with the way to a browser that has it."""

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from tests.clients.access import violations
from tests.clients.site import MOTHER, Site

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
