"""An administrator's day with the roster: a workbook is checked, its words are settled, and it is taken over or undone."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Page, Request, Route, expect

from api.roster.demo import city
from api.roster.demo.school import Rows
from api.roster.files import template, upload
from tests.clients.site import ADMIN, Site
from tests.roster import books
from tests.roster.test_kept import KEPT

SCHOOL = 101
LONG = 60_000
"""Milliseconds. A file of 1600 families is checked and taken over by the worker, on a machine that has other work."""


@pytest.mark.timeout(180)  # three uploads and two updates of 1600 families
async def test_a_workbook_is_checked_row_by_row_then_taken_over(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/roster", step_up=True)
    rows = next(one.rows for one in city.demo(2026) if one.org.org_id == SCHOOL)
    newcomer = ["20260199", "苏小禾", "女", "七年级(9)班", *[""] * (len(rows["students"][0]) - 4)]
    rows["students"].append(newcomer)
    rows["guardians"].append(["苏大禾", "父亲", "1640000019", "20260199", "1", ""])  # a digit short
    await _upload(page, rows)
    await expect(page.get_by_role("heading", name="家长 · 1 处")).to_be_visible()
    await expect(page.get_by_text("第 3348 行 手机号")).to_be_visible()
    await expect(page.get_by_role("button", name="更新名册")).to_have_count(0)

    # The file comes back with its faults beside the rows.
    marked = await _saved(page, "下载标好问题的表格")
    assert str(marked["家长"][-1][-1]).startswith("手机号:“1640000019”不是 11 位大陆手机号。")

    rows["guardians"][-1][2] = "16400000199"
    await page.goto("/roster")
    # Whom other tests of this demo added is not in the file, and stays.
    await page.get_by_role("radio", name=re.compile("只有新增")).check()
    await _upload(page, rows)
    await expect(page.get_by_text("没有发现问题。")).to_be_visible()
    await expect(page.get_by_text("新增 1").first).to_be_visible()
    await page.get_by_role("button", name="更新名册").click()
    await expect(page.get_by_text("名册已更新。")).to_be_visible(timeout=LONG)
    await page.goto("/roster")
    assert any("20260199" in row for row in (await _saved(page, "下载现在的名册"))["学生"])
    await _end_by_one_class_and_undo(page, rows)


async def test_a_list_of_three_is_not_the_whole_school(site: Site, browser: Browser) -> None:
    """It is asked what it covers, with what each answer would end; and all of that is listed."""
    page = await site.page(browser, ADMIN, "/roster", step_up=True)
    rows = next(one.rows for one in city.demo(2026) if one.org.org_id == SCHOOL)
    await page.goto("/roster")
    await _read_from_wecom(page)
    three = books.csv_text("学生", [row for row in rows["students"] if row[3] == "七年级(9)班"][:3]).encode()
    await page.locator("input[type=file]").set_input_files(
        FilePayload(name="三个人.csv", mimeType="text/csv", buffer=three)
    )
    await expect(page.get_by_text("这份表格包括哪些人？")).to_be_visible(timeout=LONG)
    await expect(page.get_by_text("没有发现问题。")).to_have_count(0)
    await expect(page.get_by_role("button", name="更新名册")).to_have_count(0)
    # By the proposed answer people would leave: none is chosen yet, and nothing is read without a choice.
    await expect(page.get_by_role("radio", name="几个班")).to_be_visible()
    await expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    await expect(page.get_by_role("heading", name="更新后会变")).to_have_count(0)
    await page.get_by_role("button", name="按这样读取").click()
    await expect(page.get_by_role("radio", name="全校")).to_be_focused()
    await page.get_by_role("radio", name="全校").check()
    await page.get_by_role("button", name="按这样读取").click()
    await expect(page.get_by_role("alert").first).to_contain_text(re.compile(r"会离开或移除 \d{4} 项"), timeout=LONG)
    await expect(page.get_by_text("先列出 50 项")).to_be_visible()
    # People leave; their ties end.
    changes = page.locator("section", has=page.get_by_role("heading", name="更新后会变"))
    await expect(changes).to_contain_text(re.compile(r"学生离开 \d{4}"))
    await expect(changes).to_contain_text(re.compile(r"家长关系结束 \d{4}"))
    await page.get_by_role("button", name="再看一些").click()
    await expect(page.get_by_text("先列出 100 项")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="下载全部名单").click()
    assert (await download.value).suggested_filename == "会离开或移除的.csv"
    assert (await (await download.value).path()).read_bytes().startswith(b"\xef\xbb\xbf")


async def _read_from_wecom(page: Page) -> None:
    """The button is there where the school has an application in WeCom; the demo has none, and refuses."""
    button = page.get_by_role("button", name="从企业微信读取")
    await expect(page.get_by_text("Excel 或 CSV")).to_be_visible()
    await expect(button).to_have_count(0)
    await page.route("**/roster/sources", lambda route: route.fulfill(json={"wecom": True}))
    await page.reload()
    await button.click()
    await expect(page.get_by_text("这所学校没有接入企业微信")).to_be_visible()
    await page.unroute("**/roster/sources")


async def _end_by_one_class_and_undo(page: Page, rows: Rows) -> None:
    """One class's list ends only who was in it, by name; and what was done is undone."""
    mine = [row for row in rows["students"] if row[3] == "七年级(9)班" and row[0] != "20260199"]
    text = books.csv_text("学生", mine).encode()
    await page.goto("/roster")
    await page.get_by_role("radio", name="几个班").check()
    await page.locator("input[type=file]").set_input_files(
        FilePayload(name="七年级9班.csv", mimeType="text/csv", buffer=text)
    )
    await expect(page.get_by_role("heading", name="会离开或移除的")).to_be_visible(timeout=LONG)
    await expect(page.get_by_text("苏小禾")).to_be_visible()
    await expect(page.get_by_role("alert").first).to_contain_text("会离开或移除 1 项")
    await expect(page.get_by_text("没有发现问题。")).to_have_count(0)
    # Without the tick nothing is sent: the tick is pointed at.
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    await page.get_by_role("button", name="更新名册").click()
    tick = page.get_by_role("checkbox", name="这 1 项我逐项核对过了")
    await expect(tick).to_be_focused()
    assert not [one for one in sent if one.url.endswith("/apply")]
    await tick.check()
    await page.get_by_role("button", name="更新名册").click()
    await expect(page.get_by_text("名册已更新。")).to_be_visible(timeout=LONG)
    await page.get_by_role("button", name="撤销这次更新").click()
    # Nobody leaves by it, so it is done at once; and both the import and the list say so.
    await expect(page.get_by_text("撤销：七年级9班.csv")).to_be_visible(timeout=LONG)
    await expect(page.get_by_text("已撤销，名册变回了更新之前的样子。")).to_be_visible(timeout=LONG)
    await page.goto("/roster")
    await page.get_by_role("link").filter(has_text="已撤销").first.click()
    await expect(page.get_by_text("这次更新已在")).to_be_visible()


