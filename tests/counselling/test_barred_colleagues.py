"""A counsellor or custodian whom a court's order bars from a child has nothing to do with its talks."""

from datetime import timedelta
from typing import Any

from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.barring import bar
from tests.counselling.desk import HOUR, TUESDAY, Desk, field, ok, second_counsellor, slug
from tests.jobs.city import City
from tests.servers import Database
from tests.world import Person

SPAN = {"from": "2026-11-01T00:00:00Z", "to": "2026-11-30T00:00:00Z"}


async def _noted(desk: Desk, clock: FixedClock, person: Person) -> str:
    """A session that took place, with what its counsellor wrote."""
    who = desk.world.people
    path = f"{desk.bookings}/{(await desk.book(who.mother, who.ming, note='about sleep'))['bookingId']}"
    clock.advance(TUESDAY + HOUR - clock.now())
    desk.world.now = clock.now()
    body = {"text": "said in confidence"}
    await ok(await desk.world.client(person).put(f"{path}/session-note", json=body, headers={"if-match": '"v0"'}))
    return path


async def test_nobody_books_a_talk_with_who_is_barred(desk: Desk) -> None:
    who = desk.world.people
    await bar(desk.world, who.lin, who.ming)
    invites = await desk.try_book(who.lin, who.ming, private=True)
    assert slug(invites) == (404, "not-found"), "the child's name is not theirs to know"
    for one in (who.ming, who.mother, who.wang):
        assert field(await desk.try_book(one, who.ming)) == (422, "$.counsellorId", "related"), one.name
    await desk.book(who.hong, who.hong)


async def test_nobody_moves_a_talk_to_who_is_barred(desk: Desk) -> None:
    who = desk.world.people
    await second_counsellor(desk)
    early = (await desk.book(who.mother, who.ming))["bookingId"]
    await bar(desk.world, who.chen, who.ming)
    answer = await desk.move(who.mother, early, TUESDAY, to=who.chen)
    assert field(answer) == (422, "$.counsellorId", "related")


async def test_open_talks_of_who_is_barred_are_cancelled_with_notice(
    desk: Desk, services: Services, database: Database
) -> None:
    who, city = desk.world.people, City(services, database)
    early = (await desk.book(who.mother, who.ming, note="about home"))["bookingId"]
    await city.work(HANDLERS)
    await bar(desk.world, who.lin, who.ming)
    assert (await ok(await desk.get(who.mother, early)))["state"] == "cancelled"
    await city.work(HANDLERS)
    for one in (who.mother, who.ming):
        told = (await ok(await desk.world.client(one).get("/me/inbox")))["items"]
        assert [item for item in told if "somebody else will see you" in item["body"]], one.name
    lin = await desk.world.sign_in(who.lin, assurance=2)
    for what in ("", "/note"):
        assert slug(await lin.get(f"{desk.bookings}/{early}{what}")) == (404, "not-found")
    await second_counsellor(desk)
    other: dict[str, Any] = {"counsellorId": str(who.chen.account_id)}
    assert (await desk.try_book(who.mother, who.ming, **other)).status_code == 201, "the time is free again"


async def test_what_was_written_is_closed_to_a_counsellor_who_is_barred(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    path = await _noted(desk, clock, who.lin)
    await bar(desk.world, who.lin, who.ming)
    lin = await desk.world.sign_in(who.lin, assurance=2)
    for what in ("", "/note", "/session-note"):
        assert slug(await lin.get(f"{path}{what}")) == (404, "not-found"), what
    assert await _shown(lin, f"/orgs/{desk.org_id}") == []
    body = {"text": "changed"}
    answer = await lin.put(f"{path}/session-note", json=body, headers={"if-match": '"v1"'})
    assert slug(answer) == (404, "not-found")
    assert (await ok(await desk.world.client(who.he).get(f"{path}/session-note")))["text"] == "said in confidence"


async def _shown(client: Any, org: str) -> list[str]:
    """In which lists the child's name stands."""
    found: list[str] = []
    for path, params in ((f"{org}/bookings", SPAN), (f"{org}/students", {}), ("/me/diary", SPAN), ("/me/home", {})):
        answer = await client.get(path, params=params)
        assert answer.status_code == 200, path
        found += [path] if "ming" in answer.text else []
    return found


async def test_a_custodian_who_is_barred_is_given_no_note(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    await bar(desk.world, who.he, who.ming)
    path = await _noted(desk, clock, who.lin)
    rows = await desk.world.sql(desk.org_id, "select account_id from grants where org_id = $1", desk.org_id)
    assert who.he.account_id not in {row["account_id"] for row in rows}
    he = await desk.world.sign_in(who.he, assurance=2)
    assert slug(await he.get(f"{path}/session-note")) == (404, "not-found")


async def test_a_custodian_who_is_barred_later_opens_no_note(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    path = await _noted(desk, clock, who.lin)
    await bar(desk.world, who.he, who.ming)
    he = await desk.world.sign_in(who.he, assurance=2)
    assert slug(await he.get(f"{path}/session-note")) == (404, "not-found")


async def test_who_arranged_a_talk_and_is_barred_sees_it_no_more(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    early = (await desk.book(who.wang, who.ming))["bookingId"]
    await bar(desk.world, who.wang, who.ming)
    assert slug(await desk.get(who.wang, early)) == (404, "not-found")
    assert (await ok(await desk.get(who.lin, early)))["state"] == "confirmed", "its counsellor stays"
    clock.advance(timedelta(minutes=1))
    assert await _shown(desk.world.client(who.wang), f"/orgs/{desk.org_id}") == []
