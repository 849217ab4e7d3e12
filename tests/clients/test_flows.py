"""The four flows between the phones of those who take part, as they tap them."""

import re
from datetime import timedelta

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.calls import Api, until
from tests.clients.kept import kept_on
from tests.clients.site import COUNSELLOR, DESK, FATHER, MOTHER, TEACHER, Site
from tests.clients.taps import taps


async def test_a_visit_is_proposed_and_agreed(site: Site, browser: Browser) -> None:
    teacher = await site.page(browser, TEACHER, "/class", stream=True)
    await teacher.get_by_role("link", name="李煜").click()
    await teacher.get_by_role("link", name="约家访").click()
    await teacher.get_by_label("附言").fill("<b>很想</b>和您聊聊孩子的进步")
    await teacher.get_by_role("radio", name="60 分钟").check()  # asks for other times, and leaves what was written
    await expect(teacher.get_by_label("附言")).to_have_value("<b>很想</b>和您聊聊孩子的进步")
    await teacher.get_by_role("button", name="发给家长").click()
    await expect(teacher.get_by_text("等家长回复")).to_be_visible()
    # Another time, out of those that suit everybody; the old one is not among them.
    when = teacher.locator("dd").first
    before = await when.inner_text()
    async with taps(teacher, 3):
        await teacher.get_by_role("button", name="换个时间再约").click()
        sheet = teacher.get_by_role("dialog")
        await sheet.get_by_role("group", name="家长方便、老师也有空").locator("label").nth(1).click()
        await sheet.get_by_role("button", name="发给家长").click()
        await expect(sheet).to_have_count(0)
    await expect(when).not_to_have_text(before)
    address = re.sub(r"^https?://[^/]+", "", teacher.url)

    father = await site.page(browser, FATHER, address, stream=True)
    await expect(father.get_by_role("button", name="这个时间可以")).to_be_visible()
    mother = await site.page(browser, MOTHER, "/")
    async with taps(mother, 2):
        await mother.locator(f"a[href='{address}']").click()
        await expect(mother.get_by_text("<b>很想</b>和您聊聊孩子的进步")).to_be_visible()
        await mother.get_by_role("button", name="这个时间可以").click()
        await expect(mother.get_by_text("已约好")).to_be_visible()

    # The pages of the others hear of it by themselves.
    await expect(teacher.get_by_text("已约好")).to_be_visible()
    # The other guardian cannot confirm what is agreed, and is told so kindly by there being nothing to confirm.
    await expect(father.get_by_text("已约好")).to_be_visible()
    await expect(father.get_by_role("button", name="这个时间可以")).to_have_count(0)


async def test_one_visit_is_proposed_for_siblings_of_two_classes(site: Site, browser: Browser) -> None:
    teacher = await site.page(browser, TEACHER, "/class")
    api = Api(teacher.request, site.url)
    class_id = (await api.get("orgs/101/classes"))[0]["classId"]
    students = (await api.get(f"orgs/101/classes/{class_id}/coverage"))["students"]
    forms = [(await api.get(f"orgs/101/students/{one['studentId']}/visit-form"), one) for one in students]
    one = next(student for form, student in forms if form["siblingElsewhere"])
    await teacher.goto(f"/class/101/{class_id}/{one['studentId']}/visit")
    await teacher.get_by_label("一次家访，同时看望其他班的兄弟姐妹").check()
    await expect(teacher.get_by_text(f"附言只给{one['name']}的家长看")).to_be_visible()
    assert await violations(teacher) == []
    await teacher.set_viewport_size(DESK)
    assert await violations(teacher) == []
    await teacher.get_by_role("radio", name="其他时间").or_(teacher.get_by_label("哪天")).first.click()
    await teacher.get_by_label("哪天").fill("2026-12-12")
    await teacher.get_by_role("button", name="发给家长").click()
    await expect(teacher.get_by_text("同时看望兄弟姐妹")).to_be_visible()


