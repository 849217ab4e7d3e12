"""The list of a school's people, from which an administrator opens one after another."""

from playwright.async_api import Browser, expect

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
