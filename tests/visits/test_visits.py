"""Proposing home visits and answering: who may, when, and whose time is taken."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.counselling.desk import busy, centre_desk, field, north_desk, ok, slug, version
from tests.visits.family import DAY, HOUR, THURSDAY, Family, may, moved


async def test_a_class_teacher_proposes(family: Family) -> None:
    world, who = family.world, family.world.people
    answer = await family.try_propose(THURSDAY, who.wang, who.lin, place="图书馆", message="想和您聊聊 <i>近况</i>")
    visit = await ok(answer, 201)
    assert answer.headers["etag"] == '"v1"'
    visit_id = visit.pop("visitId")
    assert {m["name"] for m in visit.pop("team")} == {"wang", "lin"}
    assert {visit.pop(key) for key in ("reason", "wishedAt", "heldUntil", "confirmedBy", "answeredBy")} == {None}
    assert visit == {
        "orgId": family.org_id,
        "orgNameZh": "北校",
        "orgNameEn": "North",
        "timeZone": "Asia/Shanghai",
        "studentId": str(who.ming.account_id),
        "studentName": "ming",
        "siblings": [],
        "withSibling": False,
        "proposedBy": str(who.wang.account_id),
        "mode": "onsite",
        "place": "图书馆",
        "message": "想和您聊聊 <i>近况</i>",
        "startsAt": "2026-11-26T11:00:00Z",
        "endsAt": "2026-11-26T12:00:00Z",
        "state": "proposed",
        "version": 1,
        "updatedAt": "2026-11-23T04:00:00Z",
        "waitsForMe": False,
        "canAnswer": False,
        "canMove": True,
        "canCancel": True,
        "canRecord": False,
        "canReadRecord": False,
    }
    for guardian in (who.mother, who.father):
        assert may(await ok(await family.get(guardian, visit_id))) == {"waitsForMe", "canAnswer", "canCancel"}
    assert may(await ok(await family.get(who.lin, visit_id))) == {"canCancel"}
    # The team alone is held: nobody has asked the family yet.
    held = await busy(world, who.wang, who.lin, who.mother, who.father, who.ming)
    assert held == {"wang": [("11:00", "12:00")], "lin": [("11:00", "12:00")]}


async def test_who_else_does_not_see_it(family: Family) -> None:
    who = family.world.people
    visit = await family.propose()
    for what in ("", "/times"):
        for person in (who.chen, who.lin, who.gao, who.north_admin, who.jun_mother):
            assert slug(await family.get(person, visit, what)) == (404, "not-found")
        for person in (who.ming, who.hong, who.former_teacher, who.former_guardian, who.former_student, who.sun):
            assert slug(await family.get(person, visit, what)) == (403, "forbidden")
    south = Family(family.world, family.world.south, who.tao, who.sun)
    assert slug(await south.get(who.mother, visit)) == (404, "not-found")


async def test_others_cannot_propose(family: Family) -> None:
    who = family.world.people
    for person in (who.chen, who.sun, who.lin, who.gao, who.mother, who.ming, who.former_teacher, who.nobody):
        status = 404 if person is who.chen else 403  # a class teacher, but of another class
        assert (await family.try_propose(THURSDAY, who.wang, by=person)).status_code == status
    jun = Family(family.world, family.org_id, who.jun, who.chen)
    assert slug(await jun.try_propose(by=who.wang)) == (404, "not-found")  # teaches there, leads another class
    left = Family(family.world, family.org_id, who.former_student, who.wang)
    assert slug(await left.try_propose()) == (404, "not-found")


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"startsAt": "2026-11-23T04:00:00Z"}, "$.startsAt", "past"),
        ({"startsAt": "2027-06-01T04:00:00Z"}, "$.startsAt", "too-far"),
        ({"startsAt": "2026-11-26T19:00:00"}, "$.startsAt", "invalid"),
        ({"minutes": 9}, "$.minutes", None),
        ({"minutes": 241}, "$.minutes", None),
        ({"mode": "phone"}, "$.mode", "invalid"),  # V3: a call is no visit
        ({"mode": "video", "place": "home"}, "$.place", "not-allowed"),
        ({"team": []}, "$.team", None),
        ({"team": [str(uuid4()) for _ in range(7)]}, "$.team", None),
        ({"team": [str(uuid4())]}, "$.team", "not-found"),
        ({"message": "x" * 301}, "$.message", "too-long"),
        ({"message": "\u0000"}, "$.message", "characters"),
        ({"message": "  "}, "$.message", "characters"),
        ({"place": "a\nb"}, "$.place", "characters"),
        ({"state": "confirmed"}, "$.state", "unknown"),
    ],
)
async def test_wrong_proposals_are_refused_by_field(
    family: Family, change: dict[str, Any], path: str, code: str | None
) -> None:
    status, at, kind = field(await family.try_propose(**change))
    assert (status, at) == (422, path)
    assert code in {kind, None}


async def test_the_team_works_here_and_is_no_family(family: Family) -> None:
    world, who = family.world, family.world.people
    for stranger in (who.sun, who.former_teacher, who.mother):
        assert field(await family.try_propose(THURSDAY, stranger)) == (422, "$.team", "not-found")
    person = "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, 'lin', $3)"
    tie = (
        "insert into guardianships (org_id, guardian_id, updated_at, student_id, relation, contact_order)"
        " values ($1, $2, $3, $4, 'mother', 4)"
    )
    lin = (family.org_id, who.lin.account_id, world.now)
    await world.sql(family.org_id, person, *lin)
    await world.sql(family.org_id, tie, *lin, who.ming.account_id)
    assert field(await family.try_propose(THURSDAY, who.wang, who.lin)) == (422, "$.team", "related")
    alone = Family(world, world.north, who.hong, who.wang)
    assert field(await alone.try_propose()) == (422, "$.studentId", "not-found")  # nobody there to visit


async def test_a_teacher_taken_by_counselling_cannot_be_booked_in_any_organisation(family: Family) -> None:
    """Lin counsels at the centre, for a student of another school, when the visit would be."""
    world, who = family.world, family.world.people
    desk = await centre_desk(world, who.lin, weekday=4, fromTime="19:00", toTime="21:00")
    await ok(await desk.try_book(who.mother, who.tao, THURSDAY), 201)
    answer = await family.try_propose(THURSDAY + HOUR / 2, who.wang, who.lin)
    assert slug(answer) == (409, "time-taken")
    assert "tao" not in answer.text
    assert await busy(world, who.wang) == {}  # all or none
    assert (await family.try_propose(THURSDAY + HOUR, who.wang, who.lin)).status_code == 201


async def test_a_visit_takes_the_time_from_counselling(family: Family) -> None:
    world, who = family.world, family.world.people
    north = await north_desk(world, weekday=4, fromTime="19:00", toTime="21:00")
    visit = await family.propose(THURSDAY, who.lin)
    assert slug(await north.try_book(who.jun_mother, who.jun, THURSDAY)) == (409, "time-taken")
    await ok(await family.do(who.mother, visit, "decline"))
    await ok(await north.try_book(who.jun_mother, who.jun, THURSDAY), 201)


async def test_the_guardian_who_confirms_is_taken_and_the_student_never(family: Family) -> None:
    world, who = family.world, family.world.people
    visit = await family.propose()
    answer = await family.do(who.mother, visit, "confirm")
    confirmed = await ok(answer)
    assert (confirmed["state"], confirmed["confirmedBy"]) == ("confirmed", str(who.mother.account_id))
    assert answer.headers["etag"] == '"v2"'
    assert may(confirmed) == {"canAnswer", "canCancel"}
    assert await busy(world, who.wang, who.mother, who.father, who.ming) == {
        "wang": [("11:00", "12:00")],
        "mother": [("11:00", "12:00")],
    }


async def test_a_guardian_who_is_taken_cannot_confirm_and_another_can(family: Family) -> None:
    world, who = family.world, family.world.people
    tao = Family(world, world.south, who.tao, who.sun)
    await tao.agreed(THURSDAY + HOUR / 2, by=who.mother)
    visit = await family.propose()
    assert slug(await family.do(who.mother, visit, "confirm")) == (409, "time-taken")
    assert (await ok(await family.get(who.mother, visit)))["state"] == "proposed"
    assert (await ok(await family.do(who.father, visit, "confirm")))["confirmedBy"] == str(who.father.account_id)


async def test_a_second_confirmation_is_refused(family: Family) -> None:
    who = family.world.people
    visit = await family.agreed()
    for person, seen in ((who.father, 1), (who.mother, 2)):
        answer = await family.do(person, visit, "confirm", seen)
        assert slug(answer) == (409, "visit-confirmed")
        assert "confirmed already" in answer.json()["title"] + answer.json().get("detail", "")
    assert slug(await family.do(who.father, visit, "decline", 2)) == (409, "visit-confirmed")


async def test_of_two_at_once_one_is_first(family: Family) -> None:
    """Both parents say yes, two teachers want the same counsellor, and two visits want each other's time."""
    world, who = family.world, family.world.people
    jun = Family(world, world.north, who.jun, who.chen)
    visit = await family.propose()
    answers = await asyncio.gather(*(family.do(p, visit, "confirm") for p in (who.mother, who.father)))
    assert sorted(a.status_code for a in answers) == [200, 409]
    answers = await asyncio.gather(*(f.try_propose(THURSDAY + DAY, who.lin) for f in (family, jun)))
    assert sorted(a.status_code for a in answers) == [201, 409]
    first, second = await family.propose(THURSDAY + 2 * DAY, who.lin), await jun.propose(THURSDAY + 3 * DAY, who.lin)
    there, back = moved(THURSDAY + 3 * DAY), moved(THURSDAY + 2 * DAY)
    answers = await asyncio.gather(
        family.do(who.wang, first, "move", **there), jun.do(who.chen, second, "move", **back)
    )
    assert [a.status_code for a in answers] == [409, 409]


