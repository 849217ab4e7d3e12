"""What is typed into a form stays when a newer version of it is read: after a colleague's change, and after one's own save."""

from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.site import ADMIN, Site

FIELD = "每月最多发送（条）"
READ_AGAIN = "window.dispatchEvent(new Event('online'))"


class Budget:
    """A budget that colleagues change as well. `late`: answers of reads that wait."""

    def __init__(self, whole: dict[str, Any]) -> None:
        self.whole = whole | {"version": 1, "parts": 100}
        self.tried: list[tuple[str | None, int]] = []
        self.late: list[Route] | None = None

    async def answer(self, route: Route) -> None:
        """Refuses to write over another version, as the server does."""
        if route.request.method == "GET":
            if self.late is None:
                await route.fulfill(json=self.whole)
            else:
                self.late.append(route)
            return
        body: Any = route.request.post_data_json
        match = await route.request.header_value("If-Match")
        self.tried.append((match, body["parts"]))
        if match != f'"v{self.whole["version"]}"':
            await route.fulfill(
                status=412,
                content_type="application/problem+json",
                json={"slug": "stale", "status": 412, "title": "别人已经改过", "type": "stale"},
            )
            return
        self.change(body["parts"])
        await route.fulfill(json=self.whole)

    def change(self, parts: int) -> None:
        """Somebody's change."""
        self.whole = self.whole | {"parts": parts, "version": self.whole["version"] + 1}

    async def release(self) -> None:
        """Answers what waits."""
        waiting, self.late = self.late or [], None
        for route in waiting:
            await route.fulfill(json=self.whole)


async def _open(site: Site, browser: Browser) -> tuple[Page, Budget]:
    page = await site.page(browser, ADMIN, "/school", step_up=True)
    whole = await (await page.request.get("/api/v1/orgs/101/channel-budget")).json()
    budget = Budget(whole)
    await page.route("**/api/v1/orgs/101/channel-budget*", budget.answer)
    await page.goto("/school/sms")
    await expect(page.get_by_label(FIELD)).to_have_value("100")
    return page, budget


async def test_what_is_typed_stays_when_a_colleague_changes_the_same(site: Site, browser: Browser) -> None:
    page, budget = await _open(site, browser)
    field, note = page.get_by_label(FIELD), page.get_by_role("status").filter(has_text="不能覆盖新的内容")
    budget.change(200)
    await page.evaluate(READ_AGAIN)
    await expect(field).to_have_value("200")  # nothing was typed
    await expect(note).to_have_count(0)
    await field.fill("500")
    budget.change(900)
    await page.evaluate(READ_AGAIN)
    await expect(note).to_be_visible()
    await expect(field).to_have_value("500")
    assert await violations(page) == []
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    assert (budget.tried, budget.whole["parts"]) == ([('"v2"', 500)], 900)
    await page.get_by_role("button", name="改用新的内容").click()
    await expect(field).to_have_value("900")
    await expect(note).to_have_count(0)
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_what_is_typed_after_ones_own_save_stays_and_is_saved_next(site: Site, browser: Browser) -> None:
    page, budget = await _open(site, browser)
    field, save = page.get_by_label(FIELD), page.get_by_role("button", name="保存")
    await field.fill("600")
    budget.late = []
    await save.click()
    await expect(page.get_by_text("预算已保存")).to_be_visible()
    await field.fill("700")
    await budget.release()
    await expect(page.get_by_text("600 条").first).to_be_visible()
    await expect(field).to_have_value("700")
    await expect(page.get_by_role("button", name="改用新的内容")).to_have_count(0)
    await save.click()
    await expect(page.get_by_text("700 条").first).to_be_visible()
    assert budget.tried == [('"v1"', 600), ('"v2"', 700)]
