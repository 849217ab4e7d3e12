"""The urgent minute on a phone: words that may mean danger, first steps without an authenticator, the badge.

Before `test_sms_budget`, by its name: there the leader gets an authenticator, for good.
"""

import json
import re
import unicodedata
from pathlib import Path
from uuid import uuid4

from playwright.async_api import Browser, Page, Route, expect

from api.cli.environment import ROOT
from tests.clients.site import COUNSELLOR, LEADER, TEACHER, Site

SCHOOL = 101
TEXT = "他在群里说“不 想 活 了”"
BADGE = "navigator.setAppBadge = async (count) => void (document.documentElement.dataset.badge = count)"
"""Replaces the phone's home screen, which a test cannot see."""


def test_the_words_are_data_in_both_languages() -> None:
    words = json.loads(Path(ROOT, "clients/web/src/words/danger.json").read_text())
    assert {"不想活", "伤自己", "自杀", "跳楼"} <= set(words["zh"])
    assert {"suicid", "self harm"} <= set(words["en"])
    for listed in words.values():
        assert len(listed) == len(set(listed))
        for word in listed:
            assert word == unicodedata.normalize("NFKC", word).lower()
    assert all(re.fullmatch(r"\w+", word) for word in words["zh"]), "matched without spaces and punctuation"
    assert all(re.fullmatch(r"[a-z]+( [a-z]+)*", word) for word in words["en"]), "matched with single spaces"


async def _arrives(route: Route) -> None:
    """Answers as the server does, which keeps nothing of it: other tests use the same class."""
    if route.request.method == "POST":
        await route.fulfill(status=201, json={"observationId": str(uuid4()), "state": "received"})
    else:
        await route.continue_()


async def _written(site: Site, browser: Browser, text: str, *, worker: bool = False) -> Page:
    """An ordinary report of the class teacher, ready to be sent."""
    page = await site.page(browser, TEACHER, "/concerns/new", step_up=True, worker=worker)
    await page.get_by_label("班级").select_option("七年级(1)班")
    await page.get_by_label("类别").select_option("情绪或行为变化")
    await page.get_by_label("看到了什么").fill(text)
    return page


async def test_words_of_danger_ask_and_a_person_decides(site: Site, browser: Browser) -> None:
    page = await _written(site, browser, TEXT, worker=True)
    await page.route("**/observations", _arrives)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url))
    await page.get_by_label("看到了什么").press_sequentially("。")
    assert sent == [], "nothing leaves the phone while somebody writes"
    await page.context.set_offline(True)
    await page.get_by_role("button", name="发出").click()
    question = page.get_by_role("dialog", name="可能有危险。现在就告诉心理老师吗？")
    await expect(question).to_be_visible()
    await page.context.set_offline(False)
    await page.keyboard.press("Escape")
    await expect(question).to_have_count(0)
    await expect(page.get_by_label("看到了什么")).to_have_value(f"{TEXT}。")
    assert not [url for url in sent if url.endswith("/observations")], "nothing is sent by itself"
    await page.get_by_role("button", name="发出").click()
    async with page.expect_request(
        lambda asked: asked.method == "POST" and asked.url.endswith("/observations")
    ) as asked:
        await question.get_by_role("button", name="照常发出").click()
    body = (await asked.value).post_data_json
    assert body is not None
    assert body["urgent"] is False
    await expect(page.get_by_text("已上报，负责的人会看到。")).to_be_visible()


async def test_an_ordinary_sentence_is_asked_nothing(site: Site, browser: Browser) -> None:
    page = await _written(site, browser, "最近总是迟到，上课睡觉")
    await page.route("**/observations", _arrives)
    await page.get_by_role("button", name="发出").click()
    await expect(page.get_by_text("已上报，负责的人会看到。")).to_be_visible()


async def test_a_leader_without_an_authenticator_takes_the_first_steps(site: Site, browser: Browser) -> None:
    page = await _written(site, browser, TEXT)
    await page.get_by_role("button", name="发出").click()
    async with page.expect_response(lambda answer: answer.url.endswith("/observations") and answer.ok) as filed:
        await page.get_by_role("dialog").get_by_role("button", name="现在就告诉").click()
    observation = (await (await filed.value).json())["observationId"]

    context = await site.browser(browser, LEADER)
    await context.add_init_script(BADGE)
    leader = await site.open(context, "/")
    await expect(leader.locator("html")).to_have_attribute("data-badge", re.compile("[1-9]"))
    await leader.goto("/concerns")
    await leader.locator(f"a[href='/concerns/{SCHOOL}/{observation}']").click()
    for number in ("110", "120", "0797-0000001"):
        await expect(leader.locator(f"a[href='tel:{number}']").first).to_be_visible()
    await leader.get_by_role("button", name="看家长和心理老师的电话").click()
    await expect(leader.get_by_role("link", name=re.compile("心理老师 林静 1[0-9]{10}"))).to_be_visible()
    await _take_first_steps(leader)
    await _close_by_two(site, browser, observation)


async def _take_first_steps(leader: Page) -> None:
    await leader.get_by_role("group", name="孩子现在在哪里？").get_by_role("radio", name="在学校").check()
    await expect(leader.get_by_text("彭志远 记于")).to_be_visible()
    await leader.get_by_role("group", name="家长知道了吗？").get_by_role("radio", name="先不告诉").click()
    sheet = leader.get_by_role("dialog")
    await sheet.get_by_label("为什么不告诉家长").fill("孩子怕回家")
    await sheet.get_by_role("button", name="记下").click()
    await expect(sheet).to_have_count(0)
    await expect(leader.get_by_role("heading", name="谁看过")).to_be_visible()
    await expect(leader.get_by_role("button", name="打开内容")).to_have_count(0)
    await expect(leader.get_by_role("button", name="用通行密钥或密码验证")).not_to_have_count(0)


async def _close_by_two(site: Site, browser: Browser, observation: str) -> None:
    """The class teacher sees what was done and who opened it. Closing waits for a second person."""
    teacher = await site.page(browser, TEACHER, f"/concerns/{SCHOOL}/{observation}", step_up=True)
    await expect(teacher.get_by_text("孩子在哪里 · 在学校")).to_be_visible()
    await teacher.get_by_role("button", name="打开内容").click()
    await expect(teacher.get_by_text(TEXT)).to_be_visible()
    await teacher.get_by_role("button", name="结束", exact=True).click()
    closing = teacher.get_by_role("dialog")
    await closing.get_by_role("radio", name="已告知家长").check()
    await closing.get_by_label("怎样结束的").fill("接回家了")
    await closing.get_by_role("button", name="提出结束").click()
    await expect(teacher.get_by_text("等另一位负责的同事确认。")).to_be_visible()
    counsellor = await site.page(browser, COUNSELLOR, f"/concerns/{SCHOOL}/{observation}", step_up=True)
    await counsellor.get_by_role("button", name="同意结束").click()
    await expect(counsellor.get_by_text("请先打开内容看过，再结束。")).to_be_visible()
    await counsellor.get_by_role("button", name="打开内容").click()
    await expect(counsellor.get_by_text(TEXT)).to_be_visible()
    await counsellor.get_by_role("button", name="同意结束").click()
    await expect(counsellor.get_by_text("已告知家长")).to_be_visible()
    await expect(counsellor.get_by_role("group", name="孩子现在在哪里？")).to_have_count(0)
    await counsellor.goto("/concerns")
    closed = counsellor.get_by_role("list", name="已结束").locator(f"a[href='/concerns/{SCHOOL}/{observation}']")
    await expect(closed).to_be_visible()  # it stays where the counsellor finds it
