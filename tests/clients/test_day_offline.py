"""A day of visits without network: what the phone has, what is said on it, and what becomes of both."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Browser, Locator, Page, Route, expect

from tests.clients.access import violations
from tests.clients.calls import eventually
from tests.clients.kept import forgets, keeps, kept_on
from tests.clients.site import TEACHER, Api, Site
from tests.clients.test_run_sheet import FAMILIES

STEP = "每晚十点前睡觉"
PHONE = "+8613800000009"
STALE = {"type": "https://xinqiao.invalid/problems/stale", "title": "x", "status": 412, "detail": "家访的时间改过了。"}


class Day:
    """The server's side of a day: one visit that has begun, one to come. `cut`: there is no network."""

    def __init__(self, site: Site, visits: list[Any]) -> None:
        now = site.now()
        times = [now - timedelta(minutes=10), now + timedelta(hours=2)]
        shown = {"state": "confirmed", "mode": "onsite", "place": None, "canRecord": False, "version": 4}
        self.visits = [
            {**one, **shown, "startsAt": at.isoformat(), "endsAt": (at + timedelta(hours=1)).isoformat()}
            for one, at in zip(visits, times, strict=True)
        ]
        # The service worker has a clock of its own.
        self.until = max(now, datetime.now(UTC)) + timedelta(hours=8)
        self.cut = False
        self.ended = False
        self.refuse = True
        self.said: list[tuple[str, str | None, str, Any]] = []

    def sheet(self) -> Any:
        agreed = {"visitId": self.visits[-1]["visitId"], "visitedAt": "2026-10-20T11:00:00Z"}
        agreed |= {"steps": [{"dueOn": "2026-12-10", "text": STEP}]}
        no: dict[str, Any] = {
            "followUps": [],
            "canBeLate": False,
            "canSayAllClear": False,
            "startedAt": None,
            "allClearAt": None,
        }
        stops = [{"visit": one, "agreed": None if n else agreed, **no} for n, one in enumerate(self.visits)]
        return {
            "orgId": 101,
            "timeZone": "Asia/Shanghai",
            "day": "2026-11-23",
            "homesFrom": "2026-11-22T10:00:00Z",
            "homesUntil": self.until.isoformat(),
            "visits": stops,
        }

    def homes(self) -> Any:
        people = [
            {"accountId": self.visits[0]["visitId"], "name": "妈妈", "relation": "mother", "phone": PHONE, "mail": None}
        ]
        where: dict[str, Any] = {"longitude": None, "latitude": None, "until": self.until.isoformat()}
        return {
            "homes": [
                {
                    "visitId": one["visitId"],
                    "travel": "walk",
                    "travelMinutes": None,
                    "family": {"address": FAMILIES[n][0], "people": [{**p, "comes": True} for p in people], **where},
                }
                for n, one in enumerate(self.visits)
            ]
        }

    async def answer(self, route: Route) -> None:
        """Whatever is asked of this day."""
        asked = route.request
        what = asked.url.split("?")[0].rsplit("/", 1)[-1]
        if self.cut:
            await route.abort("internetdisconnected")
        elif asked.method == "POST":
            body = json.loads(asked.post_data or "null") or asked.url.partition("saidAt=")[2]
            self.said.append((what, asked.headers.get("if-match"), asked.headers["idempotency-key"], body))
            refused = what == "record" and self.refuse
            await route.fulfill(
                status=412 if refused else 200,
                json=STALE if refused else self.visits[0],
                content_type="application/problem+json" if refused else "application/json",
            )
        elif self.ended:
            await route.fulfill(status=404, json={**STALE, "status": 404}, content_type="application/problem+json")
        elif what == "homes":
            await route.fulfill(json=self.homes(), headers={"cache-control": "no-store"})
        elif what == "run-sheet":
            await route.fulfill(json=self.sheet(), headers={"cache-control": "no-store"})
        elif visit := next((one for one in self.visits if one["visitId"] == what), None):
            await route.fulfill(json=visit)
        else:
            await route.continue_()

    async def network(self, page: Page, *, there: bool) -> None:
        self.cut = not there
        await page.context.set_offline(not there)


async def _open(site: Site, browser: Browser) -> tuple[Page, Day]:
    """The teacher's phone, which has the app, with the homes of the day opened once."""
    page = await site.page(browser, TEACHER, "/visits", worker=True)
    day = Day(site, (await Api(page.request, site.url).get("me/visits"))["visits"][:2])
    for path in ("**/run-sheet*", "**/run-sheet/homes*", "**/orgs/101/visits/*", "**/orgs/101/visits/*/*"):
        await page.context.route(path, day.answer)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.goto("/visits/101/day")
    await _homes(page)
    return page, day


async def _homes(page: Page) -> None:
    await page.get_by_role("button", name="住址、电话和路线").click()
    await expect(page.get_by_text(FAMILIES[1][0])).to_be_visible()


