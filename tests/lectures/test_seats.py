"""Seats: in the order of asking, passed on, never given twice, and followed by calendars and messages (N2)."""

import asyncio
from typing import Any

from api.core.parts import EndedPart, end
from api.core.services import Services
from api.core.unit_of_work import system_uow
from tests.counselling.desk import field, ok, slug
from tests.lectures.hall import DAY, EVENING, Hall, lecture
from tests.world import Person


async def _three(hall: Hall, seats: int = 1) -> tuple[Any, Person, Person, Person]:
    """A lecture for all guardians with one seat, for which three asked in turn."""
    who = hall.world.people
    school = {"classIds": [], "grades": [], "wholeSchool": True, "parts": ["guardian"]}
    published = await hall.publish(who.gao, audience=school, seats=seats)
    for guardian in (who.mother, who.father, who.jun_mother):
        await hall.register(guardian, published)
    await hall.work()
    return published, who.mother, who.father, who.jun_mother


async def test_seats_go_by_the_order_of_asking_and_pass_on_to_who_waits_longest(hall: Hall) -> None:
    published, first, second, third = await _three(hall)
    gao = hall.world.people.gao
    assert await hall.people(gao, published) == [
        ("mother", "registered"),
        ("father", "waiting"),
        ("jun_mother", "waiting"),
    ]
    shown = (await ok(await hall.own(third, published)))["registration"]
    assert (shown["state"], shown["ahead"]) == ("waiting", 1)
    assert [len(await hall.events(p)) for p in (first, second, third)] == [1, 0, 0]
    assert (await ok(await hall.own(first, published, "withdraw")))["registration"] is None
    await hall.work()
    assert await hall.people(gao, published) == [("father", "registered"), ("jun_mother", "waiting")]
    assert (await hall.inbox(second))[0] == "You have a seat: Before exams"
    assert "You have a seat: Before exams" not in await hall.inbox(third)
    assert [e["cancelled"] for e in await hall.events(first)] == [True]
    assert [e["cancelled"] for e in await hall.events(second)] == [False]


async def test_who_asks_again_is_last_and_has_a_new_event(hall: Hall) -> None:
    published, first, _, _ = await _three(hall, seats=3)
    before = await hall.events(first)
    await ok(await hall.own(first, published, "withdraw"))
    await ok(await hall.own(first, published, "withdraw"))
    await hall.register(first, published)
    await hall.register(first, published)
    await hall.work()
    assert [name for name, _ in await hall.people(hall.world.people.gao, published)] == [
        "father",
        "jun_mother",
        "mother",
    ]
    after = await hall.events(first)
    assert [e["cancelled"] for e in after] == [True, False]
    assert before[0]["event_id"] == after[0]["event_id"]


async def test_no_seat_is_given_twice_when_all_ask_at_once(hall: Hall) -> None:
    who = hall.world.people
    school = {"classIds": [], "grades": [], "wholeSchool": True, "parts": ["guardian", "student", "staff"]}
    published = await hall.publish(who.gao, audience=school, seats=4)
    asking = [
        *(who.mother, who.father, who.jun_mother, who.ming, who.hong, who.jun),
        *(who.wang, who.chen, who.lin, who.gao, who.he, who.north_admin),
    ]
    answers = await asyncio.gather(*(hall.own(p, published, "register") for p in asking for _ in range(2)))
    assert {a.status_code for a in answers} == {200}
    people = await hall.people(who.gao, published)
    assert [state for _, state in people] == ["registered"] * 4 + ["waiting"] * 8
    assert len({name for name, _ in people}) == 12


async def test_all_who_asked_are_told_the_time_they_had(hall: Hall) -> None:
    published, first, second, _ = await _three(hall)
    gao = hall.world.people.gao
    school = {"classIds": [], "grades": [], "wholeSchool": True, "parts": ["guardian"]}
    moved = await ok(await hall.put(gao, published, lecture(at=EVENING + DAY, audience=school, seats=1)))
    await hall.work()
    for guardian in (first, second):
        assert "Changed: Before exams" in await hall.inbox(guardian)
    [event] = await hall.events(first)
    assert (event["sequence"], event["starts_at"]) == (1, EVENING + DAY)
    await ok(await hall.do(gao, moved, "cancel"))
    await hall.work()
    assert "Cancelled: Before exams" in await hall.inbox(first)
    assert [e["cancelled"] for e in await hall.events(first)] == [True]


async def test_more_seats_go_to_who_waits_and_fewer_than_taken_are_refused(hall: Hall) -> None:
    published, _, second, _ = await _three(hall)
    gao = hall.world.people.gao
    school = {"classIds": [], "grades": [], "wholeSchool": True, "parts": ["guardian"]}
    more = await ok(await hall.put(gao, published, lecture(audience=school, seats=2)))
    await hall.work()
    assert (await hall.inbox(second))[0] == "You have a seat: Before exams"
    more = await hall.get(gao, more)
    assert field(await hall.put(gao, more, lecture(audience=school, seats=1))) == (422, "$.seats", "too-few")


async def test_a_guardian_whose_tie_ends_loses_the_seat_to_the_next(hall: Hall, services: Services) -> None:
    published, _, second, third = await _three(hall, seats=2)
    await hall.end_tie(second)
    async with system_uow(services, hall.org_id) as uow:
        await end(uow, "roster_import", None, [EndedPart(account_id=second.account_id, part="guardian", how="left")])
    await hall.work()
    assert await hall.people(hall.world.people.gao, published) == [
        ("mother", "registered"),
        ("jun_mother", "registered"),
    ]
    assert (await hall.inbox(third))[0] == "You have a seat: Before exams"
    assert [e["cancelled"] for e in await hall.events(second)] == [True]


async def test_a_family_that_moves_class_is_told_that_the_seat_is_gone(hall: Hall, services: Services) -> None:
    who, world = hall.world.people, hall.world
    published = await hall.publish(who.wang)
    await hall.register(who.father, published)
    await hall.work()
    await world.sql(
        hall.org_id,
        "update students set class_id = $3 where org_id = $1 and student_id = $2",
        *(hall.org_id, who.ming.account_id, world.north_b),
    )
    async with system_uow(services, hall.org_id) as uow:
        part = EndedPart(account_id=who.ming.account_id, part="student", how="moved_class", class_id=world.north_a)
        await end(uow, "roster_import", None, [part])
    await hall.work()
    assert await hall.people(who.wang, published) == []
    assert (await hall.inbox(who.father))[0] == "Your registration has ended: Before exams"
    assert [e["cancelled"] for e in await hall.events(who.father)] == [True]
    assert await hall.mine(who.father) == []


async def test_one_who_asks_while_the_tie_ends_is_ended_by_the_own_task(hall: Hall) -> None:
    who = hall.world.people
    published = await hall.publish(who.wang)
    await hall.register(who.father, published)
    await hall.end_tie(who.father)
    await hall.work()
    assert await hall.people(who.wang, published) == []
    assert await hall.events(who.father) == []


async def test_registration_closes(hall: Hall) -> None:
    who = hall.world.people
    published = await hall.publish(who.wang, registerBy=(EVENING - 2 * DAY).isoformat())
    await hall.world.sql(
        hall.org_id, "update lectures set register_by = $2 where org_id = $1", hall.org_id, hall.world.now
    )
    assert slug(await hall.own(who.father, published, "register")) == (409, "registration-closed")
    [mine] = await hall.mine(who.father)
    assert mine["open"] is False
