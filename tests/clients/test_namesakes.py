"""How students sign in is said to children: on the slip of one whose name a classmate has too, and in their settings."""

from playwright.async_api import Browser, Route, expect

from tests.clients.site import STUDENT, TEACHER, Site


async def test_the_slip_of_a_namesake_has_the_number(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/class", step_up=True)

    async def namesake(route: Route) -> None:
        code = {
            "code": "7XQ2KMAB",
            "classCode": "7XQ2KM",
            "name": "20260199",
            "studentNumber": None,
            "staffNumber": None,
        }
        more = {"person": "王小明", "expiresAt": "2026-11-30T15:59:59Z", "needsSecondAdult": False}
        await route.fulfill(status=201, json=code | more)

    await page.route("**/starting-code", namesake)
    await page.locator("a[href*='/class/101/']").filter(has_text="李煜").first.click()
    await page.get_by_role("button", name="发初始码").first.click()
    await page.get_by_role("button", name="现在发一个").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_text("学号 20260199")).to_be_visible()
    await expect(sheet.get_by_text("请让学生用学号登录")).to_be_visible()
    await page.emulate_media(media="print")
    slip = page.locator(".slip")
    for text in ("给学生 王小明", "学号", "20260199", "7XQ2KMAB", "班里有人和你同名", "/sign-in/student"):
        await expect(slip).to_contain_text(text)
    for text in ("您", "填班级码、姓名"):
        await expect(slip).not_to_contain_text(text)
    box = await slip.bounding_box()
    assert box is not None
    assert (box["width"] <= 105 * 96 / 25.4, box["height"] <= 148 * 96 / 25.4) == (True, True), box


async def test_a_students_settings_say_how_a_student_signs_in(site: Site, browser: Browser) -> None:
    page = await site.page(browser, STUDENT, "/me/settings")
    section = page.locator("section", has=page.get_by_role("heading", name="登录方式"))
    await expect(section).to_contain_text("你自己设的登录口令")
    await expect(section).to_contain_text("班里有人和你同名")
    for text in ("您", "纸条", "手机号", "邮箱"):
        await expect(section).not_to_contain_text(text)
