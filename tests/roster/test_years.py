"""Random years: people join, move, are barred, change their number, are away and leave, and after each step only today's people are reached.

The model (`random_year`) knows who may know of whom, and nothing of the product's rules. A seed is the same year in each run.
"""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.counselling.desk import north_desk, ok
from tests.jobs.city import City
from tests.roster.centre_year import Centre
from tests.roster.new_year import open_year
from tests.roster.random_year import Year
from tests.servers import Database
from tests.world import World

STEPS = 10
TOLD = """
select d.account_id, m.template, m.params->>'booking_id' as booking_id, m.params->>'visit_id' as visit_id
from deliveries d join messages m using (org_id, message_id) where m.org_id = $1
"""
MAILED = "select account_id, event_id from calendar_invites where org_id = $1 and unsent is null"
OPEN_TALKS = """
select b.student_id, b.counsellor_id, array(select p.account_id from booking_people p
  where p.org_id = $1 and p.booking_id = b.booking_id and p.part = 'guardian' and p.attends) as coming
from bookings b where b.org_id = $1 and b.state = 'confirmed' and b.starts_at > $2
"""
TIED_YET_GONE = """
select g.guardian_id from guardians g join guardianships t on t.org_id = $1 and t.guardian_id = g.guardian_id and t.ended_at is null
where g.org_id = $1 and g.ended_at is not null
"""
OPEN_REPORTS = "select observation_id from observations where org_id = $1 and state <> 'done'"
OPEN_VISITS = """
select v.visit_id, v.student_id, array(select t.staff_id from visit_team t
  where t.org_id = $1 and t.visit_id = v.visit_id and t.left_at is null) as team
from visits v where v.org_id = $1 and v.state in ('proposed', 'move_asked', 'confirmed') and v.starts_at > $2
"""

IS_OFF = frozenset({"visit_taken_off", "visit_cancelled", "visit_declined"})
"""What a class teacher hears of a visit that is theirs no more."""


