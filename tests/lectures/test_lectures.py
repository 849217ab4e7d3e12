"""Lectures as staff make them and as those read them whom they are for (N1–N3)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.counselling.desk import field, ok, slug, version
from tests.lectures.hall import DAY, EVENING, HOUR, Hall, lecture
from tests.world import World


async def test_a_class_teacher_invites_the_own_class_and_its_guardians_are_told(hall: Hall) -> None:
    who = hall.world.people
    published = await hall.publish(who.wang)
    assert (published["state"], published["registered"]) == ("published", 0)
    assert await hall.inbox(who.mother) == ["Before exams"]
    assert await hall.inbox(who.jun_mother) == []
    [mine] = await hall.mine(who.mother)
    assert (mine["title"], mine["children"], mine["open"], mine["free"]) == ("Before exams", ["ming"], True, 2)
    assert await hall.mine(who.jun_mother) == await hall.mine(who.former_guardian) == []


async def test_a_draft_is_for_staff_alone(hall: Hall) -> None:
    who = hall.world.people
    draft = await hall.add(who.wang)
    await hall.work()
    assert await hall.inbox(who.mother) == []
    assert (
        slug(await hall.own(who.mother, draft))
        == slug(await hall.own(who.mother, draft, "register"))
        == (404, "not-found")
    )


async def test_who_may_invite_whom(hall: Hall) -> None:
    who, a, b = hall.world.people, hall.world.north_a, hall.world.north_b
    school = {"classIds": [], "grades": [], "wholeSchool": True, "parts": ["guardian", "student"]}
    assert slug(await hall.try_add(who.wang, lecture(audience=school))) == (403, "lecture-too-wide")
    assert slug(await hall.try_add(who.wang, lecture(a, b))) == (404, "not-found")
    for admin in (who.gao, who.north_admin, who.lin):
        await ok(await hall.try_add(admin, lecture(audience=school)), 201)
    assert slug(await hall.try_add(who.mother, lecture(a))) == (403, "forbidden")
    form = await ok(await hall.world.client(who.wang).get(f"{hall.lectures}/form"))
    assert (form["wholeSchool"], form["grades"], [c["name"] for c in form["classes"]]) == (False, [], ["A"])


async def test_a_lecture_goes_to_the_next_class_teacher(hall: Hall) -> None:
    who = hall.world.people
    published = await hall.publish(who.wang)
    assert slug(await hall.do(who.chen, published, "cancel")) == (404, "not-found")
    for staff, class_id, end in (
        (who.wang, hall.world.north_a, hall.world.now),
        (who.chen, hall.world.north_b, hall.world.now),
    ):
        await hall.world.sql(
            hall.org_id,
            "update class_staff set ended_at = $4 where org_id = $1 and staff_id = $2 and class_id = $3",
            *(hall.org_id, staff.account_id, class_id, end),
        )
    await hall.world.sql(
        hall.org_id,
        "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)",
        *(hall.org_id, hall.world.north_a, who.chen.account_id, hall.world.now),
    )
    assert slug(await hall.do(who.wang, published, "cancel"))[0] in {403, 404}
    assert (await ok(await hall.do(who.chen, published, "cancel")))["state"] == "cancelled"


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"startsAt": "2026-11-01T11:00:00Z"}, "$.startsAt", "past"),
        ({"startsAt": "2028-11-30T11:00:00Z"}, "$.startsAt", "too-far"),
        ({"endsAt": EVENING.isoformat()}, "$.endsAt", "order"),
        ({"endsAt": (EVENING + DAY).isoformat()}, "$.endsAt", "too-long"),
        ({"place": ""}, "$.place", "required"),
        ({"titleEn": None, "aboutEn": "text"}, "$.titleEn", "pair"),
        ({"registers": False}, "$.seats", "not-allowed"),
        ({"registers": False, "seats": None, "registerBy": EVENING.isoformat()}, "$.registerBy", "not-allowed"),
        ({"registerBy": (EVENING + HOUR).isoformat()}, "$.registerBy", "order"),
    ],
)
async def test_what_cannot_be_is_refused_by_field(hall: Hall, change: dict[str, Any], path: str, code: str) -> None:
    answer = await hall.try_add(hall.world.people.wang, lecture(hall.world.north_a, **change))
    assert field(answer) == (422, path, code)


async def test_audiences_that_are_none(hall: Hall) -> None:
    gao = hall.world.people.gao
    none = {"classIds": [], "grades": [], "wholeSchool": False, "parts": ["guardian"]}
    assert field(await hall.try_add(gao, lecture(audience=none))) == (422, "$.audience", "one-of")
    assert field(await hall.try_add(gao, lecture(uuid4()))) == (404, "$.audience.classIds", "not-found")
    grades = none | {"grades": ["没有的年级"]}
    assert field(await hall.try_add(gao, lecture(audience=grades))) == (404, "$.audience.grades", "not-found")


async def test_where_nobody_registers_all_are_told_of_the_time_they_had(hall: Hall) -> None:
    who = hall.world.people
    open_to_all: dict[str, Any] = {"registers": False, "seats": None}
    meeting = await hall.publish(who.wang, kind="parent_meeting", **open_to_all)
    assert slug(await hall.own(who.mother, meeting, "register")) == (409, "registration-closed")
    later = lecture(hall.world.north_a, at=EVENING + DAY, kind="parent_meeting", **open_to_all)
    moved = await ok(await hall.put(who.wang, meeting, later))
    await hall.work()
    assert await hall.inbox(who.mother) == ["Another time: Before exams"]
    [message] = (await ok(await hall.world.client(who.mother).get("/me/inbox")))["items"]
    body = message["body"]
    assert message["childIds"] == [str(who.ming.account_id)]
    assert 0 < body.index("Nov") < body.index("Dec")
    await ok(await hall.do(who.wang, moved, "cancel"))
    await hall.work()
    assert await hall.inbox(who.mother) == ["Cancelled: Before exams"]


async def test_a_change_of_a_published_lecture_needs_the_newest_version(hall: Hall) -> None:
    who, world = hall.world.people, hall.world
    published = await hall.publish(who.wang)
    path = f"{hall.lectures}/{published['lectureId']}"
    answer = await world.client(who.wang).put(path, json=lecture(world.north_a), headers=version(1))
    assert slug(answer) == (412, "stale")
    body = lecture(world.north_a, registers=False, seats=None)
    assert field(await hall.put(who.wang, published, body)) == (422, "$.registers", "not-allowed")
    cancelled = await ok(await hall.do(who.wang, published, "cancel"))
    assert slug(await hall.put(who.wang, cancelled, lecture(world.north_a))) == (409, "lecture-over")
    assert slug(await hall.do(who.wang, cancelled, "publish")) == (409, "lecture-over")


async def test_another_school_sees_nothing(hall: Hall, world: World) -> None:
    published = await hall.publish(world.people.wang)
    path = f"/orgs/{world.south}/lectures/{published['lectureId']}"
    assert slug(await world.client(world.people.south_admin).get(path)) == (404, "not-found")
    assert slug(await world.client(world.people.sun).get(f"{hall.lectures}/{published['lectureId']}"))[0] in {403, 404}
