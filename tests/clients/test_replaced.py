"""An administrator makes somebody class teacher, and reads whom they follow."""

from playwright.async_api import Browser, expect

from tests.clients.access import small_targets, violations
from tests.clients.calls import Api
from tests.clients.site import ADMIN, Site

SCHOOL = 101


async def test_who_is_replaced_as_class_teacher_is_named_before_a_yes(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/people", step_up=True)
    classes = await Api(page.request, site.url).get(f"orgs/{SCHOOL}/classes")
    staff = await Api(page.request, site.url).get(f"orgs/{SCHOOL}/staff")
    class_id, name = next((c["classId"], c["name"]) for c in classes if any(c["name"] in s["leads"] for s in staff))
    leads = next(one["name"] for one in staff if name in one["leads"])
    await page.get_by_label("身份", exact=True).select_option("subject_teacher")
    await page.locator(f"a[href*='/school/people/{SCHOOL}/staff/']:not([href$=new])").last.click()
    await page.get_by_label("班主任班级").select_option(class_id)
    await page.get_by_role("button", name="保存").click()
    asked = page.get_by_role("dialog")
    await expect(asked).to_contain_text(f"{name}现在的班主任是{leads}，今后不再是。")
    assert await violations(page) + await small_targets(page) == []
    await asked.get_by_role("button", name="暂不").click()
    await expect(asked).to_have_count(0)
