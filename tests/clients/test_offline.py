"""Writes without network: they wait, leave in order with their key, for the same account alone; a conflict is shown."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.calls import Api, eventually, until
from tests.clients.kept import keeps, kept_on
from tests.clients.site import LEADER, MOTHER, TEACHER, Site


async def test_an_ordinary_write_waits_for_the_network_and_leaves_once(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.headers["idempotency-key"]) if asked.method == "PUT" else None)
    await _quiet_from(page, "20:15", offline=True)
    await expect(page.get_by_text("设置 · 联网后发出")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("联网后发出")).to_have_count(0)
    assert (await _profile(page))["quietFrom"] == "20:15"
    assert len(sent) == 2, "asked once without network, once with"
    assert len(set(sent)) == 1, "by the same key: had the first come through, it would count once"


async def test_what_waits_outlives_the_page(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings", worker=True)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.reload()
    await _quiet_from(page, "20:30", offline=True)
    await page.goto("/help")
    await expect(page.get_by_text("设置 · 联网后发出")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("联网后发出")).to_have_count(0)
    assert (await _profile(page))["quietFrom"] == "20:30"


async def test_a_conflict_is_shown_until_it_was_seen(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings")
    await _quiet_from(page, "20:45", offline=True)
    site.later()
    profile = await _profile(page)  # from beside the page, which has no network
    headers = {"origin": site.url, "idempotency-key": uuid4().hex, "if-match": f'"v{profile["version"]}"'}
    edit = {name: profile[name] for name in ("language", "quietTo", "channels", "plainTitles")}
    put = await page.request.put("/api/v1/me", data=edit | {"quietFrom": "19:00"}, headers=headers)
    assert put.ok
    await page.context.set_offline(False)
    alert = page.get_by_role("alert").filter(has_text="没有成功")
    await expect(alert).to_be_visible()
    await page.reload()
    await expect(alert).to_be_visible()
    assert (await _profile(page))["quietFrom"] == "19:00", "nothing was overwritten"
    await alert.get_by_role("button", name="删除").click()
    await expect(alert).to_have_count(0)


async def test_what_waits_is_sent_for_its_own_account_alone(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings")
    await _quiet_from(page, "21:00", offline=True)
    # The session ends elsewhere; somebody else signs in on this phone.
    await page.context.clear_cookies()
    await page.context.set_offline(False)
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
    await expect(page.get_by_text("这台手机已经退出登录")).to_be_visible()
    await site.type_code(page, LEADER)
    await expect(page.get_by_role("heading", name="语言、字号和提醒")).to_be_visible()
    await expect(page.get_by_text("联网后发出")).to_have_count(0)
    assert (await _profile(page))["quietFrom"] != "21:00"


async def test_what_waited_longer_than_its_key_is_known_is_not_sent_but_shown(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings")
    await _quiet_from(page, "21:15", offline=True)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "PUT" else None)
    await page.context.clock.set_fixed_time(site.now() + timedelta(days=2, minutes=1))
    await page.context.set_offline(False)
    alert = page.get_by_role("alert").filter(has_text="隔得太久")
    await expect(alert).to_contain_text("设置")
    assert sent == []
    await alert.get_by_role("button", name="删除").click()
    await expect(alert).to_have_count(0)


async def test_two_tabs_send_what_waits_once(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings")
    other = await page.context.new_page()
    await other.goto("/help")
    keys: list[str] = []
    for tab in (page, other):
        tab.on(
            "request", lambda asked: keys.append(asked.headers["idempotency-key"]) if asked.method == "PUT" else None
        )
    await _quiet_from(page, "20:05", offline=True)
    keys.clear()
    await page.context.set_offline(False)
    for tab in (page, other):
        await expect(tab.get_by_text("联网后发出")).to_have_count(0)
    assert len(set(keys)) == 1, "both tabs send the same write"
    assert (await _profile(page))["quietFrom"] == "20:05"


async def _quiet_from(page: Page, time: str, *, offline: bool) -> None:
    start = page.get_by_label("从", exact=True)
    await start.wait_for()
    await page.context.set_offline(offline)
    await start.fill(time)
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("已记下，连上网就会发出。")).to_be_visible()


async def _profile(page: Page) -> Any:
    return await (await page.request.get("/api/v1/me")).json()


async def test_what_was_seen_before_shows_while_a_slow_network_answers(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER)
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    answers: list[Route] = []

    async def hold(route: Route) -> None:
        answers.append(route)

    await page.route("**/api/v1/me/home", hold)
    await page.reload()
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await eventually(lambda: answers or None)  # the answer is still on its way
    for route in answers:
        await route.continue_()


async def test_a_message_opens_at_once_however_slow_the_network(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/help")
    held: list[Route] = []

    async def unread(route: Route) -> None:
        answer = await (await route.fetch()).json()
        await route.fulfill(json=answer | {"items": [one | {"readAt": None} for one in answer["items"]]})

    async def hold(route: Route) -> None:
        held.append(route)

    await page.route("**/api/v1/me/inbox*", unread)
    await page.route("**/messages/*/read", hold)
    await page.goto("/inbox")
    await page.get_by_role("button", name="流感多发").click()
    await expect(page.get_by_role("heading", name="流感多发，请每天晨检")).to_be_visible()
    await eventually(lambda: held or None)  # that it was read is still on its way
    for route in held:
        await route.continue_()


async def test_an_older_page_that_does_not_come_is_said(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/help")
    whole = await (await page.request.get("/api/v1/me/inbox")).json()
    asked: list[str] = []

    async def in_two_pages(route: Route) -> None:
        asked.append(route.request.url)
        if "cursor" not in route.request.url:
            await route.fulfill(json={"items": whole["items"][:1], "next": "more"})
        elif len(asked) == 2:
            await route.abort()
        else:
            await route.fulfill(json={"items": whole["items"][1:2], "next": None})

    await page.route("**/api/v1/me/inbox*", in_two_pages)
    await page.goto("/inbox")
    await page.get_by_role("button", name="查看更多").click()
    await expect(page.get_by_role("alert")).to_contain_text("现在没有网络")
    await page.get_by_role("button", name="查看更多").click()
    await expect(page.locator("main li")).to_have_count(2)
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_signing_out_asks_before_what_waits_is_lost(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/me/settings", worker=True)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.reload()
    await _quiet_from(page, "21:15", offline=True)
    await page.get_by_role("link", name="我的").click()
    await page.get_by_role("button", name="退出登录").click()
    asks = page.get_by_role("dialog", name="退出登录")
    await asks.get_by_role("button", name="暂不").click()
    await expect(asks).to_have_count(0)
    await expect(page.get_by_text("设置 · 联网后发出")).to_be_visible()
    await page.get_by_role("button", name="退出登录").click()
    await asks.get_by_role("button", name="退出登录").click()
    site.forget(MOTHER)
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
    await page.wait_for_url(f"{site.url}/")


async def test_what_was_answered_without_network_is_not_asked_again(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/visits")
    visit = page.locator("main a[href^='/visits/1']").first
    remove = page.get_by_role("button", name="删除").last
    await remove.wait_for()
    await page.context.set_offline(True)
    await remove.click()
    await expect(page.get_by_text("等网络")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("联网后发出")).to_have_count(0)
    await visit.click()
    await expect(page.get_by_role("button", name="这个时间可以")).to_be_visible()
    await page.route("**/confirm", lambda route: route.abort())
    await page.get_by_role("button", name="这个时间可以").click()
    await expect(page.locator("main").get_by_text("已记下，连上网就会发出。")).to_be_visible()
    for name in ("这个时间可以", "换个时间", "这次不方便"):
        await expect(page.get_by_role("button", name=name)).to_have_count(0)


async def test_where_a_family_meets_never_waits_on_a_phone(site: Site, browser: Browser) -> None:
    page = await site.page(browser, MOTHER, "/visits/availability", worker=True)
    await page.get_by_role("button", name="星期二 19:00–20:00").click()
    await page.get_by_role("radio", name="别的地方").check()
    await page.get_by_label("地点").fill("姥姥家五栋三楼")
    await page.context.set_offline(True)
    await page.get_by_role("button", name="告诉老师").click()
    await expect(page.get_by_role("alert").filter(has_text="没有网络")).to_be_visible()
    assert "姥姥家" not in await kept_on(page)


async def test_a_notice_that_was_never_opened_is_read_without_network(site: Site, browser: Browser) -> None:
    """As it is listed: on the first screen where it asks for an answer, else in the list. Fetching it opens nothing."""
    for kind, path, body in (("acknowledge", "/", "先放首页。"), ("information", "/notices", "只在列表的一段。")):
        notice_id = await sent(site, browser, kind, f"没有打开过 {kind}", body)
        page = await site.page(browser, MOTHER, path, worker=True)
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await page.reload()
        await keeps(page, body)
        mine = f"orgs/101/me/notices/{notice_id}"
        assert (await Api(page.request, site.url).get(mine))["openedAt"] is None
        await page.context.set_offline(True)
        await page.get_by_role("link", name=f"没有打开过 {kind}").click()
        await expect(page.get_by_text(body)).to_be_visible()
        await page.context.set_offline(False)
        await page.context.close()


async def test_a_phone_that_others_use_keeps_no_notice_ahead(site: Site, browser: Browser) -> None:
    body = "不留这一段。"
    await sent(site, browser, "information", "别人也用的手机", body)
    page = await site.page(browser, None, "/sign-in", worker=True)
    await site.type_code(page, MOTHER, shared=True)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/me/notices/" in one.url else None)
    await page.get_by_role("link", name="通知").click()
    await expect(page.get_by_role("link", name="别人也用的手机")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    assert asked == []
    assert body not in await kept_on(page)


async def sent(site: Site, browser: Browser, kind: str, title: str, body: str) -> str:
    """A notice to the mother's class, once it is in her list."""
    teacher = Api((await site.browser(browser, TEACHER)).request, site.url)
    one = (await teacher.get("orgs/101/classes"))[0]["classId"]
    text = {"kind": kind, "titleZh": title, "bodyZh": body}
    made = await teacher.send("orgs/101/notices", text | {"audience": {"classIds": [one], "parts": ["guardian"]}})
    path = f"orgs/101/notices/{made['noticeId']}"
    await teacher.send(f"{path}/send", {}, version=made["version"])
    await until(lambda: teacher.get(path), lambda now: now["state"] == "sent")
    return made["noticeId"]
