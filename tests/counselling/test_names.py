"""Names stand in bookings: a person or place that is renamed shows the new name at once, on every screen with a line."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from api.core import names
from api.core.clock import FixedClock
from api.core.names import Part, Renamed
from api.core.services import Services
from api.core.unit_of_work import system_uow
from jobs.kinds import HANDLERS
from tests.counselling.desk import HOUR, TUESDAY, Desk, add_place, hours_of, ok, second_counsellor, version
from tests.jobs.city import City
from tests.servers import Database
from tests.world import Person

SHOWN = ("studentName", "counsellorName", "providerNameZh", "providerNameEn", "roomName")
PLACE = {"kind": "mobile", "nameZh": "流动站", "nameEn": "Van", "address": "", "phone": ""}
TABLES = {
    "staff": "update staff set name = $3 where org_id = $1 and staff_id = $2",
    "student": "update students set name = $3 where org_id = $1 and student_id = $2",
    "guardian": "update guardians set name = $3 where org_id = $1 and guardian_id = $2",
}


class Renaming:
    """A desk, and what changes names there: a school's administrator, and the roster as an import writes it."""

    def __init__(self, desk: Desk, services: Services, city: City) -> None:
        self.desk, self.services, self.city = desk, services, city

    async def person(self, who: Person, part: Part, name: str) -> None:
        """The roster's row and the event, in one transaction."""
        async with system_uow(self.services, self.desk.org_id) as uow:
            await uow.conn.execute(TABLES[part], self.desk.org_id, who.account_id, name)
            await names.rename(uow, [Renamed(account_id=who.account_id, part=part, name=name)])

    async def put(self, path: str, body: Any) -> None:
        client = self.desk.world.client(self.desk.world.people.north_admin)
        await ok(await client.put(f"/orgs/{self.desk.org_id}/providers/{path}", json=body, headers=version(1)))

    async def places(self) -> None:
        """The provider and its room get other names."""
        await self.put(self.desk.provider_id, PLACE)
        await self.put(f"{self.desk.provider_id}/rooms/{self.desk.room_id}", {"name": "202"})

    async def shown(self, reader: Person) -> list[list[Any]]:
        """The names that the list shows of each booking. The first screen, the diary and the booking itself must say the same."""
        client = self.desk.world.client(reader)
        lines = (await ok(await client.get(self.desk.bookings)))["items"]
        home = (await ok(await client.get("/me/home")))["next"]
        diary = (await ok(await client.get("/me/diary")))["bookings"]
        whole = [await ok(await self.desk.get(reader, line["bookingId"])) for line in lines]
        found = [[line[name] for name in SHOWN] for line in lines]
        for others in (home, diary, whole):
            assert [[line[name] for name in SHOWN] for line in others] == found
        return found

    async def stale(self, booking_id: str) -> None:
        """What another transaction writes that read the names before they changed."""
        await self.desk.world.sql(
            self.desk.org_id,
            "with people as (update booking_people set name = 'old' where org_id = $1 and booking_id = $2)"
            " update bookings set student_name = 'old', counsellor_name = 'old', provider_name_zh = 'old',"
            " provider_name_en = 'old', room_name = 'old' where org_id = $1 and booking_id = $2",
            *(self.desk.org_id, UUID(booking_id)),
        )


@pytest.fixture
async def renaming(desk: Desk, services: Services, database: Database) -> Renaming:
    return Renaming(desk, services, City(services, database))


async def test_everybody_sees_a_new_name_at_once(renaming: Renaming) -> None:
    desk, who = renaming.desk, renaming.desk.world.people
    await desk.book(who.mother, who.ming, attends="both")
    before = ["ming", "lin", "阳光辅导站", "Sunshine room", "101"]
    for reader in (who.mother, who.ming, who.lin):
        assert await renaming.shown(reader) == [before]
    await renaming.places()
    await renaming.person(who.lin, "staff", "林老师")
    await renaming.person(who.ming, "student", "小明")
    for reader in (who.mother, who.ming, who.lin):
        assert await renaming.shown(reader) == [["小明", "林老师", "流动站", "Van", "202"]]


async def test_nobody_else_is_renamed(renaming: Renaming) -> None:
    desk, who = renaming.desk, renaming.desk.world.people
    await desk.book(who.mother, who.ming)
    await desk.book(who.jun_mother, who.jun, TUESDAY + HOUR)
    await renaming.person(who.jun, "student", "小军")
    await renaming.person(who.chen, "staff", "陈老师")
    assert [line[:2] for line in await renaming.shown(who.lin)] == [["ming", "lin"], ["小军", "lin"]]


