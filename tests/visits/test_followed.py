"""What follows a home visit: what people are told, their reminders, and their calendars."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.counselling.desk import ok
from tests.jobs.city import City
from tests.jobs.invites import seen, vevent
from tests.servers import Database
from tests.visits.family import DAY, HOUR, THURSDAY, Family, moved, record, wish
from tests.world import Person

Mail = tuple[str, str, int]
WHY = "爸爸住院"


@dataclass
class Town:
    """A worker beside the family's world; wang, lin, mother and father have mail addresses."""

    family: Family
    city: City

    async def work(self) -> None:
        await self.city.work(HANDLERS)

    async def told(self) -> dict[str, set[str]]:
        """Who has which message standing, by template."""
        rows = await self._messages()
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row["template"], set()).add(self._name(row["account_id"]))
        return found

    async def when(self, template: str) -> set[datetime]:
        return {r["visible_at"] for r in await self._messages() if r["template"] == template}

    def mails(self) -> set[Mail]:
        """Name, method and SEQUENCE of the invites since one last asked."""
        found = {(a.split("@")[0], m, s) for a, m, s in seen(i for i in self.city.mail.items if i.invite)}
        self.city.mail.items.clear()
        return found

    async def _messages(self) -> list[dict[str, Any]]:
        return await self.city.rows(
            "select m.template, p.account_id, p.visible_at from messages m join message_people p using (org_id, message_id)"
            " where m.org_id = $1 and m.withdrawn_at is null",
            self.family.org_id,
        )

    def _name(self, account_id: UUID) -> str:
        who = self.family.world.people
        return next(n for n in who.__dataclass_fields__ if getattr(who, n).account_id == account_id)


def everybody(method: str, sequence: int) -> set[Mail]:
    """What the family's and the team's calendars were sent."""
    return {(name, method, sequence) for name in ("mother", "father", "wang", "lin")}


@pytest.fixture
async def town(family: Family, services: Services, database: Database) -> Town:
    world, who = family.world, family.world.people
    for person in (who.wang, who.lin, who.mother, who.father):
        sealed = services.sealer.seal_contact("mail", person.account_id, f"{person.name}@example.cn")
        await world.operate(0, "select account_set_email($1, $2, $3, $3)", person.account_id, sealed, world.now)
    return Town(family, City(services, database))


@pytest.fixture
def team(family: Family) -> tuple[Person, Person]:
    return family.world.people.wang, family.world.people.lin


async def test_a_proposal_is_told_to_guardians_and_team(town: Town, team: tuple[Person, ...]) -> None:
    await town.family.propose(THURSDAY, *team)
    await town.work()
    assert await town.told() == {"visit_proposed": {"mother", "father", "lin"}}
    assert {str(vevent(i)["STATUS"]) for i in town.city.mail.items if i.invite} == {"TENTATIVE"}
    assert town.mails() == everybody("REQUEST", 0)


async def test_a_confirmed_visit_stands_in_calendars_and_reminds(town: Town, team: tuple[Person, ...]) -> None:
    family, who = town.family, town.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    coming = {"mother", "wang", "lin"}
    assert await town.told() == {
        "visit_confirmed": {"mother", "father", "wang", "lin"},
        "visit_tomorrow": coming,
        "visit_soon": coming,
    }
    assert await town.when("visit_tomorrow") == {THURSDAY - DAY}
    assert await town.when("visit_soon") == {THURSDAY - HOUR}
    [item, *_] = [i for i in town.city.mail.items if i.invite]
    event = vevent(item)
    assert (str(event["SUMMARY"]), str(event.get("LOCATION", ""))) == ("家访", "")
    assert str(event["DESCRIPTION"]).endswith(f"/visits/{visit}")
    assert str(event["UID"]).startswith(visit)
    assert str(event["STATUS"]) == "CONFIRMED"
    assert town.mails() == everybody("REQUEST", 0)
    inbox = await ok(await family.world.client(who.father).get("/me/inbox"))
    assert inbox["items"][0]["about"] == {"kind": "visit", "id": visit}


async def test_running_again_tells_nobody_twice(town: Town, team: tuple[Person, ...]) -> None:
    visit = await town.family.agreed(THURSDAY, *team)
    await town.work()
    before = await town.told(), len(town.city.sms.items), len(town.city.mail.items)
    await town.city.rows(
        "update tasks set state = 'planned', attempt = attempt + 1 where kind = 'visit_changed' and key = $1 returning 1",
        visit,
    )
    await town.work()
    assert (await town.told(), len(town.city.sms.items), len(town.city.mail.items)) == before


