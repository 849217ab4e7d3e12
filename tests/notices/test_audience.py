"""Audiences put together: several kinds at once, exceptions, students, roles, and needs that nobody is told."""

from typing import Any

import pytest

from tests.counselling.desk import field, ok, slug
from tests.notices.office import Office

GUARDIANS = {"mother", "father", "jun_mother"}


async def reached(office: Office, **audience: Any) -> set[str]:
    """Who is told, which is whom the preview counts."""
    preview = await office.reach(office.world.people.gao, **audience)
    notice = await office.tell(office.world.people.gao, audience=audience)
    found = set(await office.recipients(notice))
    assert notice["reached"] == preview
    assert preview["people"] == len(found)
    return found


async def test_lists_add_up_and_exceptions_take_away(office: Office) -> None:
    world, who = office.world, office.world.people
    a, b, jun = str(world.north_a), str(world.north_b), str(who.jun.account_id)
    rename = "update classes set grade = '八年级' where org_id = $1 and class_id = $2"
    await world.sql(world.north, rename, world.north, world.north_b)
    assert await reached(office, classIds=[a], grades=["八年级"]) == GUARDIANS
    assert await reached(office, classIds=[a], studentIds=[jun]) == GUARDIANS
    assert await reached(office, studentIds=[jun]) == {"jun_mother"}
    assert await reached(office, wholeSchool=True, without={"classIds": [b]}) == {"mother", "father"}
    assert await reached(office, wholeSchool=True, without={"grades": ["七年级"]}) == {"jun_mother"}
    assert await reached(office, classIds=[a, b], without={"studentIds": [jun]}) == {"mother", "father"}


async def test_who_has_one_child_inside_and_one_outside_is_told_about_the_one(office: Office) -> None:
    world, who = office.world, office.world.people
    await office.sibling(who.mother, who.jun)
    audience = {"wholeSchool": True, "without": {"classIds": [str(world.north_b)]}}
    notice = await office.tell(who.gao, audience=audience)
    assert [c["name"] for c in (await ok(await office.read(who.mother, notice)))["children"]] == ["ming"]
    assert await office.inbox(who.mother) == [("秋游", False)]
    assert await office.inbox(who.jun_mother) == []
    assert (await office.get(who.gao, notice))["audience"] == {
        "classIds": [],
        "grades": [],
        "studentIds": [],
        "roles": [],
        "needs": [],
        "wholeSchool": True,
        "without": {"classIds": [str(world.north_b)], "grades": [], "studentIds": []},
        "parts": ["guardian"],
    }


async def test_the_sender_reads_whom_it_names_as_far_as_they_reach(office: Office) -> None:
    world, who = office.world, office.world.people
    a, b, jun, ming = world.north_a, world.north_b, who.jun.account_id, who.ming.account_id
    notice = await office.tell(
        who.gao, audience={"studentIds": [str(jun), str(ming)], "without": {"classIds": [str(b)]}}
    )
    names = (await office.get(who.gao, notice))["names"]
    assert names == {
        "classes": [{"classId": str(b), "grade": "七年级", "name": "B"}],
        "students": [
            {"studentId": str(ming), "name": "ming", "className": "A"},
            {"studentId": str(jun), "name": "jun", "className": "B"},
        ],
    }
    own = (await office.get(who.chen, notice))["names"]
    assert [s["name"] for s in own["students"]] == ["jun"], "of another class a teacher learns no name"
    await world.sql(
        world.north, "update classes set ended_at = $3 where org_id = $1 and class_id = $2", world.north, a, world.now
    )
    assert [s["className"] for s in (await office.get(who.gao, notice))["names"]["students"]] == ["A", "B"]


async def test_roles_reach_staff(office: Office) -> None:
    assert await reached(office, roles=["counsellor"], parts=["staff"]) == {"lin"}
    assert await reached(office, roles=["class_teacher", "leader"], parts=["staff"]) == {"wang", "chen", "gao"}
    body = office.wish(audience={"roles": ["counsellor"]})
    answer = await office.world.client(office.world.people.gao).post(office.notices, json=body)
    assert field(answer) == (422, "$.audience.parts", "staff")