async def _say_all(page: Page, first: Locator) -> None:
    """Of the first visit: its start, lateness, that all is well, and its record."""
    await first.get_by_role("button", name="到了，开始家访").click()
    await expect(first.get_by_text("开始家访：已记下")).to_be_visible()
    await page.get_by_role("button", name="我会晚到").first.click()
    await page.get_by_role("button", name="晚 10 分钟").click()
    await expect(page.get_by_role("button", name="我会晚到")).to_have_count(0)
    await first.get_by_role("button", name="报平安").click()
    await expect(first.get_by_text("报平安：已记下")).to_be_visible()
    await first.get_by_role("link", name="写家访记录").click()
    await page.get_by_label("孩子在家怎么样").fill("在家安静看书")
    await page.get_by_role("button", name="保存").click()
    await expect(first.get_by_text("家访记录：已记下")).to_be_visible()
    await expect(first.get_by_role("button")).to_have_count(0)


async def test_a_day_without_network_is_said_once_and_nothing_is_lost(site: Site, browser: Browser) -> None:
    page, day = await _open(site, browser)
    await keeps(page, FAMILIES[1][0])
    await day.network(page, there=False)
    await page.goto("/visits/101/day")
    await expect(page.get_by_text(STEP)).to_be_visible()
    await _homes(page)
    await expect(page.get_by_role("link", name=PHONE).first).to_have_attribute("href", f"tel:{PHONE}")
    first = page.locator(".stop").first
    await _say_all(page, first)
    assert await violations(page) == []
    assert day.said == []
    assert "在家安静看书" not in await kept_on(page), "what waits is sealed"
    # Which of the day's visits each is about: by its time, and no name stands in the queue.
    begins = datetime.fromisoformat(str(day.visits[0]["startsAt"])) + timedelta(hours=8)
    for what in ("开始家访", "晚到", "报平安", "家访记录"):
        await expect(page.get_by_text(f"{begins:%H:%M} {what}")).to_be_visible()

    await day.network(page, there=True)
    await expect(page.get_by_role("alert").filter(has_text="家访的时间改过了。")).to_be_visible()
    # The page's clock stands still, and they were all said at once.
    assert {what: seen for what, seen, _, _ in day.said} == {
        "start": '"v4"',
        "late": '"v4"',
        "all-clear": None,
        "record": '"v4"',
    }
    assert len({key for _, _, key, _ in day.said}) == len(day.said) == 4
    told = {what: body for what, _, _, body in day.said}
    assert all([told["record"]["saidAt"], told["late"]["saidAt"], told["start"], told["all-clear"]])
    # What was refused is not lost: it is opened, and sent with the visit as it is now.
    day.refuse = False
    await first.get_by_role("link", name="打开再试").click()
    await expect(page.get_by_label("孩子在家怎么样")).to_have_value("在家安静看书")
    assert await violations(page) == []
    await page.get_by_role("button", name="保存").click()
    await eventually(lambda: day.said[4:] or None)
    await expect(page.get_by_text("家访的时间改过了。")).to_have_count(0)
    assert [what for what, *_ in day.said[4:]] == ["record"]
    assert day.said[4][3]["atHome"] == "在家安静看书"


async def test_what_a_phone_has_of_a_day_goes_with_the_day_the_rights_and_the_person(
    site: Site, browser: Browser
) -> None:
    page, day = await _open(site, browser)
    await keeps(page, FAMILIES[0][0])
    # A visit that a colleague took over is nobody's business here any more; nor are all of them, once the rights ended.
    gone = day.visits.pop(0)
    await page.goto("/visits/101/day")
    await expect(page.locator(".stop")).to_have_count(1)
    await forgets(page, FAMILIES[0][0])
    day.visits.insert(0, gone)
    await page.reload()
    await _homes(page)
    day.ended = True
    await page.goto("/visits/101/day")
    await expect(page.locator("main").get_by_role("alert")).to_be_visible()
    await forgets(page, FAMILIES[1][0])
    day.ended = False
    await page.reload()
    await _homes(page)
    await keeps(page, FAMILIES[1][0])
    # The day is over: without network too, and by the phone's clock.
    await day.network(page, there=False)
    await page.context.clock.set_fixed_time(day.until + timedelta(minutes=1))
    await page.goto("/visits/101/day?on=2026-11-23")
    await expect(page.locator("main").get_by_role("alert")).to_be_visible()
    await forgets(page, FAMILIES[1][0])
    assert STEP not in await kept_on(page)


async def test_a_shared_phone_keeps_nothing_of_a_day(site: Site, browser: Browser) -> None:
    page, day = await _open(site, browser)
    await page.evaluate("""() => {
      const who = JSON.parse(localStorage.getItem("account"));
      localStorage.removeItem("account");
      sessionStorage.setItem("account", JSON.stringify({ ...who, shared: true }));
      indexedDB.deleteDatabase("xinqiao");
    }""")
    await page.reload()
    await _homes(page)
    assert FAMILIES[1][0] not in await kept_on(page)
    await day.network(page, there=False)
    await page.get_by_role("button", name="到了，开始家访").first.click()
    await expect(page.get_by_role("alert").filter(has_text="没有网络")).to_be_visible()