async def test_each_part_of_a_person_has_its_own_name(renaming: Renaming) -> None:
    """A colleague who is a guardian too is renamed as one of them only."""
    desk, who = renaming.desk, renaming.desk.world.people
    booking = (await desk.book(who.mother, who.ming, attends="guardian"))["bookingId"]
    await renaming.person(who.mother, "staff", "老师")
    assert {p["name"] for p in (await ok(await desk.get(who.mother, booking)))["people"]} >= {"mother"}
    await renaming.person(who.mother, "guardian", "妈妈")
    assert "妈妈" in {p["name"] for p in (await ok(await desk.get(who.mother, booking)))["people"]}


async def test_a_new_name_reaches_a_list_that_asks_what_changed(renaming: Renaming, clock: FixedClock) -> None:
    desk, who = renaming.desk, renaming.desk.world.people
    booked = await desk.book(who.mother, who.ming)
    client, since = desk.world.client(who.mother), {"since": booked["updatedAt"]}
    assert (await ok(await client.get(desk.bookings, params=since)))["items"] == []
    clock.advance(timedelta(minutes=1))
    await renaming.places()
    [line] = (await ok(await client.get(desk.bookings, params=since)))["items"]
    assert (line["roomName"], line["version"]) == ("202", booked["version"])


async def test_an_edit_that_renames_nothing_touches_no_booking(renaming: Renaming, clock: FixedClock) -> None:
    desk, who = renaming.desk, renaming.desk.world.people
    booked = await desk.book(who.mother, who.ming)
    clock.advance(timedelta(minutes=1))
    await renaming.put(
        desk.provider_id, {**PLACE, "nameZh": "阳光辅导站", "nameEn": "Sunshine room", "address": "二号楼"}
    )
    assert (await ok(await desk.get(who.mother, booked["bookingId"])))["updatedAt"] == booked["updatedAt"]


async def test_a_private_talk_stays_without_a_name(renaming: Renaming) -> None:
    """A new name opens nothing: the counsellor's session has no second factor."""
    desk, who = renaming.desk, renaming.desk.world.people
    await desk.book(who.ming, who.ming, private=True)
    await renaming.person(who.ming, "student", "小明")
    client = await desk.world.sign_in(who.lin, assurance=1)
    [line] = (await ok(await client.get(desk.bookings)))["items"]
    assert (line["studentName"], line["studentId"]) == (None, None)
    assert (await renaming.shown(who.ming))[0][0] == "小明"
    assert await renaming.shown(who.mother) == []


async def test_a_moved_booking_shows_where_it_goes(renaming: Renaming) -> None:
    desk, who = renaming.desk, renaming.desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    await second_counsellor(desk)
    await ok(await desk.move(who.lin, booking, TUESDAY + HOUR, to=who.chen))
    assert (await renaming.shown(who.mother))[0][:2] == ["ming", "chen"]


async def test_a_booking_without_a_room_shows_none(renaming: Renaming) -> None:
    desk, who = renaming.desk, renaming.desk.world.people
    provider, _ = await add_place(desk.world, desk.org_id, who.north_admin)
    await desk.world.sql(
        desk.org_id,
        "update staff set roles = '{counsellor}' where org_id = $1 and staff_id = $2",
        *(desk.org_id, who.chen.account_id),
    )
    hours = hours_of(who.chen.account_id, provider, None)
    await ok(await desk.world.client(who.north_admin).post(f"/orgs/{desk.org_id}/hours", json=hours), 201)
    await desk.book(who.mother, who.ming, counsellorId=str(who.chen.account_id))
    assert (await renaming.shown(who.mother))[0][-1] is None


async def test_a_booking_that_was_open_while_a_name_changed_is_mended(renaming: Renaming, clock: FixedClock) -> None:
    """A rename does not see bookings of transactions that have not ended, and they keep the name that they read."""
    desk, who = renaming.desk, renaming.desk.world.people
    booking = (await desk.book(who.mother, who.ming, attends="both"))["bookingId"]
    await renaming.places()
    await renaming.person(who.lin, "staff", "林老师")
    await renaming.stale(booking)
    clock.advance(timedelta(minutes=11))
    await renaming.city.work(HANDLERS)
    assert await renaming.shown(who.mother) == [["ming", "林老师", "流动站", "Van", "202"]]
    people = (await ok(await desk.get(who.mother, booking)))["people"]
    assert {p["name"] for p in people} == {"mother", "ming", "林老师"}