async def test_a_retry_answers_as_it_is_now(family: Family) -> None:
    world, who = family.world, family.world.people
    key = {"idempotency-key": "proposed-on-the-bus"}
    wang = world.client(who.wang)
    first = await ok(await wang.post(family.visits, json=family.proposal(), headers=key), 201)
    confirm = f"{family.visits}/{first['visitId']}/confirm"
    mother, yes = world.client(who.mother), {**version(1), "idempotency-key": "yes-on-the-bus"}
    confirmed = await ok(await mother.post(confirm, headers=yes))
    assert await ok(await mother.post(confirm, headers=yes)) == confirmed
    again = await wang.post(family.visits, json=family.proposal(), headers=key)
    assert (again.json()["visitId"], again.json()["state"]) == (first["visitId"], "confirmed")
    assert again.headers["idempotent-replayed"] == "true"
    other = await wang.post(family.visits, json=family.proposal(THURSDAY + DAY), headers=key)
    assert slug(other) == (422, "idempotency-mismatch")


async def test_lists_and_screens_show_what_is_the_readers(family: Family) -> None:
    world, who = family.world, family.world.people
    tao = Family(world, world.south, who.tao, who.sun)
    jun = Family(world, world.north, who.jun, who.chen)
    mine = await family.agreed(THURSDAY, who.wang, who.lin)
    later = await family.propose(THURSDAY + DAY)
    elsewhere = await tao.propose(THURSDAY - HOUR)
    theirs = await jun.propose(THURSDAY, who.chen)

    async def listed(person: Any, **params: str) -> list[str]:
        page = await ok(await world.client(person).get(family.visits, params=params))
        return [v["visitId"] for v in page["items"]]

    assert await listed(who.mother) == await listed(who.father) == await listed(who.wang) == [mine, later]
    assert (await listed(who.lin), await listed(who.chen), await listed(who.jun_mother)) == ([mine], [theirs], [theirs])
    assert await listed(who.gao) == []
    assert await listed(who.wang, studentId=str(who.jun.account_id)) == []
    assert await listed(who.wang, **{"from": (THURSDAY + HOUR).isoformat()}) == [later]
    assert slug(await world.client(who.wang).get(family.visits, params={"from": "1980-01-01T00:00:00Z"}))[0] == 422
    for person in (who.ming, who.former_teacher, who.sun):
        assert slug(await world.client(person).get(family.visits)) == (403, "forbidden")
    page = await ok(await world.client(who.wang).get(family.visits, params={"limit": 1}))
    rest = await ok(await world.client(who.wang).get(family.visits, params={"limit": 1, "cursor": page["next"]}))
    assert [v["visitId"] for v in page["items"] + rest["items"]] == [mine, later]

    async def screen(person: Any) -> list[str]:
        return [v["visitId"] for v in (await ok(await world.client(person).get("/me/home")))["visits"]]

    assert await screen(who.mother) == [elsewhere, later, mine]  # what waits for an answer comes first
    assert (await screen(who.lin), await screen(who.ming), await screen(who.former_guardian)) == ([mine], [], [])
    diary = await ok(await world.client(who.mother).get("/me/diary"))
    assert [v["visitId"] for v in diary["visits"]] == [elsewhere, mine, later]


async def test_words_are_sealed(family: Family) -> None:
    world, who = family.world, family.world.people
    visit = await family.propose(place="外婆家", message="聊聊近况")
    await ok(await family.do(who.mother, visit, "decline", reason="爸爸住院"))
    [row] = await world.sql(
        family.org_id, "select place_sealed, message_sealed, reason_sealed from visits where org_id = $1", family.org_id
    )
    assert not any(text.encode() in sealed for text in ("外婆家", "聊聊近况", "爸爸住院") for sealed in row)


async def test_oversize_is_refused(family: Family) -> None:
    body = family.proposal(message="x" * 1_100_000)
    answer: httpx.Response = await family.world.client(family.teacher).post(family.visits, json=body)
    assert answer.status_code == 413
