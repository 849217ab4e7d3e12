"""Random years: people join, move, are barred, change their number and leave, and after each step only today's people are reached.

The model below knows who may know of whom, and nothing of the product's rules.
"""

import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.counselling.desk import TUESDAY, Desk, north_desk, slug
from tests.jobs.city import City
from tests.servers import Database
from tests.visits.family import THURSDAY, Family
from tests.world import Person, World

STEPS = 10
DAY = timedelta(days=1)
TOLD = """
select d.account_id, m.params->>'booking_id' as booking_id, m.params->>'visit_id' as visit_id
from deliveries d join messages m using (org_id, message_id) where m.org_id = $1
"""
MAILED = "select account_id, event_id from calendar_invites where org_id = $1 and unsent is null"
OPEN_TALKS = """
select b.student_id, b.counsellor_id, array(select p.account_id from booking_people p
  where p.org_id = $1 and p.booking_id = b.booking_id and p.part = 'guardian' and p.attends) as coming
from bookings b where b.org_id = $1 and b.state = 'confirmed' and b.starts_at > $2
"""
OPEN_VISITS = """
select v.student_id, array(select t.staff_id from visit_team t
  where t.org_id = $1 and t.visit_id = v.visit_id and t.left_at is null) as team
from visits v where v.org_id = $1 and v.state in ('proposed', 'move_asked', 'confirmed') and v.starts_at > $2
"""


@dataclass
class Model:
    """Who is what today, as the steps say. `last_word`: the family of a student who left hears that what was agreed is off."""

    children: dict[UUID, set[UUID]]
    class_of: dict[UUID, UUID]
    leads: dict[UUID, UUID]
    phones: dict[UUID, str]
    barred: set[tuple[UUID, UUID]] = field(default_factory=set[tuple[UUID, UUID]])
    gone_numbers: set[str] = field(default_factory=set[str])
    last_word: set[tuple[UUID, UUID]] = field(default_factory=set[tuple[UUID, UUID]])
    about: dict[str, UUID] = field(default_factory=dict[str, UUID])

    def may_know(self, guardian: UUID, student: UUID) -> bool:
        return student in self.class_of and student in self.children[guardian]


