"""Rows that a desk sorts and searches: faults and losses of a roster file, who came to a lecture, messages, and the students of a campaign."""

import re

from playwright.async_api import Browser, FilePayload, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import ADMIN, DESK, MOTHER, TEACHER, Site

LONG = 60_000
FAULTY = "学号,姓名,性别,班级\n" + "".join(f"2026{n:04},,男,没有这个班{n}\n" for n in range(1, 4))


async def test_faults_of_a_file_are_a_table_on_a_desk(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/roster", view=DESK, step_up=True)
    file = FilePayload(name="学生.csv", mimeType="text/csv", buffer=FAULTY.encode())
    await page.locator("input[type=file]").set_input_files(file)
    faults = page.get_by_role("table", name="需要修改的地方")
    await expect(faults.locator("tbody tr").first).to_be_visible(timeout=LONG)
    numbers = faults.locator("tbody tr td:nth-child(2)")
    before = await numbers.all_inner_texts()
    for _ in range(2):
        await faults.get_by_role("button", name="行").click()
    assert await numbers.all_inner_texts() == sorted(before, key=int, reverse=True)
    await page.evaluate("localStorage.setItem('language', 'en')")
    await page.reload()
    await expect(page.get_by_role("table", name="Rows to fix").locator("tbody tr").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert await violations(page) == []


async def test_who_came_to_a_lecture_is_a_table_on_a_desk(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/lectures", view=DESK)
    made = (await Api(page.request, site.url).get("orgs/101/lectures"))["items"]
    held = next(one["lectureId"] for one in made if one["kind"] == "training")
    await page.goto(f"/lectures/101/{held}/run")
    rows = page.get_by_role("table", name="签到").locator("tbody tr")
    await expect(rows.first).to_be_visible()
    everybody = await rows.count()
    await page.get_by_label("查找姓名或学生").fill("李煜")
    await expect(rows.filter(has_text="李煜").first).to_be_visible()
    assert 0 < await rows.count() < everybody
    assert await violations(page) == []


async def test_messages_are_a_table_on_a_desk_that_opens_what_they_are_about(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/inbox", view=DESK)
    rows = page.get_by_role("table", name="消息").locator("tbody tr")
    await expect(rows.first).to_be_visible()
    dates = rows.locator("td:last-child")
    newest = await dates.first.inner_text()
    await page.get_by_role("button", name="时间").click()
    await expect(dates.last).to_have_text(newest)
    assert await violations(page) == []
    await rows.filter(has_text="家访邀约").get_by_role("button").first.click()
    await expect(page).to_have_url(re.compile("/visits/101/"))
    await expect(page.locator("aside")).to_be_visible()


async def test_a_campaigns_students_are_a_table_and_open_their_page(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/campaigns", view=DESK)
    # Other tests of the same demo open campaigns, too.
    all_of_them = await Api(page.request, site.url).get("orgs/101/campaigns")
    campaign = next(one for one in all_of_them if one["title"] == "千名教师访万家")
    await page.goto(f"/campaigns/101/{campaign['campaignId']}")
    rows = page.get_by_role("table", name="学生").locator("tbody tr")
    await expect(rows).to_have_count(campaign["students"])
    # Whom a campaign waits for depends on what others of this demo did; these two parts it has always.
    visitors, settings = (page.get_by_role("heading", name=name, exact=True) for name in ("参加家访的老师", "安排"))
    one, other = await visitors.bounding_box(), await settings.bounding_box()
    assert one
    assert other
    assert one["x"] + one["width"] < other["x"], "not below each other"
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert await violations(page) == []
    name = await rows.first.get_by_role("link").inner_text()
    await page.get_by_label("查找学生").fill(name)
    await rows.first.get_by_role("link").click()
    await expect(page.locator("h1")).to_contain_text(name)
