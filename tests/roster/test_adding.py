"""A student or a colleague who comes, without a file."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.roster.books import PHONE_A, PHONE_B, TEACHER
from tests.roster.school import School
from tests.roster.test_moved_numbers import signs_in
from tests.roster.test_parts import ids
from tests.roster.test_persons import Hand


@pytest.fixture
def hand(school: School) -> Hand:
    return Hand(school)


async def added(school: School, path: str, body: Any, *, assurance: int = 2, **params: Any) -> httpx.Response:
    async with await school.client(PHONE_B, "en", assurance=assurance) as client:
        headers = {"idempotency-key": uuid4().hex}
        return await client.post(f"/roster/{path}", json=body, headers=headers, params=params)


async def class_of(school: School, name: str = "七年级(2)班") -> str:
    [(found,)] = await school.rows(
        "select class_id from classes where org_id = $1 and name = $2 and ended_at is null", school.org_id, name
    )
    return str(found)


async def test_a_home_is_shown_with_a_second_factor_and_changed(school: School, hand: Hand) -> None:
    path = f"students/{(await ids(school))['S2']}"
    shown = await hand.shown(path)
    assert shown["address"] == "青禾路1号"
    assert (await hand.shown(path, assurance=1))["address"] is None
    edit = {key: shown[key] for key in ("name", "sex", "classId", "support")}
    await hand.done(path, edit, method="PUT")
    assert (await hand.shown(path))["address"] == "青禾路1号"  # not said: as it was
    await hand.done(path, edit | {"address": "青禾路 2号"}, method="PUT")
    assert (await hand.shown(path))["address"] == "青禾路 2号"
    refused = await hand.send(path, edit | {"address": "抑郁症病房"}, method="PUT")
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "$.address")
    [(sealed,)] = await school.rows(
        "select home_sealed from students where org_id = $1 and student_number = 'S2'", school.org_id
    )
    assert "青禾路".encode() not in sealed
    await hand.done(path, edit | {"address": ""}, method="PUT")
    assert (await hand.shown(path))["address"] == ""


async def test_who_is_barred_reads_no_home_of_the_child(school: School, hand: Hand) -> None:
    """Also as an administrator."""
    path = f"students/{(await ids(school))['S2']}"
    admin = {"name": "郑建华", "phone": PHONE_B, "relation": "relative", "contactOrder": 2}
    await hand.done(f"{path}/guardians", admin)
    tie = next(one for one in (await hand.shown(path))["guardians"] if one["name"] == "郑建华")
    await hand.done(f"{path}/guardians/{tie['guardianId']}/bar", {"orderedOn": "2026-11-20", "paper": "1"})
    async with await school.client(PHONE_B, "en", assurance=2) as client:
        assert (await client.get(f"/roster/{path}")).status_code == 404


async def test_a_student_is_added_leaves_and_comes_back(school: School, hand: Hand) -> None:
    body = {"number": "s9", "name": "钱小", "sex": "female", "classId": await class_of(school), "support": ["migrant"]}
    body["address"] = "青禾路9号"
    assert (await added(school, "students", body, assurance=1)).status_code == 403
    tried = await added(school, "students", body, dryRun=True)
    assert tried.json() == {"touched": [], "namesakes": [], "replaced": [], "done": False, "personId": None}
    assert "S9" not in await ids(school)
    answer = await added(school, "students", body)
    assert (answer.status_code, answer.json()["done"]) == (200, True), answer.text
    first = (await ids(school))["S9"]
    assert answer.json()["personId"] == str(first)
    shown = await hand.shown(f"students/{first}")
    assert (shown["number"], shown["className"], shown["support"]) == ("S9", "七年级(2)班", ["migrant"])
    home = (await school.snapshot()).now.students["S9"].home
    assert home is not None
    assert home.address == "青禾路9号"
    assert await school.members("student", [first]) == {first}
    [(audited,)] = await school.rows(
        "select count(*) from audit_changes where org_id = $1 and resource_id = $2", school.org_id, str(first)
    )
    assert audited
    assert (await added(school, "students", body)).json()["errors"][0]["path"] == "$.number"
    await hand.done(f"students/{first}/end")
    stranger = await added(school, "students", body | {"name": "孙大"})
    assert stranger.json()["errors"][0]["path"] == "$.number", "a number is not given to somebody else"
    assert (await added(school, "students", body)).status_code == 200
    assert await school.members("student", [first]) == {first}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"number": "S 9!"}, "$.number"),
        ({"name": "钱小2"}, "$.name"),
        ({"classId": str(uuid4())}, "$.classId"),
        ({"address": "青禾路9号，抑郁症"}, "$.address"),
    ],
)
async def test_what_a_student_may_not_be(school: School, change: dict[str, str], path: str) -> None:
    body: dict[str, Any] = {
        "number": "S9",
        "name": "钱小",
        "sex": "female",
        "classId": await class_of(school),
        "support": [],
    }
    answer = await added(school, "students", body | change)
    assert (answer.status_code, [one["path"] for one in answer.json()["errors"]]) == (422, [path])


async def test_a_colleague_is_added_with_a_class(school: School) -> None:
    body: dict[str, Any] = {"number": "T9", "name": "吴老师", "phone": "+86 164 0000 0199", "roles": ["grade_lead"]}
    body |= {"leads": [await class_of(school)], "teaches": []}
    assert (await added(school, "staff", body)).status_code == 200
    account = await signs_in(school, "16400000199")
    assert account is not None
    assert await school.members("staff", [account]) == {account}
    async with await school.client("16400000199") as client:
        classes = (await client.get("/classes")).json()
        assert "七年级(2)班" in [one["name"] for one in classes]
    for change, status, slug in (
        ({"number": "T8"}, 422, "invalid"),  # the phone is a colleague's
        ({"phone": "16400000198"}, 409, "staff-number-taken"),
        ({"phone": PHONE_A, "number": "T8"}, 422, "invalid"),  # of somebody of another name
        ({"phone": "16400000198", "number": "T8", "roles": ["officer"]}, 422, "invalid"),
    ):
        answer = await added(school, "staff", body | change)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, slug), answer.text
    async with await school.client(TEACHER) as client:
        refused = await client.post("/roster/staff", json=body, headers={"idempotency-key": uuid4().hex})
        assert refused.status_code == 403
