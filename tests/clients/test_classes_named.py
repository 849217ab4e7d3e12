"""Classes by name where an administrator needs them: who leaves one without a teacher, and which of two school years it is of."""

from uuid import uuid4

from playwright.async_api import Browser, Route, expect

from tests.clients.site import ADMIN, Site

SCHOOL = 101


async def test_it_is_said_which_class_a_colleague_leaves_without_a_teacher(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/people", step_up=True)
    await page.get_by_label("身份", exact=True).select_option("class_teacher")
    await page.locator(f"a[href*='/school/people/{SCHOOL}/staff/']:not([href$=new])").last.click()
    await expect(page.get_by_label("班主任班级")).to_be_visible()
    name = await page.get_by_role("heading", level=1).inner_text()
    led = await page.get_by_label("班主任班级").evaluate("field => field.selectedOptions[0].text")
    await page.get_by_role("button", name="离职").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet).to_contain_text(f"{name}不再是本机构的教职工。没有选接手的人，{led}将没有班主任。")
    await sheet.get_by_role("button", name="暂不").click()
    takes = page.get_by_label("谁接手班级和科目")
    # As in the list of the staff, not by the codes of the characters.
    names = (await takes.locator("option").all_inner_texts())[1:]
    by_sound = "names => [...names].sort(new Intl.Collator('zh-CN').compare)"
    assert names == await page.evaluate(by_sound, names) != sorted(names)
    await takes.select_option(index=1)
    await page.get_by_role("button", name="离职").click()
    await expect(sheet).to_contain_text(f"{name}不再是本机构的教职工。班级和科目以及未办事项由{names[0]}接手。")
    await expect(sheet).not_to_contain_text("将没有班主任")


async def test_two_classes_of_one_name_are_told_apart_by_their_year(site: Site, browser: Browser) -> None:
    """From the opening of a school year until its graduates leave."""

    async def twice(route: Route) -> None:
        answer = await route.fetch()
        first, *others = await answer.json()
        await route.fulfill(json=[first, {**first, "classId": str(uuid4()), "schoolYear": 2027}, *others])

    page = await site.page(browser, ADMIN, "/me", step_up=True)
    await page.route(f"**/api/v1/orgs/{SCHOOL}/classes", twice)
    await page.goto("/school/people")
    options = page.get_by_label("班级", exact=True).locator("option")
    await expect(options.nth(1)).to_have_text("七年级(1)班 · 2026–2027")
    await expect(options.nth(2)).to_have_text("七年级(1)班 · 2027–2028")
    await expect(options.nth(3)).to_have_text("七年级(2)班")
