"""Two worlds that differ in one student's private booking: a teacher and the parents are answered the same on every route.

In one world ming books the counsellor's hour privately; in the other jun, of another class, has it: that a counsellor is busy
everybody may see, never why. The answers of both worlds must not differ for anybody.
"""

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from api.core import db
from api.core.clock import FixedClock
from api.core.services import Services
from api.http.guards import handlers
from jobs.kinds import HANDLERS
from tests import world as worlds
from tests.counselling.desk import HOUR, TUESDAY, Desk, ok, open_desk
from tests.jobs.city import City
from tests.servers import Database
from tests.visits.family import THURSDAY, Family
from tests.world import World

READERS = ("wang", "chen", "gao", "north_admin", "mother", "father")
"""Of ming's class and its neighbour: teachers, leader, administrator, parents."""
Answer = tuple[str, str, int, str]


@dataclass
class Scene:
    """One of the two worlds: two counsellors in the northern school, the secret or its counterpart, and ordinary life."""

    world: World
    desk: Desk
    second: Desk
    family: Family
    city: City
    booking_id: str = ""
    visit_id: str = ""

    @classmethod
    async def build(cls, world: World, city: City) -> "Scene":
        who = world.people
        grown = "update staff set roles = '{counsellor,leader}' where org_id = $1 and staff_id = $2"
        await world.sql(world.north, grown, world.north, who.gao.account_id)
        desk = await open_desk(world, world.north, who.north_admin, who.lin)
        second = await open_desk(world, world.north, who.north_admin, who.gao)
        scene = cls(world, desk, second, Family(world, world.north, who.ming, who.wang), city)
        scene.visit_id = await scene.family.propose(THURSDAY, who.wang)
        await desk.book(who.mother, who.ming, TUESDAY + HOUR, attends="both")
        return scene

    async def secret(self, *, real: bool) -> None:
        """Ming's private hour, or jun's at the same time."""
        who = self.world.people
        made = (
            await self.desk.book(who.ming, who.ming, private=True, note="我不想让家里知道")
            if real
            else await self.desk.book(who.jun_mother, who.jun)
        )
        self.booking_id = made["bookingId"]

    def address(self, path: str) -> str:
        """A route's address for ming, the secret and the visit; what does not exist here exists in neither world."""
        known = {
            "org_id": self.world.north,
            "student_id": self.world.people.ming.account_id,
            "class_id": self.world.north_a,
            "provider_id": self.desk.provider_id,
            "room_id": self.desk.room_id,
            "booking_id": self.booking_id,
            "visit_id": self.visit_id,
        }
        return re.sub(r"{(\w+)[^}]*}", lambda m: str(known.get(m[1], UUID(int=1))), path.removeprefix("/api/v1"))

    async def look(self, app: Litestar) -> list[Answer]:
        """What everybody is answered on every route that reads, and with what a teacher asks for."""
        paths = sorted((path, str(h.operation_id)) for method, path, h in handlers(app) if method == "GET")
        seen = await asyncio.gather(*(self._read(name, paths) for name in READERS))
        return [answer for of_one in seen for answer in of_one]

    async def _read(self, name: str, paths: list[tuple[str, str]]) -> list[Answer]:
        found: list[Answer] = []
        client = self.world.client(getattr(self.world.people, name))
        for path, operation in paths:
            for params in self._questions(operation):
                answer = await client.get(self.address(path), params=params)
                found.append((name, operation, answer.status_code, self.plain(answer)))
        return found

    def _questions(self, operation: str) -> list[dict[str, str]]:
        span = {"from": (TUESDAY - HOUR).isoformat(), "to": (TUESDAY + 30 * 24 * HOUR).isoformat()}
        lin = {"counsellorId": str(self.desk.counsellor.account_id)}
        asked: dict[str, list[dict[str, str]]] = {
            "listBookings": [{}, span, {**span, **lin}, {"since": (TUESDAY - 90 * 24 * HOUR).isoformat()}],
            "getDiary": [{}, span],
            "listSlots": [{}, lin],
        }
        return asked.get(operation, [{}])

    async def act(self) -> list[Answer]:
        """What ming's people are answered when they ask for that very hour; each in turn, as nothing is undone."""
        who, found = self.world.people, list[Answer]()
        mother, wang = self.world.client(who.mother), self.world.client(who.wang)
        body = self.family.proposal(TUESDAY, who.wang)
        asked: list[tuple[str, httpx.Response]] = [
            ("the same counsellor", await self.desk.try_book(who.mother, who.ming, attends="both")),
            ("another counsellor", await self.second.try_book(who.mother, who.ming, attends="both")),
            ("a referral", await self.second.try_book(who.wang, who.ming, TUESDAY + HOUR, attends="student")),
            ("a visit", await wang.post(self.family.visits, json=body)),
            ("the times of a visit", await mother.get(f"{self.family.visits}/{self.visit_id}/times")),
            ("the secret", await mother.get(f"{self.desk.bookings}/{self.booking_id}")),
            ("its note", await wang.get(f"{self.desk.bookings}/{self.booking_id}/note")),
            ("its end", await self.desk.cancel(who.mother, self.booking_id)),
        ]
        for what, answer in asked:
            found.append(("", what, answer.status_code, self.plain(answer)))
        return found

    def left(self) -> list[tuple[str, str, str]]:
        """What ming's people were sent, wherever to."""
        addresses = {f"+86{getattr(self.world.people, n).phone}": n for n in READERS}
        items = [*self.city.sms.items, *self.city.mail.items, *self.city.push.items]
        return sorted((addresses[i.address], i.title, i.body) for i in items if i.address in addresses)

    def plain(self, answer: httpx.Response) -> str:
        """An answer without what differs between any two worlds: keys, organisations and phone numbers. Cursors are keys."""
        text = answer.text if "json" in answer.headers.get("content-type", "") else ""
        people = self.world.people
        names = {str(getattr(people, n).account_id): n for n in people.__dataclass_fields__}
        text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", lambda m: names.get(m[0], "#"), text)
        text = re.sub(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{3}\*+\d{4}|\*+ \d{4}", "phone", text)
        for number, org_id in enumerate(range(self.world.bureau, self.world.bureau + 4)):
            text = re.sub(rf'("orgId":|"orgIds":\[|"talksFor":\[){org_id}\b', rf'\g<1>"org{number}"', text)
        text = re.sub(r'"(basis|ties)":"(?:[0-9a-f]{64}|[0-9a-f]{16})"', r'"\1":"#"', text)  # digests of keys
        return _sorted(json.loads(text)) if text else ""


def _sorted(value: Any) -> str:
    """JSON text in which lists are in order of their text: where two are equal, keys of chance decide in each world."""
    if isinstance(value, dict):
        items: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return "{" + ", ".join(f"{key}: {_sorted(items[key])}" for key in sorted(items)) + "}"
    if isinstance(value, list):
        rows: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return "[" + ", ".join(sorted(_sorted(row) for row in rows)) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
async def scenes(
    http: httpx.AsyncClient, pool: db.Pool, operator: db.Pool, database: Database, services: Services, clock: FixedClock
) -> list[Scene]:
    """The world with the secret, and the one without."""
    found, city = list[Scene](), City(services, database)
    for _ in range(2):
        world = await worlds.build(http, pool, operator, services.sealer, clock.now())
        found.append(await Scene.build(world, city))
    return found


MOMENTS = (None, TUESDAY - 24 * HOUR, TUESDAY - HOUR / 2)
"""As the booking is made (None), and as its reminders go out."""


@pytest.mark.parametrize("seen", range(len(MOMENTS)))
async def test_nothing_tells_a_private_booking_from_a_strangers(
    scenes: list[Scene], app: Litestar, clock: FixedClock, seen: int
) -> None:
    recorded: list[list[Any]] = [[], []]
    for n, scene in enumerate(scenes):
        await scene.secret(real=n == 0)
    for moment, when in enumerate(MOMENTS[: seen + 1]):
        clock.advance((when or clock.now()) - clock.now())
        for record, scene in zip(recorded, scenes, strict=True):
            await scene.city.work(HANDLERS)
            record.extend(await scene.look(app) if moment == seen else [])
    for record, scene in zip(recorded, scenes, strict=True):
        record.extend(scene.left())
    assert len(recorded[0]) > len(READERS) * 20
    assert [pair for pair in zip(*recorded, strict=True) if pair[0] != pair[1]] == []


async def test_nothing_that_one_asks_for_finds_it_out(scenes: list[Scene]) -> None:
    answers: list[list[Answer]] = []
    for n, scene in enumerate(scenes):
        await scene.secret(real=n == 0)
        answers.append(await scene.act())
    assert answers[0] == answers[1]
    statuses = {what: status for _, what, status, _ in answers[0]}
    assert (
        statuses["another counsellor"] == statuses["a visit"] == 201
    )  # ming and his mother are free, as far as one can see
    assert (statuses["the secret"], statuses["its note"]) == (404, 403)
    who = scenes[0].world.people
    mine = await ok(await scenes[0].world.client(who.ming).get(scenes[0].desk.bookings))
    assert any(b["private"] for b in mine["items"])


async def test_the_two_worlds_can_be_told_apart_by_ming(scenes: list[Scene]) -> None:
    """The comparison sees what there is to see: to ming himself the worlds differ."""
    pages: list[str] = []
    for n, scene in enumerate(scenes):
        await scene.secret(real=n == 0)
        answer = await scene.world.client(scene.world.people.ming).get(scene.desk.bookings)
        pages.append(scene.plain(answer))
    assert pages[0] != pages[1]
