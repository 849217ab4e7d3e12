"""What can be taken back for five seconds instead of being asked first."""

from playwright.async_api import Browser, Route, expect

from tests.clients.site import MOTHER, Site

HIDE = """
Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
document.dispatchEvent(new Event("visibilitychange"));
"""
REFUSED = '{"type": "/problems/conflict", "title": "x", "detail": "请刷新后再试。"}'


async def test_a_time_is_removed_at_once_and_sent_only_if_it_is_not_taken_back(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/visits")
    sent: list[str] = []

    async def refuse(route: Route) -> None:
        sent.append(route.request.method)
        await route.fulfill(status=409, content_type="application/problem+json", body=REFUSED)

    await page.route("**/availability/*/end", refuse)
    remove = page.get_by_role("button", name="删除", exact=True)
    await remove.first.wait_for()
    before = await remove.count()
    await remove.first.click()
    await expect(page.get_by_role("alert")).to_contain_text("已删除。")
    await expect(remove).to_have_count(before - 1)
    await page.get_by_role("button", name="撤销").click()
    await expect(remove).to_have_count(before)
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert sent == []
    await remove.first.click()
    await page.get_by_role("button", name="撤销").wait_for()
    await page.evaluate(HIDE)  # as when another app is opened: the page may never come back
    await expect(page.get_by_text("请刷新后再试。")).to_be_visible()
    await expect(remove).to_have_count(before)
    assert sent == ["POST"]
