"""A random year of the northern school: what happens in it, step by step over HTTP, and a model of who may know of whom."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from api.core.clock import FixedClock
from api.core.local_time import local_day
from tests.counselling.desk import TUESDAY, Desk, slug
from tests.jobs.city import City
from tests.notices.office import Office
from tests.observations.desk import Desk as Reports
from tests.visits.family import THURSDAY, Family
from tests.world import Person, World

DAY = timedelta(days=1)


@dataclass
class Model:
    """Who is what today, as the steps say. `away`: a teacher on leave, and the classes that the other one has meanwhile. `written`: notices that the
    worker has not sent. `last_word`: the family of a student who left hears that what was agreed is off."""

    children: dict[UUID, set[UUID]]
    class_of: dict[UUID, UUID]
    leads: dict[UUID, UUID]
    phones: dict[UUID, str]
    teachers: set[UUID]
    barred: set[tuple[UUID, UUID]] = field(default_factory=set[tuple[UUID, UUID]])
    gone_numbers: set[str] = field(default_factory=set[str])
    last_word: set[tuple[UUID, UUID]] = field(default_factory=set[tuple[UUID, UUID]])
    about: dict[str, UUID] = field(default_factory=dict[str, UUID])
    away: tuple[UUID, set[UUID]] | None = None
    written: list[tuple[Any, UUID]] = field(default_factory=list[tuple[Any, UUID]])
    notices: list[tuple[Any, UUID]] = field(default_factory=list[tuple[Any, UUID]])

    def may_know(self, guardian: UUID, student: UUID) -> bool:
        return student in self.class_of and student in self.children[guardian]


class Year:
    """The northern school and its model. A step picks at random what to do, and does it over HTTP."""

    def __init__(self, world: World, city: City, clock: FixedClock, desk: Desk, seed: int) -> None:
        who = world.people
        self.world, self.city, self.clock, self.desk = world, city, clock, desk
        self.random = random.Random(seed)  # noqa: S311  # steps of a test
        self.people = {p.account_id: p for p in (who.mother, who.father, who.ming, who.hong, who.wang, who.chen)}
        self.office = Office(world, city)
        self.reports = Reports(world)
        self.model = Model(
            children={who.mother.account_id: {who.ming.account_id}, who.father.account_id: {who.ming.account_id}},
            class_of={who.ming.account_id: world.north_a, who.hong.account_id: world.north_a},
            leads={world.north_a: who.wang.account_id, world.north_b: who.chen.account_id},
            teachers={who.wang.account_id, who.chen.account_id},
            phones={who.mother.account_id: who.mother.phone, who.father.account_id: who.father.phone},
        )
        self.classes = [world.north_a, world.north_b]  # as they are called this year
        self.moved_at: datetime | None = None  # when father's number moved last

    async def change(self, path: str, body: Any = None, method: str = "POST") -> httpx.Response:
        """A change by the administrator, made from what is there now."""
        client = self.world.client(self.world.people.north_admin)
        base = f"/orgs/{self.world.north}/roster/"
        shown = (await client.get(base + "/".join(path.split("/")[:2]))).json()
        headers = {"if-match": f'"v{shown["version"]}"'}
        return await client.request(method, base + path, json=body, headers=headers)

    def any_of(self, accounts: Iterable[UUID]) -> UUID:
        """One of them. In the order of their names, since ids are new in each run: a seed is the same year again."""
        return self.random.choice(sorted(accounts, key=lambda account: self.people[account].name))

    def any_class(self) -> UUID:
        """One of this year's classes."""
        return self.random.choice(self.classes)

    def any_pair(self) -> tuple[UUID, UUID]:
        """A guardian and a student who is here."""
        return self.any_of(self.model.children), self.any_of(self.model.class_of)

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
        father, student = self.world.people.father.account_id, self.any_of(self.model.class_of)
        if student not in self.model.children[father]:
            return
        number = f"15{self.random.randrange(10**9):09d}"
        body = {"name": "father", "relation": "father", "contactOrder": 2, "phone": number}
        answer = await self.change(f"students/{student}/guardians/{father}", body, "PUT")
        if answer.status_code == 409:
            assert slug(answer)[1] == "number-moved-twice"
            assert self.moved_at is not None
            assert self.clock.now() - self.moved_at < 7 * DAY
            return
        assert answer.status_code == 200, answer.text
        self.moved_at = self.clock.now()
        self.model.gone_numbers.add(self.model.phones[father])
        self.model.phones[father] = number

    async def move_class(self) -> None:
        student = self.any_of(self.model.class_of)
        target = self.any_class()
        body: dict[str, Any] = {"name": self.people[student].name, "sex": "male", "classId": str(target), "support": []}
        answer = await self.change(f"students/{student}", body, "PUT")
        assert answer.status_code == 200, answer.text
        self.model.class_of[student] = target

    async def swap_teachers(self) -> None:
        """One of them leads a class, and the one before does not any more."""
        teacher, led = self.any_of(self.model.teachers), self.any_class()
        name = self.people[teacher].name
        body: dict[str, Any] = {"name": name, "number": f"N{name}", "roles": [], "leads": [str(led)], "teaches": []}
        if self.model.away is not None:
            return  # the classes of somebody who is away are with the stand-in
        answer = await self.change(f"staff/{teacher}", body, "PUT")
        assert answer.status_code == 200, answer.text
        self.model.leads = {k: v for k, v in self.model.leads.items() if v != teacher and k != led} | {led: teacher}

    async def teacher_leaves(self) -> None:
        """A teacher resigns, and the other one has the classes and what is open."""
        if len(self.model.teachers) < 2 or self.model.away is not None:
            return
        teacher = self.any_of(self.model.teachers)
        [other] = self.model.teachers - {teacher}
        answer = await self.change(f"staff/{teacher}/end", {"successorId": str(other)})
        assert answer.status_code == 200, answer.text
        self.model.teachers.discard(teacher)
        self.model.leads = {k: other if v == teacher else v for k, v in self.model.leads.items()}

    async def teacher_returns(self) -> None:
        """Who resigned is added by hand again, without a class."""
        who = self.world.people
        for one in (who.wang, who.chen):
            if one.account_id not in self.model.teachers:
                new: dict[str, Any] = {
                    "name": one.name,
                    "number": f"N{one.name}",
                    "phone": one.phone,
                    "roles": [],
                    "leads": [],
                    "teaches": [],
                }
                client = self.world.client(who.north_admin)
                answer = await client.post(f"/orgs/{self.world.north}/roster/staff", json=new)
                assert answer.status_code == 200, answer.text
                self.model.teachers.add(one.account_id)

    async def go_away(self) -> None:
        """A teacher is away for weeks, and the other one stands in."""
        if len(self.model.teachers) < 2 or self.model.away is not None:
            return
        teacher = self.any_of(self.model.teachers)
        [other] = self.model.teachers - {teacher}
        today = local_day(self.clock.now(), "Asia/Shanghai")
        body = {"firstDay": str(today), "lastDay": str(today + 60 * DAY), "standInId": str(other)}
        answer = await self.change(f"staff/{teacher}/leave", body, "PUT")
        assert answer.status_code == 200, answer.text
        self.model.away = (teacher, {k for k, v in self.model.leads.items() if v == teacher})
        self.model.leads = {k: other if v == teacher else v for k, v in self.model.leads.items()}

    async def come_back(self) -> None:
        """The leave ends early, and the classes are theirs again."""
        if self.model.away is None:
            return
        teacher, led = self.model.away
        answer = await self.change(f"staff/{teacher}/leave/end")
        assert answer.status_code == 200, answer.text
        self.model.away = None
        self.model.leads |= dict.fromkeys(led, teacher)

    async def report(self) -> None:
        """The school's leader reports something about a student."""
        student = self.any_of(self.model.class_of)
        answer = await self.reports.file(
            self.world.people.gao, studentId=str(student), urgent=self.random.random() < 0.5
        )
        assert answer.status_code == 201, answer.text

    async def notify(self) -> None:
        """A notice to one class."""
        class_id, leader = self.any_class(), self.world.people.gao
        notice = await self.office.add(leader, class_id)
        await self.office.schedule(leader, notice)
        self.model.written.append((notice, class_id))

    async def leave(self) -> None:
        student = self.any_of(self.model.class_of)
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
        proposed = await family.try_propose(THURSDAY + self.random.randrange(20) * DAY, by=await self.signed(teacher))
        if proposed.status_code == 201:
            self.model.about[proposed.json()["visitId"]] = student

    async def signed(self, account: UUID, *, assurance: int = 1) -> Person:
        """The person with a new session: a new number, or leaving, ended the others."""
        person = self.people[account]
        client = await self.world.sign_in(person, assurance=assurance)
        token = client.headers["authorization"].removeprefix("Bearer ")
        return Person(name=person.name, account_id=account, phone=person.phone, token=token)
