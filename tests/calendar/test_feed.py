"""Calendar feeds over HTTP: private, revocable, over all flows and organisations, read by two parsers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.calendar.readers import calendar, second
from tests.counselling.desk import HOUR, TUESDAY, Desk, north_desk, ok
from tests.jobs.city import City
from tests.servers import Database
from tests.visits.family import DAY, THURSDAY, Family, record
from tests.world import Person, World


@dataclass
class Town:
    """The world, a counsellor's desk in the northern school, ming's family, and a worker."""

    world: World
    desk: Desk
    family: Family
    city: City

    async def link(self, person: Person) -> str:
        made = await ok(await self.world.client(person).post("/me/feed"), 201)
        assert made["webcal"].partition("://")[2] == made["https"].partition("://")[2]
        return str(made["https"])

    async def get(self, link: str, **headers: str) -> httpx.Response:
        await self.city.work(HANDLERS)
        return await self.world.http.get(link, headers=headers)

    async def read(self, link: str) -> dict[str, Any]:
        """Status, SEQUENCE, start and title by event id; both parsers agree."""
        answer = await self.get(link)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        whole, other = calendar(answer.content), second(answer.content)
        assert "METHOD" not in whole
        found = {str(e["UID"]).partition("@")[0]: _line(e) for e in whole.events}
        assert {str(e.uid.value) for e in getattr(other, "vevent_list", [])} == {str(e["UID"]) for e in whole.events}
        starts = {e.uid.value: e.dtstart.value.astimezone(UTC) for e in getattr(other, "vevent_list", [])}
        assert starts == {str(e["UID"]): e["DTSTART"].dt.astimezone(UTC) for e in whole.events}
        return found


def _line(event: Any) -> tuple[str, int, datetime, str]:
    assert not {"ATTENDEE", "ORGANIZER"} & set(event)
    assert {"LAST-MODIFIED", "DTSTAMP", "SEQUENCE"} <= set(event)
    return str(event["STATUS"]), int(event["SEQUENCE"]), event["DTSTART"].dt.astimezone(UTC), str(event["SUMMARY"])


@pytest.fixture
async def town(world: World, services: Services, database: Database) -> Town:
    family = Family(world, world.north, world.people.ming, world.people.wang)
    return Town(world, await north_desk(world), family, City(services, database))


async def test_a_feed_holds_everything_of_everywhere_and_follows_it(town: Town, clock: FixedClock) -> None:
    who = town.world.people
    booking = (await town.desk.book(who.mother, who.ming, TUESDAY, attends="both"))["bookingId"]
    visit = await town.family.propose(THURSDAY, who.wang)
    link = await town.link(who.mother)
    assert await town.read(link) == {
        booking: ("CONFIRMED", 0, TUESDAY, "预约"),
        visit: ("TENTATIVE", 0, THURSDAY, "家访"),
    }
    await ok(await town.family.do(who.mother, visit, "confirm"))
    await ok(await town.desk.move(who.mother, booking, TUESDAY + HOUR))
    assert await town.read(link) == {
        booking: ("CONFIRMED", 1, TUESDAY + HOUR, "预约"),
        visit: ("CONFIRMED", 1, THURSDAY, "家访"),
    }
    await ok(await town.desk.cancel(who.mother, booking, 2))
    assert (await town.read(link))[booking] == ("CANCELLED", 2, TUESDAY + HOUR, "预约")
    clock.advance(timedelta(days=40))
    assert await town.read(link) == {}


async def test_each_sees_their_own_in_their_words(town: Town) -> None:
    who = town.world.people
    private = (await town.desk.book(who.ming, who.ming, TUESDAY, private=True))["bookingId"]
    links = {p.name: await town.link(p) for p in (who.ming, who.lin, who.mother, who.wang)}
    assert set(await town.read(links["ming"])) == set(await town.read(links["lin"])) == {private}
    assert await town.read(links["mother"]) == await town.read(links["wang"]) == {}
    client = town.world.client(who.lin)
    profile = await client.get("/me")
    edit = {k: profile.json()[k] for k in ("quietFrom", "quietTo", "channels")} | {
        "language": "en",
        "plainTitles": True,
    }
    await ok(await client.put("/me", json=edit, headers={"if-match": profile.headers["etag"]}))
    assert (await town.read(links["lin"]))[private][3] == "Counselling"
    assert (await town.read(links["ming"]))[private][3] == "预约"


async def test_nobody_is_led_to_a_room_for_a_call(town: Town) -> None:
    who = town.world.people
    client = town.world.client(who.mother)
    profile = await client.get("/me")
    edit = {k: profile.json()[k] for k in ("quietFrom", "quietTo", "channels", "language")} | {"plainTitles": True}
    await ok(await client.put("/me", json=edit, headers={"if-match": profile.headers["etag"]}))
    booking = (await town.desk.book(who.mother, who.ming, TUESDAY, attends="guardian"))["bookingId"]
    link = await town.link(who.mother)
    assert "LOCATION:" in (await town.get(link)).text
    await ok(await town.desk.move(who.mother, booking, TUESDAY + HOUR, mode="phone"))
    assert "LOCATION" not in (await town.get(link)).text


async def test_no_calendar_names_the_student_of_a_private_talk(town: Town) -> None:
    who = town.world.people
    await town.desk.book(who.ming, who.ming, TUESDAY, private=True)
    feed = await town.get(await town.link(who.lin))
    assert feed.text.count("BEGIN:VEVENT") == 1
    assert who.ming.name not in feed.text
    assert str(who.ming.account_id) not in feed.text


async def test_a_text_is_made_once_for_each_sequence(town: Town) -> None:
    who = town.world.people
    await town.desk.book(who.mother, who.ming, TUESDAY, attends="both")
    link = await town.link(who.mother)
    first = await town.get(link)
    await town.world.sql(town.world.north, "update calendar_texts set text = replace(text, '预约', '从前')")
    kept = await town.get(link)
    assert kept.text == first.text.replace("预约", "从前")
    assert kept.headers["etag"] != first.headers["etag"]
    assert (await town.get(link, **{"if-none-match": kept.headers["etag"]})).status_code == 304


async def test_the_etag_changes_only_with_the_text(town: Town) -> None:
    who = town.world.people
    later = await town.desk.book(who.mother, who.ming, TUESDAY + HOUR, attends="guardian")
    assert later
    link = await town.link(who.mother)
    await town.get(link)
    # A new event that comes before one whose text is kept.
    await town.desk.book(who.mother, who.ming, TUESDAY, attends="guardian")
    first, again = await town.get(link), await town.get(link)
    assert first.text == again.text
    assert first.headers["etag"] == again.headers["etag"]
    assert (await town.get(link, **{"if-none-match": "*"})).status_code == 304


async def test_a_link_is_one_secret_that_can_be_ended(town: Town) -> None:
    who = town.world.people
    client = town.world.client(who.mother)
    assert await ok(await client.get("/me/feed")) == {"createdAt": None, "readAt": None}
    first = await town.link(who.mother)
    assert (await ok(await client.get("/me/feed")))["readAt"] is None
    await town.read(first)
    assert (await ok(await client.get("/me/feed")))["readAt"] is not None
    newer = await town.link(who.mother)
    assert (await town.get(first)).status_code == 404
    await town.read(newer)
    assert (await client.delete("/me/feed")).status_code == 204
    for link in (first, newer, newer.replace(".ics", "x.ics"), newer[:-30] + ".ics", newer.rpartition("/")[0] + "/x"):
        assert (await town.get(link)).status_code == 404, link
    assert await ok(await client.get("/me/feed")) == {"createdAt": None, "readAt": None}


async def test_the_database_keeps_no_link(town: Town, database: Database) -> None:
    link = await town.link(town.world.people.mother)
    secret = link.rpartition("/")[2]
    rows = await town.city.rows("select row_to_json(f)::text as text from calendar_feeds f")
    assert rows
    assert not any(secret[24:40] in row["text"] for row in rows)


async def test_a_feed_shows_nothing_of_an_organisation_that_the_person_left(town: Town) -> None:
    who = town.world.people
    booking = (await town.desk.book(who.lin, who.ming, TUESDAY))["bookingId"]
    link = await town.link(who.lin)
    assert set(await town.read(link)) == {booking}
    await town.city.rows(
        "update memberships set ended_at = now() where account_id = $1 and org_id = $2 returning 1",
        *(who.lin.account_id, town.world.north),
    )
    assert await town.read(link) == {}


END_TIE = (
    "update guardianships set ended_at = now() where org_id = $1 and guardian_id = $2 and student_id = $3 returning 1"
)


async def test_a_feed_shows_nothing_of_a_child_whose_guardian_one_is_no_more(town: Town) -> None:
    who, north = town.world.people, town.world.north
    booking = (await town.desk.book(who.mother, who.ming, TUESDAY, attends="both"))["bookingId"]
    visit = await town.family.propose(THURSDAY, who.wang)
    await add_guardian_of(town, who.jun_mother)  # of Ming as well as of Jun
    other = (await town.desk.book(who.jun_mother, who.jun, TUESDAY + HOUR, attends="both"))["bookingId"]
    await ok(await town.family.do(who.mother, visit, "confirm"))
    links = {person.name: await town.link(person) for person in (who.mother, who.jun_mother, who.lin)}
    assert set(await town.read(links["mother"])) == {booking, visit}
    assert set(await town.read(links["jun_mother"])) == {other, visit}
    for person in (who.mother, who.jun_mother):
        await town.city.rows(END_TIE, north, person.account_id, who.ming.account_id)
    assert (await town.read(links["mother"]), set(await town.read(links["jun_mother"]))) == ({}, {other})
    await ok(await town.family.do(who.wang, visit, "cancel", 2))
    assert (await town.read(links["mother"]), set(await town.read(links["jun_mother"]))) == ({}, {other})
    assert set(await town.read(links["lin"])) == {booking, other}


END_LEAD = (
    "update class_staff set ended_at = now() where org_id = $1 and staff_id = $2 and part = 'class_teacher' returning 1"
)


@pytest.mark.parametrize("state", ["proposed", "confirmed"])
async def test_the_feed_of_a_replaced_class_teacher_holds_no_visit_to_come_at_once(
    town: Town, clock: FixedClock, state: str
) -> None:
    """By the rule alone, before any feature has answered; what they took part in stays theirs, and a colleague comes all the same."""
    who = town.world.people
    made = await town.family.agreed(THURSDAY - 2 * HOUR, who.wang)
    coming = await town.family.propose(THURSDAY + DAY, who.wang, who.lin)
    if state == "confirmed":
        await ok(await town.family.do(who.mother, coming, "confirm"))
    await town.city.work(HANDLERS)
    clock.advance(THURSDAY - clock.now())
    await ok(await town.family.do(who.wang, made, "record", 2, **record()))
    links = {person.name: await town.link(person) for person in (who.wang, who.lin)}
    assert set(await town.read(links["wang"])) == {made, coming}
    await town.city.rows(END_LEAD, town.world.north, who.wang.account_id)
    assert set(await town.read(links["wang"])) == {made}
    assert set(await town.read(links["lin"])) == {coming}


async def add_guardian_of(town: Town, person: Person) -> None:
    """One more guardian of Ming."""
    await town.world.sql(
        town.world.north,
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'other', 3, $4)",
        *(town.world.north, town.world.people.ming.account_id, person.account_id, town.world.now),
    )


async def test_who_is_barred_and_works_at_the_school_sees_nothing_either(town: Town) -> None:
    who, north = town.world.people, town.world.north
    visit = await town.family.propose(THURSDAY, who.wang)
    await town.world.operate(0, "select membership_put($1, 'staff', $2)", [who.father.account_id], town.world.now)
    await town.world.sql(
        north,
        "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, 'F', 'father', '{}', $3)",
        *(north, who.father.account_id, town.world.now),
    )
    link = await town.link(who.father)
    assert set(await town.read(link)) == {visit}
    await town.city.rows(END_TIE, north, who.father.account_id, who.ming.account_id)
    assert await town.read(link) == {}


async def test_a_feed_answers_head_with_the_headers_of_the_read_and_no_content(town: Town) -> None:
    link = await town.link(town.world.people.mother)
    whole = await town.get(link)
    headers = await town.world.http.head(link)
    assert (headers.status_code, headers.content) == (200, b"")
    for name in ("etag", "content-type", "content-length"):
        assert headers.headers[name] == whole.headers[name]
    assert (await town.world.http.head(link, headers={"if-none-match": whole.headers["etag"]})).status_code == 304
    assert (await town.world.http.head(link.replace("feeds/", "feeds/x"))).status_code == 404
