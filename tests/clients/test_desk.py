"""The desk, from 900 px on: navigation at the left, a list beside what was opened from it, tables that sort, are searched and leave as files."""

import csv
import re
from io import StringIO
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.clients.access import violations
from tests.clients.site import DESK, LEADER, OFFICER, PHONE, TEACHER, Site

FIRST = "七年级(1)班"


async def test_a_teacher_works_at_a_desk(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/", view=DESK)
    side = page.get_by_role("navigation", name="主要页面").and_(page.locator(".side"))
    await expect(side.get_by_role("link", name=re.compile("^首页"))).to_have_attribute("aria-current", "page")
    await expect(page.locator(".tabs")).to_be_hidden()
    await side.get_by_role("link", name="班级", exact=True).click()
    table = page.get_by_role("table", name="学生")
    rows = table.locator("tbody tr")
    await expect(rows.first).to_be_visible()
    many = await rows.count()
    assert many > 10
    assert await violations(page) == []
    await _sorts(page)
    await _leaves_as_a_file(page, many)
    await page.get_by_label("找学生").fill("李煜")
    await expect(rows).to_have_count(1)
    await expect(page.get_by_text("共 1 行")).to_be_visible()
    await rows.get_by_role("link", name="李煜").click()
    await _list_beside(page)
    await page.set_viewport_size(PHONE)
    await expect(page.locator(".side")).to_have_count(0)
    await expect(page.locator(".tabs")).to_be_visible()


async def _sorts(page: Page) -> None:
    """By the keyboard alone, up and down; what is missing comes last either way."""
    table = page.get_by_role("table", name="学生")
    head = table.get_by_role("columnheader", name="学号")
    await head.get_by_role("button").focus()
    await page.keyboard.press("Enter")
    await expect(head).to_have_attribute("aria-sort", "ascending")
    numbers = table.locator("tbody tr td:nth-child(2)")
    up = await numbers.all_inner_texts()
    assert up == sorted(up)
    await page.keyboard.press("Enter")
    await expect(head).to_have_attribute("aria-sort", "descending")
    assert await numbers.all_inner_texts() == up[::-1]
    contact = table.get_by_role("columnheader", name="上次联系").get_by_role("button")
    await contact.click()
    await expect(table.locator("tbody tr").first.locator("td").last).not_to_be_empty()
    await contact.click()
    await expect(table.locator("tbody tr").first.locator("td").last).not_to_be_empty()


async def _leaves_as_a_file(page: Page, many: int) -> None:
    """What the screen shows, and no cell is a formula."""
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="导出表格").click()
    saved = await saving.value
    assert saved.suggested_filename == f"{FIRST}.csv"
    text = Path(await saved.path()).read_text("utf-8-sig")
    assert Path(await saved.path()).read_bytes().startswith(b"\xef\xbb\xbf")
    head, *rows = list(csv.reader(StringIO(text)))
    assert head[:3] == ["姓名", "学号", "家访"]
    assert len(rows) == many


async def _list_beside(page: Page) -> None:
    """The student has the title and the focus; the class stays at the left and says which student is open."""
    await expect(page.get_by_role("heading", level=1)).to_have_text("李煜")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    beside = page.get_by_role("complementary", name="列表")
    await beside.get_by_label("找学生").fill("李煜")
    await expect(beside.locator("a[aria-current]")).to_contain_text("李煜")
    await expect(page.get_by_role("heading", name="已经有的安排")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("link", name="约家访").click()
    await expect(page.get_by_role("heading", name="已经有的安排")).to_be_visible()


async def test_those_who_run_a_school_or_a_bureau_see_how_far_it_is(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/", view=DESK)
    await expect(page.get_by_role("link", name="还要家访")).to_be_visible()
    await expect(page.get_by_role("heading", name="近期讲座和活动")).to_be_visible()
    await page.get_by_role("link", name="还要家访").click()
    classes = page.get_by_role("table", name="各班家访")
    await classes.get_by_role("columnheader", name="学生").get_by_role("button").click()
    counts = [int(text) for text in await classes.locator("tbody tr td:nth-child(2)").all_inner_texts()]
    assert len(counts) > 10
    assert counts == sorted(counts), "numbers by their value"
    officer = await site.page(browser, OFFICER, "/figures", view=DESK)
    await officer.get_by_role("button", name="青禾区第一初级中学").click()
    await expect(officer.get_by_role("dialog")).to_contain_text("通知人次")


async def test_no_cell_of_a_file_is_a_formula(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/help", view=DESK)
    answer = await (await page.request.get("/api/v1/orgs/101/coverage")).json()
    answer["classes"][0]["name"] = '=HYPERLINK("x")'
    answer["classes"][1]["name"] = "＋1"
    await page.route("**/api/v1/orgs/101/coverage", lambda route: route.fulfill(json=answer))
    await page.goto("/school")
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="导出表格").click()
    rows = list(csv.reader(StringIO(Path(await (await saving.value).path()).read_text("utf-8-sig"))))
    assert [row[0] for row in rows[1:3]] == ['\'=HYPERLINK("x")', "'＋1"]
