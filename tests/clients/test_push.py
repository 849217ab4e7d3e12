"""Pushes: offered plainly once, registered with the server, shown without a word of what it is about, and they lead somewhere."""

import json
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.clients.calls import eventually, until
from tests.clients.site import FATHER, MOTHER, Site

SUBSCRIBES = """
Notification.requestPermission = async () => "granted";
Object.defineProperty(Notification, "permission", { get: () => localStorage.getItem("push-on") ? "granted" : "default" });
PushManager.prototype.subscribe = async (how) => {
  window.subscribed = how;
  const keys = { p256dh: "B".repeat(87), auth: "a".repeat(22) };
  return { toJSON: () => ({ endpoint: "https://fcm.googleapis.com/fcm/send/x", keys }) };
};
"""
"""Replaces the browser maker's push service, which a test cannot reach; the rest of the browser is real."""

TOLD = "localStorage.getItem('push-told') !== null"
"""The server has answered, and is not told a second time on this day."""

NOTIFIES = """() => {
  if (Notification.permission === "granted") return;
  const shown = [];
  self.registration.showNotification = async (title, { body, data, tag }) => void shown.push({ title, body, data, tag });
  self.registration.getNotifications = async () => shown;
}"""
"""Chromium's headless shell, which `./xinqiao test` fetches where there is no Chromium, lets nobody notify: it keeps what it is told to show."""


BADGE = (
    """() => Object.defineProperty(navigator, "setAppBadge", { value: async (count) => void (self.badge = count) })"""
)
"""The icon on the home screen, which a test cannot see."""


async def _offered(site: Site, browser: Browser, who: str) -> Page:
    context = await site.browser(browser, who, worker=True)
    await context.add_init_script(SUBSCRIBES)
    page = await context.new_page()
    await page.goto("/")
    await expect(page.get_by_role("heading", name="开启手机提醒？")).to_be_visible()
    return page


async def test_yes_registers_this_phone(site: Site, browser: Browser) -> None:
    page = await _offered(site, browser, MOTHER)
    await page.get_by_role("button", name="打开通知").click()
    await expect(page.get_by_text("这台手机已打开通知。")).to_be_visible()
    devices = await (await page.request.get("/api/v1/me/devices")).json()
    assert [one["kind"] for one in devices] == ["webpush"]
    how = await page.evaluate("({ visible: subscribed.userVisibleOnly, key: subscribed.applicationServerKey.length })")
    assert how == {"visible": True, "key": 65}
    async with page.expect_request(lambda asked: asked.method == "POST" and asked.url.endswith("/me/devices")):
        await page.goto("/me/devices")  # once a day the phone tells the server its push address again
    await expect(page.get_by_text("会收到提醒的设备")).to_be_visible()
    await until(lambda: page.evaluate(TOLD))
    again: list[str] = []
    page.on("request", lambda asked: again.append(asked.url) if asked.method == "POST" else None)
    await page.reload()
    await expect(page.get_by_text("会收到提醒的设备")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    assert again == []
    await page.get_by_role("button", name="关闭").click()
    await expect(page.get_by_role("button", name="打开通知")).to_be_visible()
    assert await (await page.request.get("/api/v1/me/devices")).json() == [], "the server tries no more"


async def test_not_now_is_heard(site: Site, browser: Browser) -> None:
    page = await _offered(site, browser, MOTHER)
    await page.get_by_role("button", name="以后再说").click()
    await expect(page.get_by_text("开启手机提醒？")).to_have_count(0)
    await page.reload()
    await expect(page.get_by_role("heading", name="待处理")).to_be_visible()
    await expect(page.get_by_text("开启手机提醒？")).to_have_count(0)


async def test_a_push_shows_what_it_says_and_no_more(site: Site, browser: Browser) -> None:
    context = await site.browser(browser, FATHER, worker=True)
    await context.grant_permissions(["notifications"], origin=site.url)
    page = await context.new_page()
    await page.goto("/")
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    cdp: Any = await context.new_cdp_session(page)
    working: list[str] = []

    def hear(event: Any) -> None:
        ours = [one for one in event["versions"] if one["scriptURL"].startswith(site.url)]
        working.extend(one["registrationId"] for one in ours if one["status"] == "activated")

    # A push to a service worker that is not at work yet is lost without a word.
    cdp.on("ServiceWorker.workerVersionUpdated", hear)
    await cdp.send("ServiceWorker.enable")
    await eventually(lambda: working or None)
    (worker,) = context.service_workers
    await worker.evaluate(NOTIFIES)
    await worker.evaluate(BADGE)
    said = {"title": "心桥", "body": "您有一条新消息，请登录后查看。", "url": "/inbox", "tag": "of-this-message"}
    push = {"origin": site.url, "registrationId": working[0], "data": json.dumps(said)}
    await cdp.send("ServiceWorker.deliverPushMessage", push)

    await until(lambda: worker.evaluate(SHOWN), lambda shown: shown == [["心桥", said["body"], "/inbox", said["tag"]]])
    await until(lambda: worker.evaluate("self.badge"), lambda count: count == 1)


SHOWN = """() => self.registration.getNotifications()
  .then((all) => all.map((one) => [one.title, one.body, one.data, one.tag]))"""
