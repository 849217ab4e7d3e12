"""Lists of those who run a school stand as tables on a desk, and what is done beside what is listed."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import ADMIN, COUNSELLOR, DESK, LEADER, TEACHER, Site

SCHOOL = 101


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_an_administrator_has_tables_that_open_what_they_name(
    site: Site, browser: Browser, language: str
) -> None:
    page = await site.page(browser, ADMIN, "/school/people", view=DESK, language=language)
    people = page.get_by_role("table")
    await expect(people.locator("a[href*='/student/']").first).to_be_visible()
    await expect(page.locator("a[href*='/staff/']:not([href$=new])")).to_have_count(0)
    await page.get_by_label("教职工" if language == "zh-CN" else "Staff").check()
    await expect(people.locator("a[href*='/staff/']").first).to_be_visible()
    assert await violations(page) == []
    await page.goto("/school/places")
    await people.get_by_role("button").last.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.goto("/school/hotlines")
    await expect(page.locator("h1")).to_be_visible()
    assert await violations(page) == []


async def test_a_class_is_exported_as_it_shows(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/people", view=DESK)
    classes = await Api(page.request, site.url).get(f"orgs/{SCHOOL}/classes")
    await page.get_by_label("班级").select_option(classes[1]["classId"])
    await expect(page.get_by_role("table").locator("tbody tr").first).to_contain_text(classes[1]["name"])
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="导出表格").click()
    assert (await saving.value).suggested_filename == f"{classes[1]['name']}.csv"
    await page.get_by_label("查找学生").fill("李煜")
    rows = page.get_by_role("table").locator("tbody tr")
    await expect(rows.filter(has_not_text="李煜")).to_have_count(0)
    await expect(rows.first).to_be_visible()
    assert len({await row.locator("td").last.inner_text() for row in await rows.all()}) > 1, "of every class"


async def test_a_sheet_for_each_class_is_printed(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/people", view=DESK)
    classes = await Api(page.request, site.url).get(f"orgs/{SCHOOL}/classes")
    await page.get_by_role("button", name="打印各班二维码").click()
    await expect(page.get_by_role("dialog")).to_contain_text(f"共 {len(classes)} 个班")
    sheets = page.locator(".poster")
    await expect(sheets).to_have_count(len(classes))
    await expect(sheets.locator("svg")).to_have_count(len(classes))
    assert await violations(page) == []
    await page.emulate_media(media="print")
    await expect(sheets.last).to_contain_text(classes[-1]["code"])
    await expect(sheets.last).to_be_visible()
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_the_code_of_a_class_leads_to_its_sign_in(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/class")
    await page.get_by_role("button", name="班级二维码").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_role("img")).to_be_visible()
    assert await violations(page) == []
    code = (await Api(page.request, site.url).get(f"orgs/{SCHOOL}/classes"))[0]["code"]
    await expect(sheet).to_contain_text(code)
    student = await site.page(browser, None, f"/sign-in/student?class={code}")
    await expect(student.get_by_label("班级码")).to_have_value(code)
    other = await site.page(browser, None, "/sign-in/student?class=%3Cb%3E")
    await expect(other.get_by_label("班级码")).to_have_value("")


async def test_what_is_done_stands_beside_what_is_listed(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/roster", view=DESK)
    await _beside(page, "选择表格", "以前上传的")
    await expect(page.get_by_role("table", name="以前上传的").get_by_role("link").first).to_be_visible()
    assert await violations(page) == []
    hours = await site.page(browser, COUNSELLOR, "/hours", view=DESK)
    await expect(hours.get_by_role("heading", name="特殊日期")).to_be_visible()
    assert await violations(hours) == []


async def _beside(page: Page, left: str, right: str) -> None:
    one = await page.get_by_text(left, exact=True).bounding_box()
    other = await page.get_by_role("heading", name=right).bounding_box()
    assert one
    assert other
    assert one["x"] + one["width"] < other["x"], "not below each other"


async def test_notices_are_found_and_exported_and_concerns_are_not(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/notices", view=DESK)
    sent = page.get_by_role("table")
    await expect(sent.get_by_role("link").first).to_be_visible()
    await page.get_by_label("查找通知").fill("没有这样的通知")
    await expect(sent.locator("tbody tr")).to_have_count(0)
    await expect(page.get_by_role("button", name="导出表格")).to_be_visible()
    assert await violations(page) == []
    await page.goto("/concerns")
    await expect(page.locator("h1")).to_be_visible()
    concerns = await site.page(browser, COUNSELLOR, "/concerns", view=DESK, step_up=True)
    await expect(concerns.get_by_role("table").or_(concerns.get_by_text("没有")).first).to_be_visible()
    await expect(concerns.get_by_role("button", name="导出表格")).to_have_count(0)
    assert await violations(concerns) == []


async def test_the_school_year_stands_beside_its_entries(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/school/calendar", view=DESK)
    await expect(page.get_by_role("heading", name="不同于平常的日子")).to_be_visible()
    assert await violations(page) == []
