"""Every screen of the app: who looks at it, and where it is."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from playwright.async_api import Browser

from api.cli.environment import ROOT
from tests.clients.calls import Api
from tests.clients.site import ADMIN, COUNSELLOR, LEADER, MOTHER, OFFICER, STUDENT, TEACHER, Site
from tests.of_features import of_features

SCHOOL = 101

Find: TypeAlias = Callable[[Api], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Screen:
    """`route` as the app's sources name it; `at` finds the address of a route with parts that differ."""

    name: str
    route: str
    who: str | None
    at: Find | None = None
    step_up: bool = False


async def _my_notice(api: Api) -> str:
    first = (await api.get("me/notices"))["items"][0]
    return f"/notices/{first['orgId']}/{first['noticeId']}"


async def _sent_notice(api: Api) -> str:
    first = (await api.get(f"orgs/{SCHOOL}/notices?state=sent"))["items"][0]
    return f"/notices/sent/{SCHOOL}/{first['noticeId']}"


async def _draft(api: Api) -> str:
    one = await _class(api)
    audience = {"classIds": [one], "parts": ["guardian"]}
    body = {"kind": "sign", "titleZh": "研学同意书", "bodyZh": "请阅读后签字。", "audience": audience}
    made = await api.send(f"orgs/{SCHOOL}/notices", body)
    return f"/notices/write/{SCHOOL}/{made['noticeId']}"


async def _class(api: Api) -> str:
    return (await api.get(f"orgs/{SCHOOL}/classes"))[0]["classId"]


async def _student(api: Api) -> str:
    class_id = await _class(api)
    coverage = await api.get(f"orgs/{SCHOOL}/classes/{class_id}/coverage")
    visited = next(one for one in coverage["students"] if one["contactedAt"])
    return f"/class/{SCHOOL}/{class_id}/{visited['studentId']}"


async def _propose(api: Api) -> str:
    class_id = await _class(api)
    coverage = await api.get(f"orgs/{SCHOOL}/classes/{class_id}/coverage")
    return f"/class/{SCHOOL}/{class_id}/{coverage['students'][0]['studentId']}/visit"


async def _invite(api: Api) -> str:
    _, org, _, student = (await _student(api)).strip("/").split("/")
    return f"/talks/book/{org}/{student}"


async def _waiting_visit(api: Api) -> str:
    visit = next(one for one in (await api.get("me/home"))["visits"] if one["state"] == "proposed")
    return f"/visits/{visit['orgId']}/{visit['visitId']}"


async def _recorded_visit(api: Api) -> str:
    visits = (await api.get(f"orgs/{SCHOOL}/visits?from=2026-09-01T00:00:00Z"))["items"]
    visit = next(one for one in visits if one["state"] == "recorded")
    return f"/visits/{SCHOOL}/{visit['visitId']}"


async def _record(api: Api) -> str:
    return f"{await _visit_to_record(api)}/record"


async def _visit_to_record(api: Api) -> str:
    visits = (await api.get(f"orgs/{SCHOOL}/visits?from=2026-11-20T00:00:00Z"))["items"]
    visit = next(one for one in visits if one["state"] == "confirmed")
    return f"/visits/{SCHOOL}/{visit['visitId']}"


async def _talk(api: Api) -> str:
    first = (await api.get("me/home"))["next"][0]
    return f"/talks/{first['orgId']}/{first['bookingId']}"


async def _concern(api: Api) -> str:
    first = (await api.get(f"orgs/{SCHOOL}/observations"))["items"][0]
    return f"/concerns/{SCHOOL}/{first['observationId']}"


async def _import(api: Api) -> str:
    first = (await api.get(f"orgs/{SCHOOL}/roster/imports"))["items"][0]
    return f"/roster/{SCHOOL}/{first['importId']}"


async def _answer(api: Api) -> str:
    first = (await api.get(f"orgs/{SCHOOL}/committee-members"))["items"][0]
    return f"/committee/answer/{SCHOOL}/{first['memberId']}"


