"""What a phone still shows and stores of what its person may not read any more: nothing."""

import re
from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.calls import Api, until
from tests.clients.kept import forgets, keeps
from tests.clients.site import ADMIN, MOTHER, TEACHER, Site
from tests.clients.test_offline import sent

AUNT, BODY = "16400129555", "只给这一家的一段话。"
GONE = {"type": "https://xinqiao.invalid/problems/not-found", "title": "x", "status": 404, "detail": "没有找到。"}


class Family:
    """A second guardian of a child of the teacher's class, whom nobody else's test knows; and a notice about that child."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser

    async def begin(self) -> None:
        self.admin = Api((await self.site.browser(self.browser, ADMIN, step_up=True)).request, self.site.url)
        self.teacher = Api((await self.site.browser(self.browser, TEACHER)).request, self.site.url)
        self.class_id = (await self.teacher.get("orgs/101/classes"))[0]["classId"]
        coverage = await self.teacher.get(f"orgs/101/classes/{self.class_id}/coverage")
        child = coverage["students"][-1]
        self.student_id, self.name = child["studentId"], child["name"]
        self.path = f"orgs/101/roster/students/{self.student_id}"
        new = {"name": "姨妈何静", "phone": AUNT, "relation": "other", "contactOrder": 5}
        await self.admin.send(f"{self.path}/guardians", new, version=await self._version())
        guardians = (await self.admin.get(self.path))["guardians"]
        self.guardian_id = next(one["guardianId"] for one in guardians if one["name"] == new["name"])
        notice = {"kind": "acknowledge", "titleZh": "只给一家", "bodyZh": BODY}
        audience = {"studentIds": [self.student_id], "parts": ["guardian"]}
        made = await self.teacher.send("orgs/101/notices", notice | {"audience": audience})
        self.notice = made["noticeId"]
        sent = f"orgs/101/notices/{self.notice}"
        await self.teacher.send(f"{sent}/send", {}, version=made["version"])
        await until(lambda: self.teacher.get(sent), lambda now: now["state"] == "sent")

    async def _version(self) -> int:
        return (await self.admin.get(self.path))["version"]

    async def bar(self) -> None:
        """A court keeps her from the child."""
        order = {"orderedOn": "2026-11-20", "paper": "青禾区法院 (2026) 民初 125 号"}
        await self.admin.send(f"{self.path}/guardians/{self.guardian_id}/bar", order, version=await self._version())


async def test_a_barred_guardian_s_open_pages_and_phone_lose_the_child_within_seconds(
    site: Site, browser: Browser
) -> None:
    family = Family(site, browser)
    await family.begin()
    phone = await site.browser(browser, AUNT, worker=True, stream=True)
    other = await site.browser(browser, AUNT, worker=True)
    notice = await site.open(phone, f"/notices/101/{family.notice}")
    await expect(notice.get_by_text(BODY)).to_be_visible()
    for path in ("/", "/notices", f"/notices/101/{family.notice}"):
        elsewhere = await site.open(other, path)
        await expect(elsewhere.get_by_text(family.name).first).to_be_visible()
    await keeps(notice, BODY)
    await keeps(elsewhere, family.student_id)
    await family.bar()
    await expect(notice.get_by_text(BODY)).to_have_count(0)
    await expect(notice.get_by_role("alert")).to_be_visible()
    for gone in (BODY, family.name, family.student_id):
        await forgets(notice, gone)
    # The other phone heard nothing: its first contact with the service is the first screen.
    await elsewhere.goto("/")
    for gone in (BODY, family.name, family.student_id):
        await forgets(elsewhere, gone)
    await _offline_alone(elsewhere, f"/notices/101/{family.notice}")


async def _offline_alone(page: Page, path: str) -> None:
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.context.set_offline(True)
    await page.goto(path)
    await expect(page.get_by_role("alert").filter(has_text="没有网络")).to_be_visible()
    await expect(page.get_by_text(BODY)).to_have_count(0)


SHOWN = [
    (MOTHER, "/visits", "me/visits", "main a[href^='/visits/1']"),
    (MOTHER, "/lectures", "me/lectures", "main a[href^='/lectures/1']"),
    (MOTHER, "/talks", "me/diary", "main a[href^='/talks/1']"),
    (TEACHER, "/class", "orgs/101/classes/[0-9a-f-]+/coverage", "main a[href^='/class/1']"),
]


async def test_a_refusal_takes_away_what_was_shown_and_stands_alone(site: Site, browser: Browser) -> None:
    for who, path, asked, first in SHOWN:
        page = await site.page(browser, who, path)
        await expect(page.locator(first).first).to_be_visible()
        await page.route(re.compile(rf"/api/v1/{asked}(\?.*)?$"), _gone)
        await page.evaluate("dispatchEvent(new Event('online'))")
        await expect(page.get_by_role("alert").filter(has_text="没有找到")).to_be_visible()
        await expect(page.locator(first)).to_have_count(0)
        await page.context.close()


async def test_a_student_whose_class_passed_on_leaves_the_teacher_s_open_page(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/class")
    await page.locator("main a[href^='/class/1']").first.click()
    await expect(page.get_by_role("button", name="记一次联系")).to_be_visible()
    name = await page.locator("h1").inner_text()
    await page.route("**/coverage", _gone)
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(page.get_by_role("alert").filter(has_text="没有找到")).to_be_visible()
    await expect(page.get_by_text(name)).to_have_count(0)
    await expect(page.locator("main button")).to_have_count(0)


async def _gone(route: Route) -> None:
    shown: dict[str, Any] = GONE
    await route.fulfill(status=404, json=shown)


async def test_a_recalled_and_a_corrected_notice_leave_a_phone_that_was_away(site: Site, browser: Browser) -> None:
    """Once there is network again, wherever the app is opened: not only when that very notice is looked for."""
    teacher = Api((await site.browser(browser, TEACHER)).request, site.url)
    recalled, corrected = ("撤回前的一段。", "更正前的一段。")
    ids = [await sent(site, browser, "information", "离开时", body) for body in (recalled, corrected)]
    page = await site.page(browser, MOTHER, "/notices", worker=True)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for notice_id, body in zip(ids, (recalled, corrected), strict=True):
        await page.goto(f"/notices/101/{notice_id}")
        await expect(page.get_by_text(body)).to_be_visible()
        await keeps(page, body)
    await page.goto("/help")
    await page.context.set_offline(True)
    first, second = [await teacher.get(f"orgs/101/notices/{one}") for one in ids]
    await teacher.send(f"orgs/101/notices/{ids[0]}/withdraw", version=first["version"])
    text = {"titleZh": "改过了", "bodyZh": "更正后的一段。"}
    await teacher.send(f"orgs/101/notices/{ids[1]}/correct", text, version=second["version"])
    await page.context.set_offline(False)
    for body in (recalled, corrected):
        await forgets(page, body)
    await keeps(page, "更正后的一段。")


async def test_an_app_that_is_opened_again_looks_whether_what_it_stored_still_stands(
    site: Site, browser: Browser
) -> None:
    teacher = Api((await site.browser(browser, TEACHER)).request, site.url)
    body = "第二天撤回的一段。"
    notice_id = await sent(site, browser, "information", "第二天撤回", body)
    page = await site.page(browser, MOTHER, f"/notices/101/{notice_id}", worker=True)
    await expect(page.get_by_text(body)).to_be_visible()
    await keeps(page, body)
    version = (await teacher.get(f"orgs/101/notices/{notice_id}"))["version"]
    await teacher.send(f"orgs/101/notices/{notice_id}/withdraw", version=version)
    # An hour later: a slow phone's first look may have come after the notice was stored.
    await page.evaluate("localStorage.removeItem('notices-checked')")
    await page.goto("/help")
    await forgets(page, body)
