"""Templates of notices: one fills the form and only fills it, one is kept from it, and a list to rename and remove them."""

import os

from playwright.async_api import Browser, Page, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import DESK, LEADER, TEACHER, Site

USE = "套用模板"


async def test_a_teacher_fills_the_form_and_keeps_an_own_template(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/notices/write")
    await page.get_by_label(USE).select_option("家长会邀请（全校）")
    await expect(page.get_by_role("textbox", name="标题 *", exact=True)).to_have_value("家长会邀请")
    await expect(page.get_by_role("radio", name="需确认")).to_be_checked()
    await expect(page.get_by_role("checkbox", name="也写英文")).to_be_checked()
    await page.get_by_role("textbox", name="标题 *", exact=True).fill("家长会改期")
    await page.get_by_label(USE).select_option("防溺水提醒（全校）")
    await page.get_by_role("dialog").get_by_role("button", name="暂不").click()
    await expect(page.get_by_label(USE)).to_have_value(await _id(page, "家长会邀请（全校）"))
    await expect(page.get_by_role("textbox", name="标题 *", exact=True)).to_have_value("家长会改期")
    assert await violations(page) == []
    await _shoot(page, "template-used-phone")
    await page.get_by_role("button", name="存为模板").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_label("全校共用")).to_have_count(0)  # the school's are kept by leaders
    await sheet.get_by_label("模板名称").fill("防溺水")
    await sheet.get_by_role("button", name="保存").click()
    await expect(sheet).to_have_count(0)
    await _renamed_and_removed(page)
    sent = await Api(page.request, site.url).get("orgs/101/notices?state=draft")
    assert all(notice["titleZh"] != "家长会改期" for notice in sent["items"]), "a template sends and stores no notice"


async def _renamed_and_removed(page: Page) -> None:
    await page.get_by_role("link", name="管理模板").click()
    await expect(page.get_by_role("heading", name="全校共用的模板")).to_be_visible()
    await expect(page.get_by_role("button", name="移除“家长会邀请”")).to_have_count(0)
    await page.get_by_role("button", name="给“防溺水”改名").click()
    await page.get_by_role("dialog").get_by_label("模板名称").fill("家长会改期")
    await page.get_by_role("dialog").get_by_role("button", name="保存").click()
    await expect(page.get_by_role("button", name="移除“家长会改期”")).to_be_visible()
    await _shoot(page, "templates-phone")
    await page.get_by_role("button", name="移除“家长会改期”").click()
    await page.get_by_role("dialog").get_by_role("button", name="移除").click()
    await expect(page.get_by_text("还没有模板")).to_be_visible()


async def _id(page: Page, label: str) -> str:
    option = page.get_by_label(USE).locator("option", has_text=label)
    return await option.get_attribute("value") or ""


async def test_a_leader_keeps_one_for_the_school_at_a_desk(site: Site, browser: Browser) -> None:
    page = await site.page(browser, LEADER, "/notices/write", view=DESK, language="en")
    await page.get_by_label("Title, in Chinese").fill("停课通知")
    await page.get_by_label("Text, in Chinese").fill("明天停课。")
    await page.get_by_role("button", name="Keep as a template").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Name of the template").fill("防溺水提醒")
    await sheet.get_by_label("For the whole school").check()
    await sheet.get_by_role("button", name="Save").click()
    await expect(sheet.get_by_text("There is a template of this name")).to_be_visible()
    assert await violations(page) == []
    await sheet.get_by_label("Name of the template").fill("停课")
    await sheet.get_by_role("button", name="Save").click()
    await expect(sheet).to_have_count(0)
    await page.get_by_label("Use a template").select_option("停课 (school's)")
    await page.get_by_role("dialog").get_by_role("button", name="Fill in").click()
    await expect(page.get_by_text("The template is filled in")).to_be_visible()
    await page.get_by_label("Text, in Chinese").fill("周五停课。")
    await page.get_by_role("button", name="Keep as a template").click()
    await sheet.get_by_role("radio", name="Replace “停课”").check()
    await sheet.get_by_role("button", name="Save").click()
    await expect(sheet).to_have_count(0)
    await page.goto(f"{site.url}/notices/write/101?templates")
    await expect(page.get_by_role("heading", name="The school's templates")).to_be_visible()
    await _shoot(page, "templates-desk")
    api = Api(page.request, site.url)
    [line] = [line for line in await api.get("orgs/101/notice-templates") if line["name"] == "停课"]
    kept = await api.get(f"orgs/101/notice-templates/{line['templateId']}")
    assert (kept["bodyZh"], kept["shared"], kept["version"]) == ("周五停课。", True, 2)
    await page.get_by_role("button", name="Remove “停课”").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_role("button", name="Remove “停课”")).to_have_count(0)


async def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
