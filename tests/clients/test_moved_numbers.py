"""A parent's moved number is told where it is looked for: the class teacher's first screen, and the person's page (0328)."""

from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.clients.access import small_targets, violations
from tests.clients.calls import Api
from tests.clients.site import ADMIN, DESK, TEACHER, Site

SCHOOL = 101
PUT = ("name", "relation", "contactOrder")


async def test_a_moved_number_waits_on_the_first_screen_and_stands_on_the_persons_page(
    site: Site, browser: Browser
) -> None:
    teacher = await site.page(browser, TEACHER, step_up=True)
    of_teacher = Api(teacher.request, site.url)
    campaigns = await of_teacher.get(f"orgs/{SCHOOL}/campaigns")
    campaign = next(one for one in campaigns if one["title"] == "千名教师访万家")
    students = (await of_teacher.get(f"orgs/{SCHOOL}/campaigns/{campaign['campaignId']}"))["students"]
    student = students[-1]["studentId"]
    before = await of_teacher.get(f"orgs/{SCHOOL}/students/{student}/family/phones")
    admin = await site.page(browser, ADMIN, f"/school/people/{SCHOOL}/student/{student}", step_up=True, view=DESK)
    of_admin, at = Api(admin.request, site.url), f"orgs/{SCHOOL}/roster/students/{student}"
    guardian = (await of_admin.get(at))["guardians"][0]
    old = next(one["phone"] for one in before if one["guardianId"] == guardian["guardianId"])

    async def move(phone: str) -> None:
        version = (await of_admin.get(at))["version"]
        body: dict[str, Any] = {name: guardian[name] for name in PUT} | {"phone": phone}
        await of_admin.send(f"{at}/guardians/{guardian['guardianId']}", body, "PUT", version)

    await move("16400129099")
    try:
        await _stands_on_the_page(admin, guardian["name"])
        await _waits_first(teacher, guardian["name"])
    finally:
        await move(old)  # as it was: other tests compare the demo's roster


async def _stands_on_the_page(admin: Page, name: str) -> None:
    await admin.reload()
    await expect(admin.get_by_role("button", name=name)).to_contain_text("新号码待确认")
    await admin.get_by_role("button", name=name).click()
    sheet = admin.get_by_role("dialog")
    await expect(sheet.get_by_text("手机号11月23日 周一换过。11月30日 周一前")).to_be_visible()
    await expect(sheet.get_by_text("周丽华（班主任）")).to_be_visible()
    assert await violations(admin) == []


async def _waits_first(teacher: Page, name: str) -> None:
    await teacher.reload()
    waits = teacher.locator("section", has=teacher.get_by_role("heading", name="待处理"))
    line = waits.get_by_role("link", name=f"确认新手机号 · {name}")
    await expect(line).to_contain_text("11月30日 周一前有效")
    await expect(waits.get_by_text("现在没有要处理的事")).to_have_count(0)
    assert await violations(teacher) + await small_targets(teacher) == []
    await line.click()
    await expect(teacher.get_by_role("heading", name="等您确认的新手机号")).to_be_visible()
