"""Above the class teacher two custodians learn together who reported something, with a reason (DESIGN 7)."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.core import parts
from api.core.clock import FixedClock
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.observations.desk import START, Desk, ok, slug
from tests.observations.hours import becomes_guardian
from tests.observations.test_filing import own
from tests.visits.test_ended import END_STAFF
from tests.world import Person

DAY = timedelta(days=1)
REASON = "要当面问清楚那天放学后的事"


class Custodians:
    """Lin, the counsellor, and He are custodians; Lin owns a report about the class teacher."""

    def __init__(self, desk: Desk, city: City, services: Services, observation: str) -> None:
        self.desk, self.city, self.services, self.observation = desk, city, services, observation
        self.who = desk.world.people

    async def asked(self, by: Person | None = None) -> httpx.Response:
        path = f"{self.desk.reports}/{self.observation}/disclosures"
        return await self.desk.world.client(by or self.who.lin).post(path, json={"reason": REASON})

    async def ask(self) -> str:
        return (await ok(await self.asked(), 201))["disclosureId"]

    async def get(self, by: Person, disclosure: str, what: str = "") -> httpx.Response:
        return await self.desk.world.client(by).get(self._path(disclosure, what))

    async def post(self, by: Person, disclosure: str, what: str) -> httpx.Response:
        return await self.desk.world.client(by).post(self._path(disclosure, f"/{what}"))

    async def agreed(self) -> str:
        disclosure = await self.ask()
        await ok(await self.post(self.who.he, disclosure, "agree"))
        return disclosure

    async def told(self, person: Person, words: str) -> int:
        await self.city.work(HANDLERS)
        return sum(words in body for body in await self.desk.inbox(person))

    async def state(self, disclosure: str, by: Person | None = None) -> str:
        return (await ok(await self.get(by or self.who.lin, disclosure)))["state"]

    async def ends(self, statement: str, *args: Any, ended: EndedPart) -> None:
        """A change of the roster: the rows, then the event."""
        async with system_uow(self.services, self.desk.org_id) as uow:
            await uow.conn.execute(statement, self.desk.org_id, *args)
            await parts.end(uow, "test", None, [ended])

    async def loses_role(self, person: Person, *left: str) -> None:
        await self.ends(
            "update staff set roles = $3 where org_id = $1 and staff_id = $2",
            *(person.account_id, list(left)),
            ended=EndedPart(account_id=person.account_id, part="role", how="left", role="custodian"),
        )

    def _path(self, disclosure: str, what: str) -> str:
        return f"/orgs/{self.desk.org_id}/observer-disclosures/{disclosure}{what}"


WAITS, CHANGED = "a request waits for your answer", "a request that you take part in has changed"


@pytest.fixture
async def two(desk: Desk, city: City, services: Services) -> Custodians:
    who = desk.world.people
    await desk.give_role(who.lin, "counsellor", "custodian")
    return Custodians(desk, city, services, await desk.filed(who.ming, aboutStaffId=str(who.wang.account_id)))


async def test_one_asks_another_agrees_and_both_may_look_for_a_day(two: Custodians, clock: FixedClock) -> None:
    desk, who = two.desk, two.who
    assert (await ok(await desk.get(who.lin, two.observation)))["canAskObserver"] is True
    disclosure = await two.ask()
    assert await two.told(who.he, WAITS) == 1
    assert await two.told(who.lin, WAITS) == 0
    for person in (who.lin, who.he):
        assert slug(await two.get(person, disclosure, "/observer")) == (409, "not-disclosed")
        assert (await ok(await two.get(person, disclosure, "/reason"))) == {"reason": REASON}
    shown = await ok(await two.get(who.he, disclosure))
    assert (shown["state"], shown["askedByName"], shown["canAgree"], shown["canLook"]) == ("asked", "lin", True, False)
    assert (await ok(await two.get(who.lin, disclosure)))["canAgree"] is False
    await ok(await two.post(who.he, disclosure, "agree"))
    assert await two.told(who.lin, CHANGED) == 1
    for person in (who.lin, who.he):
        assert (await ok(await two.get(person, disclosure, "/observer")))["name"] == "ming"
    case = await ok(await desk.get(who.lin, two.observation))
    assert (case["disclosure"]["state"], case["disclosure"]["agreedByName"]) == ("agreed", "he")
    assert case["canAskObserver"] is case["canReadObserver"] is False
    clock.advance(DAY)
    for person in (who.lin, who.he):
        assert slug(await two.get(person, disclosure, "/observer")) == (409, "not-disclosed")
    assert await two.state(disclosure) == "over", "before the worker has written it"
    await two.city.work(HANDLERS)
    assert await two.state(disclosure) == "over"
    assert (await ok(await desk.get(who.lin, two.observation)))["canAskObserver"] is True


async def test_nobody_learns_it_alone(two: Custodians) -> None:
    desk, who = two.desk, two.who
    disclosure = await two.ask()
    assert slug(await two.post(who.lin, disclosure, "agree")) == (409, "second-custodian-needed")
    for person in (who.lin, who.gao, who.he):
        assert slug(await desk.get(person, two.observation, "/observer"))[0] in {403, 404}
    assert slug(await two.asked()) == (409, "disclosure-waits")
    for person in (who.gao, who.wang, who.chen, who.north_admin, who.ming, who.mother):
        for what in ("", "/reason", "/observer"):
            assert slug(await two.get(person, disclosure, what)) == (403, "forbidden")
        assert slug(await two.post(person, disclosure, "agree")) == (403, "forbidden")
        assert slug(await two.asked(person)) == (403, "forbidden")
    assert slug(await two.asked(who.he)) == (404, "not-found"), "He does not own it"
    assert slug(await two.get(who.he, str(uuid4()))) == (404, "not-found")


async def test_a_session_without_second_factor_neither_asks_nor_agrees(two: Custodians) -> None:
    desk, who = two.desk, two.who
    disclosure = await two.ask()
    for person in (who.lin, who.he):
        weak = await desk.world.sign_in(person, assurance=1)
        path = f"/orgs/{desk.org_id}/observer-disclosures/{disclosure}"
        for what in ("", "/reason", "/observer"):
            assert slug(await weak.get(path + what)) == (403, "step-up-needed")
        for what in ("agree", "withdraw"):
            assert slug(await weak.post(f"{path}/{what}")) == (403, "step-up-needed")
        asked = await weak.post(f"{desk.reports}/{two.observation}/disclosures", json={"reason": "x"})
        assert slug(asked) == (403, "step-up-needed")


async def test_either_withdraws_and_who_is_asked_refuses(two: Custodians) -> None:
    who = two.who
    refused = await two.ask()
    await ok(await two.post(who.he, refused, "withdraw"))
    assert await two.state(refused) == "refused"
    assert await two.told(who.lin, CHANGED) == 1
    assert slug(await two.post(who.he, refused, "agree")) == (409, "not-asked-to-disclose")
    withdrawn = await two.ask()
    await ok(await two.post(who.lin, withdrawn, "withdraw"))
    assert await two.state(withdrawn) == "withdrawn"
    assert slug(await two.post(who.he, withdrawn, "agree")) == (409, "not-asked-to-disclose")
    for by, other in ((who.lin, who.he), (who.he, who.lin)):
        taken_back = await two.agreed()
        await ok(await two.post(by, taken_back, "withdraw"))
        assert slug(await two.post(by, taken_back, "withdraw")) == (409, "not-asked-to-disclose")
        for person in (who.lin, who.he):
            assert slug(await two.get(person, taken_back, "/observer")) == (409, "not-disclosed")
        assert await two.told(other, CHANGED) >= 1
    assert (await two.desk.granted(two.observation))["observer"] == set()


async def test_nobody_agrees_after_a_day_and_who_asked_is_told(two: Custodians, clock: FixedClock) -> None:
    who = two.who
    disclosure = await two.ask()
    clock.advance(DAY)
    assert slug(await two.post(who.he, disclosure, "agree")) == (409, "not-asked-to-disclose")
    assert await two.told(who.lin, CHANGED) == 1
    assert await two.state(disclosure) == "lapsed"
    await two.ask()


async def test_what_is_closed_is_neither_asked_nor_agreed_to(two: Custodians) -> None:
    desk, who = two.desk, two.who
    disclosure = await two.ask()
    await ok(await desk.get(who.lin, two.observation, "/text"))
    await ok(await desk.post(who.lin, two.observation, "close", outcome="helped", note="x"))
    assert slug(await two.post(who.he, disclosure, "agree")) == (409, "observation-done")
    assert slug(await two.asked()) == (409, "observation-done")
    assert (await ok(await desk.get(who.lin, two.observation)))["canAskObserver"] is False


async def test_without_a_second_custodian_nobody_asks(two: Custodians) -> None:
    """Nor where one appointed the other, or the same person brought both in this week."""
    desk, who = two.desk, two.who
    words = "update staff set appointed_by = $3, appointed_at = $4 where org_id = $1 and staff_id = $2"

    async def note(person: Person, by: Person | None, since: Any) -> None:
        await desk.world.sql(desk.org_id, words, desk.org_id, person.account_id, by and by.account_id, since)

    now = desk.world.now
    disclosure = await two.ask()
    await note(who.he, who.lin, now - 9 * DAY)
    assert slug(await two.post(who.he, disclosure, "agree")) == (409, "second-custodian-needed")
    await ok(await two.post(who.lin, disclosure, "withdraw"))
    assert slug(await two.asked()) == (409, "second-custodian-needed")
    await note(who.he, who.north_admin, now)
    await note(who.lin, who.north_admin, now - 9 * DAY)
    assert slug(await two.asked()) == (409, "second-custodian-needed")
    await note(who.he, who.north_admin, now - 7 * DAY)
    await ok(await two.asked(), 201)


async def test_whom_it_concerns_cannot_tell(two: Custodians) -> None:
    """To a custodian who is named in it there is nothing."""
    desk, who = two.desk, two.who
    await desk.give_role(who.wang, "custodian")
    disclosure = await two.ask()
    assert await two.told(who.wang, WAITS) == 0
    for what in ("", "/reason", "/observer"):
        assert slug(await two.get(who.wang, disclosure, what)) == (404, "not-found")
    assert slug(await two.post(who.wang, disclosure, "agree")) == (404, "not-found")


async def test_it_lapses_when_the_last_other_custodian_goes(two: Custodians) -> None:
    who = two.who
    disclosure = await two.ask()
    await two.loses_role(who.he)
    assert await two.state(disclosure) == "lapsed"
    assert await two.told(who.lin, CHANGED) == 1


@pytest.mark.parametrize("gone", ["he", "lin"])
async def test_nobody_looks_once_one_of_the_two_leaves(two: Custodians, gone: str) -> None:
    who = two.who
    disclosure = await two.agreed()
    person, other = (who.he, who.lin) if gone == "he" else (who.lin, who.he)
    leaves = EndedPart(account_id=person.account_id, part="staff", how="left")
    await two.ends(END_STAFF, person.account_id, two.desk.world.now, ended=leaves)
    assert slug(await two.get(other, disclosure, "/observer")) == (409, "not-disclosed")
    assert await two.state(disclosure, other) == "lapsed"
    assert await two.told(other, CHANGED) >= 1
    assert (await two.desk.granted(two.observation))["observer"] == set()


async def test_a_row_alone_ends_it_too(two: Custodians) -> None:
    """The staff of the moment is asked, whether or not anything told of a change."""
    who, desk = two.who, two.desk
    disclosure = await two.agreed()
    await desk.give_role(who.he)
    assert slug(await two.get(who.lin, disclosure, "/observer")) == (409, "not-disclosed")


async def test_it_lapses_when_one_of_the_two_becomes_the_childs_guardian(
    desk: Desk, city: City, services: Services
) -> None:
    who = desk.world.people
    await desk.give_role(who.lin, "counsellor", "custodian")
    about = {"aboutStaffId": str(who.wang.account_id), "studentId": str(who.hong.account_id)}
    two = Custodians(desk, city, services, await desk.filed(who.ming, **about))
    disclosure = await two.agreed()
    await becomes_guardian(desk, who.he, who.hong)
    tied = EndedPart(account_id=who.he.account_id, part="reader", how="tied", student_id=who.hong.account_id)
    await two.ends("select $1::bigint", ended=tied)
    assert await two.state(disclosure) == "lapsed"
    assert await two.told(who.lin, CHANGED) == 2, "that it was agreed to, and that it lapsed"
    assert await two.told(who.he, CHANGED) == 0
    assert slug(await two.get(who.he, disclosure)) == (404, "not-found")


async def test_the_observer_is_shown_it_and_no_row_says_so(two: Custodians) -> None:
    """A message would stand under their account and name them in a dump; their own list is read by their mark."""
    desk, who = two.desk, two.who
    disclosure = await two.agreed()
    assert [r["disclosedOn"] for r in await own(desk, who.ming)] == [None], "nobody has looked"
    before = len(await desk.inbox(who.ming))
    await ok(await two.get(who.he, disclosure, "/observer"))
    await two.city.work(HANDLERS)
    assert [r["disclosedOn"] for r in await own(desk, who.ming)] == [f"{START}"]
    assert len(await desk.inbox(who.ming)) == before
    rows = await desk.world.sql(
        desk.org_id, "select d::text from observer_disclosures d where org_id = $1", desk.org_id
    )
    assert str(who.ming.account_id) not in json.dumps([r[0] for r in rows])


async def test_each_step_is_in_the_audit(two: Custodians) -> None:
    desk, who = two.desk, two.who
    disclosure = await two.agreed()
    await ok(await two.get(who.he, disclosure, "/reason"))
    await ok(await two.get(who.lin, disclosure, "/observer"))
    await ok(await two.post(who.lin, disclosure, "withdraw"))
    changes = "select account_id from audit_changes where org_id = $1 and action = 'observer_disclose' and resource_id = $2 order by at, change_id"
    found = await desk.world.operate(desk.org_id, changes, desk.org_id, UUID(disclosure))
    assert [r[0] for r in found] == [p.account_id for p in (who.lin, who.he, who.lin)]
    looks = "select account_id from audit_accesses where org_id = $1 and purpose = 'custodian' order by seq"
    found = await desk.world.operate(desk.org_id, looks, desk.org_id)
    assert [r[0] for r in found] == [who.he.account_id, who.lin.account_id]


async def test_the_class_teacher_learns_it_alone_as_before(desk: Desk, city: City, services: Services) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    assert (await ok(await desk.get(who.wang, observation, "/observer")))["name"] == "ming"
    assert await desk.granted(observation) == {"text": {"wang"}, "observer": {"wang"}}
    case = await ok(await desk.get(who.wang, observation))
    assert (case["canReadObserver"], case["canAskObserver"], case["disclosure"]) == (True, False, None)
