"""The days of those who run a school's side of it: counsellor, administrator, officer."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Page, Route, expect

from api.roster.demo import city
from api.roster.demo.school import Rows
from api.roster.files import template, upload
from tests.clients.kept import kept_on
from tests.clients.site import ADMIN, COUNSELLOR, MOTHER, OFFICER, STUDENT, TEACHER, Api, Site
from tests.roster import books
from tests.roster.test_kept import KEPT

SCHOOL = 101
LONG = 60_000
"""Milliseconds. A file of 1600 families is checked and taken over by the worker, on a machine that has other work."""


async def test_a_counsellor_opens_an_afternoon_and_families_can_book_it(site: Site, browser: Browser) -> None:
    counsellor = await site.page(browser, COUNSELLOR, "/hours")
    await counsellor.get_by_role("button", name="设置特殊日期").click()
    sheet = counsellor.get_by_role("dialog")
    await sheet.get_by_role("radio", name="临时开放").check()
    await sheet.get_by_label("日期").fill("2026-11-29")  # a Sunday, on which there are no hours
    await sheet.get_by_label("从", exact=True).fill("09:00")
    await sheet.get_by_label("到", exact=True).fill("11:00")
    await sheet.get_by_role("button", name="保存").click()
    await expect(sheet).to_have_count(0)

    mother = await site.page(browser, MOTHER, "/talks/book")
    await mother.get_by_role("group", name="哪天").locator("label", has_text="29日").click()
    await expect(mother.get_by_role("group", name="什么时间").locator("label", has_text="09:00")).to_be_visible()

    await counsellor.get_by_role("button", name=re.compile("11月29日")).click()
    await counsellor.get_by_role("dialog").get_by_role("button", name="取消这个特殊日期").click()
    await expect(counsellor.get_by_role("dialog")).to_have_count(0)
    await mother.reload()
    await expect(mother.get_by_role("group", name="哪天")).to_be_visible()
    await expect(mother.get_by_role("group", name="哪天").locator("label", has_text="29日")).to_have_count(0)


async def test_talks_left_outside_the_hours_stand_there_until_they_were_moved(site: Site, browser: Browser) -> None:
    page = await site.page(browser, COUNSELLOR, "/hours")
    await page.get_by_role("button", name="设置特殊日期").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("从", exact=True).fill("14:30")
    await sheet.get_by_label("到", exact=True).fill("16:30")
    await sheet.get_by_role("button", name="保存").click()
    left = page.get_by_role("link", name="今天 15:00–15:45")
    await left.click()
    await expect(page.get_by_role("button", name="换个时间")).to_be_visible()
    await page.goto("/hours")
    await expect(left).to_be_visible()
    await page.get_by_role("button", name=re.compile("11月23日")).click()
    await page.get_by_role("dialog").get_by_role("button", name="取消这个特殊日期").click()
    await expect(left).to_have_count(0)


async def test_a_session_note_is_written_opened_and_left_nowhere(site: Site, browser: Browser) -> None:
    page = await site.page(browser, COUNSELLOR, "/diary", step_up=True)
    diary = await Api(page.request, site.url).get("me/diary?from=2026-11-14T00:00:00Z&to=2026-11-23T00:00:00Z")
    (past,) = diary["bookings"]
    await page.goto(f"/talks/{past['orgId']}/{past['bookingId']}")
    await page.get_by_role("button", name="写记录").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("这次谈了什么").fill("想念搬走的外婆，夜里常醒")
    await page.locator(".veil").click(position={"x": 100, "y": 20})
    await expect(sheet).to_have_count(0)
    await page.get_by_role("button", name="写记录").click()
    await expect(sheet.get_by_label("这次谈了什么")).to_have_value(
        "想念搬走的外婆，夜里常醒"
    )  # a tap beside loses nothing
    assert "外婆" not in await kept_on(page)
    await sheet.get_by_role("button", name="保存").click()
    await expect(sheet).to_have_count(0)
    await page.get_by_role("button", name="打开记录").click()
    await expect(page.get_by_text("想念搬走的外婆")).to_be_visible()
    assert "外婆" not in await kept_on(page)
    await page.reload()
    await expect(page.get_by_role("button", name="打开记录")).to_be_visible()
    await expect(page.get_by_text("想念搬走的外婆")).to_have_count(0)


async def test_a_private_talk_names_its_student_after_a_second_factor(site: Site, browser: Browser) -> None:
    student = Api((await site.browser(browser, STUDENT)).request, site.url)
    who = (await student.get("me/home"))["accountId"]
    free = await student.get("orgs/101/slots")
    (lin,) = (one["counsellorId"] for one in free["counsellors"] if one["name"] == "林静")
    slot = [one for one in free["slots"] if one["counsellorId"] == lin][-1]
    wish = {k: slot[k] for k in ("counsellorId", "startsAt")} | {"mode": slot["modes"][0], "attends": "student"}
    booking = await student.send("orgs/101/bookings", wish | {"studentId": who, "private": True})
    path = f"/talks/101/{booking['bookingId']}"
    # The counsellor of this slot, by SMS: a session beside the one that other tests use.
    context = await site.browser(browser, COUNSELLOR)
    await context.clear_cookies()
    phone = Api(context.request, site.url)
    site.later()
    await phone.send("auth/code", {"phone": COUNSELLOR})
    await phone.send("auth/phone", {"phone": COUNSELLOR, "code": await site.code(COUNSELLOR)})
    page = await site.open(context, path)
    await expect(page.get_by_text("私密咨询", exact=True)).to_be_visible()
    await expect(page.get_by_text(booking["studentName"])).to_have_count(0)
    await expect(page.get_by_role("button", name="用通行密钥或密码验证")).to_be_visible()
    await page.goto("/talks")
    await expect(page.get_by_text("林静 · 私密咨询")).to_be_visible()
    page = await site.page(browser, COUNSELLOR, path, step_up=True)
    await expect(page.get_by_text(booking["studentName"]).first).to_be_visible()
    assert booking["bookingId"] in await kept_on(page), "the time may lie on the phone"
    # Other talks of the same student may name them.
    lines = [kept for kept in re.findall(r"\{[^{}]*\}", await kept_on(page)) if booking["bookingId"] in kept]
    assert lines
    assert not [line for line in lines if booking["studentName"] in line]


async def test_a_paper_slip_is_entered_and_left_nowhere(site: Site, browser: Browser) -> None:
    page = await site.page(browser, COUNSELLOR, "/concerns/slip", step_up=True)
    await page.get_by_label("班级").select_option("七年级(1)班")
    await page.get_by_label("类别").select_option("亲子关系")
    await page.get_by_label("看到了什么").fill("他把饭都倒掉了，说活着没意思")
    await page.get_by_role("button", name="发出").click()
    async with page.expect_response(lambda answer: answer.url.endswith("/observations") and answer.ok) as filed:
        await page.get_by_role("dialog").get_by_role("button", name="照常发出").click()
    observation = (await (await filed.value).json())["observationId"]
    await expect(page.get_by_text("纸条已录入")).to_be_visible()
    assert "倒掉" not in await kept_on(page)

    # What is reported about a class goes to its teacher at the full hour, who opens the words on record.
    await site.full_hour()
    teacher = await site.page(browser, TEACHER, "/concerns", step_up=True)
    await teacher.locator(f"a[href='/concerns/{SCHOOL}/{observation}']").click()
    await teacher.get_by_role("button", name="打开内容").click()
    await expect(teacher.get_by_text("他把饭都倒掉了")).to_be_visible()
    assert "倒掉" not in await kept_on(teacher)


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
    assert "手机号:“1640000019”不是 11 位大陆手机号。" in marked["家长"][-1]

    rows["guardians"][-1][2] = "16400000199"
    await page.goto("/roster")
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
    three = books.csv_text("学生", [row for row in rows["students"] if row[3] == "七年级(9)班"][:3]).encode()
    await page.locator("input[type=file]").set_input_files(
        FilePayload(name="三个人.csv", mimeType="text/csv", buffer=three)
    )
    await expect(page.get_by_text("这份表格包括哪些人？")).to_be_visible(timeout=LONG)
    await expect(page.get_by_text("没有发现问题。")).to_have_count(0)
    await expect(page.get_by_role("button", name="更新名册")).to_have_count(0)
    await expect(page.get_by_role("radio", name="几个班")).to_be_checked()
    await page.get_by_role("radio", name="全校").check()
    await page.get_by_role("button", name="按这样读取").click()
    await expect(page.get_by_role("alert").first).to_contain_text(re.compile(r"会离开或去掉 \d{4} 项"), timeout=LONG)
    await expect(page.get_by_text("先列出 50 项")).to_be_visible()
    await page.get_by_role("button", name="再看一些").click()
    await expect(page.get_by_text("先列出 100 项")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="下载全部名单").click()
    assert (await (await download.value).path()).read_bytes().startswith(b"\xef\xbb\xbf")


async def _end_by_one_class_and_undo(page: Page, rows: Rows) -> None:
    """One class's list ends only who was in it, by name; and what was done is undone."""
    mine = [row for row in rows["students"] if row[3] == "七年级(9)班" and row[0] != "20260199"]
    text = books.csv_text("学生", mine).encode()
    await page.goto("/roster")
    await page.get_by_role("radio", name="几个班").check()
    await page.locator("input[type=file]").set_input_files(
        FilePayload(name="七年级9班.csv", mimeType="text/csv", buffer=text)
    )
    await expect(page.get_by_role("heading", name="会离开或去掉的")).to_be_visible(timeout=LONG)
    await expect(page.get_by_text("苏小禾")).to_be_visible()
    await expect(page.get_by_role("alert").first).to_contain_text("会离开或去掉 1 项")
    await expect(page.get_by_text("没有发现问题。")).to_have_count(0)
    await page.get_by_role("button", name="更新名册").click()
    await expect(page.get_by_text("请逐项核对，确认后再执行。")).to_be_visible()
    await page.get_by_role("checkbox", name="这 1 项我逐项核对过了").check()
    await page.get_by_role("button", name="更新名册").click()
    await expect(page.get_by_text("名册已更新。")).to_be_visible(timeout=LONG)
    await page.get_by_role("button", name="撤销这次更新").click()
    await expect(page.get_by_text("撤销：七年级9班.csv")).to_be_visible(timeout=LONG)
    await expect(page.get_by_text("回来 ").first).to_be_visible()
    await page.get_by_role("button", name="更新名册").click()
    await expect(page.get_by_text("名册已更新。")).to_be_visible(timeout=LONG)


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
    # Before the classes are known, nothing is said of what would end, and nobody states what the file covers.
    await expect(page.get_by_role("radio", name="只有新增")).to_have_count(0)
    await expect(page.get_by_role("heading", name="会离开或去掉的")).to_have_count(0)
    await page.get_by_role("button", name="按这样读取").click()
    await expect(page.get_by_role("radio", name="只有新增")).to_be_checked(timeout=LONG)
    await page.get_by_role("button", name="按这样读取").click()
    await expect(page.get_by_text("新增 40").first).to_be_visible(timeout=LONG)
    await expect(page.get_by_role("heading", name="会离开或去掉的")).to_have_count(0)
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


