"""Making bookings over HTTP: who may, for whom, when, and who takes part."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from tests.counselling.desk import HOUR, TUESDAY, Desk, busy, field, ok, people, slug


async def test_a_guardian_books_for_the_child(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    booking = await desk.book(who.mother, who.ming, attends="both")
    ids = {k: booking.pop(k) for k in ("bookingId", "people")}
    assert booking == {
        "orgId": desk.org_id,
        "orgNameZh": "北校",
        "orgNameEn": "North",
        "timeZone": "Asia/Shanghai",
        "counsellorId": str(who.lin.account_id),
        "counsellorName": "lin",
        "studentId": str(who.ming.account_id),
        "studentName": "ming",
        "providerId": desk.provider_id,
        "providerNameZh": "阳光辅导站",
        "providerNameEn": "Sunshine room",
        "address": "一号楼",
        "phone": "",
        "roomId": desk.room_id,
        "roomName": "101",
        "mode": "in_person",
        "bookedAs": "guardian",
        "private": False,
        "startsAt": "2026-11-24T06:00:00Z",
        "endsAt": "2026-11-24T06:50:00Z",
        "state": "confirmed",
        "version": 1,
        "updatedAt": "2026-11-23T04:00:00Z",
        "canMove": True,
        "canCancel": True,
        "canClose": False,
        "canReadNote": False,
        "canWriteSessionNote": False,
        "sessionNoteVersion": None,
    }
    assert people({"people": ids["people"]}) == {
        "lin": ("counsellor", True),
        "ming": ("student", True),
        "mother": ("guardian", True),
    }
    answer = await desk.get(who.mother, ids["bookingId"])
    read = await ok(answer)
    assert {p["name"] for p in read.pop("people")} == {"lin", "ming", "mother"}
    assert read == {**booking, "bookingId": ids["bookingId"]}
    assert answer.headers["etag"].startswith('"v1.')
    # The buffer is the counsellor's and the room's alone.
    assert await busy(world, who.lin, who.ming, who.mother, who.father) == {
        "lin": [("06:00", "07:00")],
        "ming": [("06:00", "06:50")],
        "mother": [("06:00", "06:50")],
    }


async def test_one_task_tells_of_it(desk: Desk) -> None:
    who = desk.world.people
    booking = await desk.book(who.mother, who.ming)
    rows = await desk.world.sql(
        desk.org_id, "select kind, key, payload, due_at, state from tasks where org_id = $1", desk.org_id
    )
    [task] = rows
    assert (task["kind"], task["key"], task["state"]) == ("booking_changed", booking["bookingId"], "planned")
    assert task["due_at"] == desk.world.now
    by = str(who.mother.account_id)
    assert msgspec.json.decode(task["payload"]) == {"booking_id": booking["bookingId"], "by": by}


async def test_others_cannot_book(desk: Desk) -> None:
    who = desk.world.people
    for person in (who.gao, who.he, who.north_admin):
        assert slug(await desk.try_book(person, who.ming)) == (403, "forbidden")
    for person in (who.sun, who.tao, who.former_teacher, who.former_guardian, who.former_student, who.nobody):
        assert slug(await desk.try_book(person, who.ming)) == (403, "forbidden")
    for person, student in [
        (who.jun_mother, who.ming),
        (who.mother, who.jun),
        (who.mother, who.tao),  # her own child, but of another school
        (who.hong, who.ming),
        (who.chen, who.ming),
        (who.lin, who.tao),
        (who.lin, who.former_student),
        (who.wang, who.former_student),
        (who.lin, who.mother),
    ]:
        assert slug(await desk.try_book(person, student)) == (404, "not-found")
    assert (
        (await desk.world.client(who.mother).post(f"/orgs/{desk.world.south}/bookings", json=desk.wish(who.tao)))
        .json()["type"]
        .endswith("/slot-not-offered")
    )


async def test_a_student_who_left_is_not_invited_again(desk: Desk) -> None:
    who = desk.world.people
    await desk.book(who.lin, who.jun)
    await desk.world.sql(
        desk.org_id,
        "update students set ended_at = updated_at where org_id = $1 and student_id = $2",
        *(desk.org_id, who.jun.account_id),
    )
    assert slug(await desk.try_book(who.lin, who.jun, TUESDAY + HOUR)) == (404, "not-found")


async def test_refusals_are_noted(desk: Desk) -> None:
    who = desk.world.people
    await desk.try_book(who.gao, who.ming)
    await desk.try_book(who.jun_mother, who.ming)
    rows = await desk.world.sql(
        desk.org_id, "select account_id, action, resource from audit_denials where org_id = $1", desk.org_id
    )
    assert {tuple(r) for r in rows} == {
        (who.gao.account_id, "booking_add", "booking"),
        (who.jun_mother.account_id, "booking_add", "booking"),
    }


async def test_a_counsellor_does_not_counsel_their_own_family(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    await world.sql(
        desk.org_id,
        "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, 'lin', $3)",
        *(desk.org_id, who.lin.account_id, world.now),
    )
    await world.sql(
        desk.org_id,
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'mother', 1, $4)",
        *(desk.org_id, who.hong.account_id, who.lin.account_id, world.now),
    )
    for by in (who.hong, who.wang):
        assert field(await desk.try_book(by, who.hong)) == (422, "$.counsellorId", "related")


async def test_only_what_the_hours_offer_now_is_booked(desk: Desk) -> None:
    who = desk.world.people
    for at in (TUESDAY - HOUR, TUESDAY + timedelta(minutes=5), TUESDAY + 3 * HOUR, TUESDAY + timedelta(days=1)):
        assert slug(await desk.try_book(who.mother, who.ming, at)) == (409, "slot-not-offered")
    assert field(await desk.try_book(who.mother, who.ming, mode="video")) == (422, "$.mode", "not-offered")
    stranger = {**desk.wish(who.ming), "counsellorId": str(who.zhao.account_id)}
    assert slug(await desk.world.client(who.mother).post(desk.bookings, json=stranger)) == (409, "slot-not-offered")
    closed = {"kind": "closed", "onDate": "2026-11-24", "fromTime": "14:30", "toTime": "14:31"}
    body = {**closed, "counsellorId": str(who.lin.account_id)}
    await ok(await desk.world.client(who.lin).post(f"/orgs/{desk.org_id}/hours-exceptions", json=body), 201)
    assert slug(await desk.try_book(who.mother, who.ming)) == (409, "slot-not-offered")
    assert (await desk.try_book(who.mother, who.ming, TUESDAY + HOUR)).status_code == 201


async def test_taken_is_taken(desk: Desk) -> None:
    who = desk.world.people
    await desk.book(who.mother, who.ming)
    answer = await desk.try_book(who.jun_mother, who.jun)
    assert slug(answer) == (409, "time-taken")
    assert "ming" not in answer.text
    assert "mother" not in answer.text


async def test_a_time_with_another_offset_is_the_same_time(desk: Desk) -> None:
    who = desk.world.people
    booking = await desk.book(who.mother, who.ming, datetime.fromisoformat("2026-11-24T14:00:00+08:00"))
    assert booking["startsAt"] == "2026-11-24T06:00:00Z"


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"startsAt": "2026-11-24T14:00:00"}, "$.startsAt", "invalid"),
        ({"startsAt": "2026-11-24"}, "$.startsAt", "invalid"),
        ({"startsAt": "0001-01-01T00:00:00+14:00"}, "$.startsAt", "invalid"),
        ({"startsAt": "9999-12-31T23:59:59-14:00"}, "$.startsAt", "invalid"),
        ({"startsAt": "1900-01-01T00:00:00+14:00"}, "$.startsAt", "past"),
        ({"startsAt": "2199-12-31T23:59:59-14:00"}, "$.startsAt", "too-far"),
        ({"mode": "telepathy"}, "$.mode", "invalid"),
        ({"attends": "dog"}, "$.attends", "invalid"),
        ({"studentId": "ming"}, "$.studentId", "invalid"),
        ({"note": ""}, "$.note", "too-short"),
        ({"note": " \n"}, "$.note", "characters"),
        ({"note": "x" * 1001}, "$.note", "too-long"),
        ({"state": "confirmed"}, "$.state", "unknown"),
        ({"bookingId": str(uuid4())}, "$.bookingId", "unknown"),
    ],
)
async def test_wrong_wishes_are_refused_by_field(desk: Desk, change: dict[str, Any], path: str, code: str) -> None:
    who = desk.world.people
    answer = await desk.world.client(who.mother).post(desk.bookings, json={**desk.wish(who.ming), **change})
    assert field(answer) == (422, path, code)


async def test_a_retry_on_a_bad_network_books_once(desk: Desk) -> None:
    who = desk.world.people
    mother = desk.world.client(who.mother)
    key = {"idempotency-key": "retry-on-the-bus"}
    first = await ok(await mother.post(desk.bookings, json=desk.wish(who.ming), headers=key), 201)
    again = await mother.post(desk.bookings, json=desk.wish(who.ming), headers=key)
    assert (await ok(again, 201))["bookingId"] == first["bookingId"]
    assert again.headers["idempotent-replayed"] == "true"
    other = await mother.post(desk.bookings, json=desk.wish(who.ming, TUESDAY + HOUR), headers=key)
    assert slug(other) == (422, "idempotency-mismatch")
    assert len((await ok(await mother.get(desk.bookings)))["items"]) == 1


async def test_repeats_that_overlap_the_first_request_get_its_answer(desk: Desk) -> None:
    """A repeat looks the key up while the first request books: it must wait, not find the time taken."""
    who = desk.world.people
    mother = desk.world.client(who.mother)
    key = {"idempotency-key": "twice-in-the-tunnel"}
    answers = await asyncio.gather(
        *(mother.post(desk.bookings, json=desk.wish(who.ming), headers=key) for _ in range(8))
    )
    assert len({(await ok(answer, 201))["bookingId"] for answer in answers}) == 1
    assert sum(answer.headers.get("idempotent-replayed") == "true" for answer in answers) == 7


async def test_a_refused_booking_leaves_nothing_behind(desk: Desk) -> None:
    who = desk.world.people
    await desk.book(who.mother, who.ming)
    key = {"idempotency-key": "second-choice"}
    jun_mother = desk.world.client(who.jun_mother)
    note = desk.wish(who.jun, note="about school")
    assert slug(await jun_mother.post(desk.bookings, json=note, headers=key)) == (409, "time-taken")
    for table in ("vault_records", "grants"):
        assert await desk.world.sql(desk.org_id, f"select 1 from {table} where org_id = $1", desk.org_id) == []
    later = desk.wish(who.jun, TUESDAY + HOUR)
    await ok(await jun_mother.post(desk.bookings, json=later, headers=key), 201)  # the key was not used up
