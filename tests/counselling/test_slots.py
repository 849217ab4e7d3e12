"""Free times over HTTP."""

from datetime import datetime, timedelta

import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import HOUR, TUESDAY, Desk, centre_desk, field, hours_of, ok, slug
from tests.servers import Database, owner

FIRST_WEEK = ["2026-11-24T06:00", "2026-11-24T07:00", "2026-11-24T08:00"]
SECOND_WEEK = ["2026-12-01T06:00", "2026-12-01T07:00", "2026-12-01T08:00"]


async def test_one_request_paints_the_screen(desk: Desk) -> None:
    who = desk.world.people
    screen = await ok(await desk.world.client(who.mother).get(f"/orgs/{desk.org_id}/slots"))
    assert screen["timeZone"] == "Asia/Shanghai"
    assert screen["counsellors"] == [{"counsellorId": str(who.lin.account_id), "name": "lin"}]
    assert screen["providers"][0] == {
        "providerId": desk.provider_id,
        "kind": "school_room",
        "nameZh": "阳光辅导站",
        "nameEn": "Sunshine room",
        "address": "一号楼",
        "phone": "",
    }
    assert screen["slots"][0] == {
        "counsellorId": str(who.lin.account_id),
        "providerId": desk.provider_id,
        "roomName": "101",
        "modes": ["in_person", "phone"],
        "startsAt": "2026-11-24T06:00:00Z",
        "endsAt": "2026-11-24T06:50:00Z",
    }
    assert [s["startsAt"][:16] for s in screen["slots"]] == FIRST_WEEK + SECOND_WEEK


async def test_a_range_of_31_days_at_most(desk: Desk) -> None:
    mother = desk.world.people.mother
    assert (
        await desk.starts(mother, **{"from": "2026-11-30T00:00:00+08:00", "to": "2026-12-02T00:00:00Z"}) == SECOND_WEEK
    )
    assert len(await desk.starts(mother, to="2026-12-24T04:00:00Z")) == 15
    client, path = desk.world.client(mother), f"/orgs/{desk.org_id}/slots"
    for params, expected in [
        ({"to": "2026-12-24T04:00:01Z"}, (422, "$.to", "range")),
        ({"to": "2026-11-23T04:00:00Z"}, (422, "$.to", "order")),
        ({"from": "2026-11-24T00:00:00"}, (422, "$.from", "invalid")),
        ({"from": "0001-01-01T00:00:00+14:00"}, (422, "$.from", "invalid")),
        ({"to": "9999-12-31T23:59:59-14:00"}, (422, "$.to", "invalid")),
        ({"from": "soon"}, (422, "$.from", "invalid")),
        ({"mode": "telepathy"}, (422, "$.mode", "invalid")),
        ({"counsellorId": "me"}, (422, "$.counsellorId", "invalid")),
    ]:
        assert field(await client.get(path, params=params)) == expected


