"""What is typed outlives a killed tab: ordinary text under its account, confidential text sealed, on no phone in clear."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import ADMIN, COUNSELLOR, MOTHER, STUDENT, TEACHER, Site
from tests.clients.test_agreements import STORED
from tests.clients.test_disclosures import CASE

TYPED = "妈妈说他夜里总睡不着"
PLAIN = re.compile(r"已存在这台设备上 \d\d:\d\d")
SEALED = re.compile(r"草稿已保存 \d\d:\d\d，加密存在这台手机上")


async def _killed(site: Site, page: Page) -> Page:
    """The tab is gone; the same address in a new one."""
    context, path = page.context, page.url.removeprefix(site.url)
    await page.close()
    return await site.open(context, path)


async def _outlives(
    site: Site, page: Page, label: str | re.Pattern[str], said: re.Pattern[str], button: str | None = None
) -> Page:
    """Types into a field, kills the tab, and finds it again. `button`: opens the sheet with the field."""
    if button:
        await page.get_by_role("button", name=button, exact=True).click()
    await page.get_by_label(label).fill(TYPED)
    await expect(page.get_by_text(said)).to_be_visible()
    assert await violations(page) == []
    assert (TYPED in await page.evaluate(STORED)) == (said is PLAIN)
    page = await _killed(site, page)
    if button:
        await page.get_by_role("button", name=button, exact=True).click()
    await expect(page.get_by_label(label)).to_have_value(TYPED)
    await expect(page.get_by_text(said)).to_be_visible()
    return page


async def _student(page: Page, site: Site) -> str:
    """The address of a student of the teacher's class."""
    mine = (await Api(page.request, site.url).get("me/visits"))["visits"]
    students = (await Api(page.request, site.url).get("orgs/101/students?limit=100"))["items"]
    one = next(one for one in students if one["studentId"] == mine[0]["studentId"])
    return f"/class/101/{one['classId']}/{one['studentId']}"


async def test_a_contacts_note_is_sealed_until_it_is_saved(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/visits", step_up=True)
    await page.goto(await _student(page, site))
    page = await _outlives(site, page, "说了什么", SEALED, "记一次联系")
    await page.get_by_role("dialog").get_by_role("button", name="记下").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="记一次联系").click()
    await expect(page.get_by_label("说了什么")).to_have_value("")


async def test_a_proposals_note_outlives_the_tab(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/visits", step_up=True)
    await page.goto(f"{await _student(page, site)}/visit")
    await _outlives(site, page, "附言", SEALED)


async def test_a_guardians_booking_note_outlives_the_tab(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/talks/book")
    await _outlives(site, page, "想聊什么", SEALED)


async def test_a_students_own_booking_note_stays_on_no_phone(site: Site, browser: Browser) -> None:
    page = await site.page(browser, STUDENT, "/talks/book")
    await page.get_by_label("想聊什么").fill(TYPED)
    page = await _killed(site, page)
    await expect(page.get_by_label("想聊什么")).to_have_value("")
    await expect(page.get_by_text("离开或刷新就没有了")).to_be_visible()


async def test_the_reason_for_declining_outlives_the_tab(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/visits")
    visit = (await Api(page.request, site.url).get("me/visits"))["visits"][0]
    path = f"/visits/{visit['orgId']}/{visit['visitId']}"
    asked = visit | {"state": "proposed", "canAnswer": True, "canMove": False, "canCancel": False}
    await page.context.route(re.compile(f"/api/v1/.*{visit['visitId']}$"), lambda route: route.fulfill(json=asked))
    await page.goto(path)
    await _outlives(site, page, "原因", SEALED, "这次不方便")


async def test_an_agreement_outlives_the_tab(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/visits")
    mine = (await Api(page.request, site.url).get("me/visits"))["visits"]
    visit = next(one for one in mine if one["state"] == "recorded")
    nothing: dict[str, Any] = {"agreement": None, "canWrite": True, "canAnswer": False}
    await page.context.route("**/agreement", lambda route: route.fulfill(json=nothing))
    await page.goto(f"/visits/101/{visit['visitId']}")
    await _outlives(site, page, "做什么", SEALED, "写给家长确认")


async def _case(context: BrowserContext) -> None:
    async def answer(route: Route) -> None:
        if route.request.url.endswith("/first-steps"):
            await route.fulfill(status=404, json={"slug": "not-found", "status": 404})
        else:
            await route.fulfill(json=CASE)

    await context.route(re.compile("/api/v1/orgs/101/observations/"), answer)


@pytest.mark.parametrize(("button", "label"), [("记一笔跟进", "做了什么"), ("结束", "怎样结束的")])
async def test_what_is_written_about_a_case_outlives_the_tab(
    site: Site, browser: Browser, button: str, label: str
) -> None:
    page = await site.page(browser, COUNSELLOR, "/concerns", step_up=True)
    await _case(page.context)
    await page.goto(f"/concerns/101/{CASE['observationId']}")
    await _outlives(site, page, label, SEALED, button)


async def test_a_new_lecture_outlives_the_tab_until_it_is_saved(site: Site, browser: Browser) -> None:
    page = await site.page(browser, TEACHER, "/lectures/101/new")
    page = await _outlives(site, page, "介绍", PLAIN)
    assert TYPED in await page.evaluate(STORED)


async def test_a_notices_correction_outlives_the_tab(site: Site, browser: Browser) -> None:
    page = await site.page(browser, ADMIN, "/notices/sent", step_up=True)
    sent = (await Api(page.request, site.url).get("orgs/101/notices?state=sent"))["items"][0]
    await page.goto(f"/notices/sent/101/{sent['noticeId']}")
    await page.get_by_role("link", name="更正").click()
    await _outlives(site, page, re.compile("^内容"), PLAIN)
