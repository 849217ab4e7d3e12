"""The days of those who run a school's side of it: counsellor, administrator, officer."""

import re

from playwright.async_api import Browser, expect

from tests.clients.calls import Api, until
from tests.clients.kept import keeps, kept_on
from tests.clients.site import ADMIN, COUNSELLOR, MOTHER, OFFICER, STUDENT, TEACHER, Site

SCHOOL = 101


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
    page = await site.page(browser, COUNSELLOR, "/diary", step_up=True, worker=True)
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
    await expect(page.get_by_text("私密咨询 · 林静")).to_be_visible()
    page = await site.page(browser, COUNSELLOR, path, step_up=True, worker=True)
    await expect(page.get_by_text(booking["studentName"]).first).to_be_visible()
    await keeps(page, booking["bookingId"])  # the time may lie on the phone
    # Other talks of the same student may name them.
    await page.goto("/talks")

    async def lines_kept() -> list[str]:
        return [kept for kept in re.findall(r"\{[^{}]*\}", await kept_on(page)) if booking["bookingId"] in kept]

    lines = await until(lines_kept)
    assert not [line for line in lines if booking["studentName"] in line]


async def test_a_paper_slip_is_entered_and_left_nowhere(site: Site, browser: Browser) -> None:
    page = await site.page(browser, COUNSELLOR, "/concerns/slip", step_up=True, worker=True)
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
    teacher = await site.page(browser, TEACHER, "/concerns", step_up=True, worker=True)
    await teacher.locator(f"a[href='/concerns/{SCHOOL}/{observation}']").click()
    await teacher.get_by_role("button", name="打开内容").click()
    await expect(teacher.get_by_text("他把饭都倒掉了")).to_be_visible()
    assert "倒掉" not in await kept_on(teacher)


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