async def test_filters(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    assert await desk.starts(who.mother, counsellorId=str(who.lin.account_id), mode="phone") == FIRST_WEEK + SECOND_WEEK
    assert await desk.starts(who.mother, mode="video") == []
    assert await desk.starts(who.mother, counsellorId=str(who.zhao.account_id)) == []
    qian, lin = await centre_desk(world, who.qian), await centre_desk(world, who.lin)
    assert await qian.starts(who.tao, providerId=lin.provider_id) == FIRST_WEEK + SECOND_WEEK
    assert len(await qian.starts(who.tao)) == 12
    assert len(await qian.starts(who.tao, counsellorId=str(who.qian.account_id))) == 6


async def test_who_may_look(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    path = f"/orgs/{world.north}/slots"
    for person in (who.mother, who.ming, who.wang, who.gao):
        assert (await world.client(person).get(path)).status_code == 200
    for person in (who.tao, who.sun, who.former_teacher, who.former_guardian, who.former_student, who.nobody, who.ou):
        assert slug(await world.client(person).get(path)) == (403, "forbidden")


async def test_past_times_and_those_too_soon_are_not_offered(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    clock.advance(TUESDAY - timedelta(minutes=59) - clock.now())
    assert (await desk.starts(who.mother))[0] == FIRST_WEEK[1]
    assert (await desk.starts(who.lin))[0] == FIRST_WEEK[0]
    assert slug(await desk.try_book(who.mother, who.ming)) == (422, "invalid")
    assert (await desk.try_book(who.mother, who.ming)).json()["errors"][0]["code"] == "too-soon"
    clock.advance(timedelta(minutes=60))
    assert (await desk.starts(who.lin))[0] == FIRST_WEEK[1]
    assert field(await desk.try_book(who.lin, who.ming)) == (422, "$.startsAt", "past")


async def test_nothing_is_offered_or_booked_too_far_ahead(desk: Desk) -> None:
    mother, far = desk.world.people.mother, TUESDAY + timedelta(days=7 * 26)
    assert await desk.starts(mother, **{"from": far.isoformat()}) == []
    assert field(await desk.try_book(mother, desk.world.people.ming, far)) == (422, "$.startsAt", "too-far")


async def test_time_taken_by_anybody_is_not_offered(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    centre = await centre_desk(world, who.lin, fromTime="14:30", slotMinutes=60)
    await desk.book(who.mother, who.ming)  # at the school
    await desk.book(who.jun, who.jun, TUESDAY + 2 * HOUR, private=True)
    assert await desk.starts(who.father) == [FIRST_WEEK[1], *SECOND_WEEK]
    # the same counsellor at the centre: 14:30 and 15:40 both meet 14:00-15:00 or 16:00-17:00
    assert await centre.starts(who.tao) == ["2026-12-01T06:30", "2026-12-01T07:40"]


async def test_a_shared_room_is_free_once(desk: Desk) -> None:
    """Two counsellors of one school in one room: the second is not offered while the first is booked."""
    world, who = desk.world, desk.world.people
    await world.sql(
        desk.org_id,
        "update staff set roles = '{counsellor}' where org_id = $1 and staff_id = $2",
        *(desk.org_id, who.chen.account_id),
    )
    body = hours_of(who.chen.account_id, desk.provider_id, desk.room_id)
    await ok(await world.client(who.north_admin).post(f"/orgs/{desk.org_id}/hours", json=body), 201)
    assert len(await desk.starts(who.mother, to="2026-11-25T00:00:00Z")) == 6
    await desk.book(who.mother, who.ming)
    assert await desk.starts(who.mother, to="2026-11-25T00:00:00Z") == [FIRST_WEEK[1]] * 2 + [FIRST_WEEK[2]] * 2
    second = {**desk.wish(who.jun), "counsellorId": str(who.chen.account_id)}
    assert slug(await world.client(who.jun).post(desk.bookings, json=second)) == (409, "time-taken")


@pytest.mark.parametrize("change", ["ended_at = updated_at", "roles = '{leader}'"])
async def test_who_left_or_counsels_no_more_is_not_offered(desk: Desk, change: str) -> None:
    world, who = desk.world, desk.world.people
    leave = f"update staff set {change} where org_id = $1 and staff_id = $2"
    await world.sql(desk.org_id, leave, desk.org_id, who.lin.account_id)
    assert await desk.starts(who.mother) == []
    assert slug(await desk.try_book(who.mother, who.ming)) == (409, "slot-not-offered")


@pytest.mark.parametrize(
    ("zone", "first", "second"),
    [
        ("America/New_York", "2027-03-09T19:00", "2027-03-16T18:00"),  # EST, then EDT
        ("Australia/Lord_Howe", "2027-03-30T03:00", "2027-04-06T03:30"),  # half an hour back
    ],
)
async def test_times_are_the_walls_of_the_organisation(
    desk: Desk, database: Database, clock: FixedClock, zone: str, first: str, second: str
) -> None:
    """14:00 stays 14:00 over a change of the clocks."""
    operator = await owner(database)
    await operator.execute("update orgs set time_zone = $2 where org_id = $1", desk.org_id, zone)
    await operator.close()
    clock.advance(datetime.fromisoformat(f"{first[:10]}T00:00:00Z") - timedelta(days=1) - clock.now())
    mother = desk.world.people.mother
    found = await desk.starts(mother)
    assert (found[0], found[3]) == (first, second)
    booked = await desk.book(mother, desk.world.people.ming, datetime.fromisoformat(f"{second}:00Z"))
    assert (booked["startsAt"][:16], booked["timeZone"]) == (second, zone)
