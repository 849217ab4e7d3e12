"""A shared phone: the next user finds nothing of the one before."""

from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.clients.calls import Api, until
from tests.clients.kept import forgets, keeps, kept_on
from tests.clients.site import PASSWORD, STUDENT, TEACHER, Site

SIGN_IN = "登录"


async def _student(site: Site, browser: Browser, at: int) -> dict[str, str]:
    """How one of the class signs in for the first time."""
    context = await site.browser(browser, TEACHER)
    api = Api(context.request, site.url)
    class_id = (await api.get("orgs/101/classes"))[0]["classId"]
    child = (await api.get(f"orgs/101/classes/{class_id}/coverage"))["students"][at]
    code = await api.send(f"orgs/101/students/{child['studentId']}/starting-code")
    await context.close()
    return {"class": code["classCode"], "name": child["name"], "code": code["code"], "id": child["studentId"]}


async def _enter(page: Page, who: dict[str, str], *, shared: bool, first: bool = True) -> None:
    await page.get_by_role("radio", name="学生").check()
    if first:
        await page.get_by_role("button", name="第一次登录").click()
        await page.get_by_label("初始码").fill(who["code"])
    await page.get_by_label("班级码").fill(who["class"])
    await page.get_by_label("姓名或学号").fill(who["name"])
    await page.get_by_label("登录口令", exact=False).fill(PASSWORD)
    await page.get_by_label("这台手机别人也用").set_checked(shared)
    await page.get_by_role("button", name=SIGN_IN, exact=True).click()
    await expect(page.get_by_role("navigation", name="主要页面")).to_be_visible()


async def _open(site: Site, browser: Browser, *, worker: bool = False) -> tuple[BrowserContext, Page]:
    context = await site.browser(browser, worker=worker)
    page = await context.new_page()
    await page.goto("/")
    return context, page


async def _signed_out(context: BrowserContext) -> bool:
    return (await context.request.get("/api/v1/me/home")).status == 401


async def test_what_was_seen_goes_when_the_session_is_ended_elsewhere(site: Site, browser: Browser) -> None:
    who = await _student(site, browser, 20)
    context, page = await _open(site, browser, worker=True)
    await _enter(page, who, shared=False)
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await keeps(page, who["id"])  # their own phone opens without network
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    elsewhere = await browser.new_context(base_url=site.url)
    api = Api(elsewhere.request, site.url)
    await api.send("auth/student", {"classCode": who["class"], "name": who["name"], "secret": PASSWORD})
    await api.send("me/sessions", method="DELETE")
    await page.reload()
    await expect(page.get_by_role("heading", name=SIGN_IN)).to_be_visible()
    await forgets(page, who["id"])
    await context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("heading", name=SIGN_IN)).to_be_visible()


async def test_the_next_person_finds_nothing_of_the_one_before(site: Site, browser: Browser) -> None:
    one, two = await _student(site, browser, 21), await _student(site, browser, 22)
    _, page = await _open(site, browser, worker=True)
    await _enter(page, one, shared=False)
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await keeps(page, one["id"])
    await page.goto("/sign-in")  # the phone was handed on, and nobody signed out
    await _enter(page, two, shared=False)
    await forgets(page, one["id"])


async def test_no_address_of_the_last_person_is_left_to_go_back_to(site: Site, browser: Browser) -> None:
    who = await _student(site, browser, 31)
    _, page = await _open(site, browser)
    await _enter(page, who, shared=True)
    for tab in ("通知", "咨询", "我的"):
        await page.get_by_role("navigation", name="主要页面").get_by_role("link", name=tab).click()
        await expect(page.get_by_role("heading", level=1, name=tab)).to_be_visible()
    await page.get_by_role("link", name="语言").click()
    await expect(page.get_by_role("heading", level=1, name="语言")).to_be_visible()
    await page.go_back()
    await page.get_by_role("button", name="退出登录").click()
    await expect(page.get_by_role("heading", name=SIGN_IN)).to_be_visible()
    await until(lambda: page.evaluate("history.state?.step === 1 && location.pathname === '/'"))
    assert await _addresses(page, "forward") + await _addresses(page, "back") == ["/"]


async def _addresses(page: Page, way: Literal["back", "forward"]) -> list[str]:
    """The addresses of the app that the browser's buttons still lead to, one after the other."""
    found: list[str] = []
    while True:
        before = page.url, await page.evaluate("history.state?.step ?? null")
        await (page.go_back() if way == "back" else page.go_forward())
        if page.url == "about:blank" or (page.url, await page.evaluate("history.state?.step ?? null")) == before:
            return found
        found.append(urlsplit(page.url).path)


