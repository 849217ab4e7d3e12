"""What is told apart at a glance: the children of a family by colour, whose notices are listed, and a long form's button within reach."""

import re

from playwright.async_api import Browser, Locator, expect

from tests.clients.calls import Api
from tests.clients.site import COUNSELLOR, DESK, MOTHER, OFFICER, TEACHER, Site
from tests.clients.tour import TOUR, find

COLOUR = "one => getComputedStyle(one).backgroundColor"
NONE = "rgba(0, 0, 0, 0)"


async def test_a_familys_children_have_the_same_colours_on_every_screen(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER)
    coming = page.locator("section", has=page.get_by_role("heading", name="接下来"))
    elder, younger = (coming.get_by_role("heading", name=name).locator(".named") for name in ("李煜", "李泽远"))
    await expect(elder).not_to_have_css("background-color", NONE)
    mine = await elder.evaluate(COLOUR)
    assert mine != await younger.evaluate(COLOUR)
    notice = page.get_by_role("link", name="校外实践活动同意书")
    await expect(_name(notice)).to_have_css("background-color", mine)
    await page.get_by_role("link", name="通知").click()
    await expect(_name(page.get_by_role("link", name="期中考试后家长开放日"))).to_have_css("background-color", mine)
    await page.get_by_role("link", name="家访").click()
    times = page.locator("section", has=page.get_by_role("heading", name="我方便的时间"))
    await expect(_name(times)).to_have_css("background-color", mine)
    await page.get_by_role("link", name="填方便的时间").click()
    child = page.locator("label", has_text="李煜").locator(".initials")
    await expect(child).to_have_css("background-color", mine)
    await page.get_by_role("link", name="咨询").click()
    await expect(_name(page.locator(".cells"))).to_have_css("background-color", mine)
    await page.goto("/inbox")
    for title in ("家访邀约", "校外实践活动同意书", "本学期第二次家长会"):
        message = page.get_by_role("button", name=title)
        await expect(_name(message)).to_have_css("background-color", mine)
        await expect(message).not_to_contain_text("李泽远")
    await page.goto("/lectures")
    lecture = page.get_by_role("link").filter(has=page.locator(".named", has_text="李煜")).first
    await expect(_name(lecture)).to_have_css("background-color", mine)
    await lecture.click()
    await expect(_name(page.locator(".facts"))).to_have_css("background-color", mine)


async def test_a_desks_table_of_messages_has_a_column_for_the_child(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/inbox", view=DESK)
    await expect(page.get_by_role("row", name="家访邀约").get_by_role("cell", name="李煜", exact=True)).to_be_visible()


def _name(within: Locator) -> Locator:
    return within.locator(".named", has_text="李煜").first


async def test_a_counsellor_is_offered_no_session_of_their_own(site: Site, browser: Browser) -> None:
    page = await site.page(browser, COUNSELLOR, "/talks")
    await expect(page.get_by_role("heading", name="接下来")).to_be_visible()
    await expect(page.get_by_role("link", name="看日历")).to_be_visible()
    for words in ("约一次咨询", "有心事"):
        await expect(page.get_by_text(words)).to_have_count(0)


async def test_a_bureaus_notices_are_not_called_a_schools(site: Site, browser: Browser) -> None:
    page = await site.page(browser, OFFICER, "/notices")
    await expect(page.get_by_role("radio", name="本局发出的")).to_be_checked()
    await expect(page.get_by_role("radio", name="本校发出的")).to_have_count(0)


async def test_a_long_forms_button_is_in_reach_on_a_phone(site: Site, browser: Browser) -> None:
    for name, words in (("visit-record", "保存"), ("class-propose", "发给家长"), ("notice-write", "存为草稿")):
        screen = next(one for one in TOUR if one.name == name)
        page = await site.page(browser, TEACHER, await find(screen, site, browser), step_up=True)
        button = page.get_by_role("button", name=words, exact=True)
        await expect(button).to_be_in_viewport(ratio=1)
        bar = await page.get_by_role("navigation", name="主要页面").bounding_box()
        box = await button.bounding_box()
        assert box
        assert bar
        assert box["y"] + box["height"] <= bar["y"], f"{name}: behind the bar"
        await page.context.close()


async def test_a_day_by_its_name_is_small_inside_an_english_sentence(site: Site, browser: Browser) -> None:
    concern = next(screen for screen in TOUR if screen.name == "concern")
    page = await site.page(browser, TEACHER, await find(concern, site, browser), language="en", step_up=True)
    await expect(page.get_by_text(re.compile("^(Opened|Read the text) today [0-9:]{5}")).first).to_be_visible()


async def test_a_notice_to_one_class_can_be_stopped_for_a_moment(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/notices/write")
    await page.get_by_label("标题").fill("写错了的")
    await page.get_by_label("内容").fill("明天不上课。")
    await page.get_by_role("button", name="存为草稿").click()
    await page.get_by_role("button", name="现在发出").click()
    await page.get_by_role("button", name="撤销发送").click()
    await expect(page.get_by_role("button", name="现在发出")).to_be_visible()
    drafts = (await Api(page.request, site.url).get("orgs/101/notices?state=draft"))["items"]
    mine = next(one for one in drafts if one["titleZh"] == "写错了的")
    await Api(page.request, site.url).send(f"orgs/101/notices/{mine['noticeId']}/cancel", version=mine["version"])