async def test_a_need_reaches_its_families_and_is_named_to_nobody(office: Office) -> None:
    world, who = office.world, office.world.people
    need = "update students set support = '{left_behind}' where org_id = $1 and student_id = $2"
    await world.sql(world.north, need, world.north, who.ming.account_id)
    notice = await office.tell(who.gao, audience={"needs": ["left_behind"]}, kind="acknowledge")
    assert set(await office.recipients(notice)) == {"mother", "father"}
    seen = await office.read(who.mother, notice)
    assert "left_behind" not in seen.text
    # The receipts of a class would tell its teacher whose child has the need.
    assert slug(await world.client(who.wang).get(f"{office.notices}/{notice['noticeId']}")) == (404, "not-found")
    assert (await ok(await world.client(who.wang).get(office.notices)))["items"] == []
    assert (await ok(await world.client(who.gao).get(office.notices)))["items"][0]["audience"]["needs"] == [
        "left_behind"
    ]


@pytest.mark.parametrize("wider", ["roles", "needs", "grades"])
async def test_a_class_teacher_writes_to_no_more_than_the_class(office: Office, wider: str) -> None:
    what = {"roles": ["leader"], "needs": ["orphan"], "grades": ["七年级"]}[wider]
    audience = {"classIds": [str(office.world.north_a)], wider: what, "parts": ["staff"]}
    answer = await office.try_add(office.world.people.wang, audience=audience)
    assert slug(answer) == (403, "audience-too-wide")


async def test_a_class_teacher_writes_to_families_of_the_own_class_alone(office: Office) -> None:
    who = office.world.people
    ming, jun = str(who.ming.account_id), str(who.jun.account_id)
    notice = await office.tell(who.wang, audience={"studentIds": [ming]})
    assert set(await office.recipients(notice)) == {"mother", "father"}
    assert [c["className"] for c in (await office.receipts(who.wang, notice))["classes"]] == ["A"]
    for audience in ({"studentIds": [jun]}, {"studentIds": [ming], "without": {"studentIds": [jun]}}):
        assert slug(await office.try_add(who.wang, audience=audience)) == (404, "not-found")


async def test_what_it_names_must_exist(office: Office) -> None:
    gao, south = office.world.people.gao, office.world
    for audience, where in (
        ({"studentIds": [str(south.people.lei.account_id)]}, "studentIds"),
        ({"wholeSchool": True, "without": {"classIds": [str(south.south_a)]}}, "classIds"),
        ({"wholeSchool": True, "without": {"grades": ["九十年级"]}}, "grades"),
    ):
        assert field(await office.try_add(gao, audience=audience)) == (404, f"$.audience.{where}", "not-found")


async def test_staff_of_what_is_left_out_are_left_out_as_people(office: Office) -> None:
    world, who = office.world, office.world.people
    staff = {"wholeSchool": True, "parts": ["staff"]}
    everybody = await reached(office, **staff)
    assert {"wang", "chen", "gao"} <= everybody
    without_a = {"classIds": [str(world.north_a)]}
    left = await reached(office, **staff, without=without_a)
    assert left == everybody - {"wang"} - await reached(office, classIds=[str(world.north_a)], parts=["staff"])
    notice = await office.tell(who.gao, audience=staff | {"without": without_a})
    assert slug(await office.read(who.wang, notice)) == (404, "not-found")
    assert notice["noticeId"] not in [n["noticeId"] for n in await office.mine(who.wang)]
    by_role = {"roles": ["class_teacher"], "parts": ["staff"]}
    assert await reached(office, **by_role, without=without_a) == await reached(office, **by_role) - {"wang"}
    assert await reached(office, **staff, without={"grades": ["七年级"]}) == everybody - await reached(
        office, grades=["七年级"], parts=["staff"]
    )
