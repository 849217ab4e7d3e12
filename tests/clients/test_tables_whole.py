"""A table that is searched, sorted or exported has the rows of all pages: "nobody" is said only of the whole list."""

import re
from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.site import DESK, LEADER, Site

LAST = "欧阳末末"


class Paged:
    """A list in three pages of five rows, of which the last has the one who is looked for."""

    def __init__(self, items: str, name: str, key: str) -> None:
        self.asked = 0
        self._items, self._name, self._key = items, name, key
        self._whole: dict[str, Any] = {}

    async def answer(self, route: Route) -> None:
        """The page that the cursor says."""
        if "cursor" not in route.request.url:
            self._whole = await (await route.fetch()).json()
        self.asked += 1
        page = int(found.group(1)) if (found := re.search(r"cursor=page(\d)", route.request.url)) else 0
        row = self._whole[self._items][0]
        rows = [
            row | {self._key: f"{page}{n}" + str(row[self._key])[2:], self._name: f"某某{page}{n}"} for n in range(5)
        ]
        if page == 2:
            rows[-1] |= {self._name: LAST}
        await route.fulfill(json=self._whole | {self._items: rows, "next": None if page == 2 else f"page{page + 1}"})


async def _searches_all(page: Page, paged: Paged, search: str) -> None:
    rows = page.get_by_role("table", name="还没回复的人").locator("tbody tr")
    await expect(rows).to_have_count(5)
    await expect(page.get_by_text("先显示 5 行，后面还有。")).to_be_visible()
    assert paged.asked == 1, "nobody asked for more so far"
    await page.get_by_label(search).fill(LAST)
    await expect(rows).to_have_count(1)
    await expect(rows.first).to_contain_text(LAST)
    await expect(page.get_by_text("共 1 行")).to_be_visible()
    await page.get_by_label(search).fill("")
    await expect(page.get_by_text("共 15 行")).to_be_visible()


async def test_who_has_not_opened_a_notice_is_looked_for_among_all(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/help", view=DESK)
    sent = await (await page.request.get("/api/v1/orgs/101/notices")).json()
    ids = [one["noticeId"] for one in sent["items"] if one["state"] == "sent"]
    notice = ids[0]
    for notice in ids:
        receipts = await (await page.request.get(f"/api/v1/orgs/101/notices/{notice}/receipts")).json()
        if receipts["waiting"]:
            break
    paged = Paged("waiting", "name", "accountId")
    await page.route(re.compile(r"/receipts(\?|$)"), paged.answer)
    await page.goto(f"/notices/sent/101/{notice}")
    await _searches_all(page, paged, "找人")


async def test_the_whole_list_of_sent_notices_is_sorted_and_exported(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/help", view=DESK)
    paged = Paged("items", "titleZh", "noticeId")
    await page.route(re.compile(r"/orgs/101/notices(\?|$)"), paged.answer)
    await page.goto("/notices")
    table = page.get_by_role("table", name="我发的")
    await expect(table.locator("tbody tr")).to_have_count(5)
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="导出表格").click()
    text = (await (await saving.value).path()).read_text()
    assert len(text.strip().splitlines()) == 16
    assert LAST in text
    for _ in range(2):
        await table.get_by_role("button", name="标题").click()
    await expect(table.locator("tbody tr").first).to_contain_text(LAST)