TOUR = [
    Screen("sign-in", "/sign-in", None),
    Screen("sign-in-student", "/sign-in/:mode", None, lambda _: _at("/sign-in/student")),
    Screen("help", "/help", None),
    Screen("lost", "*", MOTHER, lambda _: _at("/no/such/page")),
    Screen("guardian-home", "/", MOTHER),
    Screen("inbox", "/inbox", MOTHER),
    Screen("notices", "/notices", MOTHER),
    Screen("notice", "/notices/:org/:id", MOTHER, _my_notice),
    Screen("visits", "/visits", MOTHER),
    Screen("visit-availability", "/visits/availability/:at*", MOTHER, lambda _: _at("/visits/availability")),
    Screen("visit", "/visits/:org/:visit/:record?", MOTHER, _waiting_visit),
    Screen("talks", "/talks", MOTHER),
    Screen("talk-book", "/talks/book", MOTHER),
    Screen("talk", "/talks/:org/:id", MOTHER, _talk),
    Screen("committee-answer", "/committee/answer/:org/:id", MOTHER, _answer),
    Screen("me", "/me", MOTHER),
    Screen("me-settings", "/me/settings", MOTHER),
    Screen("me-calendar", "/me/calendar", MOTHER),
    Screen("me-devices", "/me/devices", MOTHER),
    Screen("me-safety", "/me/safety", TEACHER),
    Screen("teacher-home", "/", TEACHER),
    Screen("class", "/class", TEACHER),
    Screen("class-student", "/class/:org/:class/:student", TEACHER, _student),
    Screen("talk-invite", "/talks/book/:org/:student", TEACHER, _invite),
    Screen("class-propose", "/class/:org/:class/:student/visit", TEACHER, _propose),
    Screen("visit-recorded", "/visits/:org/:visit/:record?", TEACHER, _recorded_visit),
    Screen("visit-record", "/visits/:org/:visit/:record?", TEACHER, _record),
    Screen("notices-sent", "/notices", TEACHER),
    Screen("notice-write", "/notices/write/:org?/:id?", TEACHER, lambda _: _at("/notices/write")),
    Screen("notice-edit", "/notices/write/:org?/:id?", TEACHER, _draft),
    Screen("notice-status", "/notices/sent/:org/:id", TEACHER, _sent_notice),
    Screen("committee", "/committee", TEACHER),
    Screen("concerns", "/concerns", TEACHER, step_up=True),
    Screen("concern", "/concerns/:org/:id", TEACHER, _concern, step_up=True),
    Screen("concern-new", "/concerns/new", TEACHER, step_up=True),
    Screen("student-home", "/", STUDENT),
    Screen("report", "/report", STUDENT),
    Screen("report-mine", "/report/mine", STUDENT),
    Screen("counsellor-home", "/", COUNSELLOR),
    Screen("diary", "/diary", COUNSELLOR),
    Screen("diary-month", "/diary", COUNSELLOR, lambda _: _at("/diary?view=month")),
    Screen("hours", "/hours", COUNSELLOR),
    Screen("concern-slip", "/concerns/slip", COUNSELLOR, step_up=True),
    Screen("talk-counsellor", "/talks/:org/:id", COUNSELLOR, _talk),
    Screen("roster", "/roster", ADMIN),
    Screen("roster-report", "/roster/:org/:id", ADMIN, _import),
    Screen("school", "/school", LEADER),
    Screen("school-people", "/school/people", ADMIN),
    Screen("school-places", "/school/places", ADMIN),
    Screen("school-hotlines", "/school/hotlines", ADMIN),
    Screen("figures", "/figures/:at*", OFFICER, lambda _: _at("/figures")),
    Screen("figure-trends", "/figures/:at*", OFFICER, lambda _: _at("/figures/100")),
    *(Screen(**screen) for screens in of_features("screens", "SCREENS") for screen in screens),
]
"""A feature may name its own in `tests/<feature>/screens.py`."""


async def _at(path: str) -> str:
    return path


async def find(screen: Screen, site: Site, browser: Browser) -> str:
    """The address of a screen."""
    if screen.at is None:
        return screen.route
    context = await site.browser(browser, screen.who, step_up=screen.step_up)
    try:
        return await screen.at(Api(context.request, site.url))
    finally:
        await context.close()


def routes() -> set[str]:
    """Every address in the app's sources. Those of `school-parts` stand behind one pattern."""
    folder = ROOT / "clients" / "web" / "src" / "routes"
    found = {one for file in folder.glob("*.ts") for one in re.findall(r'^ +"(/[^"]*)": ', _read(file), re.MULTILINE)}
    parts = re.findall(r"^ +(\w+): lazy", _read(folder / "school-parts.tsx"), re.MULTILINE)
    return found - {"/school/:part"} | {f"/school/{part}" for part in parts}


def _read(file: Path) -> str:
    return file.read_text()
