"""A campaign on the phone: the class teacher sees how far it is, changes it, and opens another one (V8)."""

import re

from playwright.async_api import Browser, Locator, Page, Route, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import DESK, LEADER, MOTHER, TEACHER, Site
from tests.clients.taps import taps

SCHOOL = 101
CLASS = 40
"""The demo's classes are no smaller."""
LONG = 45_000
"""Milliseconds. The worker starts the solver in a process of its own."""


ONE = re.compile(r"/api/v1/orgs/\d+/campaigns/[^/?]+$")


async def _somebody_joined(route: Route) -> None:
    """The demo's families were all asked: here one is due a visit and was not."""
    answer = await route.fetch()
    found = await answer.json()
    if route.request.method == "GET":
        found["students"][0] |= {"asked": False, "answer": None, "standing": "owed"}
    await route.fulfill(response=answer, json=found)


async def test_a_family_is_asked_and_answers_in_three_taps(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/campaigns")
    await page.route(ONE, _somebody_joined)
    await page.get_by_role("link", name="千名教师访万家").click()
    await page.get_by_role("button", name="向家长征询时间").click()
    await page.get_by_role("dialog").get_by_role("button", name="向家长征询时间").click()
    await expect(page.get_by_role("heading", name="等回复的家庭")).to_be_visible()
    await page.unroute_all(behavior="wait")
    await page.reload()
    await expect(page.locator("a.button.main", has_text="家访计划")).to_be_visible()  # all were asked: the plan is next
    await expect(page.get_by_role("button", name="向家长征询时间")).to_have_count(0)

    mother = await site.page(browser, MOTHER)
    [org] = [o for o in (await Api(mother.request, site.url).get("me/home"))["orgs"] if o["orgId"] == SCHOOL]
    await _asked_on_first_screen(mother, org["children"][0])
    for screen in ("/visits", "/"):
        await mother.goto(screen)
        await expect(
            mother.locator(f"a[href$='/{org['children'][0]['studentId']}']", has_text="请回复时间")
        ).to_be_visible()
        assert await violations(mother) == []
    async with taps(mother, 3):
        await (
            mother.get_by_role("link", name="请回复时间")
            .and_(mother.locator("[href^='/visits/availability/']"))
            .click()
        )
        await mother.get_by_role("group", name="方便的时间（每周）").locator("label", has_text="18:30").first.click()
        assert await violations(mother) == []
        await mother.get_by_role("button", name="回复").click()
        await expect(mother.get_by_text("已回复，谢谢")).to_be_visible()

    await page.reload()
    waiting = page.locator("section", has=page.get_by_role("heading", name="等回复的家庭"))
    for told in ("请老师来电", "18:30"):
        await waiting.get_by_role("link", name="未回复").first.click()
        await page.get_by_role("group", name="方便的时间（每周）").locator("label", has_text=told).first.click()
        await page.get_by_role("button", name="回复").click()
    await expect(waiting.get_by_role("link", name="请回电话")).to_have_count(3)  # two had asked before


async def test_a_plan_is_made_leads_to_an_answer_and_is_made_again(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/campaigns")
    await page.get_by_role("link", name="千名教师访万家").click()
    await page.get_by_role("link", name="家访计划").click()
    await page.get_by_role("button", name="生成计划").click()
    await expect(page.get_by_text(re.compile(r"安排了 \d+ /"))).to_be_visible(timeout=LONG)
    await expect(page.get_by_text("至少提前 2 天告诉家长")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_text("还没有回复的家庭").click()
    await page.locator("details").get_by_role("link").first.click()
    await expect(page.get_by_role("group", name="方便的时间（每周）")).to_be_visible()
    await page.go_back()
    await _apply_is_in_reach(site, browser, page)

    await _cost_of_a_wish(page)
    await goes_stale(site, browser, page)
    await page.get_by_role("button", name="重新生成").click()
    await expect(page.get_by_role("button", name="按计划向家长提议")).to_be_visible(timeout=LONG)
    await expect(page.get_by_text("路上时间按直线距离和速度估算")).to_be_visible()
    await page.get_by_role("button", name="按计划向家长提议").click()
    await expect(
        page.get_by_role("dialog").get_by_text(re.compile(r"现在询问 \d+ 家，时间为他们留到.*:00"))
    ).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="按计划向家长提议").click()
    await expect(page.get_by_text("已按计划向家长提议时间。")).to_be_visible()
    asked = page.locator("a[href^='/visits/']", has_text=re.compile("等回复到"))
    await expect(page.get_by_role("button", name="按计划向家长提议")).to_have_count(0)
    await expect(asked.first).to_be_visible(timeout=LONG)  # the worker proposes them one by one
    assert await violations(page) == []
    await asked.first.click()
    await expect(page.get_by_role("heading", name="家访", exact=True)).to_be_visible()


async def _apply_is_in_reach(site: Site, browser: Browser, page: Page) -> None:
    """On a phone at the top and at the end of the plan, on the desk above its evenings."""
    apply = page.get_by_role("button", name="按计划向家长提议")
    await expect(apply).to_be_visible()
    for at in (0, 100_000):
        await page.evaluate("at => scrollTo(0, at)", at)
        await expect(apply).to_be_in_viewport(ratio=1)
    desk = await site.page(browser, TEACHER, page.url.removeprefix(site.url), view=DESK)
    await expect(desk.get_by_role("button", name="按计划向家长提议")).to_be_in_viewport(ratio=1)
    await desk.close()


async def _cost_of_a_wish(page: Page) -> None:
    """What leaving a family out changes is told before it is saved."""
    await page.locator("button", has_text=re.compile(r"\d\d:\d\d–\d\d:\d\d")).first.click()
    sheet = page.get_by_role("dialog")
    await sheet.locator("label", has_text="这次不安排").click()
    await expect(sheet.get_by_text("这样安排：")).to_be_visible(timeout=LONG)
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)


async def _asked_on_first_screen(page: Page, child: dict[str, str]) -> None:
    """The demo's child has a proposal, so the question stands on its first screen only here."""

    async def add(route: Route) -> None:
        answer = await route.fetch()
        asked = [{"orgId": SCHOOL, "studentId": child["studentId"], "studentName": child["name"]}]
        await route.fulfill(response=answer, json={**await answer.json(), "timesAsked": asked})

    await page.route("**/api/v1/me/home", add)


async def goes_stale(site: Site, browser: Browser, page: Page) -> None:
    """A planned family changes its mind while the plan is looked at: it is not applied, and its button goes."""
    api = Api(page.request, site.url)
    [campaign] = await api.get(f"orgs/{SCHOOL}/campaigns")
    plan = await api.get(f"orgs/{SCHOOL}/campaigns/{campaign['campaignId']}/plan")
    other = await site.page(browser, TEACHER)
    planned = next(v for e in plan["evenings"] for v in e["visits"] if v["answer"] == "planned")
    await other.goto(f"/visits/availability/{SCHOOL}/{planned['studentId']}")
    await other.get_by_role("group", name="方便的时间（每周）").locator("label", has_text="请老师来电").first.click()
    await other.get_by_role("button", name="回复").click()
    await expect(other.get_by_text("已回复，谢谢")).to_be_visible()
    await page.get_by_role("button", name="按计划向家长提议").click()
    await page.get_by_role("dialog").get_by_role("button", name="按计划向家长提议").click()
    await expect(page.get_by_text("计划生成后有变化")).to_be_visible()
    await expect(page.get_by_role("button", name="按计划向家长提议")).to_have_count(0)


async def test_a_class_teacher_follows_and_changes_the_campaign(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/class")
    await page.get_by_role("link", name="家访行动").click()
    await expect(page.get_by_role("link", name="千名教师访万家")).to_be_visible()
    students, everybody = await _whole_class_in_one_request(page)
    await page.get_by_role("group", name="显示").locator("label", has_text="已家访").click()
    await expect(students.get_by_role("listitem").first).to_contain_text("已家访")
    assert 0 < await students.get_by_role("listitem").count() < everybody
    assert await violations(page) == []
    await page.get_by_role("link", name="修改家访行动").click()
    await page.get_by_label("每天最多几家").fill("3")
    await page.get_by_label("到", exact=True).first.fill("18:40")  # shorter than one visit
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("时间比一次家访还短")).to_be_visible()
    await page.get_by_label("到", exact=True).first.fill("20:30")
    await page.get_by_role("group", name="从哪里出发").locator("label", has_text="填坐标").click()
    await page.get_by_label("经度").fill("113.2644")
    await page.get_by_label("纬度").fill("23.1291")
    await page.get_by_role("group", name="最后到哪里").locator("label", has_text="回到出发地").click()
    assert await violations(page) == []
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("周二 18:30–20:30")).to_be_visible()
    await expect(page.get_by_text("已填坐标")).to_have_count(2)
    await page.get_by_role("button", name="结束家访行动").click()
    await page.get_by_role("dialog").get_by_role("button", name="结束家访行动").click()
    await expect(page.get_by_role("link", name="修改家访行动")).to_have_count(0)
    await page.goto("/campaigns")
    await page.get_by_role("link", name="发起家访行动").click()
    await page.get_by_label("名称").fill("寒假前再走一遍")
    await page.get_by_role("button", name="发起家访行动").click()
    await expect(page.get_by_role("heading", name="寒假前再走一遍")).to_be_visible()