class Year:
    """The northern school and its model. A step picks at random what to do, and does it over HTTP."""

    def __init__(self, world: World, city: City, clock: FixedClock, desk: Desk, seed: int) -> None:
        who = world.people
        self.world, self.city, self.clock, self.desk = world, city, clock, desk
        self.random = random.Random(seed)  # noqa: S311  # steps of a test
        self.people = {p.account_id: p for p in (who.mother, who.father, who.ming, who.hong, who.wang, who.chen)}
        self.model = Model(
            children={who.mother.account_id: {who.ming.account_id}, who.father.account_id: {who.ming.account_id}},
            class_of={who.ming.account_id: world.north_a, who.hong.account_id: world.north_a},
            leads={world.north_a: who.wang.account_id, world.north_b: who.chen.account_id},
            phones={who.mother.account_id: who.mother.phone, who.father.account_id: who.father.phone},
        )

    async def change(self, path: str, body: Any = None, method: str = "POST") -> httpx.Response:
        """A change by the administrator, made from what is there now."""
        client = self.world.client(self.world.people.north_admin)
        base = f"/orgs/{self.world.north}/roster/"
        shown = (await client.get(base + "/".join(path.split("/")[:2]))).json()
        headers = {"if-match": f'"v{shown["version"]}"'}
        return await client.request(method, base + path, json=body, headers=headers)

    def any_pair(self) -> tuple[UUID, UUID]:
        """A guardian and a student who is here."""
        return self.random.choice(sorted(self.model.children)), self.random.choice(sorted(self.model.class_of))

    async def tie(self) -> None:
        guardian, student = self.any_pair()
        body = {"name": self.people[guardian].name, "relation": "other", "contactOrder": 1}
        answer = await self.change(f"students/{student}/guardians", {**body, "phone": self.model.phones[guardian]})
        if any(barred[1] == student and barred[0] == guardian for barred in self.model.barred):
            assert slug(answer) == (409, "guardian-barred")
            return
        assert answer.status_code == 200, answer.text
        self.model.children[guardian].add(student)

    async def untie(self) -> None:
        guardian, student = self.any_pair()
        answer = await self.change(f"students/{student}/guardians/{guardian}/end")
        assert answer.status_code == (200 if student in self.model.children[guardian] else 404), answer.text
        self.model.children[guardian].discard(student)

    async def bar(self) -> None:
        guardian, student = self.any_pair()
        answer = await self.change(
            f"students/{student}/guardians/{guardian}/bar", {"orderedOn": "2026-11-20", "paper": "1"}
        )
        if answer.status_code == 200:
            self.model.children[guardian].discard(student)
            self.model.barred.add((guardian, student))
        else:
            assert answer.status_code == (409 if (guardian, student) in self.model.barred else 404), answer.text

    async def lift(self) -> None:
        guardian, student = self.any_pair()
        answer = await self.change(f"students/{student}/guardians/{guardian}/lift")
        assert answer.status_code == (200 if (guardian, student) in self.model.barred else 404), answer.text
        self.model.barred.discard((guardian, student))

    async def new_number(self) -> None:
        """Father's: mother is known in the south, too."""
        father, student = self.world.people.father.account_id, self.random.choice(sorted(self.model.class_of))
        if student not in self.model.children[father]:
            return
        number = f"15{self.random.randrange(10**9):09d}"
        body = {"name": "father", "relation": "father", "contactOrder": 2, "phone": number}
        answer = await self.change(f"students/{student}/guardians/{father}", body, "PUT")
        assert answer.status_code == 200, answer.text
        self.model.gone_numbers.add(self.model.phones[father])
        self.model.phones[father] = number

    async def move_class(self) -> None:
        student = self.random.choice(sorted(self.model.class_of))
        target = self.random.choice([self.world.north_a, self.world.north_b])
        body: dict[str, Any] = {"name": self.people[student].name, "sex": "male", "classId": str(target), "support": []}
        answer = await self.change(f"students/{student}", body, "PUT")
        assert answer.status_code == 200, answer.text
        self.model.class_of[student] = target

    async def swap_teachers(self) -> None:
        """One of them leads a class, and the one before does not any more."""
        teacher, led = (
            self.random.choice(sorted(self.model.leads.values())),
            self.random.choice(sorted(self.model.leads)),
        )
        name = self.people[teacher].name
        body: dict[str, Any] = {"name": name, "number": f"N{name}", "roles": [], "leads": [str(led)], "teaches": []}
        answer = await self.change(f"staff/{teacher}", body, "PUT")
        assert answer.status_code == 200, answer.text
        self.model.leads = {k: v for k, v in self.model.leads.items() if v != teacher and k != led} | {led: teacher}

    async def leave(self) -> None:
        student = self.random.choice(sorted(self.model.class_of))
        if len(self.model.class_of) < 2 or self.random.random() < 0.7:
            return
        assert (await self.change(f"students/{student}/end")).status_code == 200
        del self.model.class_of[student]
        for guardian, children in self.model.children.items():
            if student in children:
                self.model.last_word.add((guardian, student))
            children.discard(student)

    async def book(self) -> None:
        """A talk or a visit for a child of a guardian of today, where there is time."""
        guardian, student = self.any_pair()
        if not self.model.may_know(guardian, student):
            return
        at = TUESDAY + self.random.randrange(8) * 7 * DAY
        answer = await self.desk.try_book(await self.signed(guardian), self.people[student], at, attends="both")
        if answer.status_code == 201:
            self.model.about[answer.json()["bookingId"]] = student
        teacher = self.model.leads.get(self.model.class_of[student])
        if teacher is None:
            return
        family = Family(self.world, self.world.north, self.people[student], self.people[teacher])
        proposed = await family.try_propose(THURSDAY + self.random.randrange(20) * DAY, self.people[teacher])
        if proposed.status_code == 201:
            self.model.about[proposed.json()["visitId"]] = student

    async def signed(self, account: UUID) -> Person:
        """The person with a new session: a new number ended the others."""
        person = self.people[account]
        client = await self.world.sign_in(person, assurance=1)
        token = client.headers["authorization"].removeprefix("Bearer ")
        return Person(name=person.name, account_id=account, phone=person.phone, token=token)

    async def check(self) -> None:
        """Only today's people read, and nothing open is with somebody who is not there."""
        for guardian, children in self.model.children.items():
            await self.check_reads(guardian, {child for child in children if child in self.model.class_of})
        now, org = self.clock.now(), self.world.north
        for talk in await self.world.sql(org, OPEN_TALKS, org, now):
            assert talk["student_id"] in self.model.class_of
            assert all(self.model.may_know(g, talk["student_id"]) for g in talk["coming"])
        for visit in await self.world.sql(org, OPEN_VISITS, org, now):
            lead = self.model.leads.get(self.model.class_of[visit["student_id"]])
            assert visit["team"] == [lead], visit
            assert any(self.model.may_know(g, visit["student_id"]) for g in self.model.children)

    async def check_reads(self, guardian: UUID, children: set[UUID]) -> None:
        client = self.world.client(await self.signed(guardian))
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
        for account, about in await self.reached() - before:
            if account in self.model.children and about in self.model.about:
                student = self.model.about[about]
                told = (account, student) in self.model.last_word
                assert told or self.model.may_know(account, student), (account, about)
        for item in self.city.sms.items[sent:]:
            gone = any(number in item.address for number in self.model.gone_numbers)
            assert not gone or "换成了别的号码" in item.body, "an old number hears of the move, and nothing else"

    async def reached(self) -> set[tuple[UUID, str]]:
        """Who was sent a message or a calendar mail about what."""
        told = await self.city.rows(TOLD, self.world.north)
        mailed = await self.city.rows(MAILED, self.world.north)
        return {(row["account_id"], row["booking_id"] or row["visit_id"] or "") for row in told} | {
            (row["account_id"], str(row["event_id"])) for row in mailed
        }


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_after_each_step_only_todays_people_are_reached(
    world: World, services: Services, database: Database, clock: FixedClock, seed: int
) -> None:
    year = Year(world, City(services, database), clock, await north_desk(world), seed)
    steps: list[Callable[[], Awaitable[None]]] = [
        *(year.tie, year.untie, year.bar, year.lift, year.new_number, year.move_class, year.swap_teachers, year.leave)
    ]
    log: list[str] = []
    for _ in range(STEPS):
        await year.book()
        step = year.random.choice(steps)
        log.append(step.__name__)
        await step()
        try:
            await year.check()
            await year.work()
            await year.check()
            clock.advance(timedelta(hours=year.random.randrange(1, 30)))
        except AssertionError as error:
            raise AssertionError(json.dumps(log)) from error
