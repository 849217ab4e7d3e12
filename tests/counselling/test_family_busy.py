"""A family that is busy elsewhere is offered no time that it could not take, and reads why one is refused."""

from uuid import UUID, uuid4

import pytest

from api.core import claims, db
from api.core.claims import Span
from tests.counselling.desk import HOUR, TUESDAY, Desk, centre_desk, field, ok, second_counsellor, slug
from tests.counselling.test_slots import FIRST_WEEK, SECOND_WEEK
from tests.world import Person

FREE = FIRST_WEEK[1:] + SECOND_WEEK
ALL = FIRST_WEEK + SECOND_WEEK


async def _take(desk: Desk, subject: UUID, begin: int = 0, end: int = 50) -> None:
    """Takes some minutes of the first slot, as another appointment would."""
    minute = HOUR / 60
    span = Span(subject_id=subject, starts_at=TUESDAY + begin * minute, ends_at=TUESDAY + end * minute)
    async with db.transaction(desk.world.pool, desk.org_id, desk.world.people.north_admin.account_id) as conn:
        await claims.take(conn, uuid4(), "counselling", [span], desk.world.now)


async def _offered(desk: Desk, by: Person, student: Person) -> list[str]:
    return await desk.starts(by, studentId=str(student.account_id), to="2026-12-02T00:00:00Z")


@pytest.mark.parametrize("busy", ["mother", "ming"])
@pytest.mark.parametrize(("begin", "end"), [(0, 50), (-30, 1), (49, 59)])
async def test_what_meets_another_appointment_is_not_offered_and_says_why(
    desk: Desk, busy: str, begin: int, end: int
) -> None:
    who = desk.world.people
    await _take(desk, getattr(who, busy).account_id, begin, end)
    assert await _offered(desk, who.mother, who.ming) == FREE
    assert await _offered(desk, who.father, who.ming) == (FREE if busy == "ming" else ALL)
    assert slug(await desk.try_book(who.mother, who.ming, attends="both")) == (409, "family-busy")


@pytest.mark.parametrize(("begin", "end"), [(-30, 0), (50, 60)])
async def test_what_only_touches_it_is_offered_and_booked(desk: Desk, begin: int, end: int) -> None:
    who = desk.world.people
    await _take(desk, who.mother.account_id, begin, end)
    assert await _offered(desk, who.mother, who.ming) == ALL
    await desk.book(who.mother, who.ming, attends="both")


async def test_only_who_would_come_has_to_be_free(desk: Desk) -> None:
    who = desk.world.people
    await _take(desk, who.mother.account_id)
    assert slug(await desk.try_book(who.mother, who.ming, attends="guardian")) == (409, "family-busy")
    await desk.book(who.mother, who.ming, attends="student")


async def test_who_was_faster_is_said_as_before(desk: Desk) -> None:
    who = desk.world.people
    await desk.book(who.jun_mother, who.jun)
    assert slug(await desk.try_book(who.mother, who.ming)) == (409, "time-taken")


async def test_staff_read_that_the_family_is_busy_and_nothing_of_the_list(desk: Desk) -> None:
    who = desk.world.people
    await _take(desk, who.ming.account_id)
    assert slug(await desk.try_book(who.wang, who.ming)) == (409, "family-busy")
    for stranger in (who.wang, who.lin, who.jun_mother, who.jun):
        answer = await desk.world.client(stranger).get(
            f"/orgs/{desk.org_id}/slots", params={"studentId": str(who.ming.account_id)}
        )
        assert field(answer) == (404, "$.studentId", "not-found")


async def test_a_private_appointment_shows_in_nobody_elses_list_and_refuses_nobody(desk: Desk) -> None:
    who = desk.world.people
    await second_counsellor(desk)
    await desk.book(who.ming, who.ming, private=True)
    chen = str(who.chen.account_id)
    for guardian in (who.mother, who.father):
        found = await desk.starts(guardian, studentId=str(who.ming.account_id), counsellorId=chen)
        assert found == await desk.starts(guardian, counsellorId=chen)
    own = await desk.starts(who.ming, studentId=str(who.ming.account_id), counsellorId=chen)
    assert FIRST_WEEK[0] not in own
    assert slug(await desk.try_book(who.ming, who.ming, private=True, counsellorId=chen)) == (409, "family-busy")
    invitation = await desk.try_book(who.chen, who.ming, private=True, counsellorId=chen)
    assert slug(invitation) == (409, "time-taken")  # says no more than that the time is not to be had
    await desk.book(who.mother, who.ming, counsellorId=chen, attends="both")


async def test_a_move_says_the_same_and_is_not_in_its_own_way(desk: Desk) -> None:
    who = desk.world.people
    await second_counsellor(desk)
    booking = await desk.book(who.mother, who.ming, TUESDAY + HOUR, attends="both")
    await _take(desk, who.mother.account_id)
    assert slug(await desk.move(who.mother, booking["bookingId"], TUESDAY)) == (409, "family-busy")
    assert (await desk.move(who.mother, booking["bookingId"], TUESDAY + HOUR, to=who.chen)).status_code == 200


async def test_a_centre_knows_its_clients_families(desk: Desk) -> None:
    who = desk.world.people
    centre = await centre_desk(desk.world, who.qian)
    await _take(desk, who.lei.account_id)
    assert await _offered(centre, who.lei_father, who.lei) == FREE
    answer = await desk.world.client(who.lei_father).get(
        f"/orgs/{centre.org_id}/slots", params={"studentId": str(who.tao.account_id)}
    )
    assert (await ok(answer, 404))["errors"][0]["path"] == "$.studentId"
