"""A school sees what room its notices' files take, and removes those of a notice that was taken back."""

import os
from typing import Any
from uuid import uuid4

from playwright.async_api import Browser, Page, expect

from tests.clients.calls import Api, until
from tests.clients.site import ADMIN, Site

PDF = b"%PDF-1.7\n%%EOF\n"


async def test_files_of_a_notice_that_was_taken_back_are_removed(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/notices/write", step_up=True)
    api = Api(page.request, site.url)
    kept = await _sent(page, site, api, "运动会报名表.pdf")
    gone = await _sent(page, site, api, "旧通知.pdf")
    await api.send(f"orgs/101/notices/{gone['noticeId']}/withdraw", version=gone["version"])
    await page.get_by_role("link", name="占用空间的附件").click()
    await expect(page.get_by_text("共 1024.0 MB")).to_be_visible()
    row = page.get_by_role("listitem").filter(has_text="旧通知.pdf")
    await expect(row).to_contain_text("已撤回")
    await expect(page.get_by_role("listitem").filter(has_text="运动会报名表.pdf")).to_contain_text("通知仍有效")
    await _shoot(page)
    await row.get_by_role("button", name="移除 旧通知.pdf").click()
    await expect(page.get_by_text("之后谁也打不开，也不能恢复。")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="移除").click()
    await expect(row).to_have_count(0)
    await page.goto(f"{site.url}/notices/sent/101/{gone['noticeId']}")
    await expect(page.get_by_text("旧通知.pdf（内容已移除）")).to_be_visible()
    files = (await api.get(f"orgs/101/notices/{kept['noticeId']}"))["files"]
    assert [file["removed"] for file in files] == [False]


async def test_the_same_in_english_at_a_desk(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/notices/write", step_up=True, language="en")
    await page.set_viewport_size({"width": 1366, "height": 768})
    await page.get_by_role("link", name="Files that use space").click()
    await expect(page.get_by_text("of 1024.0 MB used")).to_be_visible()


async def _sent(page: Page, site: Site, api: Api, name: str) -> Any:
    """A notice with a PDF file that was sent to the school's leaders."""
    answer = await page.request.post(
        "/api/v1/orgs/101/notice-files",
        params={"fileName": name},
        data=PDF,
        headers={"origin": site.url, "idempotency-key": uuid4().hex, "content-type": "application/octet-stream"},
    )
    assert answer.ok, await answer.text()
    file = await answer.json()
    body = {
        "kind": "information",
        "titleZh": f"关于{name}",
        "bodyZh": "见附件。",
        "audience": {"wholeSchool": True, "parts": ["staff"]},
        "fileIds": [file["fileId"]],
    }
    made = await api.send("orgs/101/notices", body)
    path = f"orgs/101/notices/{made['noticeId']}"
    await api.send(f"{path}/send", {}, version=made["version"])
    return await until(lambda: api.get(path), lambda found: found["state"] == "sent")


async def _shoot(page: Page) -> None:
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/school-files-phone.png", full_page=True)
