"""A server's answer that is lost after the commit: pressing again does nothing twice, and the app does not say that it failed."""

import re

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.clients.calls import Api
from tests.clients.site import MOTHER, STUDENT, TEACHER, Site

GATEWAY = "<html><h1>504 Gateway Time-out</h1></html>"
PERHAPS = "可能已经办成"


class Lost:
    """Answers of one address. The server does everything; the first `lose` answers are lost on their way, in a manner."""

    def __init__(self, manner: str = "gateway", lose: int = 1) -> None:
        self.keys: list[str] = []
        self.replayed: list[bool] = []
        self._manner, self._lose = manner, lose

    async def answer(self, route: Route) -> None:
        """Asks the server, and passes the answer on or loses it."""
        if route.request.method != "POST":
            await route.fallback()
            return
        self.keys.append(route.request.headers["idempotency-key"])
        answer = await route.fetch()
        assert answer.ok, await answer.text()
        self.replayed.append(answer.headers.get("idempotent-replayed") == "true")
        if len(self.keys) > self._lose:
            await route.fulfill(response=answer)
        elif self._manner == "cut":
            await route.abort("connectionreset")
        else:
            await route.fulfill(status=504, content_type="text/html", body=GATEWAY)


async def _twice(page: Page, address: str, button: str, manner: str = "gateway", heard: str = "") -> None:
    """Presses a button whose first answer is lost, is told so, presses again, and is told that it is done: it was done once.

    `heard`: what the app reads again in between.
    """
    lost = Lost(manner)
    await page.route(re.compile(address), lost.answer)
    press = page.get_by_role("button", name=button, exact=True).last
    if heard:
        async with page.expect_response(lambda answer: heard in answer.url):
            await press.click()
    else:
        await press.click()
    alert = page.get_by_role("alert").filter(has_text=PERHAPS)
    await expect(alert).to_be_visible()
    await press.click()
    await expect(alert).to_have_count(0)
    assert len(lost.keys) == 2
    assert len(set(lost.keys)) == 1, "the same content goes with the same key"
    assert lost.replayed == [False, True], "the second press is answered with what the first one made"


async def _student_page(site: Site, browser: Browser, at: int, rest: str = "") -> Page:
    """A student's page of the class teacher."""
    page = await site.page(browser, TEACHER, "/class")
    api = Api(page.request, site.url)
    class_id = (await api.get("orgs/101/classes"))[0]["classId"]
    students = (await api.get(f"orgs/101/classes/{class_id}/coverage"))["students"]
    await page.goto(f"/class/101/{class_id}/{students[at]['studentId']}{rest}")
    return page


async def _contact_form(site: Site, browser: Browser, at: int) -> Page:
    page = await _student_page(site, browser, at)
    await page.get_by_role("button", name="记一次联系").click()
    await page.get_by_label("说了什么").fill("说了作业的事")
    return page


@pytest.mark.parametrize("manner", ["gateway", "cut"])
async def test_a_contact_is_noted_once(site: Site, browser: Browser, manner: str) -> None:
    page = await _contact_form(site, browser, 28)
    await _twice(page, r"/orgs/101/contacts$", "记下", manner)
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_report_is_filed_once(site: Site, browser: Browser) -> None:
    page = await site.page(browser, STUDENT, "/report")
    await page.get_by_text("吵架、被欺负").click()
    await page.get_by_text("不想说是谁").click()
    await page.get_by_label("你看到或听到了什么？").fill("体育课上有同学被推倒")
    before = await Api(page.request, site.url).get("orgs/101/observations/own")
    lost = Lost()
    await page.route(re.compile(r"/observations$"), lost.answer)
    await page.get_by_role("button", name="发出").click()
    await expect(page.get_by_role("alert").filter(has_text=PERHAPS)).to_be_visible()
    await page.get_by_role("button", name="发出").click()
    await expect(page.get_by_role("heading", name="谢谢你")).to_be_visible()
    after = await Api(page.request, site.url).get("orgs/101/observations/own")
    assert (len(set(lost.keys)), len(after) - len(before)) == (1, 1)


async def test_a_notice_is_drafted_once(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/notices/write")
    await page.get_by_label("标题").fill("周三交作业")
    await page.get_by_label("内容").fill("放学前交给课代表。")
    await expect(page.get_by_text(re.compile(r"\d+ 人，关于 47 个学生"))).to_be_visible()
    await _twice(page, r"/orgs/101/notices$", "存为草稿")
    await expect(page.get_by_role("button", name="现在发出")).to_be_visible()


async def test_a_visit_is_proposed_once(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/class", stream=True)
    await page.get_by_role("link", name="李煜").click()
    await page.get_by_role("link", name="约家访").click()
    await page.get_by_label("附言").fill("聊聊这学期")
    # The app hears of its own visit, which takes the time: the form keeps it while the answer is not known.
    await _twice(page, r"/orgs/101/visits$", "发给家长", heard="/visit-form")
    await expect(page.get_by_text("等家长回复")).to_be_visible()


async def test_a_talk_is_booked_once(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/talks/book")
    await page.get_by_role("group", name="哪天").locator("label").nth(4).click()
    await page.get_by_role("group", name="什么时间").locator("label").filter(has_text="林静").first.click()
    await _twice(page, r"/orgs/\d+/bookings$", "约这个时间")
    await expect(page.get_by_role("button", name="换个时间")).to_be_visible()


async def test_other_content_is_sent_once_it_was_said_what_may_have_happened(site: Site, browser: Browser) -> None:
    page = await _contact_form(site, browser, 26)
    lost = Lost()
    await page.route(re.compile(r"/orgs/101/contacts$"), lost.answer)
    press, said = page.get_by_role("button", name="记下", exact=True), page.get_by_role("alert")
    await press.click()
    await expect(said.filter(has_text=PERHAPS)).to_be_visible()
    await page.get_by_label("说了什么").fill("说了作业和春游的事")
    await press.click()
    await expect(said.filter(has_text="改动之前的那一次")).to_be_visible()
    assert len(lost.keys) == 1, "nothing is sent before the person knows"
    await press.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(set(lost.keys)) == 2, "other content has a key of its own"


async def test_a_closed_sheet_forgets_no_key(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/notices/write")
    await page.get_by_label("标题").fill("周四大扫除")
    await page.get_by_label("内容").fill("带一块抹布。")
    await expect(page.get_by_text(re.compile(r"\d+ 人，关于 47 个学生"))).to_be_visible()
    lost = Lost()
    await page.route(re.compile(r"/orgs/101/notices$"), lost.answer)
    await page.get_by_role("button", name="存为草稿").click()
    await expect(page.get_by_role("alert").filter(has_text=PERHAPS)).to_be_visible()
    await page.get_by_role("link", name="首页").click()
    await page.go_back()
    await expect(page.get_by_label("标题")).to_have_value("周四大扫除")
    await page.get_by_role("button", name="存为草稿").click()
    await expect(page.get_by_role("button", name="现在发出")).to_be_visible()
    assert len(lost.keys) == 2
    assert lost.replayed == [False, True]
