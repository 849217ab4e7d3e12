"""The service as its users meet it: the built app, the demo's people, API and worker as processes, a clock that does not move by itself."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.async_api import Browser, BrowserContext, Locator, Page, StorageState, ViewportSize
from pyotp.totp import TOTP

from api.cli.demo import prepare
from api.cli.environment import ROOT
from api.core import vapid
from api.core.config import Config, load
from api.core.outbox import FOLDER, list_left
from api.core.services import open_services
from api.core.unit_of_work import system_uow
from api.features import REGISTRY
from api.observations import telling
from api.observations.mailbox.rules import HOUR, hour_of
from schemas.observations.tasks import ObservationMailbox
from tests.clients.calls import Api, eventually
from tests.servers import Cluster, environment

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Monday noon in Shanghai, when it begins, for server and browsers alike."""
ADMIN, OFFICER, COUNSELLOR, TEACHER = "16400000001", "16400000004", "16400000011", "16400000021"
LEADER, MOTHER, FATHER = "16400000023", "16400000031", "16400000032"
STUDENT = "student"
"""The table's student, who serves on the health committee and has no phone number."""
START = 150
"""Seconds that API and worker may take to start: the first test that needs them has the time for it (tests/clients/conftest.py)."""
ON_ITS_WAY = "progress.opening, button[aria-disabled=true]"
"""What the app shows while a screen is fetched or a write runs. The screen before is still there, and its words may match the next locator:
Playwright waits until it is gone before each tap, entry and expectation."""
AT_ONCE = """(() => {
  const sheet = new CSSStyleSheet(); sheet.replaceSync(".opening { animation: none !important }");
  document.adoptedStyleSheets = [sheet];
})()"""
"""People see that line after a moment. Playwright waits for what it sees, and has to see it from the first."""
NO_WORKER = """(() => {
  const none = (what) => () => Promise.reject(new Error(what));
  ServiceWorkerContainer.prototype.register = none("none is registered here");
  Object.defineProperty(ServiceWorkerContainer.prototype, "ready", { get: none("open the phone with worker=True") });
  window.noWorker = true;
})()"""
"""A service worker fetches every file of the app on each new phone, which takes as long as the test itself, and its first visit needs none.
Where the browser refuses one, the app works as it does on that visit."""
NO_STREAM = "delete window.EventSource"
"""What others do in a demo that tests share would draw a page again at any moment: the app does without, where there is none."""
PASSWORD = "桥上的灯都亮了 and the river is calm"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1366, "height": 768}


