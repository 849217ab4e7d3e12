"""A class teacher corrects a notice that was sent; a mother who had signed that she does not agree reads the new text and is asked again."""

import os
import re

from playwright.async_api import Browser, Page, expect

from tests.clients.calls import Api, until
from tests.clients.site import MOTHER, TEACHER, Site


async def shots(page: Page, name: str) -> None:
    """What it looks like on a phone and on a desk, where somebody wants to see it."""
    if folder := os.environ.get("XINQIAO_SHOTS"):
        await page.set_viewport_size({"width": 390, "height": 844})
        await page.screenshot(path=f"{folder}/{name}-phone.png", full_page=True)
        await page.set_viewport_size({"width": 1366, "height": 768})
        await page.screenshot(path=f"{folder}/{name}-wide.png", full_page=True)


async def test_a_teacher_corrects_and_a_mother_signs_again(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER)
    api = Api(page.request, site.url)
    (home,) = [org for org in (await api.get("me/home"))["orgs"] if org["orgId"] == 101]
    class_id = next(c["classId"] for c in (await api.get(f"orgs/{home['orgId']}/notices/form"))["classes"])
    text = {"kind": "sign", "titleZh": "周五家长会", "bodyZh": "周五七点开始。"}
    notice = await api.send("orgs/101/notices", text | {"audience": {"classIds": [class_id]}})
    one = f"orgs/101/notices/{notice['noticeId']}"
    await api.send(f"{one}/send", {}, version=notice["version"])
    await until(lambda: api.get(one), lambda found: found["state"] == "sent")
    mother = await site.page(browser, MOTHER, f"/notices/101/{notice['noticeId']}")
    await mother.get_by_label("请写全名").fill("陈雪梅")
    await mother.get_by_role("button", name="签字").click()
    await expect(mother.get_by_text("请先选同意或不同意。")).to_be_visible()
    await _sign(mother, "不同意")
    await expect(mother.get_by_text("已签字：不同意。")).to_be_visible()
    await shots(mother, "disagreed-mother")

    await page.goto(f"/notices/sent/101/{notice['noticeId']}")
    await expect(page.get_by_text("不同意的 1 人")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"\d+ 人中 1 人已读，1 人已回复"))).to_be_visible()
    await page.get_by_role("link", name="更正").click()
    await expect(page.get_by_text("之前的确认和签字会保留")).to_be_visible()
    await page.get_by_label("内容").fill("周五六点半开始。")
    await shots(page, "correct")
    await page.get_by_role("button", name="发出更正").click()
    await expect(page.get_by_text("已更正")).to_be_visible()
    await expect(page.get_by_text("回复过更正前的")).to_be_visible()
    await shots(page, "corrected")

    await mother.reload()
    await expect(mother.get_by_text("周五六点半开始。")).to_be_visible()
    await expect(mother.get_by_text("回复的是更正前的内容")).to_be_visible()
    await shots(mother, "corrected-mother")
    await mother.get_by_label("请写全名").fill("陈雪梅")
    await _sign(mother, "同意")
    await expect(mother.locator("p.note", has_text="已签字：同意。")).to_be_visible()
    assert (await api.get(one))["edition"] == 2


async def _sign(page: Page, opinion: str) -> None:
    await page.get_by_role("radio", name=opinion, exact=True).check()
    await page.get_by_role("button", name="签字").click()
