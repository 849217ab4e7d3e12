"""A school's committees in their hours: who files is known to the test alone."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.core import daily, db, tasks
from api.core.clock import FixedClock
from api.http import middleware
from api.observations.mailbox.rules import hour_of
from jobs.kinds import HANDLERS
from schemas.observations.tasks import ObservationMailbox
from tests.http.request_counts import request_counts
from tests.jobs.city import City
from tests.observations.desk import Desk, ok, version
from tests.observations.linking.attacks import HOUR, Case, Member
from tests.observations.linking.evidence import Evidence, Line, Row, about, dump
from tests.servers import Database
from tests.world import Person, _sessions  # pyright: ignore[reportPrivateUsage]
from tests.world_rows import add_class, add_class_staff, add_memberships, add_student

SEATS = (("male", 1), ("male", 2), ("female", 1), ("female", 2))


@dataclass
class School:
    """Committees of classes, what was seen of them, and the truth."""

    desk: Desk
    city: City
    database: Database
    clock: FixedClock
    dice: random.Random
    urgent: bool = False
    """A planted leak: everything goes past the mailbox."""
    members: list[Person] = field(default_factory=list[Person])
    class_of: dict[UUID, UUID] = field(default_factory=dict[UUID, UUID])
    seen: Evidence = field(default_factory=Evidence)
    truth: dict[UUID, UUID] = field(default_factory=dict[UUID, UUID])
    """Which member filed which report."""
    moment: dict[UUID, datetime] = field(default_factory=dict[UUID, datetime])

    async def enrol(self, count: int) -> None:
        """Members who serve, four in a class, each signed in for days."""
        world = self.desk.world
        self.members = [Person(name=f"member{n}", account_id=db.uuid7(), phone="", token="") for n in range(count)]
        ids = [m.account_id for m in self.members]
        async with db.transaction(world.operator, self.desk.org_id) as conn:
            keys = [uuid4().bytes * 2 for _ in ids]
            await conn.execute("select login_students($1, $2, $1, $3)", ids, keys, world.now)
            await add_memberships(conn, "student", self.members, world.now)
            for start in range(0, count, 4):
                class_id = uuid4()
                await add_class(conn, self.desk.org_id, class_id, "CDEFGHJKMNPQRSTUVWXY"[start // 4] * 2, world.now)
                await add_class_staff(conn, self.desk.org_id, world.people.wang, class_id, "class_teacher", world.now)
                for member, (sex, seat) in zip(self.members[start : start + 4], SEATS, strict=False):
                    self.class_of[member.account_id] = class_id
                    await add_student(conn, self.desk.org_id, member, class_id, world.now)
                    await self._seat(conn, member, class_id, sex, seat)
        async with db.transaction(world.operator, db.PLATFORM) as conn:
            tokens = await _sessions(conn, dict.fromkeys(ids, 1), world.now)
        self.members = [
            Person(name=m.name, account_id=m.account_id, phone="", token=tokens[m.account_id]) for m in self.members
        ]

    async def _seat(self, conn: db.Conn, member: Person, class_id: UUID, sex: str, seat: int) -> None:
        day: date = self.desk.world.now.date()
        await conn.execute(
            "insert into committee_members (org_id, class_id, student_id, sex, seat, starts_on, ends_on, state, answered_by,"
            " answered_at, consent_version, updated_at) values ($1, $2, $3, $4, $5, $6, $7, 'serving', $3, $8, '2026-11', $8)",
            *(self.desk.org_id, class_id, member.account_id, sex, seat, day, day + timedelta(days=100)),
            self.desk.world.now,
        )

    async def hours(self, count: int, filings: int) -> None:
        """Every member is there once in each hour; in some of these visits they file. A dump is taken after each hour."""
        visits = [(hour, member) for hour in range(count) for member in self.members]
        filing = set(self.dice.sample(range(len(visits)), filings))
        start = hour_of(self.clock.now()) + HOUR
        for hour in range(count):
            begin = start + hour * HOUR
            steps = [
                step
                for n, (when, member) in enumerate(visits)
                if when == hour
                for step in self._visit(member, begin, files=n in filing)
            ]
            for at, act in sorted(steps, key=lambda step: step[0]):
                self.clock.advance(at - self.clock.now())
                await act()
            self.clock.advance(begin + HOUR - self.clock.now())
            await self.city.work(HANDLERS)
            self.seen.dumps[begin] = await dump(self.database)

    def _visit(
        self, member: Person, begin: datetime, *, files: bool
    ) -> list[tuple[datetime, Callable[[], Awaitable[None]]]]:
        """The first screen, and then three to five more: who files asks no more often than others."""
        acts = [
            self._act(member, self.dice.choice(("inbox", "diary", "own", "edit")))
            for _ in range(self.dice.randint(3, 5))
        ]
        if files:
            acts[:2] = [self._act(member, "form"), self._file(member)]
        at = begin + timedelta(seconds=self.dice.uniform(30, 3300))
        steps = [(at, self._act(member, "home"))]
        for act in acts:
            at += timedelta(seconds=self.dice.uniform(3, 40), microseconds=self.dice.randint(1, 999))
            steps.append((at, act))
        return steps

    def _act(self, member: Person, what: str) -> Callable[[], Awaitable[None]]:
        paths = {"home": "/me/home", "inbox": "/me/inbox", "diary": "/me/diary"}
        paths |= {"own": f"{self.desk.reports}/own", "form": f"{self.desk.reports}/form"}

        async def act() -> None:
            client = self.desk.world.client(member)
            if what != "edit":
                await ok(await client.get(paths[what]))
            else:
                profile = await ok(await client.get("/me"))
                kept = {k: v for k, v in profile.items() if k in EDITED}
                await ok(await client.put("/me", json=kept, headers=version(profile["version"])))
            self._measure()

        return act

    def _file(self, member: Person) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            text = "看到的事" * self.dice.randint(1, 200)
            observation = (await ok(await self.desk.file(member, waits=True, text=text, urgent=self.urgent), 201))[
                "observationId"
            ]
            self.truth[UUID(observation)] = member.account_id
            self.moment[UUID(observation)] = self.clock.now()
            self._measure()

        return act

    def _measure(self) -> None:
        """Reads the measurements; `counted` gets a line for whatever rose."""
        now, before = self.clock.now(), self._before
        self._before = request_counts()
        for (operation, status), value in self._before.items():
            rose = int(value - before.get((operation, status), 0))
            self.seen.counted += [Line(now, operation, int(status))] * rose

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Keeps the lines of the log with the time that the clock shows."""
        self._before = request_counts()
        school = self

        class Log:
            def info(self, _: str, *, operation: str, status: int, **__: Any) -> None:
                school.seen.log.append(Line(school.clock.now(), operation, status))

        monkeypatch.setattr(middleware, "log", Log())

    async def cases(self) -> list[tuple[UUID, Case]]:
        """What the last dump shows of each report, with who could have filed it: the members of its class."""
        rows = self.seen.dumps[max(self.seen.dumps)]
        found = list[tuple[UUID, Case]]()
        records = await self.city.rows(
            "select observation_id, class_id, text_id, observer_id, filed_at from observations where observation_id = any ($1)"
            " order by ctid",
            list(self.truth),
        )
        for record in records:
            hour = [r for r in records if r["filed_at"] == record["filed_at"]]
            ids = [record["observation_id"], record["text_id"], record["observer_id"]]
            mine = about(rows, ids)
            case = Case(
                hour=record["filed_at"],
                rows=mine,
                sealed=sum(len(r.text) for r in mine if r.table == "vault_records"),
                rank=hour.index(record) / len(hour),
                candidates=[m for m, class_id in self.class_of.items() if class_id == record["class_id"]],
            )
            found.append((record["observation_id"], case))
        return found

    def seen_in(self, hour: datetime) -> dict[UUID, Member]:
        """Every member as the dump of an hour shows them."""
        rows = self.seen.dumps[hour]
        return {m: _member(about(rows, [m]), hour) for m in self.class_of}


EDITED = {"language", "quietFrom", "quietTo", "channels", "plainTitles"}


def _member(rows: list[Row], hour: datetime) -> Member:
    return Member(rows=rows, times=sorted({t for row in rows for t in row.times() if hour <= t < hour + HOUR}))


async def plan_mailbox(city: City, desk: Desk) -> None:
    """The task that a starting worker makes sure of."""
    async with city.uow(desk.org_id) as uow:
        await tasks.enqueue(uow, ObservationMailbox.kind, daily.KEY, ObservationMailbox(), uow.now)