async def test_a_guardian_offers_times_by_tapping_a_week(site: Site, browser: Browser) -> None:
    page = await site.page(browser, FATHER, "/visits/availability")
    for hour in ("星期三 18:00–19:00", "星期三 19:00–20:00", "星期日 09:00–10:00"):
        await page.get_by_role("button", name=hour).click()
    await expect(page.get_by_text("已选 3 个时段")).to_be_visible()
    await page.get_by_role("button", name="星期三 18:00–19:00", pressed=True).focus()
    await page.keyboard.press("Space")  # and back, by the keyboard
    await expect(page.get_by_text("已选 2 个时段")).to_be_visible()
    await page.get_by_role("button", name="星期三 18:00–19:00").click()
    await page.get_by_role("button", name="告诉老师").click()
    await expect(page.get_by_text("每周三 18:00–20:00")).to_be_visible()
    await expect(page.get_by_text("每周日 09:00–10:00")).to_be_visible()


async def test_times_of_one_day_follow_the_day_and_are_offered_once(site: Site, browser: Browser) -> None:
    page = await site.page(browser, FATHER, "/visits/availability")
    await page.get_by_role("radio", name="只有一天").check()
    await expect(page.get_by_role("button", name=re.compile("星期"))).to_have_count(0)
    await page.get_by_label("日期").fill("2026-12-02")
    for hour in ("星期三 10:00–11:00", "星期三 14:00–15:00"):
        await page.get_by_role("button", name=hour).click()
    await page.get_by_label("日期").fill("2026-12-03")
    await expect(page.get_by_role("button", name=re.compile("星期四"), pressed=True)).to_have_count(2)
    sent: list[str] = []

    async def refuse_the_second(route: Route) -> None:
        sent.append(route.request.post_data or "")
        await (route.fulfill(status=503, json={"detail": "请稍后再试。"}) if len(sent) == 2 else route.continue_())

    await page.route("**/availability", refuse_the_second)
    await page.get_by_role("button", name="告诉老师").click()
    await expect(page.get_by_role("alert")).to_contain_text("可能已经办成")
    await page.get_by_role("button", name="告诉老师").click()
    await expect(page.get_by_text("12月3日 周四 10:00–11:00")).to_have_count(1)
    await expect(page.get_by_text("12月3日 周四 14:00–15:00")).to_have_count(1)
    assert len(sent) == 3, "what had got through was not sent again"


async def test_a_notice_goes_out_is_acknowledged_and_its_sender_sees_it(site: Site, browser: Browser) -> None:
    teacher = await site.page(browser, TEACHER, "/notices/write")
    await teacher.context.clock.set_fixed_time(site.now() - timedelta(minutes=10))  # a cheap phone's clock
    # Two changes of one moment, as when a tap meets what arrives by itself: neither undoes the other.
    confirm, english = teacher.get_by_role("radio", name="需确认"), teacher.get_by_role("checkbox", name="也写英文")
    both = [await confirm.element_handle(), await english.element_handle()]
    await teacher.evaluate("both => both.forEach((one) => one.click())", both)
    await expect(confirm).to_be_checked()
    await english.uncheck()
    await teacher.get_by_label("标题").fill("周五春游，请带水")
    await teacher.get_by_label("内容").fill("早上八点在校门口集合。")
    await teacher.get_by_role("link", name="首页").click()  # a wrong tap loses nothing
    await teacher.go_back()
    await expect(teacher.get_by_label("标题")).to_have_value("周五春游，请带水")
    await expect(teacher.get_by_role("checkbox", name="七年级(1)班")).to_be_checked()  # the one class that is theirs
    await expect(teacher.get_by_text(re.compile(r"\d+ 人，关于 47 个学生"))).to_be_visible()
    await teacher.get_by_role("button", name="存为草稿").click()
    await teacher.get_by_role("button", name="现在发出").click()
    await expect(teacher.get_by_text(re.compile(r"\d+ 秒后发出"))).to_be_visible()
    site.later()  # the moment to undo it goes by
    await expect(teacher.get_by_role("heading", name="各班打开情况")).to_be_visible()

    mother = await _open_from_home(await site.page(browser, MOTHER, worker=True), "周五春游，请带水")
    sent: list[str] = []
    mother.on("request", lambda asked: sent.append(asked.url) if "/acknowledge" in asked.url else None)
    await mother.get_by_role("button", name="我知道了").evaluate("one => { one.click(); one.click(); }")
    await expect(mother.get_by_text(re.compile("日.* 已确认。"))).to_be_visible()
    assert len(sent) == 1, "tapped twice, sent once"

    await teacher.reload()
    await expect(teacher.get_by_text("1 / 47")).to_be_visible()
    await expect(teacher.get_by_text("会自动提醒还没回复的人一次")).to_be_visible()
    # Read once, it opens without network.
    await mother.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await mother.reload()
    await expect(mother.get_by_text("早上八点在校门口集合。")).to_be_visible()
    await mother.context.set_offline(True)
    await mother.reload()
    await expect(mother.get_by_text("早上八点在校门口集合。")).to_be_visible()


