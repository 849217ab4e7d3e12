"""Moving, cancelling and closing bookings over HTTP."""

from datetime import timedelta

from api.core.clock import FixedClock
from tests.counselling.desk import (
    HOUR,
    TUESDAY,
    Desk,
    add_place,
    busy,
    centre_desk,
    field,
    ok,
    people,
    second_counsellor,
    slug,
    version,
)
from tests.world import World


async def tasks_planned(desk: Desk) -> int:
    """How often a change was planned to be told: a later plan raises the attempt."""
    rows = await desk.world.sql(
        desk.org_id, "select attempt from tasks where org_id = $1 and kind = 'booking_changed'", desk.org_id
    )
    return sum(r[0] + 1 for r in rows)


async def test_everyone_who_takes_part_may_move_and_cancel(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.wang, who.ming, attends="both"))["bookingId"]
    for seen, person in enumerate([who.mother, who.ming, who.lin, who.wang], 1):
        moved = await ok(await desk.move(person, booking, TUESDAY + (seen % 2) * HOUR, seen=seen))
        assert (moved["version"], moved["startsAt"][11:13]) == (seen + 1, f"{6 + seen % 2:02}")
        assert (moved["canMove"], moved["canCancel"]) == (True, True)
    for person in (who.father, who.hong, who.north_admin, who.chen, who.jun_mother):
        assert slug(await desk.move(person, booking, TUESDAY + HOUR, seen=5)) == (404, "not-found")
        assert slug(await desk.cancel(person, booking, 5)) == (404, "not-found")
    cancelled = await ok(await desk.cancel(who.ming, booking, 5))
    assert (cancelled["state"], cancelled["canMove"], cancelled["canCancel"]) == ("cancelled", False, False)


async def test_a_move_takes_the_new_time_and_gives_the_old_one_back(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming, attends="both"))["bookingId"]
    answer = await desk.move(who.mother, booking, TUESDAY + HOUR, mode="phone")
    moved = await ok(answer)
    assert (moved["startsAt"], moved["mode"], moved["version"]) == ("2026-11-24T07:00:00Z", "phone", 2)
    assert answer.headers["etag"] == '"v2"'
    assert moved == await ok(await desk.get(who.mother, booking))
    assert await busy(desk.world, who.lin, who.ming, who.mother) == {
        "lin": [("07:00", "08:00")],
        "ming": [("07:00", "07:50")],
        "mother": [("07:00", "07:50")],
    }
    assert (await desk.try_book(who.jun_mother, who.jun)).status_code == 201
    assert await tasks_planned(desk) == 3


async def test_the_old_time_is_kept_when_the_new_one_is_not_to_be_had(desk: Desk) -> None:
    who = desk.world.people
    booking = await desk.book(who.mother, who.ming, attends="both")
    await desk.book(who.jun_mother, who.jun, TUESDAY + HOUR)
    before = await busy(desk.world, who.lin, who.ming, who.mother)
    assert slug(await desk.move(who.mother, booking["bookingId"], TUESDAY + HOUR)) == (409, "time-taken")
    assert slug(await desk.move(who.mother, booking["bookingId"], TUESDAY + 5 * HOUR)) == (409, "slot-not-offered")
    assert await busy(desk.world, who.lin, who.ming, who.mother) == before
    assert await ok(await desk.get(who.mother, booking["bookingId"])) | {"people": 0} == booking | {"people": 0}
    assert slug(await desk.try_book(who.hong, who.hong)) == (409, "time-taken")
    assert await tasks_planned(desk) == 2