class Site:
    """A running demo. Sessions are made once for each person and lent to every test's browser."""

    def __init__(self, folder: Path, url: str, config: Config | None = None) -> None:
        self.url = url
        self._config = config
        self.faults: list[str] = []
        """Exceptions that a page raised and nobody caught."""
        self._folder = folder
        self._clock = folder / "clock"
        self._states: dict[tuple[str, bool], StorageState] = {}
        self._kept: dict[str, str] = {}
        self._taken: set[str] = set()
        self._student: dict[str, str] = {}

    def set_clock(self, now: datetime) -> None:
        """What API and worker take for the time. They read it at any moment: never half written."""
        half = self._clock.with_suffix(".new")
        half.write_text(now.isoformat())
        half.replace(self._clock)

    def now(self) -> datetime:
        """What they take for it."""
        return datetime.fromisoformat(self._clock.read_text())

    def later(self) -> None:
        """Four minutes go by: a phone is sent one code a minute, and three in ten."""
        self.set_clock(self.now() + timedelta(minutes=4))

    async def full_hour(self, org_id: int = 101) -> None:
        """What the worker does at the next full hour with the reports that wait. The clock stays: sessions would end."""
        assert self._config
        services = await open_services(self._config, REGISTRY, pool_size=1)
        try:
            async with system_uow(services, org_id) as uow:
                uow.now = hour_of(uow.now) + HOUR
                await telling.observation_mailbox(uow, ObservationMailbox())
        finally:
            await services.close()

    async def type_code(self, page: Page, phone: str, *, shared: bool = False) -> None:
        """Asks for a code on the page to sign in, and types it in, which signs in."""
        self.later()
        await page.get_by_label("手机号").fill(phone)
        await page.get_by_role("button", name="获取验证码").click()
        if shared:
            await page.get_by_label("这台手机别人也用").check()
        await page.get_by_label("六位验证码").fill(await self.code(phone))

    async def code(self, phone: str) -> str:
        """A sign-in code that left for a phone and was not taken yet."""
        return await eventually(lambda: self._code(phone))

    def _code(self, phone: str) -> str | None:
        for left in list_left(self._folder / FOLDER, limit=100_000):
            mine = left.kind == "sms" and left.address.endswith(phone) and left.dedupe_id not in self._taken
            if mine and (found := re.search(r"\d{6}", left.body)):
                self._taken.add(left.dedupe_id)
                return found.group()
        return None

    async def browser(
        self,
        browser: Browser,
        who: str | None = None,
        *,
        language: str = "zh-CN",
        text: str = "normal",
        dark: bool = False,
        step_up: bool = False,
        view: ViewportSize = PHONE,
        worker: bool = False,
        stream: bool = False,
    ) -> BrowserContext:
        """A phone of one's own. `who`: the phone number of somebody signed in; `step_up`: with password and authenticator;
        `worker`: with a service worker, for what happens without network, comes by push or is stored; `stream`: hears what others do."""
        # A first password ends the sessions before it: who has stepped up is that from then on.
        step_up = step_up or (who, True) in self._states
        if who and (who, step_up) not in self._states:
            await self._sign_in(browser, who, step_up=step_up)
        context = await browser.new_context(
            base_url=self.url,
            viewport=view,
            locale=language,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            storage_state=self._states[who, step_up] if who else None,
        )
        await context.clock.set_fixed_time(self.now())
        account = f"localStorage.setItem('account', {json.dumps(self._kept[who])});" if who else ""
        await context.add_init_script(
            "if (!localStorage.getItem('begun')) {"
            f"localStorage.setItem('begun', '1'); localStorage.setItem('language', '{language}');"
            f"localStorage.setItem('text-size', '{text}'); {account} }}"
        )
        without = [*([] if worker else [NO_WORKER]), *([] if stream else [NO_STREAM])]
        await context.add_init_script(";".join([AT_ONCE, *without]))
        return context

    async def page(self, browser: Browser, who: str | None, path: str = "/", **more: Any) -> Page:
        """The same with a page open, drawn."""
        return await self.open(await self.browser(browser, who, **more), path)

    async def open(self, context: BrowserContext, path: str = "/") -> Page:
        """A page of a phone, drawn."""
        page = await context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        await page.add_locator_handler(page.locator(ON_ITS_WAY).first, _let_it_come)
        await page.goto(path)
        await page.locator("h1").wait_for()
        return page

    def forget(self, who: str) -> None:
        """Ends their session: the next phone signs in again."""
        self._states = {known: state for known, state in self._states.items() if known[0] != who}

    @property
    def student_secret(self) -> str | None:
        """What the table's student signs in with; None while they never did."""
        return self._student.get("secret")

    def forget_student(self, class_code: str, secret: str) -> None:
        """Their secret is another one now, and their sessions have ended."""
        self.forget(STUDENT)
        self._student = {"classCode": class_code, "name": "李煜", "secret": secret}

    async def _sign_in(self, browser: Browser, who: str, *, step_up: bool) -> None:
        context = await browser.new_context(base_url=self.url)
        api = Api(context.request, self.url)
        done = await (self._as_student(browser, api) if who == STUDENT else self._by_phone(api, who))
        self._kept[who] = json.dumps({"accountId": done["accountId"], "shared": False})
        if step_up:
            await self._step_up(api, who)
        self._states[who, step_up] = await context.storage_state()
        await context.close()

    async def _by_phone(self, api: Api, phone: str) -> Any:
        self.later()
        await api.send("auth/code", {"phone": phone})
        return await api.send("auth/phone", {"phone": phone, "code": await self.code(phone)})

    async def _as_student(self, browser: Browser, api: Api) -> Any:
        """The table's student, at first with a starting code from the class teacher, later with the secret."""
        if self._student:
            return await api.send("auth/student", self._student)
        teacher = await self.browser(browser, TEACHER)
        school = Api(teacher.request, self.url)
        child = next(one for one in (await self._children(browser)) if one["className"] == "七年级(1)班")
        code = await school.send(f"orgs/101/students/{child['studentId']}/starting-code")
        await teacher.close()
        given = {"classCode": code["classCode"], "startingCode": code["code"], "name": child["name"]}
        self._student = {"classCode": code["classCode"], "name": child["name"], "secret": PASSWORD}
        return await api.send("auth/student/start", given | {"secret": PASSWORD})

    async def _children(self, browser: Browser) -> Any:
        mother = await self.browser(browser, MOTHER)
        home = await Api(mother.request, self.url).get("me/home")
        await mother.close()
        return [child for org in home["orgs"] for child in org["children"]]

    async def _step_up(self, api: Api, phone: str) -> None:
        await api.send("me/password", {"password": PASSWORD}, "PUT")
        secret = (await api.send("me/totp", {}))["secret"]
        await api.send("me/totp/confirm", {"code": TOTP(secret).at(self.now())})
        # The next of its codes: one that was shown is not taken twice.
        code = TOTP(secret).at(self.now() + timedelta(seconds=30))
        await api.send("auth/staff", {"phone": phone, "password": PASSWORD, "totp": code})


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo's people in a database of their own, before anything serves them."""

    folder: Path
    url: str
    environment: dict[str, str]
    people: str
    """The table of who can sign in."""


