"""Who is told, when, and in which words: that something waits, and nothing else (R4, R6; DESIGN 4)."""

from datetime import timedelta

from api.core.clock import FixedClock
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.observations.desk import SECRET, Desk, dump, ok
from tests.servers import Database
from tests.world import Person

WAITS, LATE, URGENT = "something waits", "waited too long", "Something urgent at"


async def told(desk: Desk, person: Person) -> tuple[int, int]:
    """How often somebody was told that something waits, and that it waits too long."""
    bodies = await desk.inbox(person)
    return sum(WAITS in b for b in bodies), sum(LATE in b for b in bodies)


async def told_urgent(desk: Desk, person: Person) -> int:
    """How often somebody was told that something is urgent."""
    return sum(URGENT in body for body in await desk.inbox(person))


async def test_owners_are_told_at_the_next_full_hour(city: City, desk: Desk, clock: FixedClock) -> None:
    """A teacher's telephone must not buzz as a student puts theirs away."""
    who = desk.world.people
    clock.advance(timedelta(minutes=20))
    await desk.filed(who.ming)
    await city.work(HANDLERS)
    assert await told(desk, who.wang) == (0, 0)
    clock.advance(timedelta(minutes=40))
    await city.work(HANDLERS)
    await city.work(HANDLERS)
    assert await told(desk, who.wang) == (1, 0)
    for person in (who.lin, who.gao, who.chen, who.north_admin, who.mother, who.ming, who.hong):
        assert await told(desk, person) == (0, 0)


async def test_urgent_is_told_at_once(city: City, desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    clock.advance(timedelta(minutes=20))
    observation = await desk.filed(who.ming, urgent=True)
    await city.work(HANDLERS)
    for person in (who.wang, who.lin, who.gao):
        assert (await told(desk, person), await told_urgent(desk, person)) == ((0, 0), 1)
    inbox = await ok(await desk.world.client(who.lin).get("/me/inbox"))
    assert inbox["items"][0]["importance"] == "high"
    assert inbox["items"][0]["about"] == {"kind": "observation", "id": observation}


async def test_a_deadline_tells_once(city: City, desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    await ok(await desk.post(who.wang, observation, "take-up"))
    clock.advance(timedelta(days=3, hours=11))
    await city.work(HANDLERS)
    assert await told(desk, who.wang) == (1, 0)
    clock.advance(timedelta(hours=2))
    for _ in range(3):
        await city.work(HANDLERS)
        clock.advance(timedelta(days=1))
    for person, seen in ((who.wang, 1), (who.lin, 0), (who.gao, 0)):
        assert await told(desk, person) == (seen, 1)
        assert len(await desk.listed(person)) == seen  # nothing was raised: they see no more than before
    assert await told(desk, who.chen) == (0, 0)
    assert (await ok(await desk.get(who.wang, observation)))["late"] is True


async def test_an_urgent_one_has_four_hours(city: City, desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    await city.work(HANDLERS)
    await ok(await desk.get(who.lin, observation))
    clock.advance(timedelta(hours=3, minutes=59))
    await city.work(HANDLERS)
    assert await told_urgent(desk, who.lin) == 1
    clock.advance(timedelta(minutes=1))
    await city.work(HANDLERS)
    assert (await told(desk, who.lin), await told_urgent(desk, who.lin)) == ((0, 0), 2)


async def test_raising_moves_the_deadline_and_closing_ends_it(city: City, desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    one, two = await desk.filed(who.ming), await desk.filed(who.ming)
    clock.advance(timedelta(days=2))
    await city.work(HANDLERS)
    await ok(await desk.post(who.wang, one, "raise", reason="x"))
    await ok(await desk.get(who.wang, two, "/text"))
    await ok(await desk.post(who.wang, two, "close", outcome="no_concern", note="x"))
    await city.work(HANDLERS)
    assert (await city.state("observation_due", two))["state"] == "cancelled"
    assert await told(desk, who.lin) == (1, 0)
    clock.advance(timedelta(days=2))
    await city.work(HANDLERS)
    assert await told(desk, who.wang) == (2, 0)
    assert await told(desk, who.lin) == (1, 0)
    clock.advance(timedelta(days=1))
    await city.work(HANDLERS)
    assert await told(desk, who.lin) == (1, 1)
    assert await told(desk, who.wang) == (2, 0)


async def test_raised_before_it_was_told_only_the_new_rung_hears_of_it(
    city: City, desk: Desk, clock: FixedClock
) -> None:
    who = desk.world.people
    clock.advance(timedelta(minutes=20))
    observation = await desk.filed(who.ming)
    await ok(await desk.post(who.wang, observation, "raise", reason="x"))
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    assert await told(desk, who.wang) == (0, 0)
    assert await told(desk, who.lin) == (1, 0)


async def test_closed_before_it_was_told_nobody_hears_of_it(city: City, desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    clock.advance(timedelta(minutes=20))
    observation = await desk.filed(who.ming)
    await ok(await desk.get(who.wang, observation, "/text"))
    await ok(await desk.post(who.wang, observation, "close", outcome="helped", note="x"))
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    assert await told(desk, who.wang) == (0, 0)


async def test_what_leaves_the_house_says_nothing(
    city: City, desk: Desk, database: Database, clock: FixedClock
) -> None:
    who = desk.world.people
    await desk.filed(who.ming, studentId=str(who.hong.account_id), urgent=True)
    clock.advance(timedelta(hours=5))
    await city.work(HANDLERS)
    texts = [f"{item}" for item in (*city.sms.items, *city.mail.items, *city.push.items)]
    assert texts
    for text in texts:
        for word in (SECRET, "hong", "ming", "观察", "健康委员", "observation", "report", "conflict"):
            assert word not in text
    tables = await dump(database)
    for row in tables["messages"] + tables["message_people"] + tables["deliveries"]:
        assert "hong" not in row
        assert str(who.hong.account_id) not in row
    for row in tables["tasks"]:
        assert "conflict" not in row
        assert str(who.hong.account_id) not in row


async def test_old_receipts_are_forgotten(city: City, desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    await desk.filed(who.ming)
    clock.advance(timedelta(days=3))
    await desk.filed(who.ming)
    await city.work(HANDLERS)
    [row] = await desk.world.sql(
        desk.org_id, "select count(*) from observation_receipts where org_id = $1", desk.org_id
    )
    assert row[0] == 1
