"""Everyone's diary over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from api.core.access import Scope
from api.core.clock import FixedClock
from api.counselling import actions as counselling
from tests.counselling.desk import HOUR, TUESDAY, Desk, centre_desk, field, north_desk, ok, open_desk, slug
from tests.world import Person, World

WEEK = timedelta(days=7)


async def diary(desk: Desk, person: Person, **params: Any) -> list[str]:
    """Ids of the bookings that a person is shown."""
    page = await ok(await desk.world.client(person).get(desk.bookings, params=params))
    return [b["bookingId"] for b in page["items"]]


async def test_each_sees_what_they_take_part_in(desk: Desk) -> None:
    who = desk.world.people
    own = (await desk.book(who.ming, who.ming))["bookingId"]
    private = (await desk.book(who.ming, who.ming, TUESDAY + HOUR, private=True))["bookingId"]
    referred = (await desk.book(who.wang, who.ming, TUESDAY + 2 * HOUR))["bookingId"]
    other = (await desk.book(who.jun_mother, who.jun, TUESDAY + WEEK))["bookingId"]
    assert await diary(desk, who.ming) == [own, private, referred]
    assert await diary(desk, who.lin) == [own, private, referred, other]
    assert await diary(desk, who.mother) == [own]
    assert await diary(desk, who.father) == [own]
    assert await diary(desk, who.wang) == [referred]
    assert await diary(desk, who.jun_mother) == [other]
    assert await diary(desk, who.jun) == [other]
    for person in (who.north_admin, who.gao, who.he, who.chen, who.hong):
        assert await diary(desk, person) == []
    for person in (who.sun, who.tao, who.former_teacher, who.former_guardian, who.former_student, who.nobody):
        assert slug(await desk.world.client(person).get(desk.bookings)) == (403, "forbidden")


async def test_a_list_says_the_same_as_the_booking_itself(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming, attends="both"))["bookingId"]
    for person in (who.mother, who.ming, who.lin):
        page = await ok(await desk.world.client(person).get(desk.bookings))
        (line,), whole = page["items"], await ok(await desk.get(person, booking))
        assert line.items() <= whole.items()


def test_the_diarys_query_says_what_the_rule_says() -> None:
    """The query looks for participants and nothing else: a wider rule needs a wider query."""
    assert set(counselling.BOOKING_READ.rule.values()) == {Scope.OWN}


async def test_who_counsels_and_arranged_it_sees_a_booking_once(desk: Desk) -> None:
    """A teacher who counsels refers a student, and the booking is moved to the teacher's own hours."""
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    await desk.world.sql(
        desk.world.north,
        """insert into booking_people (org_id, booking_id, account_id, part, name, attends, starts_at)
        select org_id, booking_id, counsellor_id, 'booker', 'Lin', false, starts_at from bookings
        where org_id = $1 and booking_id = $2 on conflict do nothing""",
        *(desk.world.north, UUID(booking)),
    )
    assert await diary(desk, who.lin) == [booking]