async def test_staff_are_found_by_class_and_shown_as_what_they_are(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school")
    classes = page.get_by_role("table", name="各班家访").get_by_role("rowheader")
    await expect(classes).to_have_count(36)
    names = await classes.all_inner_texts()
    places = [names.index(f"{grade}年级({number})班") for grade in "七八九" for number in (1, 2, 12)]
    assert places == sorted(places), "as a school counts, not as the signs are numbered"
    await page.get_by_role("link", name="人员和身份").click()
    await page.get_by_label("找人").fill("七年级(1)班")
    await expect(page.get_by_role("status")).to_have_text("1 人")
    await expect(page.get_by_text("班主任 七年级(1)班")).to_be_visible()
    await page.get_by_label("找人").fill("")
    await page.get_by_label("身份").select_option("心理教师")
    await expect(page.get_by_text("周冬玲")).to_be_visible()
    await page.get_by_label("找人").fill("没有这个人")
    await expect(page.get_by_role("status")).to_contain_text("没有找到")


async def _upload(page: Page, rows: Rows) -> None:
    book = FilePayload(name="名册.xlsx", mimeType="application/octet-stream", buffer=template.workbook("school", rows))
    await page.locator("input[type=file]").set_input_files(book)
    await expect(page.get_by_role("heading", name="检查结果")).to_be_visible(timeout=LONG)


async def test_an_officer_sees_figures_and_no_child(site: Site, browser: Browser) -> None:
    site.forget(OFFICER)  # an earlier session has ended: other tests move the clock by more than an idle hour
    page = await site.page(browser, OFFICER, "/figures")
    await expect(page.get_by_role("table", name="各校家访").get_by_role("row", name="第一初级中学")).to_be_visible()
    await page.get_by_role("button", name=re.compile("第一初级中学")).first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    body = await page.locator("body").inner_text()
    assert "李煜" not in body
    assert "上报处理中" in body
    for path in ("classes", "students", "visits", "observations"):
        answer = await page.request.get(f"/api/v1/orgs/{SCHOOL}/{path}")
        assert answer.status in {403, 404}, path
