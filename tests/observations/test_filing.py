"""Filing: who may, what is refused, and what one hears of it afterwards (R1, R3, R8, P3)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from api.core.clock import FixedClock
from tests.observations.desk import SECRET, START, Desk, field, ok, slug


async def test_a_member_files_and_sees_states_alone(desk: Desk) -> None:
    who = desk.world.people
    answer = await desk.file(who.ming, studentId=str(who.hong.account_id), seenOn=f"{START - timedelta(days=2)}")
    filed = await ok(answer, 201)
    assert set(filed) == {"observationId", "state"}
    assert filed["state"] == "received"
    assert answer.headers["cache-control"] == "no-store"
    assert await own(desk, who.ming) == [
        {**filed, "filedOn": f"{START}", "urgent": False, "known": "not_yet", "disclosedOn": None}
    ]
    await ok(await desk.post(who.wang, filed["observationId"], "take-up"))
    assert [o["state"] for o in await own(desk, who.ming)] == ["being_handled"]
    closing = {"outcome": "unfounded", "note": "谈过了"}
    await ok(await desk.get(who.wang, filed["observationId"], "/text"))
    await ok(await desk.post(who.wang, filed["observationId"], "close", 2, **closing))
    assert [set(o) for o in await own(desk, who.ming)] == [
        {"observationId", "state", "filedOn", "urgent", "known", "disclosedOn"}
    ]
    assert [o["state"] for o in await own(desk, who.ming)] == ["done"]
    listed = await desk.world.client(who.ming).get(f"{desk.reports}/own")
    assert listed.headers["cache-control"] == "no-store"
    assert "etag" not in listed.headers


async def test_nobody_else_sees_it_as_their_own(desk: Desk) -> None:
    who = desk.world.people
    await desk.filed(who.ming, studentId=str(who.hong.account_id))
    for person in (who.hong, who.jun, who.wang, who.lin):
        assert await own(desk, person) == []
    for person in (who.mother, who.north_admin, who.he, who.nobody):
        assert slug(await desk.world.client(person).get(f"{desk.reports}/own")) == (403, "forbidden")


async def test_a_member_opens_nothing(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    for path in ("", "/text", "/observer"):
        assert slug(await desk.get(who.ming, observation, path)) == (403, "forbidden")
    assert slug(await desk.world.client(who.ming).get(desk.reports)) == (403, "forbidden")
    assert slug(await desk.post(who.ming, observation, "take-up")) == (403, "forbidden")


async def test_a_student_who_does_not_serve_is_told_where_help_is(desk: Desk) -> None:
    who = desk.world.people
    for path in ("get", "post"):
        answer = await (desk.file(who.hong) if path == "post" else form(desk, who.hong))
        assert slug(answer) == (403, "not-serving")
        assert "counsellor" in answer.json()["detail"]
        assert "hotline" in answer.json()["detail"]


async def test_who_may_not_file(desk: Desk) -> None:
    who = desk.world.people
    for person in (who.mother, who.north_admin, who.he, who.former_teacher, who.former_student, who.nobody, who.ou):
        assert slug(await desk.file(person, studentId=str(who.ming.account_id))) == (403, "forbidden")


async def test_a_member_names_nobody_of_another_class(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    for student in (who.jun, who.tao, who.former_student, who.wang):
        assert slug(await desk.file(who.ming, studentId=str(student.account_id))) == (404, "not-found")
    assert slug(await desk.file(who.ming, classId=str(world.north_b))) == (404, "not-found")
    assert field(await desk.file(who.ming, studentId=str(who.ming.account_id))) == (422, "$.studentId", "yourself")
    other = await world.client(who.ming).post(f"/orgs/{world.south}/observations", json={"kind": "other", "text": "x"})
    assert slug(other) == (403, "forbidden")


async def test_staff_file_about_whom_they_reach(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    jun, hong = str(who.jun.account_id), str(who.hong.account_id)
    for person, student in ((who.wang, hong), (who.wang, jun), (who.chen, jun), (who.lin, hong), (who.gao, jun)):
        await desk.filed(person, studentId=student)
    await desk.filed(who.chen, classId=str(world.north_b))
    assert slug(await desk.file(who.chen, studentId=hong)) == (404, "not-found")
    assert slug(await desk.file(who.chen, classId=str(world.north_a))) == (404, "not-found")
    assert slug(await desk.file(who.lin, studentId=str(who.tao.account_id))) == (404, "not-found")
    assert slug(await desk.file(who.lin, studentId=str(who.former_student.account_id))) == (404, "not-found")
    assert slug(await desk.file(who.lin, studentId=jun, classId=str(world.north_a))) == (404, "not-found")
    assert field(await desk.file(who.chen)) == (422, "$.classId", "required")
    assert len(await own(desk, who.chen)) == 2


async def test_staff_file_without_an_authenticator_but_open_nothing(desk: Desk) -> None:
    who = desk.world.people
    once = await desk.world.sign_in(who.wang, assurance=1)
    body = {"kind": "other", "text": SECRET, "studentId": str(who.hong.account_id)}
    observation = (await ok(await once.post(desk.reports, json=body), 201))["observationId"]
    for path in ("", f"/{observation}", f"/{observation}/text", f"/{observation}/observer"):
        assert slug(await once.get(f"{desk.reports}{path}")) == (403, "step-up-needed")


@pytest.mark.parametrize(
    "more",
    [
        {"text": "字" * 1001},
        {"text": ""},
        {"text": " \n "},
        {"text": "a\u0000b"},
        {"text": "a\u001bb"},
        {"kind": "gossip"},
        {"extra": 1},
        {"studentId": "ming"},
        {"seenOn": "yesterday"},
        {"urgent": "yes"},
    ],
)
async def test_what_is_not_a_report(desk: Desk, more: dict[str, Any]) -> None:
    answer = await desk.file(desk.world.people.ming, **more)
    assert answer.status_code == 422, answer.text
    assert await own(desk, desk.world.people.ming) == []


async def test_limits(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, text="字" * 1000)
    assert len((await ok(await desk.get(who.wang, observation, "/text")))["text"]) == 1000
    days = {"future": START + timedelta(days=1), "too-old": START - timedelta(days=61)}
    for code, day in days.items():
        assert field(await desk.file(who.ming, seenOn=f"{day}")) == (422, "$.seenOn", code)
    await desk.filed(who.ming, seenOn=f"{START - timedelta(days=60)}")
    for staff in (who.hong, who.sun, who.former_teacher):
        refused = await desk.file(who.ming, aboutStaffId=str(staff.account_id))
        assert field(refused) == (422, "$.aboutStaffId", "not-found")


async def test_markup_is_text(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    answer = await desk.get(who.wang, observation, "/text")
    assert (await ok(answer))["text"] == SECRET
    assert answer.headers["content-type"].startswith("application/json")


async def test_the_same_again_files_nothing(desk: Desk) -> None:
    who = desk.world.people
    first = await ok(await desk.file(who.ming, key="the-first-report"), 201)
    again = await ok(await desk.file(who.ming, key="the-first-report"), 201)
    assert again == first
    other = await desk.file(who.ming, key="the-first-report", text="something else")
    assert slug(other) == (422, "idempotency-mismatch")
    assert len(await own(desk, who.ming)) == 1
    mine = await desk.file(who.wang, key="the-first-report", studentId=str(who.ming.account_id))
    assert (await ok(mine, 201)) != first
    assert slug(await desk.file(who.ming, key="short")) == (400, "idempotency-key-missing")


async def test_twins_at_once_file_one(desk: Desk) -> None:
    who = desk.world.people
    await asyncio.gather(*(own(desk, who.ming) for _ in range(8)))  # open connections first
    answers = await asyncio.gather(*(desk.file(who.ming, key="twin-reports") for _ in range(8)))
    assert len({(await ok(a, 201))["observationId"] for a in answers}) == 1
    [row] = await desk.world.sql(desk.org_id, "select count(*) from observations where org_id = $1", desk.org_id)
    assert row[0] == 1


async def test_a_repeated_report_says_how_it_stands_now(desk: Desk) -> None:
    who = desk.world.people
    first = await ok(await desk.file(who.ming, key="the-first-report"), 201)
    await ok(await desk.post(who.wang, first["observationId"], "take-up"))
    assert (await ok(await desk.file(who.ming, key="the-first-report"), 201))["state"] == "being_handled"


async def test_whom_a_member_can_name(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    found = await ok(await form(desk, who.ming))
    assert (found["classId"], found["className"]) == (str(world.north_a), "A")
    assert [c["name"] for c in found["classmates"]] == ["hong"]
    assert [(t["name"], t["part"]) for t in found["teachers"]] == [("wang", "class_teacher")]
    assert slug(await form(desk, who.wang)) == (403, "forbidden")


async def test_a_school_without_anybody_says_so(desk: Desk) -> None:
    """Nothing that nobody could ever see is kept."""
    who = desk.world.people
    await desk.give_role(who.lin)
    await desk.give_role(who.gao)
    refused = await desk.file(who.ming, aboutStaffId=str(who.wang.account_id))
    assert slug(refused) == (409, "nobody-there")
    assert "hotline" in refused.json()["detail"]
    assert await own(desk, who.ming) == []
    rows = await desk.world.sql(desk.org_id, "select 1 from vault_records where org_id = $1", desk.org_id)
    assert rows == []


async def test_old_reports_leave_the_list_of_ones_own(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    await desk.filed(who.ming)
    clock.advance(timedelta(days=201))
    assert await own(desk, who.ming) == []


async def own(desk: Desk, who: Any) -> list[Any]:
    """Somebody's own reports."""
    return await ok(await desk.world.client(who).get(f"{desk.reports}/own"))


async def form(desk: Desk, who: Any) -> Any:
    """Whom somebody can name."""
    return await desk.world.client(who).get(f"{desk.reports}/form")
