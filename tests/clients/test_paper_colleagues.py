"""A colleague who has neither phone nor mail: added by hand, given a code on paper, and signed in by it."""

from playwright.async_api import Browser, Page, expect

from tests.clients.site import ADMIN, Site

PASSWORD = "蓝色的大鲸鱼睡在山上"


async def _fits(page: Page) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


async def test_a_caretaker_without_a_phone_comes_and_signs_in(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/school/people", step_up=True)
    await page.get_by_role("link", name="添加教职工").click()
    await page.get_by_label("姓名", exact=True).fill("钱守门")
    await page.get_by_label("工号").fill("NEW12777")
    await page.get_by_role("button", name="添加教职工").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("钱守门")
    await expect(page.get_by_text("没有登记手机号和邮箱")).to_be_visible()
    person = page.url
    await page.get_by_role("button", name="发初始码").click()
    await page.get_by_role("button", name="现在发一个").click()
    given = page.get_by_role("dialog").locator(".code")
    await expect(given).to_have_count(4)
    school, number, name, code = [(await one.inner_text()).split()[-1] for one in await given.all()]
    assert (number, name) == ("NEW12777", "钱守门")
    await _fits(page)
    await page.emulate_media(media="print")
    slip = page.locator(".slip")
    for value in ("给教职工 钱守门", school, number, code, "/sign-in/paper", "教职工"):
        await expect(slip).to_contain_text(value)
    box = await slip.bounding_box()
    assert box is not None
    assert (box["width"] <= 105 * 96 / 25.4, box["height"] <= 148 * 96 / 25.4) == (True, True), box
    await page.emulate_media(media="screen")
    await _signs_in(site, browser, {"学校码": school, "您的工号": number, "您的姓名": name, "初始码": code})
    await page.goto("/me/settings")
    await expect(page.get_by_text("登录验证码发到这个手机号")).to_be_visible()
    await expect(page.get_by_text("*** ")).to_be_visible()
    await _fits(page)
    await page.goto(person)
    await page.set_viewport_size({"width": 1366, "height": 768})
    await _fits(page)
    await page.get_by_role("button", name="离职").click()
    await page.get_by_role("dialog").get_by_role("button", name="离职").click()
    await expect(page.get_by_role("heading", level=1)).not_to_have_text("钱守门")


async def _signs_in(site: Site, browser: Browser, typed: dict[str, str]) -> None:
    page = await site.page(browser, None, "/sign-in/paper")
    await page.get_by_role("radio", name="教职工", exact=True).check()
    await page.get_by_role("button", name="第一次登录").click()
    for label, value in typed.items():
        await page.get_by_label(label, exact=True).fill(value)
    await page.get_by_label("设一个您自己的密码").fill(PASSWORD)
    await _fits(page)
    await page.get_by_label("这台设备别人也用").uncheck()
    await page.get_by_role("button", name="登录", exact=True).click()
    await expect(page.get_by_role("navigation", name="主要页面")).to_be_visible()
    await page.goto("/me/safety")
    await expect(page.get_by_text("谁给您发过初始码")).to_be_visible()
    await expect(page.get_by_role("heading", name="换一个登录口令")).to_have_count(0)
    await _fits(page)
    await page.goto("/me/settings")
    await expect(page.get_by_text("没有登记手机号和邮箱")).to_be_visible()
    await _fits(page)
    await page.context.close()
