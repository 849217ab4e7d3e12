"""What was agreed at a visit, on the phone: the school writes it for the family, a guardian answers."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, ViewportSize, expect

from tests.clients.access import violations
from tests.clients.site import DESK, PHONE, TEACHER, Api, Site

STEP = {"dueOn": "2026-12-10", "text": "每晚十点前睡觉"}
AGREEMENT: dict[str, Any] = {
    "agreementId": "0198f2a0-0000-7000-8000-000000000001",
    "steps": [STEP],
    "recommended": [{"kind": "book", "name": "正面管教"}],
    "writtenByName": "周丽华",
    "writtenAt": "2026-11-20T10:00:00Z",
    "answerUntil": "2026-12-19T16:00:00Z",
    "answers": [],
}


async def _visit(site: Site, browser: Browser, page_now: dict[str, Any]) -> tuple[Page, list[Any]]:
    """A recorded visit; `page_now` is what its agreement is answered with, and what was sent is noted."""
    page = await site.page(browser, TEACHER, "/visits")
    mine = (await Api(page.request, site.url).get("me/visits"))["visits"]
    visit = next(one for one in mine if one["state"] == "recorded")
    sent: list[Any] = []

    async def agreement(route: Route) -> None:
        if route.request.method == "POST":
            sent.append((route.request.url.rsplit("/", 1)[-1], json.loads(route.request.post_data or "")))
        await route.fulfill(json=page_now)

    async def record(route: Route) -> None:
        kept = {"recommended": AGREEMENT["recommended"], "followUps": [{**STEP, "followUpId": visit["visitId"]}]}
        texts = {"atHome": "秘密", "familySays": None, "guidance": None, "nextSteps": None}
        await route.fulfill(
            json={
                "recordId": visit["visitId"],
                **texts,
                **kept,
                "recordedBy": visit["visitId"],
                "recordedAt": "2026-11-20T10:00:00Z",
            }
        )

    await page.route("**/agreement", agreement)
    await page.route("**/agreement/*/answer", agreement)
    await page.route(f"**/visits/{visit['visitId']}/record", record)
    await page.goto(f"/visits/101/{visit['visitId']}")
    return page, sent


# Everything that IndexedDB holds, as text.
STORED = """async () => {
  const opening = indexedDB.open("xinqiao");
  await new Promise((done) => { opening.onsuccess = done; });
  const all = opening.result.transaction("kept").objectStore("kept").getAll();
  await new Promise((done) => { all.onsuccess = done; });
  return JSON.stringify(all.result);
}"""


async def _as_family(page: Page) -> None:
    """The reader's own child was visited, and what was agreed waits for their word."""
    visit_id = page.url.rsplit("/", 1)[-1]
    api = Api(page.request, page.url.split("/visits/")[0])
    visit, body = await api.get(f"orgs/101/visits/{visit_id}"), await api.get("me/home")
    child = {"studentId": visit["studentId"], "name": visit["studentName"], "className": "三班"}
    body["orgs"] = [{**org, "children": [child]} for org in body["orgs"]]
    due = {"orgId": 101, "visitId": visit_id, "followUpId": AGREEMENT["agreementId"], "agreed": True}
    body["followUps"] = [{**due, "studentName": visit["studentName"], "dueOn": "2026-12-19"}]

    async def home(route: Route) -> None:
        await route.fulfill(json=body)

    await page.route("**/me/home", home)
    await page.goto("/visits")


async def test_the_school_takes_what_is_for_the_family_from_the_record(site: Site, browser: Browser) -> None:
    page, sent = await _visit(site, browser, {"agreement": None, "canWrite": True, "canAnswer": False})
    await page.get_by_role("button", name="写给家长确认").click()
    await page.get_by_role("button", name="取消", exact=True).click()
    await expect(page.get_by_role("button", name="发给家长")).to_have_count(0)
    await page.get_by_role("button", name="写给家长确认").click()
    take = page.get_by_role("button", name="带入记录里的约定和推荐")
    await take.click()
    await take.click()
    await expect(page.get_by_text("每晚十点前睡觉")).to_be_visible()
    await expect(page.get_by_text("秘密")).to_have_count(0)
    assert await violations(page) == []
    await page.get_by_role("listitem").filter(has_text="正面管教").get_by_role("button").click()
    await page.get_by_role("button", name="发给家长").click()
    await expect(page.get_by_text("已发给家长")).to_be_visible()
    assert sent == [("agreement", {"steps": [STEP], "recommended": []})]


