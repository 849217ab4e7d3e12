"""A class tablet: an administrator sets it up, a student sets a PIN, and reports from the tablet's start."""

import re

from playwright.async_api import Browser, Page, expect

from tests.clients.kept import kept_on
from tests.clients.site import ADMIN, DESK, STUDENT, Site

PIN = "4826"
TABLET = {"width": 820, "height": 1180}
CLASS = "七年级(1)班"
SEEN = "课间有同学一直哭"
A_TAP, A_CHARACTER, GOAL = 1.5, 1.0, 30
"""Seconds: to find and tap something, to type a Chinese character as a twelve-year-old does, and what a report may take."""
APP = 5
"""Seconds of these that the tablet and the network may take together."""
COUNT_TAPS = "window.taps = 0; addEventListener('click', (event) => { if (event.isTrusted) window.taps += 1; }, true)"


async def _code(site: Site, browser: Browser, name: str) -> str:
    """An administrator adds a tablet, and is shown its code."""
    admin = await site.page(browser, ADMIN, "/school/tablets", step_up=True, view=DESK)
    await admin.get_by_role("button", name="添加平板").click()
    await admin.get_by_label("平板的名称").fill(name)
    await admin.get_by_label("班级", exact=True).select_option(label=CLASS)
    await admin.get_by_role("dialog").get_by_role("button", name="添加平板").click()
    shown = admin.locator("figcaption strong")
    await expect(shown).to_have_text(re.compile(r"^101-[A-Z0-9]{8}$"))
    code = await shown.inner_text()
    await admin.context.close()
    return code


async def _set_up(site: Site, browser: Browser, name: str, *, worker: bool = False) -> Page:
    """A tablet that has its key."""
    code = await _code(site, browser, name)
    page = await site.page(browser, None, f"/sign-in/tablet#{code}", view=TABLET, worker=worker)
    await expect(page.get_by_label("启用码")).to_have_value(code)
    await page.get_by_role("button", name="启用这台平板").click()
    await expect(page.get_by_role("heading", name="你是谁？")).to_be_visible()
    return page


async def _set_pin(site: Site, browser: Browser) -> None:
    """The table's student sets a PIN on a phone of their own."""
    page = await site.page(browser, STUDENT, "/me/safety")
    part = page.locator("section").filter(has=page.get_by_role("heading", name="班级平板的 PIN"))
    await part.get_by_label("我的登录口令").fill(site.student_secret or "")
    await part.get_by_label("新的 PIN").fill("1234")
    await part.get_by_role("button", name=re.compile("PIN$")).first.click()
    await expect(part.get_by_text("太容易被同学猜到")).to_be_visible()
    await part.get_by_label("新的 PIN").fill(PIN)
    await part.get_by_role("button", name=re.compile("PIN$")).first.click()
    await expect(part.get_by_text("已设置 PIN。")).to_be_visible()
    await page.context.close()


async def test_a_student_reports_from_the_tablets_start(site: Site, browser: Browser) -> None:
    page = await _set_up(site, browser, "一班 1 号", worker=True)
    await _set_pin(site, browser)
    await page.goto("/")
    await page.evaluate(COUNT_TAPS)
    pad = page.get_by_role("group", name="数字键")

    await page.get_by_role("button", name="李煜").click()
    for digit in "9157":
        await pad.get_by_role("button", name=digit, exact=True).click()
    await pad.get_by_role("button", name="登录").click()
    await expect(page.get_by_role("alert").filter(has_text="PIN 不对")).to_be_visible()
    await page.evaluate("window.taps = 1")  # the name was tapped; the mistake is not counted
    for digit in PIN:
        await pad.get_by_role("button", name=digit, exact=True).click()
    await pad.get_by_role("button", name="登录").click()

    await page.get_by_text("吵架、被欺负").click()
    await page.get_by_text("不想说是谁").click()
    await page.get_by_label("你看到或听到了什么？").fill(SEEN)
    assert await _sent_at_the_second_press(page) == ["observations"]
    taps = await page.evaluate("window.taps")
    assert taps <= 10, "name, four digits, sign in, kind, nobody, the field, send"
    assert taps * A_TAP + len(SEEN) * A_CHARACTER + APP <= GOAL

    # Handed back: the names again, and nothing of the last person.
    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_role("heading", name="你是谁？")).to_be_visible()
    assert "课间" not in await kept_on(page)
    assert (await page.context.request.get("/api/v1/me/home")).status == 401
    await page.go_back()
    await expect(page.get_by_role("heading", name="你是谁？")).to_be_visible()


async def _sent_at_the_second_press(page: Page) -> list[str]:
    """The network is away for a moment: it says so, and sends nothing by itself. Returns what was filed in the end."""
    filed: list[str] = []
    page.on("requestfinished", lambda request: filed.append(request.url) if request.method == "POST" else None)
    await page.context.set_offline(True)
    await page.get_by_role("button", name="发出").click()
    await expect(page.get_by_role("alert")).to_contain_text("网络")
    await page.context.set_offline(False)
    await page.evaluate("window.taps -= 1")
    await page.get_by_role("button", name="发出").click()
    await expect(page.get_by_role("heading", name="谢谢你")).to_be_visible()
    return [url.rpartition("/")[2] for url in filed]


async def test_a_pin_can_be_typed_on_keys_and_an_ended_tablet_shows_nobody(site: Site, browser: Browser) -> None:
    page = await _set_up(site, browser, "一班 2 号")
    await page.get_by_role("button", name="李煜").click()
    await expect(page.locator(".tablet-pin")).to_have_text("○○○○")
    await page.keyboard.type("91")
    await page.keyboard.press("Backspace")
    await expect(page.locator(".tablet-pin")).to_have_text("●○○○")
    await page.get_by_role("button", name="不是我，重新选").click()
    await expect(page.get_by_role("heading", name="你是谁？")).to_be_visible()

    admin = await site.page(browser, ADMIN, "/school/tablets", step_up=True)
    await admin.get_by_role("button", name="一班 2 号").click()
    await admin.get_by_role("button", name="停用", exact=True).click()
    await admin.locator(".above").get_by_role("button", name="停用", exact=True).click()
    await expect(admin.get_by_role("button", name="一班 2 号")).to_have_count(0)
    await page.reload()
    await expect(page.get_by_role("heading", name="启用班级平板")).to_be_visible()
    await expect(page.get_by_text("李煜")).to_have_count(0)


async def test_a_tablet_that_starts_without_network_says_so_and_shows_the_names_with_it(
    site: Site, browser: Browser
) -> None:
    page = await _set_up(site, browser, "一班 3 号", worker=True)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.goto("/")
    await expect(page.get_by_role("button", name="李煜")).to_be_visible()
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("网络")
    await expect(page.get_by_text("李煜")).to_have_count(0)
    assert "李煜" not in await kept_on(page)
    await page.context.set_offline(False)
    await expect(page.get_by_role("button", name="李煜")).to_be_visible()
