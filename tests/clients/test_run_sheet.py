"""The run sheet on the phone and on paper: the order, running late, and homes that are opened on request alone."""

import json
from typing import Any
from uuid import uuid4

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.site import TEACHER, Api, Site
from tests.clients.taps import taps

TO_DO = "电话问问睡眠"
FAMILIES = [("滨江路88号", 115.50, 25.50), ("解放路3号", 115.51, 25.505)]


WRITTEN_TO: dict[str, Any] = {
    "name": "奶奶",
    "relation": "grandparent",
    "phone": None,
    "mail": "g@example.cn",
    "comes": True,
}


async def _answer(page: Page, what: str, body: Any) -> None:
    async def fulfil(route: Route) -> None:
        await route.fulfill(json=body)

    await page.route(what, fulfil)


async def _day(
    site: Site, browser: Browser, *, worker: bool = False, said: dict[str, Any] | None = None, **more: Any
) -> tuple[Page, list[Any]]:
    """The teacher's page with a day of two agreed visits, whatever the hour of this test. `said`: what the team said of them."""
    page = await site.page(browser, TEACHER, "/visits", worker=worker)
    mine = (await Api(page.request, site.url).get("me/visits"))["visits"][:2]
    visits = [{**one, "state": "confirmed", "mode": "onsite", "place": None, "canRecord": True, **more} for one in mine]
    follow_up = {
        "followUpId": visits[0]["visitId"],
        "visitId": visits[1]["visitId"],
        "dueOn": "2026-12-01",
        "text": None,
    }
    stops: list[dict[str, Any]] = [
        {
            "visit": visit,
            "followUps": [{**follow_up, "doneAt": None, "text": text} for text in (None, TO_DO)] if first else [],
            "canBeLate": True,
            "canSayAllClear": True,
            **(said or {}),
        }
        for visit, first in zip(visits, (True, False), strict=True)
    ]
    sheet: dict[str, Any] = {
        "orgId": 101,
        "timeZone": "Asia/Shanghai",
        "day": "2026-11-27",
        "homesFrom": "2026-11-26T10:00:00Z",
        "homesUntil": "2026-11-27T16:00:00Z",
        "visits": stops,
    }
    await _answer(page, "**/run-sheet?*", sheet)
    await _answer(page, "**/run-sheet/homes?*", {"homes": _homes(visits, sheet["homesUntil"])})
    await page.goto("/visits/101/day")
    await page.locator(".stop").first.wait_for()
    return page, visits


def _homes(visits: list[Any], until: Any) -> list[Any]:
    """Where the families of the two visits live."""
    return [
        {
            "visitId": visit["visitId"],
            "travel": "bicycle",
            "travelMinutes": 19 if n else None,
            "family": {
                "address": FAMILIES[n][0],
                "longitude": FAMILIES[n][1],
                "latitude": FAMILIES[n][2],
                "people": [WRITTEN_TO | {"accountId": visit["visitId"]}],
                "until": until,
            },
        }
        for n, visit in enumerate(visits)
    ]


async def test_a_day_of_visits_with_homes_on_request(site: Site, browser: Browser) -> None:
    page, visits = await _day(site, browser)
    await expect(page.get_by_role("heading", level=2).first).to_contain_text(visits[0]["studentName"])
    await expect(page.get_by_text("上次说好的事")).to_have_count(1)
    await expect(page.get_by_role("link", name="12月1日 周二前：" + TO_DO)).to_be_visible()
    await expect(page.get_by_role("link", name="12月1日 周二前（打开上次的记录）")).to_be_visible()
    assert FAMILIES[0][0] not in await page.content()
    assert await violations(page) == []
    await page.get_by_role("button", name="住址、电话和路线").click()
    await expect(page.get_by_text(FAMILIES[1][0])).to_be_visible()
    await expect(page.get_by_role("img", name="2 家的先后顺序示意图")).to_be_visible()
    await expect(page.get_by_text("骑车约 19 分钟")).to_be_visible()
    await expect(page.get_by_role("link", name=WRITTEN_TO["mail"]).first).to_have_attribute(
        "href", f"mailto:{WRITTEN_TO['mail']}"
    )
    # The map app learns a point alone.
    assert await page.get_by_role("link", name="在地图里打开").first.get_attribute("href") == "geo:25.5,115.5"
    assert await violations(page) == []


async def test_a_visit_elsewhere_names_its_place_alone(site: Site, browser: Browser) -> None:
    page, visits = await _day(site, browser, place="外婆家")
    homes = _homes(visits, "2026-11-27T16:00:00Z")
    for home in homes:
        home["family"] |= {"address": None, "longitude": None, "latitude": None}
    await _answer(page, "**/run-sheet/homes?*", {"homes": homes})
    await page.get_by_role("button", name="住址、电话和路线").click()
    await expect(page.get_by_text("见面地点：外婆家")).to_have_count(2)
    await expect(page.get_by_role("link", name=WRITTEN_TO["mail"])).to_have_count(2)
    await expect(page.get_by_text("没有登记住址")).to_have_count(0)


