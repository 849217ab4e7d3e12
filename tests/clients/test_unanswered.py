"""A write whose answer was lost on the way is sent again under its key: nothing is there twice."""

import pytest
from playwright.async_api import Browser, Route, expect

from tests.clients.calls import Api
from tests.clients.site import TEACHER, Site

SCHOOL = 101


@pytest.mark.parametrize(("status", "title"), [(504, "周五的晨跑改到操场"), (502, "周五的晨跑改到体育馆")])
async def test_a_second_press_after_a_lost_answer_files_nothing_twice(
    site: Site, browser: Browser, status: int, title: str
) -> None:
    """The proxy gave up, and the server had done it."""
    page = await site.page(browser, TEACHER, "/notices/write")
    keys: list[str | None] = []

    async def lost(route: Route) -> None:
        if route.request.method != "POST":
            await route.continue_()
            return
        keys.append(await route.request.header_value("Idempotency-Key"))
        answer = await route.fetch()
        assert answer.ok, await answer.text()
        if len(keys) == 1:
            await route.fulfill(status=status, content_type="text/html", body="<h1>Gateway</h1>")
        else:
            await route.fulfill(response=answer)

    await page.route(f"**/orgs/{SCHOOL}/notices", lost)
    await page.get_by_label("标题", exact=True).fill(title)
    await page.get_by_label("内容", exact=True).fill("请穿运动鞋。")
    save = page.get_by_role("button", name="存为草稿")
    await save.click()
    await expect(page.get_by_role("alert").first).to_be_visible()
    await save.click()
    await expect(page.get_by_text("草稿已保存。")).to_be_visible()
    assert len(keys) == 2
    assert keys[0] == keys[1]
    drafts = (await Api(page.request, site.url).get(f"orgs/{SCHOOL}/notices?state=draft"))["items"]
    assert [one["titleZh"] for one in drafts].count(title) == 1