async def test_reminders_and_invites_move_with_the_visit(
    town: Town, team: tuple[Person, ...], clock: FixedClock
) -> None:
    family, who = town.family, town.family.world.people
    await family.add_availability(who.mother)
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    town.mails()
    later = THURSDAY + 7 * DAY
    await ok(await family.do(who.mother, visit, "ask-move", 2, **wish(later)))
    await town.work()
    told = await town.told()
    assert told["visit_move_asked"] == {"father", "wang", "lin"}
    assert (told["visit_soon"], town.mails()) == ({"mother", "wang", "lin"}, set())  # the old time is still valid
    await ok(await family.do(who.wang, visit, "move", 3, **moved(later)))
    await town.work()
    told = await town.told()
    assert told["visit_confirmed"] == {"mother", "father", "wang", "lin"}  # the wish was a yes: nobody is asked again
    assert {str(vevent(i)["STATUS"]) for i in town.city.mail.items if i.invite} == {"CONFIRMED"}
    assert town.mails() == everybody("REQUEST", 1)
    assert told["visit_tomorrow"] == told["visit_soon"] == {"mother", "wang", "lin"}
    assert await town.when("visit_soon") == {later - HOUR}
    sent = len(town.city.sms.items)
    clock.advance(THURSDAY - clock.now())
    await town.work()
    assert len(town.city.sms.items) == sent  # the old time's reminders are gone
    clock.advance(later - HOUR - clock.now())
    await town.work()
    assert len(town.city.sms.items) == sent + 6


async def test_a_cancelled_visit_leaves_calendars_and_withdraws_reminders(
    town: Town, team: tuple[Person, ...], clock: FixedClock
) -> None:
    family, who = town.family, town.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    town.mails()
    await ok(await family.do(who.mother, visit, "cancel", 2, reason=WHY))
    await town.work()
    assert await town.told() == {"visit_cancelled": {"father", "wang", "lin"}}
    assert town.mails() == everybody("CANCEL", 1)
    sent = len(town.city.sms.items)
    clock.advance(timedelta(days=5))
    await town.work()
    assert (len(town.city.sms.items), town.mails()) == (sent, set())


async def test_a_declined_visit_is_told_without_its_reason(town: Town, team: tuple[Person, ...]) -> None:
    family, who = town.family, town.family.world.people
    visit = await family.propose(THURSDAY, *team)
    await town.work()
    await ok(await family.do(who.father, visit, "decline", reason=WHY))
    await town.work()
    assert await town.told() == {"visit_declined": {"mother", "wang", "lin"}}
    assert not any(WHY in f"{i.title}{i.body}" for i in [*town.city.sms.items, *town.city.mail.items])
    assert await town.city.rows("select 1 from messages where params::text like $1", f"%{WHY}%") == []
    assert await town.city.rows("select 1 from tasks where payload::text like $1", f"%{WHY}%") == []
    assert town.mails() == everybody("REQUEST", 0) | everybody("CANCEL", 1)


async def test_several_changes_at_once_are_told_as_one(town: Town, team: tuple[Person, ...]) -> None:
    family, who = town.family, town.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await ok(await family.do(who.mother, visit, "cancel", 2))
    await town.work()
    assert await town.told() == {"visit_cancelled": {"father", "wang", "lin"}}
    assert town.mails() == set()


async def test_another_guardian_comes_instead(town: Town, team: tuple[Person, ...]) -> None:
    family, who = town.family, town.family.world.people
    await family.add_availability(who.mother)
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    town.mails()
    await ok(await family.do(who.mother, visit, "ask-move", 2, **wish(THURSDAY + 7 * DAY)))
    await ok(await family.do(who.father, visit, "confirm", 3))
    await town.work()
    assert town.mails() == set()  # nothing changed
    assert (await town.told())["visit_soon"] == {"father", "wang", "lin"}


async def test_a_recorded_visit_is_no_news(town: Town, team: tuple[Person, ...], clock: FixedClock) -> None:
    family, who = town.family, town.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    clock.advance(THURSDAY - clock.now())
    await town.work()
    before = await town.told()
    town.mails()
    await ok(await family.do(who.lin, visit, "record", 2, **record()))
    await town.work()
    assert (await town.told(), town.mails()) == (before, set())


async def test_no_reminder_for_a_time_that_is_past(town: Town, team: tuple[Person, ...], clock: FixedClock) -> None:
    await town.family.agreed(clock.now() + 2 * HOUR, *team)
    await town.work()
    told = await town.told()
    assert set(told) == {"visit_confirmed", "visit_soon"}


async def test_families_and_colleagues_are_told_of_a_later_time(
    town: Town, team: tuple[Person, ...], clock: FixedClock
) -> None:
    family = town.family
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    town.mails()
    clock.advance(THURSDAY - clock.now())
    await ok(await family.do(family.teacher, visit, "late", 2, minutes=20))
    await town.work()
    assert (await town.told())["visit_late"] == {"mother", "father", "lin"}
    assert town.mails() == everybody("REQUEST", 1)
