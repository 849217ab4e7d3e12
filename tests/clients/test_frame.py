"""The frame around every screen: signing in, helplines, language, sizes, no network, a phone that others use."""

import re
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, expect

from tests.clients.access import violations
from tests.clients.calls import until
from tests.clients.site import FATHER, MOTHER, Site


async def test_a_guardian_signs_in_by_the_code_and_out_again(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/notices")
    await site.type_code(page, FATHER)
    await expect(page.get_by_role("navigation", name="主要页面")).to_be_visible()
    assert page.url.endswith("/notices"), "it goes on to where they were going"
    await page.get_by_role("link", name="我的").click()
    await page.get_by_role("button", name="退出登录").click()
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert await page.evaluate("Object.keys(localStorage).includes('account')") is False
    await until(lambda: _signed_out(page))  # on the server, too


async def test_a_code_is_sent_again_and_no_network_is_said(site: Site, browser: Browser) -> None:
    context = await site.browser(browser)
    page = await context.new_page()
    page.on("pageerror", lambda error: site.faults.append(str(error)))
    await context.clock.install()
    await page.goto("/sign-in")
    await page.get_by_label("手机号").fill("+86 164-0000-9999")
    await context.set_offline(True)
    await page.get_by_role("button", name="获取验证码").click()
    await expect(page.get_by_role("alert")).to_contain_text("现在没有网络")
    await context.set_offline(False)
    await page.get_by_role("button", name="获取验证码").click()
    await expect(page.get_by_text("如果学校登记的是 16400009999")).to_be_visible()
    await expect(page.get_by_label("六位验证码")).to_be_focused()
    again = page.get_by_role("button", name="再发一次")
    await expect(page.get_by_text("秒后可再发")).to_be_visible()
    await expect(again).to_have_count(0)
    for _ in range(2):
        await context.clock.fast_forward("01:01")
        await again.click()
        await expect(page.get_by_text("秒后可再发")).to_be_visible()
    # The server sends three in ten minutes, and says so; nothing is lost of what was typed.
    await context.clock.fast_forward("01:01")
    await again.click()
    await expect(page.get_by_role("alert")).to_contain_text("试的次数太多了")
    await page.get_by_role("button", name="换个号码").click()
    await expect(page.get_by_label("手机号")).to_have_value("+86 164-0000-9999")


async def test_a_mother_of_two_sees_which_child_each_thing_is_about(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER)
    await expect(page.get_by_role("link", name="校外实践活动同意书")).to_contain_text("李煜")
    coming = page.locator("section", has=page.get_by_role("heading", name="接下来"))
    elder, younger = (coming.locator("section", has_text=name) for name in ("李煜", "李泽远"))
    await expect(elder.get_by_role("link").first).to_contain_text("林静")
    await expect(younger).to_contain_text("接下来两周没有安排。")


async def test_a_guardian_whom_no_school_knows_is_told_whom_to_ask(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/help")
    home = await (await page.request.get("/api/v1/me/home")).json()
    gone: dict[str, object] = {"orgs": [], "notices": [], "noticesWaiting": 0, "visits": [], "next": [], "needs": []}
    await page.route("**/api/v1/me/home", lambda route: route.fulfill(json=home | gone))
    await page.goto("/")
    await expect(page.get_by_text("学校的名册里还没有您的孩子。")).to_be_visible()


async def test_helplines_are_one_tap_away_for_everybody(site: Site, browser: Browser) -> None:
    for who in (None, MOTHER):
        page = await site.page(browser, who)
        await page.get_by_role("link", name="求助热线").click()
        await expect(page.locator("a[href='tel:12356']")).to_be_visible()
        await page.context.close()


async def test_the_language_changes_without_a_reload(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    await page.evaluate("window.stays = true")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert await page.evaluate("document.documentElement.lang") == "en"
    assert await page.evaluate("window.stays") is True


async def test_a_wrong_code_says_what_to_do(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in", language="en")
    site.later()
    await page.get_by_label("Mobile number").fill("16400000022")
    await page.get_by_role("button", name="Send me a code").click()
    sent = await site.code("16400000022")  # taken, so that no other test is given it
    await page.get_by_label("Six-digit code").fill("000000" if sent != "000000" else "000001")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible()


async def test_home_opens_without_network_and_helplines_too(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, worker=True)
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.reload()  # from now on the service worker answers
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await expect(page.get_by_text("没有网络，显示的是上次看到的内容")).to_be_visible()
    await page.goto("/help")
    await expect(page.locator("a[href='tel:12356']")).to_be_visible()


async def test_what_was_kept_is_gone_after_signing_out_also_without_network(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    await _sign_in(page, site, FATHER)
    assert await page.evaluate(KEPT) > 0
    await page.get_by_role("link", name="我的").click()
    await page.get_by_role("button", name="退出登录").wait_for()  # the screen's own file has come
    await page.context.set_offline(True)
    await page.get_by_role("button", name="退出登录").click()
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert await page.evaluate(KEPT) == 0
    await page.context.set_offline(False)
    await page.goto("/")  # the sign-out that could not reach the server is made good
    await until(lambda: _signed_out(page))


async def test_a_sign_out_that_is_owed_does_not_end_the_next_persons_session(site: Site, browser: Browser) -> None:
    page = await site.page(browser, None, "/sign-in")
    await _sign_in(page, site, FATHER)
    await page.get_by_role("link", name="我的").click()
    await page.get_by_role("button", name="退出登录").wait_for()  # the screen's own file has come
    await page.context.set_offline(True)
    await page.get_by_role("button", name="退出登录").click()
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
    await page.context.set_offline(False)
    await _sign_in(page, site, MOTHER)
    await page.reload()
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    assert (await page.request.get("/api/v1/me/home")).status == 200


async def _signed_out(page: Page) -> bool:
    return (await page.request.get("/api/v1/me/home")).status == 401


async def _sign_in(page: Page, site: Site, phone: str) -> None:
    await site.type_code(page, phone)
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()


KEPT = """new Promise((done) => {
  const open = indexedDB.open("xinqiao");
  open.onsuccess = () => {
    if (!open.result.objectStoreNames.length) { open.result.close(); done(0); return; }
    const count = open.result.transaction("kept").objectStore("kept").count();
    count.onsuccess = () => { open.result.close(); done(count.result); };
  };
})"""


async def test_a_shared_phone_keeps_nothing_and_signs_out_by_itself(site: Site, browser: Browser) -> None:
    context = await site.browser(browser)
    page = await context.new_page()
    await context.clock.install()
    await page.goto("/sign-in")
    await site.type_code(page, "16400000032", shared=True)
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    assert await page.evaluate(KEPT) == 0
    assert await page.evaluate("localStorage.getItem('account')") is None
    await context.clock.fast_forward("03:30")
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()


async def test_large_text_loses_nothing(site: Site, browser: Browser) -> None:
    for path in ("/", "/me", "/me/settings", "/help"):
        page = await site.page(browser, MOTHER, path, text="largest")
        await page.wait_for_load_state("networkidle")
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide}"
        await page.context.close()


async def test_a_centre_is_a_role_once_there_was_a_booking(site: Site, browser: Browser) -> None:
    """Every family of the school may come there: that alone says nothing of a child."""
    page = await site.page(browser, MOTHER, "/me")
    await page.wait_for_load_state("networkidle")
    await expect(page.get_by_text("家长", exact=True).first).to_be_visible()
    await expect(page.get_by_text("来访学生家长")).to_have_count(0)
    ever = '{"items": [{}], "next": null}'
    await page.route("**/bookings?since=*", lambda route: route.fulfill(body=ever, content_type="application/json"))
    await page.reload()
    await expect(page.get_by_text("来访学生家长").first).to_be_visible()
    await page.context.close()


async def test_an_unknown_address_says_so(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/no/such/page")
    await expect(page.get_by_role("heading", name="没有这个页面")).to_be_visible()


async def test_tabs_count_what_waits_by_the_first_answer(site: Site, browser: Browser) -> None:
    asked: list[str] = []
    context = await site.browser(browser, MOTHER)
    context.on("request", lambda request: asked.append(request.url))
    page = await site.open(context)
    home = await (await page.request.get("/api/v1/me/home")).json()
    tabs = page.locator(".tabs")
    waiting = sum(visit["waitsForMe"] for visit in home["visits"]) + len(home["timesAsked"] or [])
    lines = page.locator("section").filter(has_text="待处理").locator("ul.cells > li")
    await expect(lines).not_to_have_count(0)
    counts = {"首页": await lines.count(), "通知": home["noticesWaiting"], "家访": waiting}
    assert min(counts.values()) > 0
    for name, count in counts.items():
        await expect(tabs.get_by_role("link", name=name)).to_have_accessible_name(
            re.compile(rf"^{name}\s*{count} 项待处理\s*$")
        )
    await expect(tabs.get_by_role("link", name="我的")).to_have_accessible_name("我的")
    own = {"/api/v1/me/home", "/api/v1/me/push"}
    paths = {path for url in asked if (path := urlsplit(url).path).startswith("/api/")}
    # What was listed and never opened is fetched to be read without network.
    assert {path for path in paths if not re.search("/me/notices/[0-9a-f-]{36}$", path)} <= own, (
        "nothing asks for counts"
    )
    assert await violations(page) == []
