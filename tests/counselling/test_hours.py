"""Counsellors' hours and exceptions over HTTP."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.counselling.desk import HOUR, TUESDAY, Desk, add_place, field, hours_of, ok, open_desk, slug, version
from tests.world import Person, World


async def put(desk: Desk, by: Person, seen: int = 1, **more: Any) -> httpx.Response:
    body = hours_of("", desk.provider_id, desk.room_id, **more)
    del body["counsellorId"]
    client = desk.world.client(by)
    return await client.put(f"/orgs/{desk.org_id}/hours/{desk.hours_id}", json=body, headers=version(seen))


async def add(desk: Desk, by: Person, **more: Any) -> httpx.Response:
    body = hours_of(desk.counsellor.account_id, desk.provider_id, desk.room_id, **more)
    return await desk.world.client(by).post(f"/orgs/{desk.org_id}/hours", json=body)


async def end(desk: Desk, by: Person, last_day: str, seen: int = 1) -> httpx.Response:
    path = f"/orgs/{desk.org_id}/hours/{desk.hours_id}/end"
    return await desk.world.client(by).post(path, json={"lastDay": last_day}, headers=version(seen))


async def except_(desk: Desk, by: Person, kind: str = "closed", **more: Any) -> httpx.Response:
    body: dict[str, Any] = {
        "counsellorId": str(desk.counsellor.account_id),
        "kind": kind,
        "onDate": "2026-11-24",
        "fromTime": "14:00",
        "toTime": "15:00",
        "hoursId": desk.hours_id if kind == "open" else None,
        **more,
    }
    return await desk.world.client(by).post(f"/orgs/{desk.org_id}/hours-exceptions", json=body)


async def test_a_counsellor_keeps_own_hours_and_nobody_elses(desk: Desk) -> None:
    who = desk.world.people
    assert (await ok(await put(desk, who.lin, toTime="18:00")))["hours"]["toTime"] == "18:00"
    assert (await ok(await put(desk, who.north_admin, seen=2)))["version"] == 3
    other = await desk.world.client(who.lin).post(
        f"/orgs/{desk.org_id}/hours", json=hours_of(who.zhao.account_id, desk.provider_id, desk.room_id)
    )
    assert other.status_code == 404
    qian = await open_desk(desk.world, desk.world.centre, who.centre_admin, who.qian)
    for answer in (
        await put(qian, who.lin),  # a colleague at the centre
        await end(qian, who.lin, "2026-11-24"),
        await except_(qian, who.lin),
    ):
        assert slug(answer) == (404, "not-found")
    for person in (who.wang, who.gao, who.mother, who.ming, who.south_admin):
        assert (await put(desk, person, 3)).status_code == 403
        assert (await add(desk, person, weekday=4)).status_code == 403
        assert (await end(desk, person, "2026-11-24", 3)).status_code == 403
        assert (await except_(desk, person)).status_code == 403


async def test_own_hours_may_not_overlap(desk: Desk) -> None:
    who = desk.world.people
    assert field(await add(desk, who.lin, fromTime="16:59", toTime="18:00")) == (422, "$.fromTime", "overlap")
    assert field(await add(desk, who.lin, fromTime="13:00", toTime="14:01")) == (422, "$.fromTime", "overlap")
    assert (await add(desk, who.lin, fromTime="17:00", toTime="18:00")).status_code == 201
    assert (await add(desk, who.lin, weekday=3)).status_code == 201
    assert (await add(desk, who.lin, validUntil="2026-08-31", validFrom="2026-08-01")).status_code == 201
    assert field(await put(desk, who.lin, toTime="17:30")) == (422, "$.fromTime", "overlap")
    assert (await put(desk, who.lin, toTime="16:00")).status_code == 200  # itself is no overlap


async def test_hours_ended_before_they_began_are_in_nobodys_way(desk: Desk) -> None:
    who = desk.world.people
    assert (await put(desk, who.lin, validFrom="2027-03-01")).status_code == 200
    assert (await end(desk, who.lin, "2026-12-01", 2)).status_code == 200
    assert (await add(desk, who.lin, validFrom="2026-11-01")).status_code == 201


async def test_two_at_once_cannot_overlap_either(desk: Desk) -> None:
    lin = desk.world.people.lin
    await asyncio.gather(*(desk.starts(lin) for _ in range(30)))  # connections are open: now they really meet
    for weekday in (3, 4, 5):
        at_once = (add(desk, lin, weekday=weekday, fromTime=f"1{n}:00", toTime="20:00") for n in range(8))
        assert sorted(a.status_code for a in await asyncio.gather(*at_once)) == [201] + [422] * 7


async def test_counsellors_of_two_organisations_do_not_learn_of_each_others_hours(desk: Desk) -> None:
    who = desk.world.people
    assert await open_desk(desk.world, desk.world.centre, who.centre_admin, who.lin)  # the same Tuesday, elsewhere


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"toTime": "14:00"}, "$.toTime", "order"),
        ({"toTime": "13:00"}, "$.toTime", "order"),
        ({"toTime": "14:49"}, "$.slotMinutes", "too-short"),
        ({"validFrom": "2026-12-01", "validUntil": "2026-11-30"}, "$.validUntil", "order"),
        ({"fromTime": "24:00"}, "$.fromTime", "invalid"),
        ({"fromTime": "9:00"}, "$.fromTime", "invalid"),
        ({"fromTime": "09:00\n"}, "$.fromTime", "too-long"),
        ({"weekday": 0}, "$.weekday", "invalid"),
        ({"weekday": 8}, "$.weekday", "invalid"),
        ({"modes": []}, "$.modes", "too-short"),
        ({"modes": ["telepathy"]}, "$.modes[0]", "invalid"),
        ({"slotMinutes": 9}, "$.slotMinutes", "invalid"),
        ({"slotMinutes": 241}, "$.slotMinutes", "invalid"),
        ({"bufferMinutes": 121}, "$.bufferMinutes", "invalid"),
        ({"validFrom": "2026-02-30"}, "$.validFrom", "invalid"),
        ({"colour": "red"}, "$.colour", "unknown"),
    ],
)
async def test_wrong_hours_are_refused_by_field(world: World, change: dict[str, Any], path: str, code: str) -> None:
    who = world.people
    provider_id, room_id = await add_place(world, world.north, who.north_admin)
    body = {**hours_of(who.lin.account_id, provider_id, room_id), **change}
    assert field(await world.client(who.lin).post(f"/orgs/{world.north}/hours", json=body)) == (422, path, code)


async def test_places_and_people_of_others_are_not_found(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    provider, room = await add_place(world, world.north, who.north_admin)
    theirs, their_room = await add_place(world, world.south, who.south_admin)
    for change, path in [
        ({"providerId": theirs, "roomId": None}, "$.providerId"),
        ({"roomId": their_room}, "$.roomId"),
        ({"roomId": room}, "$.roomId"),  # of another provider of the same school
        ({"providerId": provider}, "$.roomId"),
    ]:
        assert field(await add(desk, who.north_admin, weekday=4, **change)) == (404, path, "not-found")
    for counsellor in (who.zhao, who.wang, who.former_teacher, who.mother):
        body = hours_of(counsellor.account_id, desk.provider_id, desk.room_id, weekday=4)
        answer = await world.client(who.north_admin).post(f"/orgs/{world.north}/hours", json=body)
        assert field(answer) == (404, "$.counsellorId", "not-found")
    south = world.client(who.south_admin)
    path = f"/orgs/{world.south}/hours/{desk.hours_id}"
    body = hours_of("", theirs, their_room)
    del body["counsellorId"]
    assert (await south.put(path, json=body, headers=version(1))).status_code == 404
    assert (await south.post(f"{path}/end", json={"lastDay": "2026-11-24"}, headers=version(1))).status_code == 404


async def test_a_stale_change_is_refused(desk: Desk) -> None:
    who = desk.world.people
    assert (await put(desk, who.lin)).headers["etag"] == '"v2"'
    assert slug(await put(desk, who.north_admin)) == (412, "stale")
    assert slug(await end(desk, who.lin, "2026-11-24")) == (412, "stale")
    path = f"/orgs/{desk.org_id}/hours/{desk.hours_id}/end"
    assert (await desk.world.client(who.lin).post(path, json={"lastDay": "2026-11-24"})).status_code == 428


async def test_changing_hours_keeps_bookings_and_names_those_left_outside(desk: Desk) -> None:
    who = desk.world.people
    early = await desk.book(who.mother, who.ming)
    late = await desk.book(who.jun_mother, who.jun, TUESDAY + 2 * HOUR)
    changed = await ok(await put(desk, who.lin, fromTime="15:00"))
    assert [b["bookingId"] for b in changed["outside"]] == [early["bookingId"]]
    assert set(changed["outside"][0]) == {"bookingId", "counsellorId", "providerId", "startsAt", "endsAt"}
    ended = await ok(await end(desk, who.lin, "2026-11-22", 2))
    assert [b["bookingId"] for b in ended["outside"]] == [early["bookingId"], late["bookingId"]]
    tables = [await ok(await desk.world.client(reader).get(_timetable(desk))) for reader in (who.lin, who.north_admin)]
    assert [table["outside"] for table in tables] == [ended["outside"], []], (
        "the counsellor's to move, shown until then"
    )
    assert await desk.starts(who.mother) == []
    for booking in (early, late):
        assert (await ok(await desk.get(who.lin, booking["bookingId"])))["state"] == "confirmed"


async def test_closing_hours_tells_an_administrator_nothing_of_a_private_booking(desk: Desk) -> None:
    """Kind of fault: a side of the answer that another rule guards elsewhere; and an id that tells when it was made."""
    who = desk.world.people
    private = await desk.book(who.ming, who.ming, private=True)
    openly = await desk.book(who.jun_mother, who.jun, TUESDAY + 2 * HOUR)
    closed = await ok(await except_(desk, who.north_admin, fromTime="00:00", toTime="23:59"), 201)
    assert [b["bookingId"] for b in closed["outside"]] == [openly["bookingId"]]
    ended = await ok(await end(desk, who.north_admin, "2026-11-22"))
    assert [b["bookingId"] for b in ended["outside"]] == [openly["bookingId"]]
    own = (await ok(await desk.world.client(who.lin).get(_timetable(desk))))["outside"]
    assert [b["bookingId"] for b in own] == [private["bookingId"], openly["bookingId"]], "the counsellor moves both"
    for kind, key, at in (("rooms", "roomId", desk.room_id), ("providers", "providerId", desk.provider_id)):
        path = f"/orgs/{desk.org_id}/providers/{desk.provider_id}" + (f"/rooms/{at}" if kind == "rooms" else "")
        gone = await ok(await desk.world.client(who.north_admin).post(f"{path}/end", headers=version(1)))
        assert private["bookingId"] not in {b["bookingId"] for b in gone["bookings"]}, key
    assert {UUID(b["bookingId"]).version for b in (private, openly)} == {4}, "a private one looks like any other"


def _timetable(desk: Desk) -> str:
    return f"/orgs/{desk.org_id}/hours?counsellorId={desk.world.people.lin.account_id}"


async def test_hours_end_today_at_the_latest_the_day_before(desk: Desk) -> None:
    lin = desk.world.people.lin
    assert field(await end(desk, lin, "2026-11-21")) == (422, "$.lastDay", "past")
    assert (await ok(await end(desk, lin, "2026-12-01")))["hours"]["validUntil"] == "2026-12-01"
    assert (await ok(await end(desk, lin, "2027-12-01", 2)))["hours"]["validUntil"] == "2026-12-01"
    assert await desk.starts(lin, to="2026-12-23T00:00:00Z") == [
        f"{day}T{hour}:00" for day in ("2026-11-24", "2026-12-01") for hour in ("06", "07", "08")
    ]


async def test_a_sick_day_closes_slots_and_names_its_bookings(desk: Desk) -> None:
    who = desk.world.people
    booking = await desk.book(who.mother, who.ming)
    closed = await ok(await except_(desk, who.lin, fromTime="00:00", toTime="23:59"), 201)
    assert [b["bookingId"] for b in closed["outside"]] == [booking["bookingId"]]
    assert (await desk.starts(who.mother))[0] == "2026-12-01T06:00"
    path = f"/orgs/{desk.org_id}/hours-exceptions/{closed['exceptionId']}"
    key = {"idempotency-key": "take-it-back"}
    for _ in range(2):
        answer = await ok(await desk.world.client(who.lin).delete(path, headers=key))
        assert answer == {"exceptionId": None, "outside": []}
    assert (await desk.starts(who.mother))[0] == "2026-11-24T07:00"
    assert (await desk.world.client(who.lin).delete(path)).status_code == 404


async def test_an_open_day_offers_more(desk: Desk) -> None:
    who = desk.world.people
    opened = await ok(await except_(desk, who.lin, "open", onDate="2026-11-25", fromTime="08:00", toTime="09:00"), 201)
    assert "2026-11-25T00:00" in await desk.starts(who.mother)
    again = await except_(desk, who.lin, "open", onDate="2026-11-25", fromTime="08:30", toTime="10:00")
    assert field(again) == (422, "$.fromTime", "overlap")
    booking = await desk.book(who.mother, who.ming, TUESDAY + 18 * HOUR)
    gone = await desk.world.client(who.lin).delete(f"/orgs/{desk.org_id}/hours-exceptions/{opened['exceptionId']}")
    assert [b["bookingId"] for b in (await ok(gone))["outside"]] == [booking["bookingId"]]


async def test_wrong_exceptions_are_refused_by_field(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    for kind, change, expected in [
        ("closed", {"toTime": "14:00"}, (422, "$.toTime", "order")),
        ("closed", {"onDate": "2026-11-22"}, (422, "$.onDate", "past")),
        ("closed", {"onDate": "2029-11-22"}, (422, "$.onDate", "too-far")),
        ("closed", {"hoursId": desk.hours_id}, (422, "$.hoursId", "not-allowed")),
        ("open", {"hoursId": None}, (422, "$.hoursId", "required")),
        ("open", {"toTime": "14:49"}, (422, "$.toTime", "too-short")),
    ]:
        assert field(await except_(desk, who.lin, kind, **change)) == expected
    qian = await open_desk(world, world.centre, who.centre_admin, who.qian)
    assert field(await except_(desk, who.lin, "open", hoursId=qian.hours_id)) == (404, "$.hoursId", "not-found")
    lin = await open_desk(world, world.centre, who.centre_admin, who.lin)
    assert field(await except_(lin, who.centre_admin, "open", hoursId=qian.hours_id)) == (404, "$.hoursId", "not-found")


async def test_exceptions_of_others_are_not_found(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    qian = await open_desk(world, world.centre, who.centre_admin, who.qian)
    theirs = await ok(await except_(qian, who.qian), 201)
    lin = world.client(who.lin)
    for org_id in (world.centre, world.north):
        answer = await lin.delete(f"/orgs/{org_id}/hours-exceptions/{theirs['exceptionId']}")
        assert slug(answer) == (404, "not-found")
    admin = world.client(who.north_admin)
    assert (await admin.delete(f"/orgs/{world.north}/hours-exceptions/{theirs['exceptionId']}")).status_code == 404


async def test_the_timetable_is_ones_own_or_for_those_who_lead_all(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    qian = await open_desk(world, world.centre, who.centre_admin, who.qian)
    lin = await open_desk(world, world.centre, who.centre_admin, who.lin)
    await ok(await except_(qian, who.qian), 201)
    await ok(await except_(lin, who.lin), 201)
    path = f"/orgs/{world.centre}/hours"

    async def seen(person: Person, **params: str) -> tuple[set[str], int]:
        timetable = await ok(await world.client(person).get(path, params=params))
        return {h["hoursId"] for h in timetable["hours"]}, len(timetable["exceptions"])

    places = (await ok(await world.client(who.lin).get(path)))["places"]
    assert {p["providerId"] for p in places} == {qian.provider_id, lin.provider_id}, (
        "the places where hours can be opened"
    )
    assert await seen(who.centre_admin) == ({qian.hours_id, lin.hours_id}, 2)
    assert await seen(who.centre_admin, counsellorId=str(who.lin.account_id)) == ({lin.hours_id}, 1)
    assert await seen(who.lin) == ({lin.hours_id}, 1)
    assert await seen(who.lin, counsellorId=str(who.qian.account_id)) == (set(), 0)
    assert (await world.client(who.tao).get(path)).status_code == 403
    north = await ok(await world.client(who.gao).get(f"/orgs/{world.north}/hours"))
    assert [h["counsellorName"] for h in north["hours"]] == ["lin"]
    assert north["timeZone"] == "Asia/Shanghai"
    assert (north["hours"][0]["fromTime"], north["hours"][0]["toTime"]) == ("14:00", "17:00")


async def test_a_repeated_request_adds_nothing(desk: Desk) -> None:
    lin = desk.world.client(desk.world.people.lin)
    body = hours_of(desk.counsellor.account_id, desk.provider_id, None, weekday=4)
    key = {"idempotency-key": "hours-once"}
    first = await ok(await lin.post(f"/orgs/{desk.org_id}/hours", json=body, headers=key), 201)
    assert (await lin.post(f"/orgs/{desk.org_id}/hours", json=body, headers=key)).json() == first
