"""A visit at which nobody was met: no calendar goes on to say that it took place."""

from datetime import timedelta

from api.core.clock import FixedClock
from tests.calendar.readers import calendar
from tests.counselling.desk import ok
from tests.visits.family import HOUR, THURSDAY
from tests.visits.test_followed import Town, everybody, team, town

__all__ = ["team", "town"]


async def test_calendars_show_that_it_did_not_take_place(town: Town, clock: FixedClock) -> None:
    world, who = town.family.world, town.family.world.people
    visit = await town.family.agreed(THURSDAY, who.wang, who.lin)
    await town.work()
    told = await town.told()
    town.mails()
    feeds = [(await ok(await world.client(p).post("/me/feed"), 201))["https"] for p in (who.mother, who.wang)]
    clock.advance(THURSDAY + timedelta(minutes=10) - clock.now())
    await ok(await town.family.do(who.lin, visit, "missed", 2))
    await town.work()
    for feed in feeds:
        [event] = calendar((await world.http.get(feed)).content).events
        assert (str(event["STATUS"]), int(event["SEQUENCE"]), str(event["TRANSP"])) == ("CANCELLED", 1, "TRANSPARENT")
    assert town.mails() == everybody("CANCEL", 1)
    assert await town.told() == told  # who was there knows, and the visit says so to the family


async def test_after_its_time_no_mail_follows(town: Town, clock: FixedClock) -> None:
    world, who = town.family.world, town.family.world.people
    visit = await town.family.agreed(THURSDAY, who.wang, who.lin)
    await town.work()
    town.mails()
    feed = (await ok(await world.client(who.wang).post("/me/feed"), 201))["https"]
    clock.advance(THURSDAY + 3 * HOUR - clock.now())
    await ok(await town.family.do(who.lin, visit, "missed", 2))
    await town.work()
    [event] = calendar((await world.http.get(feed)).content).events
    assert (str(event["STATUS"]), town.mails()) == ("CANCELLED", set())