async def test_a_full_day_is_one_page_of_paper(site: Site, browser: Browser) -> None:
    """Four visits at home with as much as a record can leave to do: of each the beginning is on paper."""
    page, visits = await _day(site, browser)
    long = "这是一段写得很长的话，" * 27 + "完。"
    steps = [{"dueOn": "2026-12-10", "text": long}] * 10
    four = [{**visits[n % 2], "visitId": str(uuid4()), "team": visits[0]["team"] * 2} for n in range(4)]
    stops: list[dict[str, Any]] = [
        {
            "visit": visit,
            "agreed": {"visitId": visit["visitId"], "visitedAt": "2026-10-20T11:00:00Z", "steps": steps},
            "followUps": [
                {"followUpId": str(uuid4()), "visitId": visit["visitId"], "doneAt": None, **step} for step in steps
            ],
            "canBeLate": True,
            "canSayAllClear": True,
        }
        for visit in four
    ]
    at = {"orgId": 101, "timeZone": "Asia/Shanghai", "day": "2026-11-27", "visits": stops}
    await _answer(
        page, "**/run-sheet?*", at | {"homesFrom": "2026-11-26T10:00:00Z", "homesUntil": "2026-11-27T16:00:00Z"}
    )
    homes: list[Any] = [
        {**home, "visitId": visit["visitId"], "travel": "walk", "travelMinutes": 12}
        for visit, home in zip(four, _homes(visits, "2026-11-27T16:00:00Z") * 2, strict=True)
    ]
    for home in homes:
        people = [WRITTEN_TO | {"accountId": str(uuid4()), "phone": "+8613800000009"} for _ in range(4)]
        home["family"] |= {"address": "青禾区春晖路一百四十六号春晖家园" * 3, "people": people}
    await _answer(page, "**/run-sheet/homes?*", {"homes": homes})
    await page.reload()
    await page.get_by_role("button", name="住址、电话和路线").click()
    await expect(page.get_by_text("青禾区")).to_have_count(4)
    await page.emulate_media(media="print")
    await expect(page.get_by_role("button", name="我会晚到")).to_have_count(0)
    await expect(page.get_by_text("还有 7 项，在手机上看").first).to_be_visible()
    await expect(page.get_by_text("+8613800000009").last).to_be_visible()
    paper = await page.pdf(format="A4")
    assert paper.count(b"/Type /Page\n") == 1


async def test_running_late_takes_one_choice(site: Site, browser: Browser) -> None:
    page, visits = await _day(site, browser)
    sent: list[Any] = []

    async def late(route: Route) -> None:
        sent.append((route.request.url, json.loads(route.request.post_data or ""), route.request.headers["if-match"]))
        if len(sent) == 1:
            taken = {"type": "https://xinqiao.invalid/problems/time-taken", "title": "x", "status": 409, "detail": "x"}
            await route.fulfill(status=409, json=taken, content_type="application/problem+json")
        else:
            await route.fulfill(json=visits[0])

    await page.route("**/late", late)
    await page.get_by_role("button", name="我会晚到").first.click()
    await page.get_by_role("button", name="晚 20 分钟").click()
    await expect(page.get_by_text("什么都没有改")).to_be_visible()
    assert await violations(page) == []
    async with taps(page, 1):  # and the one that opened the sheet: the choice is for all who still wait
        await page.get_by_role("button", name="晚 10 分钟").click()
        await expect(page.get_by_text("已推迟")).to_be_visible()
    first = visits[0]
    assert sent[1][0].endswith(f"/orgs/{first['orgId']}/visits/{first['visitId']}/late")
    assert [body["minutes"] for _, body, _ in sent] == [20, 10]
    assert sent[1][2] == f'"v{first["version"]}"'


async def test_another_day_says_which_and_giving_up_comes_last(site: Site, browser: Browser) -> None:
    page, _ = await _day(site, browser, startsAt="2099-01-01T10:00:00Z", endsAt="2099-01-01T11:00:00Z")
    await expect(page.get_by_role("heading", level=1, name="家访行程", exact=True)).to_be_visible()
    await page.goto("/visits/101/day?on=2027-01-05")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("1月5日")
    assert await page.locator("main").get_by_role("button").last.inner_text() == "我去不了"


def _evening(visits: list[dict[str, Any]]) -> dict[str, Any]:
    """An evening as its hand-over is shown, with three colleagues."""
    colleagues = [
        {"accountId": visits[n]["visitId"], "name": name, "free": free, "comesAlready": comes}
        for n, name, free, comes in ((0, "林静", True, 1), (1, "高远", False, 0), (1, "周婷", True, 0))
    ]
    shown = [{k: one[k] for k in ("visitId", "studentName", "startsAt", "endsAt")} for one in visits]
    at = {"orgId": 101, "timeZone": "Asia/Shanghai", "day": "2026-11-27"}
    return {**at, "visits": shown, "colleagues": colleagues}


