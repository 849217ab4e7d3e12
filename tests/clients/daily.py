"""What people do every day, tap by tap from their first screen."""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Locator, Page, Route, expect

from tests.clients.site import ADMIN, COUNSELLOR, LEADER, MOTHER, OFFICER, ON_ITS_WAY, STUDENT, TEACHER, Site
from tests.clients.taps import COUNT

SCREENS = """() => {
  window.screens = [];
  const seen = () => { if (window.screens.at(-1) !== location.pathname) window.screens.push(location.pathname); };
  seen();
  for (const name of ["pushState", "replaceState"]) {
    const was = history[name].bind(history);
    history[name] = (...words) => { was(...words); seen(); };
  }
}"""


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on the first thing of this role whose name holds the words; with `text`, what is typed there."""

    role: str
    name: str
    text: str | None = None

    async def make(self, page: Page) -> None:
        target = self._target(page)
        await target.click()
        if self.text is not None:
            await target.fill(self.text)

    def _target(self, page: Page) -> Locator:
        name = re.compile(self.name)
        if self.role == "label":  # radios and boxes are drawn as their labels
            return page.locator("label", has_text=name).first
        if self.role == "field":
            return page.get_by_label(name).first
        return page.get_by_role(self.role, name=name).first  # pyright: ignore[reportArgumentType]


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody does: the way from their first screen to where it is done, and what is left to do there."""

    who: str
    role: str
    name: str
    way: Sequence[Tap]
    there: Sequence[Tap] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """Taps and screens from the first screen to where it is done, and taps in all."""

    way: int
    taps: int
    screens: int


def link(name: str) -> Tap:
    """A link, a tab or a row."""
    return Tap("link", name)


def button(name: str) -> Tap:
    """A button."""
    return Tap("button", name)


TASKS = (
    Task(MOTHER, "guardian", "answer a visit", [link("家访 · 李煜")], [button("这个时间可以")]),
    Task(MOTHER, "guardian", "confirm a notice", [link("流感多发")], [button("我知道了")]),
    Task(
        MOTHER,
        "guardian",
        "sign a consent",
        [link("校外实践活动同意书")],
        [Tap("label", "^同意"), Tap("field", "全名", "李建国"), button("^签字")],
    ),
    Task(
        MOTHER,
        "guardian",
        "book a session",
        [link("^咨询$"), link("约一次咨询")],
        [Tap("label", "16:00"), button("约这个时间")],
    ),
    Task(
        MOTHER,
        "guardian",
        "give a time for a visit",
        [link(r"^家访( \d|$)"), link("填方便的时间")],
        [button("星期二 18:00–19:00"), button("告诉老师")],
    ),
    Task(MOTHER, "guardian", "call a helpline", [link("求助热线")], [link("12356")]),
    Task(TEACHER, "class teacher", "see who has not answered", [link("^通知"), Tap("label", "我发的"), link("校外")]),
    Task(TEACHER, "class teacher", "write a notice", [link("^通知"), link("写通知")]),
    Task(
        TEACHER,
        "class teacher",
        "propose a visit",
        [link("^班级"), link("李煜"), link("约家访")],
        [Tap("label", r"\d:\d\d–\d"), button("发给家长")],
    ),
    Task(TEACHER, "class teacher", "write a visit's record", [link("家访 · 孙嘉宁"), link("写家访记录")]),
    Task(TEACHER, "class teacher", "note a contact", [link("^班级"), link("朱景睿"), button("记一次联系")]),
    Task(TEACHER, "class teacher", "call a family", [link("^班级"), link("朱景睿"), button("查看电话")]),
    Task(TEACHER, "class teacher", "see the reports", [link("^关注")]),
    Task(
        STUDENT,
        "student",
        "report something",
        [link("说一说")],
        [button("别的事"), button("陈煜"), Tap("field", "看到或听到了什么", "他最近总是一个人坐着"), button("发出")],
    ),
    Task(
        STUDENT,
        "student",
        "book a session",
        [link("^咨询"), link("约一次咨询")],
        [Tap("label", "16:00"), button("约这个时间")],
    ),
    Task(COUNSELLOR, "counsellor", "see the day", [link("日程")]),
    Task(COUNSELLOR, "counsellor", "say that a session took place", [link("咨询 · 黄思妤")], [button("谈过了")]),
    Task(COUNSELLOR, "counsellor", "open or close a day", [link("开放时间"), button("设置特殊日期")]),
    Task(LEADER, "leader", "see how far the visits are", [link("还要家访")]),
    Task(LEADER, "leader", "see who has not answered", [link(r"· \d+ 人")]),
    Task(ADMIN, "administrator", "upload a list", [link("名册")]),
    Task(ADMIN, "administrator", "find a person", [link("^学校"), link("人员和身份")], [Tap("field", "找人", "林静")]),
    Task(OFFICER, "officer", "see a school's counts", [link("^数据"), button("青禾区第一初级中学")]),
    Task(OFFICER, "officer", "see who has not filed", [link("^数据"), link("宣传教育")]),
    Task(OFFICER, "officer", "write to the schools", [link("^通知"), link("给各校写通知")]),
)


@asynccontextmanager
async def begun(task: Task, site: Site, browser: Browser) -> AsyncGenerator[Page]:
    """Their first screen on a phone of their own, from which nothing leaves: tests share the demo."""
    context = await site.browser(browser, task.who)
    await context.route("**/api/**", _no_write)
    page = await site.open(context)
    await page.locator("main h2, main .cell, main a").first.wait_for()
    yield page
    await context.close()


async def _no_write(route: Route) -> None:
    await (route.continue_() if route.request.method in {"GET", "HEAD"} else route.abort())


async def count(task: Task, page: Page) -> Counted:
    """Does the task on the page; what it took."""
    await page.evaluate(COUNT)
    await page.evaluate(SCREENS)
    for tap in task.way:
        await tap.make(page)
    await page.locator("h1").first.wait_for()
    await expect(page.locator(ON_ITS_WAY)).to_have_count(0)
    way, screens = await page.evaluate("[window.taps, window.screens.length]")
    for tap in task.there:
        await tap.make(page)
    return Counted(way=way, taps=await page.evaluate("window.taps"), screens=screens)