class Checked(Year):
    """A year that is looked at after each step."""

    feeds: dict[UUID, str]
    centre: Centre
    settled = True  # the worker has done what was due

    async def open_year(self) -> None:
        """A new school year."""
        await open_year(self)

    async def subscribe(self) -> None:
        """Both parents and both teachers subscribe to their calendar before anything happens."""
        self.feeds = {}
        for person in (*self.model.children, *sorted(self.model.teachers)):
            made = await ok(await self.world.client(await self.signed(person)).post("/me/feed"), 201)
            self.feeds[person] = made["https"]

    async def check(self) -> None:
        """Only today's people read, and nothing open is with somebody who is not there."""
        for guardian, children in self.model.children.items():
            await self.check_reads(guardian, {child for child in children if child in self.model.class_of})
        now, org = self.clock.now(), self.world.north
        # An audience is found by ties alone (api/messages/audiences/queries.py).
        assert not await self.world.sql(org, TIED_YET_GONE, org)
        for talk in await self.world.sql(org, OPEN_TALKS, org, now):
            assert talk["student_id"] in self.model.class_of
            assert all(self.model.may_know(g, talk["student_id"]) for g in talk["coming"])
        visits = await self.world.sql(org, OPEN_VISITS, org, now)
        for visit in visits:
            lead = self.model.leads.get(self.model.class_of[visit["student_id"]])
            assert visit["team"] == [lead], visit
            assert any(self.model.may_know(g, visit["student_id"]) for g in self.model.children)
        await self.check_reports()
        await self.check_gone()
        await self.check_teachers({str(visit["visit_id"]): visit["student_id"] for visit in visits})
        self.centre.follow()
        await self.centre.check(settled=self.settled)

    async def check_reports(self) -> None:
        """Each open report is opened by somebody who works here, and by nobody else."""
        who, org = self.world.people, self.world.north
        here = {one.account_id for one in (who.lin, who.gao)} | self.model.teachers
        self.people |= {one.account_id: one for one in (who.lin, who.gao)}
        clients = {one: self.world.client(await self.signed(one, assurance=2)) for one in sorted(here)}
        for row in await self.world.sql(org, OPEN_REPORTS, org):
            path = f"/orgs/{org}/observations/{row['observation_id']}"
            seen = [(await client.get(path)).status_code for client in clients.values()]
            assert 200 in seen, "an open report is without an owner"
            assert set(seen) <= {200, 403, 404}

    async def check_gone(self) -> None:
        """A teacher who resigned reads nothing of any family."""
        who = self.world.people
        for one in (who.wang, who.chen):
            if one.account_id not in self.model.teachers:
                client = self.world.client(await self.signed(one.account_id, assurance=2))
                for about in self.model.about:
                    answer = await client.get(f"/orgs/{self.world.north}/visits/{about}")
                    assert answer.status_code in {403, 404}, answer.text

    async def check_teachers(self, visits: dict[str, UUID]) -> None:
        """Who leads a student's class today has the visits to come, and no former class teacher has: on the screen and in the calendar."""
        for teacher in sorted(self.world_teachers):
            feed = (await self.world.http.get(self.feeds[teacher])).text
            client = self.world.client(await self.signed(teacher)) if teacher in self.model.teachers else None
            for visit, student in visits.items():
                if self.model.leads.get(self.model.class_of[student]) == teacher:
                    continue
                assert not any(
                    visit in event and "STATUS:CANCELLED" not in event for event in feed.split("BEGIN:VEVENT")
                )
                if client:
                    answer = await client.get(f"/orgs/{self.world.north}/visits/{visit}")
                    assert answer.status_code in {403, 404}, answer.text

    async def check_notices(self, guardian: UUID, client: httpx.AsyncClient, children: set[UUID]) -> None:
        """Who has a child in the class today reads its notices, also those of before; who has no child here reads none."""
        classes = {self.model.class_of[child] for child in children}
        for notice, class_id in self.model.notices:
            answer = await client.get(self.office.own(notice))
            if class_id in classes:
                assert answer.status_code == 200, (guardian, answer.text)
            elif not children:
                assert answer.status_code in {403, 404}, (guardian, answer.text)

    async def check_feed(self, guardian: UUID, children: set[UUID]) -> None:
        """The calendar that somebody subscribed to holds nothing of a child who is not theirs, but that it was cancelled.

        The family of a student who left hears that it is off. Until the worker has written that, they see it as it was.
        """
        found = await self.world.http.get(self.feeds[guardian])
        assert found.status_code in {200, 404}, found.text
        for event in found.text.split("BEGIN:VEVENT")[1:]:
            for about, student in self.model.about.items():
                last = not self.settled and (guardian, student) in self.model.last_word
                if about in event and student not in children and not last:
                    assert "STATUS:CANCELLED" in event, (guardian, about)

    async def check_reads(self, guardian: UUID, children: set[UUID]) -> None:
        client = self.world.client(await self.signed(guardian))
        await self.check_notices(guardian, client, children)
        await self.check_feed(guardian, children)
        students = await client.get(f"/orgs/{self.world.north}/students")
        shown = {UUID(s["studentId"]) for s in students.json()["items"]} if students.status_code == 200 else set[UUID]()
        assert shown == children
        read = [(await client.get(path)).text for path in ("/me/inbox", "/me/home")]
        for about, student in self.model.about.items():
            if student not in children:
                told = (guardian, student) in self.model.last_word
                assert told or not any(about in text for text in read), (guardian, about)
                for kind in ("bookings", "visits"):
                    answer = await client.get(f"/orgs/{self.world.north}/{kind}/{about}")
                    assert answer.status_code in {403, 404}, answer.text

    async def work(self) -> None:
        """The worker does what is due; nobody hears of a child who is not theirs, and no old number gets anything."""
        before, sent = await self.reached(), len(self.city.sms.items)
        await self.city.work(HANDLERS)
        self.settled = True
        self.model.notices += self.model.written
        self.model.written.clear()
        for account, about, template in await self.reached() - before:
            self.check_told(account, about, template)
            self.centre.check_told(account, about)
            if account in self.model.children and about in self.model.about:
                student = self.model.about[about]
                told = (account, student) in self.model.last_word
                assert told or self.model.may_know(account, student), (account, about)
        for item in self.city.sms.items[sent:]:
            gone = any(number in item.address for number in self.model.gone_numbers)
            assert not gone or "换成了别的号码" in item.body, "an old number hears of the move, and nothing else"

    def check_told(self, account: UUID, about: str, template: str) -> None:
        """Who resigned hears of no child, and who leads another class now only that a visit is theirs no more."""
        if account not in self.world_teachers or about not in self.model.about or not template.startswith("visit_"):
            return
        assert account in self.model.teachers, template
        class_id = self.model.class_of.get(self.model.about[about])
        assert template in IS_OFF or (class_id and self.model.leads.get(class_id) == account), template

    @property
    def world_teachers(self) -> set[UUID]:
        """Those who lead classes in some year, also who resigned."""
        return {self.world.people.wang.account_id, self.world.people.chen.account_id}

    async def reached(self) -> set[tuple[UUID, str, str]]:
        """Who was sent a message or a calendar mail about what."""
        told = await self.city.rows(TOLD, self.world.north)
        mailed = await self.city.rows(MAILED, self.world.north)
        return {(row["account_id"], row["booking_id"] or row["visit_id"] or "", row["template"]) for row in told} | {
            (row["account_id"], str(row["event_id"]), "") for row in mailed
        }


async def live(year: Checked, count: int) -> None:
    """So many steps of a year, each looked at before and after the worker did what is due."""
    year.centre = Centre(year)
    await year.centre.open(year.city)
    await year.subscribe()
    steps: list[Callable[[], Awaitable[None]]] = [
        *(year.tie, year.untie, year.bar, year.lift, year.new_number, year.move_class, year.swap_teachers, year.leave),
        *(
            year.teacher_leaves,
            year.teacher_returns,
            year.go_away,
            year.come_back,
            year.report,
            year.notify,
            year.open_year,
        ),
        *(year.centre.begin_service, year.centre.end_service, year.centre.qian_leaves, year.centre.qian_comes),
    ]
    log: list[str] = []
    for _ in range(count):
        step = year.random.choice(steps)
        log.append(step.__name__)
        try:
            year.settled = False
            await year.book()
            await year.centre.book()
            await step()
            await year.check()
            await year.work()
            await year.check()
        except AssertionError as error:
            raise AssertionError(json.dumps(log)) from error
        year.clock.advance(timedelta(hours=year.random.randrange(1, 30)))


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_after_each_step_only_todays_people_are_reached(
    world: World, services: Services, database: Database, clock: FixedClock, seed: int
) -> None:
    await live(Checked(world, City(services, database), clock, await north_desk(world), seed), STEPS)