async def test_a_talk_is_booked_moved_and_cancelled(site: Site, browser: Browser) -> None:
    mother = await site.page(browser, MOTHER, "/talks/book")
    times = mother.get_by_role("group", name="什么时间").locator("label")
    await mother.get_by_role("group", name="哪天").locator("label").nth(2).click()
    await times.filter(has_text="林静").first.click()
    await mother.get_by_label("想聊什么").fill("孩子最近睡不好")
    await mother.get_by_role("button", name="约这个时间").click()
    await expect(mother.get_by_role("button", name="换个时间")).to_be_visible()
    when = await mother.get_by_role("heading", level=2).first.inner_text()
    address = re.sub(r"^https?://[^/]+", "", mother.url)

    counsellor = await site.page(browser, COUNSELLOR, address)
    await expect(counsellor.get_by_role("heading", name=when)).to_be_visible()

    await mother.get_by_role("button", name="换个时间").click()
    sheet = mother.get_by_role("dialog", name="换个时间")
    await sheet.get_by_role("group", name="哪天").locator("label").nth(3).click()
    await sheet.get_by_role("group", name="什么时间").locator("label").filter(has_text="林静").last.click()
    await sheet.get_by_role("button", name="约这个时间").click()
    await expect(sheet).to_have_count(0)
    await expect(mother.get_by_role("heading", level=2).first).not_to_have_text(when)

    await mother.get_by_role("button", name="取消咨询").click()
    await mother.get_by_role("dialog").get_by_role("button", name="取消咨询").click()
    await expect(mother.get_by_text("已取消", exact=True)).to_be_visible()
    await counsellor.reload()
    await expect(counsellor.get_by_text("已取消", exact=True)).to_be_visible()


async def test_a_teacher_arranges_a_talk_for_a_student(site: Site, browser: Browser) -> None:
    teacher = await site.page(browser, TEACHER, "/class")
    await teacher.get_by_role("link", name="李煜").click()
    await teacher.get_by_role("link", name="约心理老师").click()
    day = teacher.get_by_role("group", name="哪天").locator("label").nth(4)
    await day.click()
    await teacher.get_by_role("group", name="什么时间").locator("label").first.click()
    await teacher.get_by_label("想聊什么").fill("最近上课总走神")
    await teacher.get_by_role("button", name="约这个时间").click()
    await expect(teacher.get_by_role("button", name="换个时间")).to_be_visible()
    address = re.sub(r"^https?://[^/]+", "", teacher.url)

    mother = await site.page(browser, MOTHER, "/talks")
    await mother.locator(f"a[href='{address}']").click()
    await expect(mother.get_by_role("button", name="换个时间")).to_be_visible()
    note = await teacher.request.get(
        f"/api/v1{address.replace('/talks', '/orgs').replace('101/', '101/bookings/')}/note"
    )
    assert note.status in {403, 404}, "what it is about is the counsellor's to read, even for who wrote it"


