"""One day in two schools through HTTP, with the worker beside it: five roles, four flows, the clock moved, nobody waited for.

ming and hong go to the northern school (class teacher wang, counsellor lin, leader gao), tao to the southern one.
The mother has ming here and tao there; lin also counsels at the centre that serves the south.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.calendar.readers import times
from tests.counselling.desk import HOUR, TUESDAY, Desk, centre_desk, north_desk, ok, slug
from tests.jobs.city import City
from tests.jobs.invites import vevent
from tests.notices.office import Office
from tests.observations.desk import Desk as Watch
from tests.servers import Database
from tests.visits.family import Family, record
from tests.world import Person, World

DAY = timedelta(days=1)
EVENING = TUESDAY + 7 * DAY + 5 * HOUR
"""19:00 in Shanghai, in eight days."""
SECRET = "他躲在厕所里哭"


@dataclass
class Day:
    """The world, its flows, and the worker."""

    world: World
    clock: FixedClock
    city: City
    north: Desk
    centre: Desk
    ming: Family
    office: Office
    watch: Watch

    async def until(self, at: datetime) -> None:
        """What was due is done, then it is `at`, and what is due by then is done."""
        await self.city.work(HANDLERS)
        self.clock.advance(at - self.clock.now())
        await self.city.work(HANDLERS)

    def heard(self, person: Person) -> list[str]:
        """What left for a person's phone so far."""
        return [f"{i.title}{i.body}" for i in self.city.sms.items if i.address.endswith(person.phone)]

    async def home(self, person: Person) -> Any:
        return await ok(await self.world.client(person).get("/me/home"))


@pytest.fixture
async def day(world: World, services: Services, database: Database, clock: FixedClock) -> Day:
    city, who = City(services, database), world.people
    await city.rows("delete from tasks returning 1")
    for person in (who.mother, who.wang):
        sealed = services.sealer.seal_contact("mail", person.account_id, f"{person.name}@example.cn")
        await world.operate(0, "select account_set_email($1, $2, $3, $3)", person.account_id, sealed, world.now)
    office = Office(world, city)
    await office.sibling(who.mother, who.hong)
    family = Family(world, world.north, who.ming, who.wang)
    desks = await north_desk(world), await centre_desk(world, who.lin)
    return Day(world, clock, city, *desks, family, office, Watch(world))


async def test_a_day_of_five_roles_in_two_schools(day: Day) -> None:
    """Each part builds on the one before: the next role finds what the last one did."""
    visit = await agree_on_a_visit(day)
    await nobody_is_in_two_places(day)
    await a_notice_reaches_and_is_answered(day)
    await a_member_says_what_was_seen(day)
    await the_visit_takes_place(day, visit)


async def agree_on_a_visit(day: Day) -> str:
    """Guardian and class teacher: entry, proposal, yes; invites that two parsers read alike."""
    who, ming = day.world.people, day.ming
    await ming.add_availability(who.mother, weekday=2, fromTime="19:00", toTime="21:00")
    evening = EVENING
    visit = await ming.propose(evening, who.wang, who.lin)
    await day.city.work(HANDLERS)
    assert any("家访" in text for text in day.heard(who.mother))
    assert [v["visitId"] for v in (await day.home(who.mother))["visits"]] == [visit]
    assert slug(await ming.do(who.jun_mother, visit, "confirm")) == (404, "not-found")
    await ok(await ming.do(who.mother, visit, "confirm"))
    await day.city.work(HANDLERS)
    invites = [i for i in day.city.mail.items if i.invite]
    assert {i.address for i in invites} == {"mother@example.cn", "wang@example.cn"}
    for item in invites:
        assert item.invite
        spans = times(item.invite.content)
        assert spans[0] == spans[1] == (evening, evening + HOUR)
        assert str(vevent(item)["STATUS"]) in {"TENTATIVE", "CONFIRMED"}
    return visit


async def nobody_is_in_two_places(day: Day) -> None:
    """Lin counsels at the centre: not to be proposed for a visit at that hour by the school, and the other way round."""
    who = day.world.people
    await day.centre.book(who.lei_father, who.lei, TUESDAY + 7 * DAY)
    taken = await day.ming.try_propose(TUESDAY + 7 * DAY, who.wang, who.lin)
    assert slug(taken) == (409, "time-taken")
    await day.ming.propose(TUESDAY + 14 * DAY, who.lin)
    assert slug(await day.centre.try_book(who.lei_father, who.lei, TUESDAY + 14 * DAY)) == (409, "time-taken")
    await day.ming.propose(TUESDAY + 7 * DAY, who.wang)  # without lin it is free


