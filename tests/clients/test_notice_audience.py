"""A leader chooses whom a notice is for: a grade without a class, families by need, staff by role."""

import io
import os
import re
from typing import Any

from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.clients.calls import Api
from tests.clients.site import ADMIN, Site


async def test_a_leader_chooses_an_audience_with_exceptions(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/notices/write", step_up=True)
    await page.get_by_label("标题").fill("教师会")
    await page.get_by_label("内容").fill("周三下午三点。")
    await _attached(page)
    await _by_role_and_need(page)
    await page.get_by_role("radio", name="全校").check()
    everybody = await page.get_by_text(re.compile(r"\d+ 人，关于 \d+ 个学生")).text_content()
    await page.locator("summary", has_text="除了这些班级").click()
    await page.get_by_role("checkbox", name="七年级(1)班").check()
    reach = page.get_by_text(re.compile(r"\d+ 人，关于 \d+ 个学生"))
    await expect(reach).not_to_have_text(everybody or "")
    await expect(reach).to_be_visible()
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/audience-phone.png", full_page=True)
        await page.set_viewport_size({"width": 1366, "height": 768})
        await page.screenshot(path=f"{folder}/audience-wide.png", full_page=True)
    await expect(page.get_by_text(re.compile(r"已存在这台设备上 \d\d:\d\d"))).to_be_visible()
    await page.goto(f"{site.url}/notices")
    await page.goto(f"{site.url}/notices/write")
    await expect(page.get_by_label("标题")).to_have_value("教师会")
    await expect(page.get_by_role("checkbox", name="七年级(1)班")).to_be_checked()
    await expect(page.get_by_role("button", name="移除 照片.jpg")).to_be_visible()
    await page.get_by_role("button", name="存为草稿").click()
    facts = page.locator("dl.facts")
    await expect(facts).to_contain_text("发给谁全校")
    await expect(facts).to_contain_text("不发给七年级(1)班")
    await expect(page.get_by_role("button", name="现在发出")).to_be_visible()
    await _shown(page)
    [draft] = (await Api(page.request, site.url).get("orgs/101/notices?state=draft"))["items"]
    assert (draft["audience"]["wholeSchool"], len(draft["audience"]["without"]["classIds"])) == (True, 1)
    assert draft["audience"]["needs"] == draft["audience"]["roles"] == []
    await _stopped(page)
    await _on_paper(page, site, draft["noticeId"])
    draft = await Api(page.request, site.url).get(f"orgs/101/notices/{draft['noticeId']}")
    assert draft["state"] == "draft"
    await _forgotten(page, site, draft)


async def _by_role_and_need(page: Page) -> None:
    await page.get_by_role("radio", name="按职务").check()
    await page.get_by_role("checkbox", name="班主任").check()
    await expect(page.get_by_text(re.compile(r"\d+ 人，关于 0 个学生"))).to_be_visible()
    await page.get_by_role("radio", name="按需要支持的情况").check()
    await expect(page.get_by_text("收到的人和班主任都看不到")).to_be_visible()
    await page.get_by_role("checkbox", name="留守").check()


async def _attached(page: Page) -> None:
    """A photo and a PDF, and what is refused."""
    photo = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(photo, "JPEG")
    chosen: list[FilePayload] = [
        {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()},
        {"name": "回执.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"},
    ]
    choose = page.locator("input[type=file]")
    await choose.set_input_files(chosen)
    await expect(page.get_by_role("button", name="移除 回执.pdf")).to_be_visible()
    await choose.set_input_files([{"name": "a.docx", "mimeType": "application/pdf", "buffer": b"PK"}])
    await expect(page.get_by_text("请先另存为 PDF")).to_be_visible()
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/files-write.png", full_page=True)


async def _shown(page: Page) -> None:
    """The picture is in the page, although it has no address that shows it."""
    picture = page.get_by_role("img", name="图片 1")
    await expect(picture).to_have_js_property("naturalWidth", 640)
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="下载 回执.pdf").click()
    assert (await kept.value).suggested_filename == "回执.pdf"
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/files-shown.png", full_page=True)


async def _stopped(page: Page) -> None:
    """Sends it, and takes that back before the half minute is over."""
    await page.get_by_role("button", name="现在发出").click()
    await expect(page.get_by_text(re.compile(r"\d+ 秒后发出"))).to_be_visible()
    await page.get_by_role("button", name="撤销发送").click()
    await expect(page.get_by_role("button", name="现在发出")).to_be_visible()


async def _forgotten(page: Page, site: Site, draft: Any) -> None:
    """Nothing of it is left for the next notice."""
    await page.goto(f"{site.url}/notices/write")
    await expect(page.get_by_label("标题")).to_have_value("")
    await Api(page.request, site.url).send(f"orgs/101/notices/{draft['noticeId']}/cancel", version=draft["version"])


async def _on_paper(page: Page, site: Site, notice_id: str) -> None:
    """By what people are reached, and the families whom nothing reaches, to print."""
    await expect(page.get_by_text(re.compile(r"(短信|推送)：\d+ 人")).first).to_be_visible()
    address = f"{site.url}/notices/sent/101/{notice_id}?paper"
    await page.goto(address)
    await expect(page.get_by_text("每个家庭都有人能收到提醒。")).to_be_visible()
    family = {
        "studentId": notice_id,
        "studentName": "李煜",
        "studentNumber": "1",
        "classId": notice_id,
        "grade": "七年级",
    }
    found = {"families": [{**family, "className": "七年级(2)班", "people": ["李建国"]}], "staff": []}
    await page.route("**/unreached", lambda route: route.fulfill(json=found))
    await page.goto(address)
    await expect(page.get_by_role("row", name="李煜 李建国")).to_be_visible()
    await expect(page.get_by_role("button", name="打印")).to_be_visible()
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.screenshot(path=f"{folder}/paper-wide.png", full_page=True)
    await page.unroute("**/unreached")
