"""A bureau's notice in the browser: one officer writes it, another approves what the page shows, families read it, and it is withdrawn."""

import os
import re

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import small_targets, violations
from tests.clients.calls import Api, until
from tests.clients.kept import keeps
from tests.clients.site import MOTHER, OFFICER, Site

SECOND = "16400000005"
PDF = b"%PDF-1.7\n%%EOF\n"
SCHOOLS = ("青禾区第一初级中学", "青禾区书院街小学")


async def test_two_officers_send_a_notice_to_a_school_and_take_it_back(site: Site, browser: Browser) -> None:
    page = await site.page(browser, OFFICER, "/", step_up=True, worker=True)
    await _write(page)
    await _asked(page, "提交审批")
    # The page's own line: a word that passes says the same for some seconds.
    await expect(page.locator("p.note", has_text="等待另一位教育局管理员审批。")).to_be_visible()
    await expect(page.get_by_role("button", name="审批通过")).to_have_count(0)
    second = await site.page(browser, SECOND, "/", step_up=True)
    await _approve(second)
    mother = await site.page(browser, MOTHER, "/notices")
    await mother.get_by_role("link", name="台风停课").click()
    await expect(mother.get_by_text("青禾区教育局")).to_be_visible()
    await expect(mother.get_by_text("明天全区停课一天。")).to_be_visible()
    await expect(mother.get_by_role("button", name="下载 路线.pdf")).to_be_visible()
    await _correct(page, second)
    await expect(page.get_by_text(re.compile("已更正"))).to_be_visible(timeout=60_000)
    await _comes(mother, "停课改为两天。")
    await _asked(page, "撤回")
    await expect(page.locator("main li").get_by_text("已撤回")).to_be_visible(timeout=60_000)
    await _comes(mother, "这条通知已撤回")
    [gone, *_] = (await Api(page.request, site.url).get("orgs/100/bureau-notices"))["items"]
    assert gone["state"] == "recalled"
    await _room(page, site)


async def test_one_that_did_not_leave_says_why(site: Site, browser: Browser) -> None:
    page = await site.page(browser, OFFICER, "/", step_up=True)
    await page.get_by_role("navigation").get_by_role("link", name="通知").click()
    await page.get_by_role("link", name="给各校写通知").click()
    await page.get_by_label("标题").fill("没有发出的")
    await page.get_by_label("内容").fill("明天全区停课一天。")
    await page.get_by_role("button", name="存为草稿").click()
    await expect(page.get_by_text("明天全区停课一天。")).to_be_visible()

    async def back(route: Route) -> None:
        answer = await (await route.fetch()).json()
        await route.fulfill(json=answer | {"backBecause": "officer_left"})

    await page.route("**/bureau-notices/*", back)
    await page.reload()
    await expect(page.get_by_text("没有发出：提交或审批的人已不是教育局管理员。")).to_be_visible()
    assert await violations(page) == []


async def _write(page: Page) -> None:
    """Writes it for one school, and reloads the page before it is kept: nothing is lost."""
    await page.get_by_role("navigation").get_by_role("link", name="通知").click()
    await page.get_by_role("link", name="给各校写通知").click()
    await page.get_by_label("标题").fill("台风停课")
    await page.get_by_label("内容").fill("明天全区停课一天。")
    await page.get_by_label("添加图片或 PDF").set_input_files(
        {"name": "路线.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    await expect(page.get_by_role("button", name="移除 路线.pdf")).to_be_visible()
    await page.get_by_role("radio", name="按学校").check()
    await page.get_by_role("checkbox", name=SCHOOLS[0]).check()
    await keeps(page, "台风停课")
    await page.reload()
    await expect(page.get_by_label("标题")).to_have_value("台风停课")
    await expect(page.get_by_role("button", name="移除 路线.pdf")).to_be_visible()
    await expect(page.get_by_role("checkbox", name=SCHOOLS[0])).to_be_checked()
    assert await violations(page) + await small_targets(page) == []
    await _shot(page, "bureau-write")
    await page.get_by_role("button", name="存为草稿").click()


async def _approve(page: Page) -> None:
    """As the second officer, whom the first screen leads to it, and who sees the text, the school and its people."""
    await page.get_by_role("link", name="台风停课").click()
    await expect(page.get_by_text(re.compile(r"约 \d+ 人（各校合计"))).to_be_visible(timeout=60_000)
    await expect(page.locator("dl.facts")).to_contain_text(SCHOOLS[0])
    await expect(page.get_by_text("明天全区停课一天。")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="下载 路线.pdf").click()
    assert (await (await download.value).path()).read_bytes() == PDF, "what they approve is what they can open"
    await _shot(page, "bureau-approve")
    await _asked(page, "审批通过")
    await expect(page.get_by_text(re.compile(r"已发给 1 所学校 · \d+ 人"))).to_be_visible(timeout=60_000)
    await expect(page.get_by_role("button", name="导出 Excel")).to_be_visible()
    await page.set_viewport_size({"width": 1366, "height": 768})
    assert await violations(page) + await small_targets(page) == []
    await _shot(page, "bureau-progress")


async def _correct(page: Page, second: Page) -> None:
    """The first officer writes the next edition, the second one lets it out."""
    await page.reload()
    await page.get_by_role("link", name="更正").click()
    await expect(page.get_by_label("内容")).to_have_value("明天全区停课一天。")
    await page.get_by_label("内容").fill("停课改为两天。")
    await expect(page.get_by_role("button", name="移除 路线.pdf")).to_be_visible()
    assert await violations(page) + await small_targets(page) == []
    await _shot(page, "bureau-correct")
    await page.get_by_role("button", name="提交更正").click()
    await expect(page.locator("p.note", has_text="在此之前各校看到的仍是原来的通知。")).to_be_visible()
    await expect(page.get_by_role("button", name="通过更正")).to_have_count(0)
    await second.reload()
    await expect(second.get_by_text("停课改为两天。")).to_be_visible()
    assert await violations(second) + await small_targets(second) == []
    await _shot(second, "bureau-correction")
    await _asked(second, "通过更正")
    await expect(second.get_by_role("button", name="通过更正")).to_have_count(0)
    await page.reload()


async def _room(page: Page, site: Site) -> None:
    """The bureau's own copy stays, and can be removed at a desk."""
    await page.goto(f"{site.url}/notices/write/100?files")
    row = page.get_by_role("listitem").filter(has_text="路线.pdf").filter(has_text="已撤回")
    await expect(row.get_by_role("link")).to_have_attribute("href", re.compile("^/notices/bureau/100/"))
    assert await violations(page) + await small_targets(page) == []
    await row.get_by_role("button", name="移除 路线.pdf").click()
    await page.get_by_role("dialog").get_by_role("button", name="移除").click()
    await expect(row).to_have_count(0)


async def _comes(page: Page, text: str) -> None:
    """The worker carries it to the school after the officers have seen it done: a page opened before then shows what stood before."""

    async def shown() -> bool:
        await page.reload()
        await page.get_by_role("heading", level=2).wait_for()
        return await page.get_by_text(text).is_visible()

    await until(shown, seconds=60)


async def _asked(page: Page, action: str) -> None:
    await page.get_by_role("button", name=action).click()
    await page.get_by_role("dialog").get_by_role("button", name=action).click()


async def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)