async def test_pages_follow_each_other_without_loss(desk: Desk) -> None:
    who = desk.world.people
    made = [
        (await desk.book(who.lin, student, TUESDAY + day * WEEK + hour * HOUR))["bookingId"]
        for day in range(2)
        for hour, student in enumerate([who.ming, who.hong, who.jun])
    ]
    client, seen, cursor = desk.world.client(who.lin), list[str](), None
    for _ in range(4):
        params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = await ok(await client.get(desk.bookings, params=params))
        seen += [b["bookingId"] for b in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == made
    assert field(await client.get(desk.bookings, params={"cursor": "x"})) == (422, "$.cursor", "cursor")
    for limit in ("0", "101", "all"):
        assert field(await client.get(desk.bookings, params={"limit": limit})) == (422, "$.limit", "invalid")


async def test_ranges_and_filters(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    first = (await desk.book(who.mother, who.ming))["bookingId"]
    second = (await desk.book(who.mother, who.ming, TUESDAY + WEEK))["bookingId"]
    start, end = TUESDAY.isoformat(), (TUESDAY + WEEK).isoformat()
    assert await diary(desk, who.mother, **{"from": start, "to": end}) == [first]
    assert await diary(desk, who.mother, **{"from": end}) == [second]
    assert await diary(desk, who.mother, to=end) == [first]
    assert await diary(desk, who.mother, counsellorId=str(who.lin.account_id)) == [first, second]
    assert await diary(desk, who.mother, counsellorId=str(who.zhao.account_id)) == []
    client = desk.world.client(who.mother)
    too_long = {"from": start, "to": (TUESDAY + timedelta(days=32)).isoformat()}
    assert field(await client.get(desk.bookings, params=too_long)) == (422, "$.to", "range")
    assert field(await client.get(desk.bookings, params={"since": "2026-11-23T00:00:00"})) == (
        422,
        "$.since",
        "invalid",
    )
    clock.advance(TUESDAY + timedelta(hours=20) - clock.now())
    assert await diary(desk, who.mother) == [first, second]  # from yesterday
    clock.advance(timedelta(hours=5))
    assert await diary(desk, who.mother) == [second]


async def test_a_moved_booking_moves_in_every_diary(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming, attends="both"))["bookingId"]
    await ok(await desk.move(who.mother, booking, TUESDAY + WEEK))
    this_week, next_week = {"to": (TUESDAY + HOUR).isoformat()}, {"from": (TUESDAY + WEEK).isoformat()}
    for person in (who.mother, who.ming, who.lin):
        assert await diary(desk, person, **this_week) == []
        assert await diary(desk, person, **next_week) == [booking]


async def test_since_tells_what_changed(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    kept = (await desk.book(who.mother, who.ming, TUESDAY + 4 * WEEK))["bookingId"]
    gone = (await desk.book(who.mother, who.ming, TUESDAY))["bookingId"]
    seen = clock.now().isoformat()
    assert await diary(desk, who.mother, since=seen) == []
    clock.advance(timedelta(minutes=1))
    await ok(await desk.cancel(who.mother, gone))
    page = await ok(await desk.world.client(who.mother).get(desk.bookings, params={"since": seen}))
    assert [(b["bookingId"], b["state"]) for b in page["items"]] == [(gone, "cancelled")]
    await ok(await desk.move(who.mother, kept, TUESDAY + 5 * WEEK))
    assert await diary(desk, who.mother, since=seen) == [gone, kept]


async def test_an_unchanged_diary_is_not_sent_again(desk: Desk) -> None:
    who = desk.world.people
    await desk.book(who.mother, who.ming)
    client = desk.world.client(who.mother)
    etag = (await client.get(desk.bookings)).headers["etag"]
    assert (await client.get(desk.bookings, headers={"if-none-match": etag})).status_code == 304


async def test_one_diary_over_all_organisations(world: World) -> None:
    """The mother's children are in two schools, and one of them is seen at the centre; lin counsels at both."""
    who = world.people
    centre = await centre_desk(world, who.qian)
    at_centre = (await centre.book(who.mother, who.tao))["bookingId"]
    south = await open_desk(world, world.south, who.south_admin, who.zhao)
    at_south = (await south.book(who.mother, who.tao, TUESDAY + HOUR))["bookingId"]
    north = await north_desk(world)
    at_north = (await north.book(who.mother, who.ming, TUESDAY + 2 * HOUR, attends="both"))["bookingId"]
    whole = await ok(await world.client(who.mother).get("/me/diary"))
    assert [b["bookingId"] for b in whole["bookings"]] == [at_centre, at_south, at_north]
    assert [b["orgId"] for b in whole["bookings"]] == [world.centre, world.south, world.north]
    lin = await ok(await world.client(who.lin).get("/me/diary"))
    assert [b["bookingId"] for b in lin["bookings"]] == [at_north]
    tao = await ok(await world.client(who.tao).get("/me/diary"))
    assert [b["bookingId"] for b in tao["bookings"]] == [at_centre, at_south]
    for person in (who.former_guardian, who.former_teacher, who.nobody, who.ou):
        assert await ok(await world.client(person).get("/me/diary")) == {"bookings": [], "visits": []}
    until = {"to": (TUESDAY + HOUR).isoformat()}
    assert len((await ok(await world.client(who.mother).get("/me/diary", params=until)))["bookings"]) == 1
    assert (await world.http.get("/api/v1/me/diary")).status_code == 401


async def test_one_organisation_left_does_not_close_the_rest(world: World) -> None:
    who = world.people
    desk = await north_desk(world)
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    await world.sql(  # lin no longer works at the centre, but is still listed as a member there
        world.centre,
        "update staff set ended_at = $3 where org_id = $1 and staff_id = $2",
        *(world.centre, who.lin.account_id, world.now),
    )
    whole = await ok(await world.client(who.lin).get("/me/diary"))
    assert [b["bookingId"] for b in whole["bookings"]] == [booking]
