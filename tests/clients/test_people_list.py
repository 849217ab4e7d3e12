"""The list of a school's people, from which an administrator opens one after another."""

from playwright.async_api import Browser, Route, expect

from tests.clients.site import ADMIN, DESK, Site

SCHOOL = 101


async def test_a_list_goes_on_where_it_was(site: Site, browser: Browser) -> None:
    """Class and role stay chosen beside who was opened and on the way back, and after a colleague comes the staff again."""
    page = await site.page(browser, ADMIN, "/school/people", step_up=True, view=DESK)
    choice = page.get_by_label("班级", exact=True)
    await choice.select_option(label="七年级(3)班")
    await page.get_by_role("cell", name="七年级(3)班").first.wait_for()
    await page.locator(f"a[href*='/school/people/{SCHOOL}/student/']:not([href$=new])").nth(1).click()
    beside = page.get_by_role("complementary")
    await expect(beside.get_by_label("班级", exact=True).locator("option:checked")).to_have_text("七年级(3)班")
    await beside.get_by_label("身份", exact=True).select_option("subject_teacher")
    await beside.locator(f"a[href*='/school/people/{SCHOOL}/staff/']:not([href$=new])").first.click()
    await expect(page.get_by_role("button", name="离职")).to_be_visible()
    await page.locator("nav a[href='/school/people']").click()
    await expect(page.get_by_role("radio", name="教职工")).to_be_checked()
    await expect(page.get_by_label("身份", exact=True)).to_have_value("subject_teacher")
    await page.reload()
    await expect(page.get_by_role("radio", name="学生")).to_be_checked()


async def test_a_chosen_school_stays_chosen_on_the_next_screen(site: Site, browser: Browser) -> None:
    """Who runs two schools chooses between them once."""
    page = await site.page(browser, ADMIN, view=DESK)

    async def another(route: Route) -> None:
        answer = await route.fetch()
        home = await answer.json()
        home["orgs"].append({**home["orgs"][0], "orgId": 102, "nameZh": "第二所学校"})
        await route.fulfill(response=answer, json=home)

    await page.route("**/me/home", another)
    await page.goto("/school/people")
    await page.get_by_role("radio", name="第二所学校").check()
    await page.locator("nav a[href='/roster']").first.click()
    await expect(page.get_by_text("Excel 或 CSV")).to_be_visible()
    await expect(page.get_by_role("radio", name="第二所学校")).to_be_checked()
