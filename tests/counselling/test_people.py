"""Who takes part in a booking, and so sees it: as what it was booked, openly or privately."""

from typing import Any

from tests.counselling.desk import HOUR, TUESDAY, Desk, busy, field, ok, people, second_counsellor, slug
from tests.world import Person


async def test_who_comes_is_who_is_taken(desk: Desk) -> None:
    who = desk.world.people
    alone = await desk.book(who.mother, who.ming, attends="guardian")
    assert people(alone) == {"lin": ("counsellor", True), "mother": ("guardian", True)}
    assert slug(await desk.get(who.ming, alone["bookingId"])) == (404, "not-found")
    sent = await desk.book(who.jun_mother, who.jun, TUESDAY + HOUR, attends="student")
    assert people(sent) == {"lin": ("counsellor", True), "jun": ("student", True), "jun_mother": ("guardian", False)}
    assert await busy(desk.world, who.mother, who.ming, who.jun, who.jun_mother) == {
        "mother": [("06:00", "06:50")],
        "jun": [("07:00", "07:50")],
    }


async def test_a_student_books_openly_and_the_guardians_take_part(desk: Desk) -> None:
    who = desk.world.people
    booking = await desk.book(who.ming, who.ming)
    assert (booking["bookedAs"], booking["private"]) == ("student", False)
    assert people(booking) == {
        "lin": ("counsellor", True),
        "ming": ("student", True),
        "mother": ("guardian", False),
        "father": ("guardian", False),
    }
    for person in (who.ming, who.mother, who.father, who.lin):
        assert (await desk.get(person, booking["bookingId"])).status_code == 200
    for person in (who.wang, who.hong, who.jun_mother, who.north_admin, who.gao, who.he):
        assert slug(await desk.get(person, booking["bookingId"])) == (404, "not-found")


async def test_a_guardian_of_former_days_takes_no_part(desk: Desk) -> None:
    who = desk.world.people
    await desk.world.sql(
        desk.org_id,
        "update guardianships set ended_at = updated_at where org_id = $1 and student_id = $2 and guardian_id = $3",
        *(desk.org_id, who.ming.account_id, who.father.account_id),
    )
    assert set(people(await desk.book(who.ming, who.ming))) == {"lin", "ming", "mother"}


async def test_a_students_private_booking_is_between_the_two(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    booking = await desk.book(who.ming, who.ming, private=True)
    assert people(booking) == {"lin": ("counsellor", True), "ming": ("student", True)}
    for person in (who.ming, who.lin):
        assert (await desk.get(person, booking["bookingId"])).status_code == 200
    for person in (who.mother, who.father, who.wang, who.north_admin, who.gao, who.he, who.former_guardian):
        answer = await desk.get(person, booking["bookingId"])
        assert answer.status_code in {403, 404}
        assert (await desk.cancel(person, booking["bookingId"])).status_code in {403, 404}
        assert (await desk.move(person, booking["bookingId"], TUESDAY + HOUR)).status_code in {403, 404}
        listed = await world.client(person).get(desk.bookings)
        assert listed.status_code == 403 or listed.json()["items"] == []
    # Nothing tells that ming is taken: a parent books the same hour with somebody else.
    assert await busy(world, who.ming) == {}
    other = await second_counsellor(desk)
    at_once = {**desk.wish(who.ming, attends="both"), "counsellorId": other}
    await ok(await world.client(who.mother).post(desk.bookings, json=at_once), 201)


async def test_two_private_bookings_of_a_student_exclude_each_other(desk: Desk) -> None:
    who = desk.world.people
    await desk.book(who.ming, who.ming, private=True)
    again = {**desk.wish(who.ming, private=True), "counsellorId": await second_counsellor(desk)}
    assert slug(await desk.world.client(who.ming).post(desk.bookings, json=again)) == (409, "family-busy")


async def test_a_student_is_in_one_place_at_a_time(desk: Desk) -> None:
    who = desk.world.people
    await desk.book(who.ming, who.ming)
    again = {**desk.wish(who.ming), "counsellorId": await second_counsellor(desk)}
    assert slug(await desk.world.client(who.ming).post(desk.bookings, json=again)) == (409, "family-busy")


async def test_a_class_teacher_refers_a_student_of_their_class(desk: Desk) -> None:
    who = desk.world.people
    booking = await desk.book(who.wang, who.ming)
    assert booking["bookedAs"] == "referral"
    assert people(booking) == {"lin": ("counsellor", True), "ming": ("student", True), "wang": ("booker", False)}
    assert (await desk.get(who.wang, booking["bookingId"])).status_code == 200
    assert slug(await desk.get(who.mother, booking["bookingId"])) == (404, "not-found")
    assert await busy(desk.world, who.wang) == {}
    assert slug(await desk.try_book(who.wang, who.jun, TUESDAY + HOUR)) == (404, "not-found")  # taught, not led
    assert slug(await desk.try_book(who.wang, who.tao, TUESDAY + HOUR)) == (404, "not-found")  # another school


async def test_staff_say_which_guardian_comes_or_is_told(desk: Desk) -> None:
    who = desk.world.people
    first = await desk.book(who.wang, who.ming, attends="both")
    assert people(first)["mother"] == ("guardian", True)  # the first to be contacted
    second = await desk.book(
        who.lin, who.ming, TUESDAY + HOUR, attends="guardian", guardianId=str(who.father.account_id)
    )
    assert second["bookedAs"] == "invitation"
    assert people(second) == {"lin": ("counsellor", True), "father": ("guardian", True)}
    told = await desk.book(who.lin, who.ming, TUESDAY + 2 * HOUR, guardianId=str(who.mother.account_id))
    assert people(told)["mother"] == ("guardian", False)
    for stranger in (who.jun_mother, who.former_guardian, who.lin):
        answer = await desk.try_book(who.wang, who.hong, guardianId=str(stranger.account_id))
        assert field(answer)[:1] == (422,)
    assert field(await desk.try_book(who.wang, who.hong, attends="both")) == (422, "$.attends", "not-found")


async def test_a_counsellor_invites_and_may_keep_it_between_the_two(desk: Desk) -> None:
    who = desk.world.people
    booking = await desk.book(who.lin, who.ming, private=True)
    assert (booking["bookedAs"], booking["private"]) == ("invitation", True)
    assert people(booking) == {"lin": ("counsellor", True), "ming": ("student", True)}
    assert (await desk.get(who.mother, booking["bookingId"])).status_code == 404
    assert await busy(desk.world, who.ming) == {}


async def test_what_cannot_be_chosen_is_refused_by_field(desk: Desk) -> None:
    who = desk.world.people
    mother, father = str(who.mother.account_id), str(who.father.account_id)
    choices: list[tuple[Person, dict[str, Any], str]] = [
        (who.mother, {"private": True}, "$.private"),
        (who.wang, {"private": True}, "$.private"),
        (who.lin, {"private": True, "attends": "both"}, "$.private"),
        (who.lin, {"private": True, "guardianId": mother}, "$.private"),
        (who.ming, {"attends": "both"}, "$.attends"),
        (who.ming, {"attends": "guardian"}, "$.attends"),
        (who.ming, {"guardianId": mother}, "$.guardianId"),
        (who.mother, {"guardianId": father}, "$.guardianId"),
    ]
    for by, change, expected in choices:
        assert field(await desk.try_book(by, who.ming, **change)) == (422, expected, "not-allowed")
    assert (await desk.try_book(who.mother, who.ming, guardianId=mother)).status_code == 201