async def test_a_guardian_confirms_or_adds_a_word(site: Site, browser: Browser) -> None:
    page, sent = await _visit(site, browser, {"agreement": AGREEMENT, "canWrite": False, "canAnswer": True})
    await _as_family(page)
    # The list says that it waits, not that all is done.
    waiting = page.locator("section").filter(has_text="待处理").get_by_role("link").filter(has_text="请确认约定")
    await waiting.click()
    await expect(page.get_by_role("heading", name=re.compile("周丽华.*来家访$"))).to_be_visible()
    await expect(page.get_by_text("12月19日 周六前回复即可")).to_be_visible()
    await expect(page.get_by_text("每晚十点前睡觉")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="只留言，先不确认").click()
    await expect(page.get_by_text("先写一句话")).to_be_visible()
    await page.get_by_label("想补充的话").fill("改到十点半")
    await page.get_by_role("button", name="只留言，先不确认").click()
    await expect(page.get_by_text("已告诉班主任")).to_be_visible()
    await page.get_by_role("button", name="确认", exact=True).click()
    await expect(page.get_by_label("想补充的话")).to_have_value("")
    assert sent[0] == ("answer", {"confirms": False, "disagrees": False, "word": "改到十点半"})


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_guardian_disagrees(site: Site, browser: Browser, view: ViewportSize) -> None:
    open_: dict[str, Any] = {"agreement": AGREEMENT, "canWrite": False, "canAnswer": True}
    page, sent = await _visit(site, browser, open_)
    await page.set_viewport_size(view)
    answer = {"guardianId": AGREEMENT["agreementId"], "guardianName": "陈勇", "confirmedAt": None, "disagrees": True}
    said = answer | {"word": "没有说好十点", "answeredAt": "2026-11-21T10:00:00Z"}
    await page.get_by_label("想补充的话").fill("没有说好十点")
    open_["agreement"] = AGREEMENT | {"answers": [said]}
    await page.get_by_role("button", name="不同意", exact=True).click()
    await expect(page.get_by_text(re.compile("陈勇 .*不同意$"))).to_be_visible()
    await expect(page.get_by_text("没有说好十点")).to_be_visible()
    assert sent == [("answer", {"confirms": False, "disagrees": True, "word": "没有说好十点"})]
    assert await violations(page) == []


async def _recorded(page: Page) -> None:
    """The visit has a record."""
    visit_id = page.url.rsplit("/", 1)[-1]
    by = {"writtenBy": visit_id, "writtenByName": "周丽华"}
    version = {"recordId": visit_id, "corrects": None, **by, "current": True}
    secret: dict[str, Any] = {
        "atHome": "秘密",
        "familySays": None,
        "guidance": None,
        "nextSteps": None,
        "recommended": [],
        "followUps": [],
    }

    async def versions(route: Route) -> None:
        await route.fulfill(json=[{**version, "writtenAt": "2026-11-20T10:00:00Z"}])

    async def text(route: Route) -> None:
        at = {"recordId": visit_id, "recordedBy": visit_id, "recordedAt": "2026-11-20T10:00:00Z"}
        await route.fulfill(json={**secret, **at})

    await page.route("**/records", versions)
    await page.route("**/records/*", text)


async def test_an_observation_is_raised_from_the_record_without_its_text(site: Site, browser: Browser) -> None:
    page, _ = await _visit(site, browser, {"agreement": None, "canWrite": True, "canAnswer": False})
    await _recorded(page)
    await page.reload()
    student = await page.locator("dl").first.inner_text()
    await page.get_by_role("button", name="看家访记录").click()
    await expect(page.get_by_text("秘密")).to_be_visible()
    await expect(page.get_by_role("link", name="约心理老师")).to_have_attribute(
        "href", re.compile(r"^/talks/book/101/")
    )
    assert await violations(page) == []
    await page.get_by_role("link", name="上报我看到的").click()
    seen = page.get_by_label("看到了什么")
    await expect(seen).to_have_value(re.compile("家访时看到：$"))
    about = await page.get_by_text("关于：").inner_text()
    assert about.removeprefix("关于：") in student
    await expect(page.get_by_text("秘密")).to_have_count(0)
    await expect(page.get_by_label("学生")).to_have_count(0)
    assert await violations(page) == []
    # The prefilled words alone are no report, and what is typed outlives the page, on this phone alone.
    await page.get_by_label("类别").select_option("other")
    await page.get_by_role("button", name="发出", exact=True).click()
    await expect(page.get_by_text("请写下您看到了什么")).to_be_visible()
    await seen.fill("家访时看到：睡得很晚")
    await expect(page.get_by_text(re.compile(r"草稿已保存 \d\d:\d\d，加密存在这台手机上"))).to_be_visible()
    await page.reload()
    await expect(seen).to_have_value("家访时看到：睡得很晚")
    assert "睡得很晚" not in await page.evaluate(STORED)