async def _whole_class_in_one_request(page: Page) -> tuple[Locator, int]:
    """Opens the campaign: whatever it shows of each student comes in one answer. The frame's own first screen is apart."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/api/v1/")[2]))
    await page.get_by_role("link", name="千名教师访万家").click()
    await expect(page.get_by_role("heading", name="千名教师访万家")).to_be_visible()
    students = page.get_by_role("list", name="学生")
    await expect(students.get_by_role("listitem").first).to_be_visible()
    whole = page.locator("section", has=students).get_by_role("button", name="显示全部")
    await whole.click()
    await expect(whole).to_have_count(0)
    everybody = await students.get_by_role("listitem").count()
    assert everybody >= CLASS
    assert [one.split("/")[2:3] for one in asked if one not in {"", "me/home"}] == [["campaigns"]]
    return students, everybody


async def test_a_school_leader_sees_all_campaigns(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/school")
    await page.get_by_role("link", name="家访行动").click()
    await page.get_by_role("link", name="千名教师访万家").click()
    await expect(page.get_by_role("heading", name="参加家访的老师")).to_be_visible()
    # The demo's campaign is under way: how far it is, and on which days visits were made, stand there as plots.
    for plot in ("进度", "家访日历"):
        rows = page.get_by_role("table", name=plot, exact=True).get_by_role("row")
        await expect(rows.nth(1)).to_be_attached()
