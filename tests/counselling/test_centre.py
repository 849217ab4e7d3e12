"""Families of a school book at the centre that serves it (C2)."""

from api.core import db
from api.counselling.bookings import queries
from api.counselling.clients import serving
from tests.counselling.desk import HOUR, TUESDAY, add_place, centre_desk, field, hours_of, ok, people, slug
from tests.world import Person, World


async def test_families_of_a_served_school_book_at_the_centre(world: World) -> None:
    who = world.people
    desk = await centre_desk(world, who.qian)
    booking = await desk.book(who.lei_father, who.lei, attends="both")
    assert (booking["studentName"], booking["orgNameEn"]) == ("lei", "Centre")
    assert people(booking) == {
        "qian": ("counsellor", True),
        "lei": ("student", True),
        "lei_father": ("guardian", True),
    }
    own = await desk.book(who.tao, who.tao, TUESDAY + HOUR)
    assert people(own)["mother"] == ("guardian", False)
    private = await desk.book(who.tao, who.tao, TUESDAY + 2 * HOUR, private=True)
    assert (await desk.get(who.mother, own["bookingId"])).status_code == 200
    assert (await desk.get(who.mother, private["bookingId"])).status_code == 404


async def test_the_centre_learns_no_other_students_name(world: World) -> None:
    who = world.people
    desk = await centre_desk(world, who.qian)
    for person, student in [
        (who.mother, who.ming),
        (who.mother, who.lei),
        (who.tao, who.lei),
        (who.lei_father, who.tao),
    ]:
        assert slug(await desk.try_book(person, student)) == (404, "not-found")
    for person in (who.father, who.ming, who.sun, who.zhao):
        assert slug(await desk.try_book(person, who.tao)) == (403, "forbidden")
    assert slug(await desk.try_book(who.qian, who.tao)) == (404, "not-found")
    rows = await world.sql(world.centre, "select family_served_here() as schools")
    assert rows[0]["schools"] == []  # asked by nobody in particular


async def test_a_name_is_found_for_the_family_alone_and_while_it_is_one(world: World) -> None:
    """Below HTTP, because access would refuse it first: which schools are entered, and what is found there."""
    who = world.people

    async def asked(org_id: int, account: Person, student: Person) -> list[str]:
        async with db.transaction(world.pool, org_id, account.account_id) as conn:
            found: list[queries.Client | None] = []
            for school_id in await serving.list_schools(conn):
                db.enter(conn, school_id, account.account_id)
                found.append(await queries.find_client(conn, school_id, student.account_id, account.account_id))
        return [client.name for client in found if client]

    assert await asked(world.centre, who.tao, who.tao) == ["tao"]
    assert await asked(world.centre, who.lei_father, who.lei) == ["lei"]
    assert await asked(world.centre, who.lei_father, who.tao) == []
    assert await asked(world.centre, who.mother, who.ming) == []  # not a school that this centre serves
    assert await asked(world.north, who.mother, who.tao) == []  # not a centre
    await world.sql(
        world.south,
        "update guardianships set ended_at = updated_at where org_id = $1 and guardian_id = $2",
        *(world.south, who.lei_father.account_id),
    )
    await world.sql(
        world.south,
        "update students set ended_at = updated_at where org_id = $1 and student_id = $2",
        *(world.south, who.tao.account_id),
    )
    assert await asked(world.centre, who.lei_father, who.lei) == []
    assert await asked(world.centre, who.tao, who.tao) == []
    desk = await centre_desk(world, who.qian)
    assert slug(await desk.try_book(who.mother, who.tao)) == (404, "not-found")


async def test_a_counsellor_of_the_centre_invites_whom_they_have_seen(world: World) -> None:
    who = world.people
    desk = await centre_desk(world, who.qian)
    await desk.book(who.mother, who.tao, attends="both")
    again = await desk.book(who.qian, who.tao, TUESDAY + HOUR, attends="both")
    assert (again["bookedAs"], again["studentName"]) == ("invitation", "tao")
    assert people(again)["mother"] == ("guardian", True)
    assert slug(await desk.try_book(who.lin, who.tao, TUESDAY + 2 * HOUR)) == (404, "not-found")


async def test_a_counsellor_knows_the_guardians_they_met_and_no_others(world: World) -> None:
    who = world.people
    lin, qian = await centre_desk(world, who.lin), await centre_desk(world, who.qian)
    await lin.book(who.mother, who.tao, attends="both")
    await qian.book(who.tao, who.tao, TUESDAY + HOUR, private=True)
    answer = await qian.try_book(who.qian, who.tao, TUESDAY + 2 * HOUR, attends="both")
    assert field(answer) == (422, "$.attends", "not-found")


async def test_hours_at_one_place_say_nothing_at_another(world: World) -> None:
    who = world.people
    desk = await centre_desk(world, who.lin)
    provider_id, room_id = await add_place(world, world.north, who.north_admin)
    body = hours_of(who.lin.account_id, provider_id, room_id, weekday=3)
    await ok(await world.client(who.lin).post(f"/orgs/{world.north}/hours", json=body), 201)
    assert (await desk.try_book(who.tao, who.tao)).status_code == 201
    at_school = await world.client(who.ming).post(f"/orgs/{world.north}/bookings", json=desk.wish(who.ming))
    assert slug(at_school) == (409, "slot-not-offered")


async def test_times_are_offered_for_children_of_served_schools_alone(world: World) -> None:
    """For a child of another school there is nothing to ask about, whoever asks."""
    who = world.people
    desk = await centre_desk(world, who.qian)
    for person, child, status in ((who.mother, who.tao, 200), (who.mother, who.ming, 404), (who.ming, who.ming, 403)):
        params = {"studentId": str(child.account_id)}
        answer = await world.client(person).get(f"/orgs/{desk.org_id}/slots", params=params)
        assert answer.status_code == status, (person.name, child.name)
