"""A name is found however its dots, spaces and letters are typed: as import, sign-in and signature write it."""

from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.site import ADMIN, TEACHER, Site

NAMES = {
    "阿依古丽·买买提": ["阿依古丽•买", "古丽．买买", "古丽.买", "阿依古丽 · 买", "依古丽・", "提"],
    "José García": ["josé  garcía", "Jose\u0301", "ＪＯＳＥ\u0301"],
    "欧阳娜娜": ["欧 阳　娜", "欧阳\u200b娜"],
}


async def _found(page: Page, label: str) -> None:
    """Each way to type a name finds it, and another name is not found by it."""
    field = page.get_by_label(label)
    for name, typed in NAMES.items():
        for text in typed:
            await field.fill(text)
            await expect(page.get_by_text(name).first).to_be_visible()
            for other in NAMES.keys() - {name}:
                await expect(page.get_by_text(other)).to_have_count(0)
    await field.fill("JoséGarcía")
    await expect(page.get_by_text("José García")).to_have_count(0)


async def test_colleagues_are_found_on_a_phone_and_a_desk(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/")

    async def named(route: Route) -> None:
        staff = await (await route.fetch()).json()
        await route.fulfill(json=[one | {"name": name} for one, name in zip(staff, NAMES, strict=False)])

    await page.route("**/api/v1/orgs/101/staff", named)
    await page.goto("/school/people")
    await _found(page, "找人")
    await page.set_viewport_size({"width": 1366, "height": 768})
    await page.get_by_role("radio", name="教职工").check()
    await _found(page, "找人")


async def test_students_are_found_in_their_class(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/")

    async def named(route: Route) -> None:
        found: Any = await (await route.fetch()).json()
        students = [one | {"name": name} for one, name in zip(found["students"], NAMES, strict=False)]
        await route.fulfill(json=found | {"students": students})

    await page.route("**/coverage", named)
    await page.goto("/class")
    await _found(page, "找学生（名字或学号）")
