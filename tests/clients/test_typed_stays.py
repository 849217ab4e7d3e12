"""What is typed, shown once or said yes to belongs to one version: a newer one of a person, of an upload or of targets takes nothing away."""

from typing import Any
from uuid import uuid4

from playwright.async_api import Browser, Page, Route, expect

from tests.clients.access import violations
from tests.clients.calls import Api
from tests.clients.site import ADMIN, OFFICER, Site

READ_AGAIN = "window.dispatchEvent(new Event('online'))"
NOTE = "不能覆盖新的内容"


class Newer:
    """What is read, with changes that colleagues make meanwhile; it refuses writes that are not to its version."""

    def __init__(self, whole: dict[str, Any]) -> None:
        self.whole = whole
        self.tried: list[str | None] = []

    def change(self, **more: Any) -> None:
        """Somebody's change."""
        self.whole = self.whole | more | {"version": self.whole["version"] + 1}

    async def answer(self, route: Route) -> None:
        await route.fulfill(json=self.whole)

    async def refuse(self, route: Route) -> None:
        self.tried.append(await route.request.header_value("If-Match"))
        stale = {"slug": "stale", "status": 412, "title": "别人已经改过", "type": "stale"}
        await route.fulfill(status=412, content_type="application/problem+json", json=stale)


async def test_targets_being_typed_stay(site: Site, browser: Browser) -> None:
    page = await site.page(browser, OFFICER, "/figures")
    whole = await Api(page.request, site.url).get("orgs/100/figures")
    targets = Newer(whole["targets"] | {"visited": 60, "version": 1})

    async def answer(route: Route) -> None:
        await route.fulfill(json=whole | {"targets": targets.whole})

    await page.route("**/orgs/100/figures", answer)
    await page.route("**/figures/targets", targets.refuse)
    await page.reload()
    await page.get_by_role("button", name="设定目标").click()
    sheet = page.get_by_role("dialog")
    field = sheet.get_by_label("本学年已家访（%）")
    await expect(field).to_have_value("60")
    await field.fill("85")
    targets.change(visited=70)
    await page.evaluate(READ_AGAIN)
    await expect(sheet.get_by_text(NOTE)).to_be_visible()
    await expect(field).to_have_value("85")
    assert await violations(page) == []
    await sheet.get_by_role("button", name="保存").click()
    await expect(sheet.get_by_role("alert")).to_be_visible()
    assert targets.tried == ['"v1"']
    await sheet.get_by_role("button", name="改用新的内容").click()
    await expect(field).to_have_value("70")


async def _person(site: Site, browser: Browser) -> tuple[Page, Newer, str]:
    """The page of a student, whom a colleague changes as well."""
    page = await site.page(browser, ADMIN, "/school/people", step_up=True)
    await page.get_by_label("班级", exact=True).select_option(index=14)
    link = page.locator("a[href*='/school/people/101/student/']:not([href$=new])").last
    student_id = (await link.get_attribute("href") or "").split("/")[-1]
    whole = await Api(page.request, site.url).get(f"orgs/101/roster/students/{student_id}")
    student = Newer(whole)
    await page.route(f"**/roster/students/{student_id}", student.answer)
    guardian = {"guardianId": whole["guardians"][0]["guardianId"], "name": "奶奶王桂兰"}
    await page.route("**/unnumbered-guardians", lambda route: route.fulfill(json=[guardian]))
    await page.goto(f"/school/people/101/student/{student_id}")
    await expect(page.get_by_role("heading", name="家长", exact=True)).to_be_visible()
    return page, student, student_id


async def test_a_code_that_is_shown_once_stays(site: Site, browser: Browser) -> None:
    page, student, _ = await _person(site, browser)
    code = {"code": "7XQ2KMAB", "classCode": "7XQ2KM", "name": "王桂兰", "studentNumber": None, "staffNumber": None}
    more = {"person": "王桂兰", "expiresAt": "2026-11-30T15:59:59Z", "needsSecondAdult": False}
    await page.route("**/starting-code", lambda route: route.fulfill(status=201, json=code | more))
    await page.get_by_role("button", name="王桂兰").click()
    await page.get_by_role("button", name="现在发一个").click()
    await expect(page.get_by_role("dialog").get_by_text("7XQ2KMAB")).to_be_visible()
    student.change(name="苏小河")
    await page.evaluate(READ_AGAIN)
    await expect(page.get_by_role("heading", level=1)).to_have_text("苏小河")
    await expect(page.get_by_role("dialog").get_by_text("7XQ2KMAB")).to_be_visible()