async def a_notice_reaches_and_is_answered(day: Day) -> None:
    """School administrator and families: siblings are one message; only POST answers; one reminder for who has not."""
    who, office = day.world.people, day.office
    reach = await office.reach(who.north_admin, classIds=[str(day.world.north_a)])
    due = day.clock.now() + 3 * DAY
    notice = await office.tell(who.north_admin, kind="acknowledge", answerBy=due.isoformat())
    assert (
        (reach["people"], reach["students"]) == (2, 2) == (notice["reached"]["people"], notice["reached"]["students"])
    )
    [mine] = [n for n in await office.mine(who.mother) if n["noticeId"] == notice["noticeId"]]
    assert len(mine["children"]) == 2
    path = office.own(notice, "acknowledge")
    assert (await day.world.client(who.mother).get(path)).status_code in {404, 405}
    assert slug(await office.answer(who.jun_mother, notice, "acknowledge")) == (404, "not-found")
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    before = len(day.heard(who.father)), len(day.heard(who.mother))
    await day.until(due - DAY)
    assert (len(day.heard(who.father)), len(day.heard(who.mother))) == (before[0] + 1, before[1])
    receipts = await office.receipts(who.wang, notice)
    assert [w["name"] for w in receipts["waiting"]] == ["father"]


async def a_member_says_what_was_seen(day: Day) -> None:
    """Student, class teacher, counsellor, leader: filed in one request, told without a word, handled, done."""
    who, world = day.world.people, day.world
    reports = f"/orgs/{world.north}/observations"
    refused = await world.client(who.ming).post(reports, json={"kind": "conflict", "text": SECRET})
    assert refused.status_code in {403, 409}  # not yet a member
    term = {"startsOn": f"{day.clock.now():%F}", "endsOn": f"{day.clock.now() + 100 * DAY:%F}"}
    await day.watch.serve(who.wang, who.ming, who.mother, **term)
    report = {"kind": "unusual_behaviour", "text": SECRET, "studentId": str(who.hong.account_id), "urgent": True}
    filed = await ok(await world.client(who.ming).post(reports, json=report), 201)
    await day.city.work(HANDLERS)
    for owner in (who.wang, who.lin, who.gao):
        assert any("有一件紧急的事" in text for text in day.heard(owner)), owner.name
    everything = [f"{i.title}{i.body}" for i in [*day.city.sms.items, *day.city.mail.items, *day.city.push.items]]
    assert not any(SECRET in text or "hong" in text for text in everything)
    own = f"{reports}/own"
    assert [o["state"] for o in await ok(await world.client(who.ming).get(own))] == ["received"]
    one, teacher = f"{reports}/{filed['observationId']}", world.client(who.wang)
    assert (await ok(await teacher.get(f"{one}/text")))["text"] == SECRET
    for person, status in ((who.chen, 404), (who.north_admin, 403), (who.mother, 403), (who.sun, 403)):
        assert (await world.client(person).get(one)).status_code == status, person.name
    await ok(await teacher.post(f"{one}/take-up", headers={"if-match": '"v1"'}))
    assert [o["state"] for o in await ok(await world.client(who.ming).get(own))] == ["being_handled"]
    closing = {"outcome": "helped", "note": "谈过了，好多了"}
    await ok(await teacher.post(f"{one}/close", json=closing, headers={"if-match": '"v2"'}))
    counsellor = world.client(who.lin)
    await ok(await counsellor.get(f"{one}/text"))
    await ok(await counsellor.post(f"{one}/close/agree", headers={"if-match": '"v3"'}))
    assert [o["state"] for o in await ok(await world.client(who.ming).get(own))] == ["done"]


async def the_visit_takes_place(day: Day, visit: str) -> None:
    """The team: the family's address from the evening before, the record, and what the leader sees of it."""
    who, ming, evening = day.world.people, day.ming, EVENING
    classes = f"/orgs/{day.world.north}/classes/{day.world.north_a}/coverage"
    assert (await ming.get(who.wang, visit, "/family")).status_code == 409
    told = len(day.heard(who.mother))
    await day.until(evening - DAY)
    assert len(day.heard(who.mother)) == told + 1  # the reminder of the day before
    family = await ok(await ming.get(who.lin, visit, "/family"))
    assert {p["name"] for p in family["people"] if p["comes"]} == {"mother"}
    assert slug(await ming.get(who.gao, visit, "/family")) == (404, "not-found")
    await day.until(evening + HOUR)
    await ok(await ming.do(who.wang, visit, "record", 2, **record()))
    assert (await ok(await ming.get(who.lin, visit, "/record")))["familySays"]
    students = (await ok(await day.world.client(who.gao).get(classes)))["students"]
    assert {p["name"]: p["owed"] for p in students} == {"ming": False, "hong": True}
    assert slug(await day.world.client(who.sun).get(classes)) == (403, "forbidden")
