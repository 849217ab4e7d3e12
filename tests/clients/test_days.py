"""Ordinary days: a visit is written down, a notice read on the way, a seat on the committee filled, a concern handled."""

import re

from playwright.async_api import Browser, Page, expect

from tests.clients.calls import Api
from tests.clients.kept import kept_on
from tests.clients.site import ADMIN, MOTHER, TEACHER, Site
from tests.clients.tour import TOUR, find

SCHOOL = 101
COLLEAGUE = "16400000022"
"""Class teacher of the primary school."""


async def _open_record(page: Page) -> None:
    await page.get_by_role("link", name=re.compile("11月22日.*请写家访记录")).click()
    await page.get_by_role("link", name="写家访记录", exact=True).click()


async def _read_record(page: Page, text: str) -> None:
    await page.get_by_role("button", name="看家访记录").click()
    await expect(page.get_by_text(text)).to_be_visible()


async def _correct_and_add(page: Page) -> None:
    """The record is corrected, which keeps what it said before, and a colleague's account is added."""
    await page.get_by_role("link", name="更正这份记录").click()
    await expect(page.get_by_label("孩子在家怎么样")).to_have_value("夜里总开着灯睡")
    await page.get_by_label("孩子在家怎么样").fill("夜里有时开着灯睡")
    await page.get_by_role("button", name="保存更正").click()
    await _read_record(page, "夜里有时开着灯睡")
    await page.get_by_role("button", name=re.compile("看已更正的版本")).click()
    await expect(page.get_by_text("夜里总开着灯睡")).to_be_visible()
    assert "开着灯" not in await kept_on(page)
    await page.get_by_role("link", name="补充我的记录").click()
    await expect(page.get_by_text("同事已经写了一份")).to_be_visible()
    await page.get_by_label("孩子在家怎么样").fill("爷爷陪着写作业")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_text(re.compile("这次家访有 2 份记录"))).to_be_visible()