async def test_a_move_may_overlap_the_booking_itself(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    opened = {"kind": "open", "onDate": "2026-11-24", "fromTime": "14:30", "toTime": "16:00", "hoursId": desk.hours_id}
    body = {**opened, "counsellorId": str(who.lin.account_id)}
    await ok(await world.client(who.lin).post(f"/orgs/{desk.org_id}/hours-exceptions", json=body), 201)
    assert (await ok(await desk.move(who.mother, booking, TUESDAY + HOUR / 2)))["startsAt"] == "2026-11-24T06:30:00Z"


async def test_a_move_to_another_counsellor(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    await second_counsellor(desk)
    moved = await ok(await desk.move(who.mother, booking, TUESDAY, to=who.chen))
    assert moved["counsellorName"] == "chen"
    assert people(moved) == {"chen": ("counsellor", True), "ming": ("student", True), "mother": ("guardian", False)}
    assert moved | {"sessionNoteVersion": 0} == await ok(await desk.get(who.chen, booking))
    assert slug(await desk.get(who.lin, booking)) == (404, "not-found")
    assert await busy(desk.world, who.lin, who.chen) == {"chen": [("06:00", "07:00")]}
    assert (await ok(await desk.world.client(who.lin).get(desk.bookings)))["items"] == []
    assert len((await ok(await desk.world.client(who.chen).get(desk.bookings)))["items"]) == 1
    stranger = await desk.move(who.mother, booking, TUESDAY, seen=2, to=who.zhao)
    assert slug(stranger) == (409, "slot-not-offered")


async def test_a_move_does_not_bring_a_relative(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    await world.sql(
        desk.org_id,
        "update staff set roles = '{counsellor}' where org_id = $1 and staff_id = $2",
        *(desk.org_id, who.chen.account_id),
    )
    await second_counsellor(desk)
    add = "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, 'chen', $3)"
    await world.sql(desk.org_id, add, desk.org_id, who.chen.account_id, world.now)
    tie = (
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'mother', 1, $4)"
    )
    await world.sql(desk.org_id, tie, desk.org_id, who.hong.account_id, who.chen.account_id, world.now)
    booking = (await desk.book(who.wang, who.hong))["bookingId"]
    answer = await desk.move(who.wang, booking, TUESDAY, to=who.chen)
    assert field(answer) == (422, "$.counsellorId", "related")


async def test_staff_may_take_another_room(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    rooms = f"/orgs/{desk.org_id}/providers/{desk.provider_id}/rooms"
    other = (await ok(await world.client(who.north_admin).post(rooms, json={"name": "102"}), 201))["roomId"]
    _, far = await add_place(world, world.north, who.north_admin)
    _, theirs = await add_place(world, world.south, who.south_admin)
    for room in (far, theirs):
        assert field(await desk.move(who.lin, booking, TUESDAY, roomId=room)) == (404, "$.roomId", "not-found")
    assert field(await desk.move(who.mother, booking, TUESDAY, roomId=other)) == (422, "$.roomId", "not-allowed")
    moved = await ok(await desk.move(who.lin, booking, TUESDAY, roomId=other))
    assert (moved["roomName"], moved["startsAt"]) == ("102", "2026-11-24T06:00:00Z")
    assert moved == await ok(await desk.get(who.lin, booking))
    ended = await world.client(who.north_admin).post(f"{rooms}/{other}/end", headers=version(1))
    assert [b["bookingId"] for b in (await ok(ended))["bookings"]] == [booking]


async def test_a_private_booking_stays_private_when_moved(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.ming, who.ming, private=True))["bookingId"]
    assert (await ok(await desk.move(who.ming, booking, TUESDAY + HOUR)))["private"] is True
    assert await busy(desk.world, who.ming, who.lin) == {"lin": [("07:00", "08:00")]}
    assert (await desk.get(who.mother, booking)).status_code == 404
    await ok(await desk.cancel(who.lin, booking, 2))
    assert (await desk.try_book(who.ming, who.ming, TUESDAY + HOUR, private=True)).status_code == 201


async def test_cancelling_gives_the_time_back_and_doing_it_twice_is_once(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming, attends="both"))["bookingId"]
    cancelled = await ok(await desk.cancel(who.lin, booking))
    assert (cancelled["state"], cancelled["version"]) == ("cancelled", 2)
    assert await ok(await desk.cancel(who.lin, booking)) == cancelled
    assert (await ok(await desk.cancel(who.mother, booking, 7)))["version"] == 2
    assert await busy(desk.world, who.lin, who.ming, who.mother) == {}
    assert await tasks_planned(desk) == 2
    assert (await desk.try_book(who.jun_mother, who.jun)).status_code == 201
    assert slug(await desk.move(who.mother, booking, TUESDAY + HOUR, seen=2)) == (409, "booking-closed")


async def test_a_stale_change_is_refused(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    await ok(await desk.move(who.mother, booking, TUESDAY + HOUR))
    assert slug(await desk.move(who.lin, booking, TUESDAY + 2 * HOUR)) == (412, "stale")
    assert slug(await desk.cancel(who.lin, booking)) == (412, "stale")
    for change in ("move", "cancel", "outcome"):
        body = {"move": desk.wish(who.ming), "outcome": {"state": "done"}}.get(change)
        if body and change == "move":
            body = {k: body[k] for k in ("counsellorId", "startsAt", "mode")}
        answer = await desk.world.client(who.lin).post(f"{desk.bookings}/{booking}/{change}", json=body)
        assert answer.status_code == 428


async def test_what_has_begun_is_not_changed(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    clock.advance(TUESDAY - clock.now())
    shown = await ok(await desk.get(who.mother, booking))
    assert (shown["canMove"], shown["canCancel"], shown["canClose"]) == (False, False, False)
    assert slug(await desk.move(who.mother, booking, TUESDAY + 2 * HOUR)) == (409, "booking-over")
    assert slug(await desk.cancel(who.lin, booking)) == (409, "booking-over")


async def test_a_booking_is_moved_within_the_same_limits_as_made(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming, TUESDAY + 2 * HOUR))["bookingId"]
    clock.advance(TUESDAY + timedelta(minutes=30) - clock.now())
    assert field(await desk.move(who.mother, booking, TUESDAY)) == (422, "$.startsAt", "past")
    assert field(await desk.move(who.mother, booking, TUESDAY + HOUR)) == (422, "$.startsAt", "too-soon")
    clock.advance(timedelta(minutes=60))
    assert (await desk.move(who.mother, booking, TUESDAY + 2 * HOUR, mode="phone")).status_code == 200


async def test_the_counsellor_notes_the_outcome(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    assert slug(await desk.close(who.lin, booking)) == (409, "booking-not-begun")
    clock.advance(TUESDAY + HOUR - clock.now())
    assert (await ok(await desk.get(who.lin, booking)))["canClose"] is True
    for person in (who.mother, who.ming, who.wang, who.north_admin):
        assert slug(await desk.close(person, booking)) == (403, "forbidden")
    assert (await ok(await desk.close(who.lin, booking)))["state"] == "done"
    assert slug(await desk.close(who.lin, booking, "missed")) == (412, "stale")
    assert (await ok(await desk.close(who.lin, booking, "missed", 2)))["version"] == 3
    assert slug(await desk.cancel(who.lin, booking, 3)) == (409, "booking-closed")
    assert field(await desk.close(who.lin, booking, "cancelled", 3)) == (422, "$.state", "invalid")


async def test_what_was_cancelled_has_no_outcome(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    await ok(await desk.cancel(who.mother, booking))
    clock.advance(TUESDAY - clock.now())
    assert slug(await desk.close(who.lin, booking, seen=2)) == (409, "booking-closed")


async def test_bookings_of_another_organisation_are_not_found(world: World) -> None:
    who = world.people
    desk = await centre_desk(world, who.lin)
    booking = (await desk.book(who.mother, who.tao))["bookingId"]
    lin, mother = world.client(who.lin), world.client(who.mother)
    path = f"/orgs/{world.north}/bookings/{booking}"
    for client in (lin, mother):  # both take part, but not there
        assert (await client.get(path)).status_code == 404
        assert (await client.post(f"{path}/cancel", headers=version(1))).status_code == 404
    assert (await lin.get(f"{path}/note")).status_code == 404
    assert (await lin.post(f"{path}/outcome", json={"state": "done"}, headers=version(1))).status_code == 404


async def test_a_guardian_who_is_none_any_more_sees_and_changes_nothing(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    booking = (await desk.book(who.ming, who.ming))["bookingId"]
    alone = (await desk.book(who.mother, who.ming, TUESDAY + HOUR, attends="guardian"))["bookingId"]
    await world.sql(  # she has another child here by now
        desk.org_id,
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'mother', 1, $4)",
        *(desk.org_id, who.hong.account_id, who.mother.account_id, world.now),
    )
    await world.sql(
        desk.org_id,
        "update guardianships set ended_at = $4 where org_id = $1 and student_id = $2 and guardian_id = $3",
        *(desk.org_id, who.ming.account_id, who.mother.account_id, world.now),
    )
    for id_ in (booking, alone):
        assert slug(await desk.get(who.mother, id_)) == (404, "not-found")
        assert slug(await desk.cancel(who.mother, id_)) == (404, "not-found")
    assert (await ok(await world.client(who.mother).get(desk.bookings)))["items"] == []
    assert len((await ok(await world.client(who.father).get(desk.bookings)))["items"]) == 1


async def test_a_retried_change_is_made_once(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    path, mother = f"{desk.bookings}/{booking}", desk.world.client(who.mother)
    body = {"counsellorId": str(who.lin.account_id), "startsAt": (TUESDAY + HOUR).isoformat(), "mode": "phone"}
    for _ in range(2):
        moved = await mother.post(f"{path}/move", json=body, headers={**version(1), "idempotency-key": "move-once"})
        assert (await ok(moved))["version"] == 2
    for _ in range(2):
        gone = await mother.post(f"{path}/cancel", headers={**version(2), "idempotency-key": "cancel-once"})
        assert (await ok(gone))["version"] == 3
        twice = await mother.post(f"{path}/cancel", headers={**version(2), "idempotency-key": "cancel-twice"})
        assert (await ok(twice))["state"] == "cancelled"