async def test_a_guardian_being_changed_is_saved_over_nobody(site: Site, browser: Browser) -> None:
    page, student, _ = await _person(site, browser)
    guardian = student.whole["guardians"][0]
    await page.route(f"**/guardians/{guardian['guardianId']}?*", student.refuse)
    await page.get_by_role("button", name=guardian["name"], exact=False).first.click()
    sheet = page.get_by_role("dialog")
    name = sheet.get_by_label("姓名")
    await name.fill("苏建国")
    before = student.whole["version"]
    student.change(guardians=[guardian | {"name": "苏建军"}, *student.whole["guardians"][1:]])
    await page.evaluate(READ_AGAIN)
    await expect(sheet.get_by_text(NOTE).first).to_be_visible()
    await expect(name).to_have_value("苏建国")
    await sheet.get_by_role("button", name="保存").click()
    await expect(sheet.get_by_role("alert").first).to_be_visible()
    assert student.tried == [f'"v{before}"']
    await sheet.get_by_role("button", name="改用新的内容").first.click()
    await expect(name).to_have_value("苏建军")


def _upload(**more: Any) -> dict[str, Any]:
    """An upload of which something ends, with a word that waits to be settled."""
    counts = {"classes": 1, "students": 3, "guardians": 3, "staff": 0, "studentsWithoutGuardian": 0}
    changed = dict.fromkeys(("added", "changed", "ended", "moved"), 0) | {"ended": 2}
    kinds = ("classes", "students", "guardians", "guardianships", "staff", "lessons")
    ask = {"kind": "relation", "word": "干妈", "count": 2, "meaning": None}
    choices = [{"value": "other", "name": "其他监护人"}, {"value": "mother", "name": "母亲"}]
    sheet: dict[str, Any] = {"name": "学生", "key": "students", "headingRow": 1, "columns": [], "fields": []}
    return {
        "importId": str(uuid4()),
        "origin": "file",
        "fileName": "名单.xlsx",
        "state": "checked",
        "version": 3,
        "asks": [ask | {"choices": choices}],
        "sheets": [sheet],
        "counts": counts,
        "changes": dict.fromkeys(kinds, changed),
        "badRowCount": 0,
        "lossCount": 0,
        "covers": "school",
        "needsConfirmation": False,
        "canApply": False,
        "stale": False,
        "scopeAsked": False,
        "scopeStated": True,
        **{key: [] for key in ("groups", "notes", "numbers", "scopes", "badRows", "touched", "lossCounts", "losses")},
        **dict.fromkeys(("undoUntil", "undoneAt", "failure", "schoolYear", "uploadedAt"), None),
        **more,
    }


async def _report(site: Site, browser: Browser, **more: Any) -> tuple[Page, Newer]:
    page = await site.page(browser, ADMIN, "/roster", step_up=True)
    upload = Newer(_upload(**more))
    where = f"/roster/imports/{upload.whole['importId']}"
    await page.route(f"**{where}", upload.answer)
    losses = [{"kind": "student", "name": f"学生{n}", "detail": "七年级(9)班", "number": str(n)} for n in range(2)]
    await page.route(f"**{where}/losses*", lambda route: route.fulfill(json={"items": losses, "next": None}))
    await page.route(f"**{where}/reading", upload.refuse)
    await page.goto(f"/roster/101/{upload.whole['importId']}")
    return page, upload


async def test_how_a_file_is_read_stays_while_it_is_chosen(site: Site, browser: Browser) -> None:
    page, upload = await _report(site, browser)
    word = page.get_by_label("干妈")
    await word.select_option("母亲")
    upload.change(covers="new")
    await page.evaluate(READ_AGAIN)
    await expect(page.get_by_text(NOTE)).to_be_visible()
    await expect(word).to_have_value("=mother")
    await page.get_by_role("button", name="改用新的内容").click()
    await expect(word).to_have_value("")


async def test_a_yes_is_to_what_was_shown(site: Site, browser: Browser) -> None:
    """Who said yes to two losses has not said it to three."""
    page, upload = await _report(site, browser, asks=[], lossCount=2, needsConfirmation=True, canApply=True)
    yes = page.get_by_role("checkbox")
    await yes.check()
    upload.change()
    await page.evaluate(READ_AGAIN)
    await expect(yes).not_to_be_checked()