def load_demo(stack: ExitStack, cluster: Cluster, folder: Path) -> Demo:
    """Loads it."""
    database = cluster.fresh()
    stack.callback(cluster.drop, database)
    url = f"http://localhost:{_free_port()}"  # a name: no passkey is for an IP address
    Site(folder, url).set_clock(NOON)
    ours = environment(
        database,
        # Its worker lives on beside those of other tests: in their database it would take their tasks.
        cluster.servers.redis_url.replace("db=0", "db=1"),
        folder,
        XINQIAO_DEMO="1",
        XINQIAO_WEB_DIST=str(ROOT / "clients" / "web" / "dist"),
        XINQIAO_BASE_URL=url,
        XINQIAO_VAPID_KEY=vapid.new_key(),
        XINQIAO_VAPID_CONTACT="mailto:tests@xinqiao.invalid",
        XINQIAO_CLOCK_FILE=str(folder / "clock"),
    )
    return Demo(folder, url, ours, asyncio.run(prepare(load(ours))))


def start(stack: ExitStack, demo: Demo) -> Site:
    """Starts API and worker on it."""
    site = Site(demo.folder, demo.url, load(demo.environment))
    for command in (["serve", "--port", demo.url.rpartition(":")[2]], ["worker"]):
        log = stack.enter_context((demo.folder / f"{command[0]}.log").open("wb"))
        env = {**os.environ, **demo.environment, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", *command], env=env, cwd=ROOT, stdout=log, stderr=log
        )
        stack.callback(_stop, process)
    asyncio.run(eventually(lambda: _answers(site), START))
    return site


async def _let_it_come(_: Locator) -> None:
    """Does nothing: Playwright itself waits until what it saw is gone."""


def _answers(site: Site) -> bool | None:
    try:
        with urlopen(f"{site.url}/health/ready", timeout=5) as answer:  # noqa: S310  our own address
            return answer.status == 200 or None
    except OSError:
        return None


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(60)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