async def test_a_phone_that_slept_signs_out_at_the_first_touch(site: Site, browser: Browser) -> None:
    who = await _student(site, browser, 23)
    context, page = await _open(site, browser)
    await _enter(page, who, shared=True)
    await page.goto("/me/devices")
    await expect(page.get_by_text("所以不在这里提醒")).to_be_visible()
    # Time has gone by, and no timer has rung: so phones sleep.
    await context.clock.set_fixed_time(site.now() + timedelta(minutes=10))
    await page.mouse.click(195, 60)
    await expect(page.get_by_role("heading", name=SIGN_IN)).to_be_visible()
    await expect(page.get_by_text("已自动退出")).to_be_visible()
    await until(lambda: _signed_out(context))
    await page.wait_for_url(f"{site.url}/")  # the next person starts on the first page


async def test_a_phone_says_that_it_will_sign_out_and_a_touch_goes_on(site: Site, browser: Browser) -> None:
    who = await _student(site, browser, 24)
    _, page = await _open(site, browser)
    await _enter(page, who, shared=True)
    soon = page.get_by_role("alert").filter(has_text="半分钟后自动退出")
    await _looked_at(page, site.now() + timedelta(minutes=2, seconds=58))
    await expect(soon).to_be_visible()
    await soon.click()
    await expect(soon).to_have_count(0)
    await _looked_at(page, site.now() + timedelta(minutes=4, seconds=55))
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await _looked_at(page, site.now() + timedelta(minutes=6))
    await expect(page.get_by_role("heading", name=SIGN_IN)).to_be_visible()


async def _looked_at(page: Page, at: datetime) -> None:
    """The phone is woken at this time."""
    await page.context.clock.set_fixed_time(at)
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange')) && undefined")


async def test_a_tab_that_was_just_closed_leaves_no_session(site: Site, browser: Browser) -> None:
    who = await _student(site, browser, 25)
    context, page = await _open(site, browser)
    await _enter(page, who, shared=True)
    await page.reload()
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    assert not await _signed_out(context), "a reload is no leaving"
    await page.close()
    page = await context.new_page()
    await page.goto("/")
    await expect(page.get_by_role("heading", name=SIGN_IN)).to_be_visible()
    await until(lambda: _signed_out(context))


async def test_what_one_tab_does_counts_in_the_others(site: Site, browser: Browser) -> None:
    one, two = await _student(site, browser, 26), await _student(site, browser, 27)
    context, page = await _open(site, browser)
    await _enter(page, one, shared=False)
    other = await context.new_page()
    await other.goto("/me")
    await expect(other.get_by_role("heading", name="我的", exact=True)).to_be_visible()
    await page.goto("/me")
    await page.get_by_role("button", name="退出登录").click()
    await expect(other.get_by_role("heading", name=SIGN_IN)).to_be_visible()
    await page.goto("/sign-in")
    await _enter(page, two, shared=False)
    await expect(other.get_by_role("heading", name="我的", exact=True)).to_be_visible()
    assert (await _account(other))["accountId"] == two["id"]


async def _account(page: Page) -> Any:
    return await page.evaluate("JSON.parse(localStorage.getItem('account'))")


async def test_a_report_half_written_waits_for_its_writer_alone(site: Site, browser: Browser) -> None:
    page = await site.page(browser, STUDENT, "/report", worker=True)
    await page.get_by_text("吵架、被欺负").click()
    await page.get_by_text("不想说是谁").click()
    text = page.get_by_label("你看到或听到了什么？")
    await text.fill("他们把他的书包扔进了水里")
    await page.get_by_label("有人可能有危险").check()
    await page.get_by_role("link", name="求助热线").last.click()
    await expect(page.locator("a[href='tel:12356']")).to_be_visible()
    await page.go_back()
    await expect(text).to_have_value("他们把他的书包扔进了水里")
    assert "书包" not in await kept_on(page)

    # Offline nothing is lost, and nothing kept.
    await page.context.set_offline(True)
    await page.get_by_role("button", name="发出").click()
    await expect(page.get_by_role("alert").filter(has_text="没有网络")).to_be_visible()
    await expect(text).to_have_value("他们把他的书包扔进了水里")
    assert "书包" not in await kept_on(page)
    await page.context.set_offline(False)

    # Elsewhere in the app it is let go.
    await page.get_by_role("link", name="首页").click()
    await page.get_by_role("link", name="说一说").click()
    await expect(page.get_by_text("吵架、被欺负")).to_be_visible()
    await expect(text).to_have_count(0)


async def test_a_student_reads_what_parents_see_before_booking(site: Site, browser: Browser) -> None:
    page = await site.page(browser, STUDENT, "/talks/book")
    await expect(page.get_by_text("家长能看到你约了时间，看不到聊什么")).to_be_visible()
    await expect(page.get_by_text("家长和班主任都看不到")).to_have_count(0)
    await page.get_by_label("只有我和老师知道").check()
    await expect(page.get_by_text("家长和班主任都看不到")).to_be_visible()
    await page.get_by_label("想聊什么").fill("爸妈总吵架")
    await page.get_by_role("link", name="求助热线").first.click()
    await expect(page.locator("a[href='tel:12356']")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_label("想聊什么")).to_have_value("爸妈总吵架")