async def test_who_falls_ill_hands_the_evening_over_at_once(site: Site, browser: Browser) -> None:
    page, visits = await _day(site, browser, startsAt="2099-01-01T10:00:00Z", endsAt="2099-01-01T11:00:00Z")
    evening = _evening(visits)
    await _answer(page, "**/run-sheet/evening?*", evening)
    sent: list[Any] = []

    async def take(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        await route.fulfill(status=204)

    await page.route("**/run-sheet/hand-over", take)
    await page.route("**/run-sheet/new-times", take)
    await page.get_by_role("button", name="我去不了").click()
    await expect(page.get_by_text("当时有安排：高远")).to_be_visible()
    await expect(page.get_by_role("button", name="交给高远")).to_have_count(0)
    assert await violations(page) == []
    await page.get_by_role("button", name="交给周婷").click()
    await expect(page.get_by_text("家访都由周婷去")).to_be_visible()
    await page.locator(".above").get_by_role("button", name="暂不").click()
    assert sent == []
    await page.get_by_role("button", name="交给林静").click()
    await expect(page.get_by_text("去的人会比和家长约好的少")).to_be_visible()
    await page.locator(".above").get_by_role("button", name="交给林静").click()
    await expect(page.get_by_text("已交给林静")).to_be_visible()
    async with taps(page, 3):  # one to open, one that settles the whole evening, and a yes, since families hear of it
        await page.get_by_role("button", name="我去不了").click()
        await page.get_by_role("button", name="请各家另选时间").click()
        await page.locator(".above").get_by_role("button", name="请各家另选时间").click()
        await expect(page.get_by_text("已请各家另选时间")).to_be_visible()
    seen = [one["visitId"] for one in visits]
    assert sent.pop() == {"day": "2026-11-27", "visitIds": seen}
    assert sent == [{"day": "2026-11-27", "visitIds": seen, "colleagueId": visits[0]["visitId"], "fewer": True}]


async def test_nobody_home_is_said_without_network_and_sent_once(site: Site, browser: Browser) -> None:
    page, visits = await _day(site, browser, worker=True)
    first = visits[0]
    path = {"org_id": first["orgId"], "visit_id": first["visitId"]}
    sent: list[Any] = []
    cut = True

    async def missed(route: Route) -> None:
        if cut:
            await route.abort("internetdisconnected")
        else:
            headers = route.request.headers
            sent.append((route.request.url, headers["if-match"], bool(headers["idempotency-key"])))
            await route.fulfill(json={**first, "state": "missed", "canRecord": False})

    await page.route("**/missed", missed)
    await page.context.set_offline(True)
    await page.get_by_role("button", name="未能见面").first.click()
    await page.locator(".above").get_by_role("button", name="未能见面").click()
    await expect(page.get_by_text("家里没人：已记下")).to_be_visible()
    await expect(page.get_by_role("button", name="未能见面")).to_have_count(1)
    assert await violations(page) == []
    cut = False
    await page.context.set_offline(False)
    await expect(page.get_by_text("家里没人：已记下")).to_have_count(0)
    where = f"/orgs/{path['org_id']}/visits/{path['visit_id']}/missed"
    assert [(url.endswith(where), seen, keyed) for url, seen, keyed in sent] == [(True, f'"v{first["version"]}"', True)]


async def test_the_duty_person_calls_and_says_that_all_is_well(site: Site, browser: Browser) -> None:
    page, visits = await _day(site, browser)
    await expect(page.get_by_role("button", name="报平安：家访已结束")).to_have_count(2)
    first = visits[0]
    alert = {key: first[key] for key in ("visitId", "orgId", "studentName", "startsAt", "endsAt", "timeZone")}
    people = [
        {"name": "王老师", "part": "team", "phone": "+8613800000001"},
        {"name": "小明妈妈", "part": "guardian", "phone": None},
    ]
    state = {**alert, "people": people, "open": True, "canSayAllClear": True}

    async def answer(route: Route) -> None:
        await route.fulfill(json=state)

    async def clear(route: Route) -> None:
        state.update(open=False, canSayAllClear=False)
        await route.fulfill(json=state)

    await page.route("**/alert", answer)
    await page.route("**/all-clear?*", clear)
    await page.goto(f"/visits/101/{first['visitId']}?alert=1")
    await expect(page.get_by_role("link", name="王老师")).to_have_attribute("href", "tel:+8613800000001")
    await expect(page.get_by_text("没有登记电话")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="报平安：家访已结束").click()
    await expect(page.get_by_text("已经结束，一切平安。")).to_be_visible()