async def test_a_member_reports_in_three_taps_and_a_sentence(site: Site, browser: Browser) -> None:
    # A second code needs a second factor of the teacher, and the old secret or a second adult.
    teacher = await site.page(browser, TEACHER, "/class", step_up=True)
    await teacher.get_by_role("link", name="李煜").click()
    await teacher.get_by_role("button", name="发初始码").click()
    await teacher.get_by_role("button", name="现在发一个").click()  # it ends the old secret, so it is asked for twice
    await teacher.locator(".code").first.wait_for()
    class_code, code = [(await one.inner_text()).split()[-1] for one in await teacher.locator(".code").all()]

    student = await site.page(browser, None, "/sign-in", worker=True)
    await student.get_by_role("radio", name="学生").check()
    await student.get_by_role("button", name="第一次登录").click()
    await student.get_by_label("班级码").fill(class_code)
    await student.get_by_label("姓名或学号").fill("李煜")
    await student.get_by_label("初始码").fill(code)
    await student.get_by_label("给自己设一个登录口令").fill("小熊最喜欢下雨天")
    if site.student_secret:
        await student.get_by_role("button", name="我以前设过登录口令").click()
        await student.get_by_label("原来的登录口令").fill(site.student_secret)
    await student.get_by_role("button", name="登录", exact=True).click()
    site.forget_student(class_code, "小熊最喜欢下雨天")  # a starting code ends what was open

    await expect(student.get_by_role("link", name="说一说")).to_be_visible()
    await student.get_by_role("link", name="说一说").click()
    await student.get_by_text("吵架、被欺负").click()
    await student.get_by_text("不想说是谁").click()
    await student.get_by_label("你看到或听到了什么？").fill("课间有同学被关在门外，一直哭")
    await student.get_by_role("button", name="发出").click()
    await expect(student.get_by_role("heading", name="谢谢你")).to_be_visible()
    assert "课间" not in await kept_on(student), "nothing of it is left on the phone"
    await student.goto("/report/mine")
    await expect(student.get_by_text("收到了").first).to_be_visible()
    await expect(student.get_by_text("课间")).to_have_count(0)

    await site.full_hour()
    mine = await Api(student.request, site.url).get("orgs/101/observations/own")
    leader = await site.page(browser, TEACHER, "/concerns", step_up=True)
    await leader.locator(f"a[href='/concerns/101/{mine[0]['observationId']}']").click()
    await leader.get_by_role("button", name="我来处理").click()
    await expect(leader.get_by_text("好的，由您处理。")).to_be_visible()
    await student.reload()
    await expect(student.get_by_text("有人在管").first).to_be_visible()

    # About a teacher: another one helps. Then the phone goes back to whose it is.
    await student.get_by_role("link", name="说一说").click()
    await student.get_by_text("别的事").click()
    await student.get_by_text("不想说是谁").click()
    await student.get_by_label("你看到或听到了什么？").fill("老师当着全班笑话他")
    await student.get_by_text("还想补充").click()
    await student.get_by_label("和哪位老师有关").select_option(index=1)
    await student.get_by_role("button", name="发出").click()
    await expect(student.get_by_text("你选的那位老师看不到")).to_be_visible()
    await expect(student.get_by_text("班主任会看到")).to_have_count(0)
    await student.get_by_role("button", name="退出，把手机还回去").click()
    await expect(student.get_by_role("heading", name="登录")).to_be_visible()

    async def signed_out() -> bool:
        return (await student.request.get("/api/v1/me/home")).status == 401

    await until(signed_out)


async def _open_from_home(page: Page, title: str) -> Page:
    await page.get_by_role("link", name=title).click()
    await expect(page.get_by_role("heading", name=title)).to_be_visible()
    return page