async def test_a_record_takes_along_what_was_typed_and_not_yet_added(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/class", step_up=True, worker=True)
    # What took place waits on the first screen until it is written down.
    await page.goto("/")
    await _open_record(page)
    await page.get_by_label("孩子在家怎么样").fill("夜里总开着灯睡")
    # A killed tab, a wrong tap, and no network: nothing that was typed is lost, and none of it is on the phone.
    await expect(page.get_by_text(re.compile(r"草稿已保存 \d\d:\d\d，只有您能打开"))).to_be_visible()
    await page.goto(page.url)
    await expect(page.get_by_label("孩子在家怎么样")).to_have_value("夜里总开着灯睡")
    await page.get_by_role("link", name="首页").click()
    await _open_record(page)
    await expect(page.get_by_label("孩子在家怎么样")).to_have_value("夜里总开着灯睡")
    address = page.url.removesuffix("/record")
    await page.context.set_offline(True)
    await page.get_by_label("到哪天").fill("2026-12-01")
    await page.get_by_label("做什么").fill("打电话问问睡得怎样")
    await page.get_by_role("button", name="保存").click()
    waits = page.get_by_text("家访记录 · 联网后发出")
    await expect(waits).to_be_visible()
    assert "开着灯" not in await kept_on(page), "what waits is sealed"
    await page.context.set_offline(False)
    await expect(waits).to_have_count(0)
    await page.goto(address)
    await expect(page.get_by_text("12月1日 周二前")).to_be_visible()
    await _read_record(page, "打电话问问睡得怎样")
    assert "开着灯" not in await kept_on(page)
    await _correct_and_add(page)
    await page.get_by_role("button", name="标为完成").click()
    await expect(page.get_by_text("已完成", exact=True).last).to_be_visible()


async def test_a_class_shows_whom_it_owes_and_finds_a_student(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/class")
    cells = page.get_by_role("list", name="学生").get_by_role("listitem")
    await expect(cells.first.get_by_text("须入户")).to_be_visible()  # those due a visit at home first
    await page.get_by_label("找学生").fill("李煜")
    await expect(cells).to_have_count(1)
    await page.get_by_label("找学生").fill("李煜煜")
    await expect(page.get_by_text("没有找到")).to_be_visible()
    await page.get_by_role("radio", name="未联系").check()
    name = (await cells.first.inner_text()).split()[0]
    await cells.first.get_by_role("link").click()
    await page.get_by_role("button", name="记一次联系").click()
    await page.get_by_role("button", name="记下").click()
    await expect(page.get_by_text("已记下。")).to_be_visible()
    await page.get_by_role("link", name="班级").click()
    await page.get_by_role("radio", name="未联系").check()
    await expect(cells.first).to_be_visible()
    await expect(page.get_by_role("link", name=name)).to_have_count(0)


async def test_an_urgent_report_stands_first_and_names_nobody(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/concerns/new", step_up=True, worker=True)
    await page.get_by_label("班级").select_option("七年级(1)班")
    await page.get_by_label("学生").select_option(index=3)
    await page.get_by_label("类别").select_option("情绪或行为变化")
    await page.get_by_label("看到了什么").fill("手腕上有新的伤口")
    await page.get_by_text("有人可能有危险").click()
    # A wrong tap loses nothing of it.
    await page.get_by_role("link", name="首页").click()
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await page.go_back()
    await page.get_by_label("班级").select_option("七年级(1)班")
    await expect(page.get_by_label("看到了什么")).to_have_value("手腕上有新的伤口")
    await page.get_by_role("button", name="发出").click()
    await expect(page.get_by_text("已上报，负责的人会看到。")).to_be_visible()
    await page.goto("/")
    first = page.locator("main .section").first.get_by_role("listitem").first
    await expect(first).to_contain_text("1 条紧急")
    assert "伤口" not in await kept_on(page)
    await first.get_by_role("link").click()
    case = page.get_by_role("list", name="进行中").get_by_role("listitem").first
    await expect(case).to_contain_text("紧急")
    await case.get_by_role("link").click()
    await page.get_by_role("button", name="我来处理").click()
    await expect(page.get_by_text("接手处理")).to_be_visible()
    await page.goto("/")
    await expect(page.get_by_text("条紧急")).to_have_count(0)


async def test_a_notice_read_before_opens_without_network(site: Site, browser: Browser) -> None:
    notice = next(screen for screen in TOUR if screen.name == "notice")
    page = await site.page(browser, MOTHER, await find(notice, site, browser), worker=True)
    title = await page.locator("main h2").first.inner_text()
    await page.goto("/notices")
    await expect(page.get_by_text(title)).to_be_visible()
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.reload()
    await page.context.set_offline(True)
    await page.reload()
    await page.get_by_role("link", name=title).click()
    await expect(page.locator("main h2").first).to_have_text(title)
    await expect(page.get_by_text("没有网络，显示的是上次看到的内容")).to_be_visible()


async def test_a_seat_is_offered_and_its_term_ended(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/committee")
    await page.get_by_role("button", name=re.compile("女生.*空着")).first.click()
    sheet = page.get_by_role("dialog")
    name = await sheet.get_by_label("学生").locator("option").nth(1).inner_text()
    await sheet.get_by_label("学生").select_option(index=1)
    await sheet.get_by_role("button", name="发给家长").click()
    await expect(sheet).to_have_count(0)
    seat = page.get_by_role("button", name=re.compile(f"{name.split()[0]}.*等家长答复"))
    await seat.click()
    await page.get_by_role("dialog").get_by_role("button", name="结束任职").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name=re.compile("女生.*空着"))).to_have_count(2)


async def test_a_concern_is_seen_to_and_closed(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/concerns/new", step_up=True, worker=True)
    await page.get_by_label("班级").select_option("七年级(1)班")
    await page.get_by_label("类别").select_option("人际矛盾")
    await page.get_by_label("看到了什么").fill("座位上常被扔纸团")
    async with page.expect_response(lambda answer: answer.url.endswith("/observations") and answer.ok) as filed:
        await page.get_by_role("button", name="发出").click()
    observation = (await (await filed.value).json())["observationId"]
    await expect(page.get_by_text("已上报，负责的人会看到。")).to_be_visible()
    await site.full_hour()
    await page.goto("/concerns")
    await page.locator(f"a[href='/concerns/{SCHOOL}/{observation}']", has_text="没说是谁").click()
    await page.get_by_role("button", name="我来处理").click()
    await expect(page.get_by_text("接手处理")).to_be_visible()
    await page.get_by_role("button", name="记一笔跟进").click()
    await page.get_by_role("dialog").get_by_label("做了什么").fill("调了座位，和两边都谈过")
    await page.get_by_role("dialog").get_by_role("button", name="保存").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="打开内容").click()  # nobody closes what they have not read
    await expect(page.get_by_text("座位上常被扔纸团")).to_be_visible()
    await page.get_by_role("button", name="结束", exact=True).click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_role("radio", checked=True)).to_have_count(0)
    await sheet.get_by_role("button").last.click()
    outcomes = [
        await one.evaluate("radio => radio.validationMessage") for one in await sheet.get_by_role("radio").all()
    ]
    assert set(outcomes) == {"请填写或选一项。"}, "nobody chooses the outcome for them"
    await sheet.get_by_role("radio", name="已帮到").check()
    await sheet.get_by_label("怎样结束的").fill("一周没有再发生")
    await sheet.get_by_role("button").last.click()
    await expect(sheet).to_have_count(0)
    await expect(page.get_by_text("已帮到")).to_be_visible()
    assert "纸团" not in await kept_on(page)
    assert "座位" not in await kept_on(page)


async def test_a_line_of_the_school_is_one_tap_from_its_families(site: Site, browser: Browser) -> None:
    admin = await site.page(browser, ADMIN, "/school/hotlines")
    await admin.get_by_role("button", name="新增热线").click()
    sheet = admin.get_by_role("dialog")
    for label, value in (("中文名", "德育处"), ("电话", "0797-0000009"), ("开放时间（中文）", "上学日 8:00–17:00")):
        await sheet.get_by_label(label, exact=True).fill(value)
    await sheet.get_by_role("button", name="保存").click()
    await expect(sheet).to_have_count(0)
    mother = await site.page(browser, MOTHER, "/help")
    await expect(mother.locator("a[href='tel:0797-0000009']")).to_be_visible()

    await admin.get_by_role("button", name=re.compile("德育处")).click()
    await sheet.get_by_role("button", name="停用").click()
    asks = admin.get_by_role("dialog", name="停用")
    await asks.get_by_role("button", name="暂不").click()  # one tap too many takes no line away
    await expect(asks).to_have_count(0)
    await sheet.get_by_role("button", name="停用").click()
    await asks.get_by_role("button", name="停用").click()
    await expect(sheet).to_have_count(0)
    await expect(admin.get_by_role("button", name=re.compile("德育处"))).to_have_count(0)


async def test_settings_are_kept_and_speak_of_what_is_on_the_screen(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings", language="en")
    await expect(page.get_by_role("radio", name="English")).to_be_checked()
    await page.get_by_role("radio", name="中文").check()
    await page.get_by_label("从").fill("21:00")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("已保存。")).to_be_visible()
    profile = await Api(page.request, site.url).get("me")
    assert (profile["language"], profile["quietFrom"]) == ("zh-CN", "21:00")


async def test_what_was_being_written_goes_with_the_sign_out(site: Site, browser: Browser) -> None:
    page = await site.page(browser, COLLEAGUE, "/notices/write")
    await page.get_by_label("标题").fill("还没写完的通知")
    await page.get_by_role("link", name="我的").click()
    await page.get_by_role("button", name="退出登录").click()
    site.forget(COLLEAGUE)
    await site.type_code(page, COLLEAGUE)
    await page.locator(".tabs").get_by_role("link", name="通知").click()
    await page.get_by_role("link", name="写通知").click()


async def test_a_class_teacher_finds_the_family_and_calls(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/class")
    await page.get_by_role("link", name="李煜").click()
    family = page.locator("section", has=page.get_by_role("heading", name="家长", exact=True))
    await expect(family).to_contain_text("母亲")
    await expect(family.get_by_role("link")).to_have_count(0)
    await family.get_by_role("button", name="查看电话").click()
    await expect(family.get_by_role("link", name=re.compile("父亲 .*16400000032"))).to_have_attribute(
        "href", "tel:16400000032"
    )
    await family.get_by_role("button", name="收起").click()
    await expect(family.get_by_role("link")).to_have_count(0)