async def _saved(page: Page, button: str) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook that a button saves."""
    async with page.expect_download(timeout=LONG) as waiting:
        await page.get_by_role("button", name=button).click()
    path = await (await waiting.value).path()
    return {table.name: [row for _, row in table.rows] for table in upload.read(path.read_bytes(), "").tables}


async def test_a_schools_own_sheet_is_read_after_its_words_are_settled(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/roster", step_up=True)
    await page.set_viewport_size({"width": 1366, "height": 768})
    wide = (KEPT / "16-wide.xlsx").read_bytes()
    await page.locator("input[type=file]").set_input_files(
        FilePayload(name="花名册.xlsx", mimeType="application/octet-stream", buffer=wide)
    )
    await expect(page.get_by_role("heading", name="请确认这些写法")).to_be_visible(timeout=LONG)
    await expect(page.get_by_text("没有读取也不会保存这些列：身份证号。")).to_be_visible()
    await expect(page.get_by_role("button", name="更新名册")).to_have_count(0)
    await expect(page.get_by_label("班级“七(1)班”（20 处）")).to_have_value("=七年级(1)班")
    await page.get_by_role("button", name="查看或修改各列").click()
    await expect(page.get_by_label("家长1电话")).to_have_value("家长1手机号")
    await expect(page.get_by_role("row", name="学生姓名")).to_contain_text("学生甲、学生乙、学生丙")
    # Students of one name are a list, and each number stands there whole.
    await expect(page.get_by_text("七年级(2)班 学生癸（G33010620130000129、G33010620130000139）")).to_be_visible()
    # Before the classes are known, nothing is said of what would end, and nobody states what the file covers.
    await expect(page.get_by_role("radio", name="只有新增")).to_have_count(0)
    await expect(page.get_by_role("heading", name="会离开或移除的")).to_have_count(0)
    await page.get_by_role("button", name="按这样读取").click()
    await expect(page.get_by_role("radio", name="只有新增")).to_be_checked(timeout=LONG)
    await page.get_by_role("button", name="按这样读取").click()
    await expect(page.get_by_text("新增 40").first).to_be_visible(timeout=LONG)
    await expect(page.get_by_role("heading", name="会离开或移除的")).to_have_count(0)
    await expect(page.get_by_role("button", name="更新名册")).to_be_visible()
    await page.set_viewport_size({"width": 390, "height": 844})
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_file_is_refused_before_it_is_sent_and_nobody_is_taken_from_what_they_went_on_to(
    site: Site, browser: Browser
) -> None:
    page = await site.page(browser, ADMIN, "/roster")
    choose = page.locator("input[type=file]")
    sent: list[Route] = []

    async def hold(route: Route) -> None:
        sent.append(route)

    await page.route("**/roster/imports?fileName=*", hold)
    huge = "Object.defineProperty(File.prototype, 'size', { get: () => 21 << 20, configurable: true })"
    await page.evaluate(huge)
    small = FilePayload(name="名册.xlsx", mimeType="application/octet-stream", buffer=b"small")
    await choose.set_input_files(small)
    await expect(page.get_by_role("alert")).to_contain_text("超过 20 MB")
    assert sent == []

    await page.reload()
    await choose.set_input_files(small)
    await expect(page.get_by_text("正在上传……")).to_be_visible()
    await page.get_by_role("link", name="学校", exact=True).click()
    await expect(page.get_by_role("heading", name="各班家访")).to_be_visible()
    await sent[0].fulfill(status=201, json={"importId": "0"})
    await expect(page.get_by_text("名册检查好了")).to_be_visible()
    assert page.url.endswith("/school")


async def _upload(page: Page, rows: Rows) -> None:
    book = FilePayload(name="名册.xlsx", mimeType="application/octet-stream", buffer=template.workbook("school", rows))
    await page.locator("input[type=file]").set_input_files(book)
    await expect(page.get_by_role("heading", name="检查结果")).to_be_visible(timeout=LONG)
