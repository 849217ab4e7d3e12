"""A leader rewrites a class teacher's notice that has a time: it is a draft again, and both see why and by whom it was changed."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, expect

from tests.clients.calls import Api
from tests.clients.site import LEADER, TEACHER, Site


async def test_a_teacher_sees_who_changed_what_was_to_leave(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER)
    api = Api(page.request, site.url)
    class_id = next(c["classId"] for c in (await api.get("orgs/101/notices/form"))["classes"])
    text = {"kind": "information", "titleZh": "班会改期", "bodyZh": "周五三点。", "audience": {"classIds": [class_id]}}
    notice = await api.send("orgs/101/notices", text)
    one = f"orgs/101/notices/{notice['noticeId']}"
    at = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    await api.send(f"{one}/send", {"sendAt": at}, version=notice["version"])
    leader = await site.page(browser, LEADER, f"/notices/sent/101/{notice['noticeId']}")
    await leader.get_by_role("link", name="修改通知").click()
    await leader.get_by_label("内容").fill("周五四点。")
    await leader.get_by_role("button", name="存为草稿").click()
    await expect(leader.get_by_text("同事修改了这条通知，它不会按原定时间发出。")).to_be_visible()
    await page.goto(f"/notices/sent/101/{notice['noticeId']}")
    await expect(page.get_by_text("同事修改了这条通知，它不会按原定时间发出。")).to_be_visible()
    changed = await api.get(one)
    assert (changed["state"], changed["backBecause"]) == ("draft", "changed")
    await expect(page.get_by_text("修改人")).to_be_visible()
    await expect(page.get_by_text(changed["changedBy"]).first).to_be_visible()
