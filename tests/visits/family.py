"""Short modes to entry, propose and answer, over HTTP."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx

from tests.counselling.desk import ok, version
from tests.servers import Database
from tests.world import Person, World

THURSDAY = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
"""19:00 in Shanghai, three days after the tests' clock."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Family:
    """A student of the northern school, class A: ming, with mother and father; class teacher wang."""

    world: World
    org_id: int
    student: Person
    teacher: Person

    @property
    def visits(self) -> str:
        return f"/orgs/{self.org_id}/visits"

    @property
    def availability(self) -> str:
        return f"/orgs/{self.org_id}/students/{self.student.account_id}/availability"

    def proposal(self, at: datetime = THURSDAY, *team: Person, **more: Any) -> dict[str, Any]:
        """The body of a proposal; by default the class teacher comes alone."""
        return {
            "studentId": str(self.student.account_id),
            "startsAt": at.isoformat(),
            "minutes": 60,
            "mode": "onsite",
            "team": [str(p.account_id) for p in team or (self.teacher,)],
            **more,
        }

    async def try_propose(
        self, at: datetime = THURSDAY, *team: Person, by: Person | None = None, **more: Any
    ) -> httpx.Response:
        client = self.world.client(by or self.teacher)
        return await client.post(self.visits, json=self.proposal(at, *team, **more))

    async def propose(self, at: datetime = THURSDAY, *team: Person, **more: Any) -> str:
        """The id of a proposal that must succeed."""
        return (await ok(await self.try_propose(at, *team, **more), 201))["visitId"]

    async def get(self, by: Person, visit_id: str, what: str = "") -> httpx.Response:
        return await self.world.client(by).get(f"{self.visits}/{visit_id}{what}")

    async def do(self, by: Person, visit_id: str, what: str, seen: int = 1, **body: Any) -> httpx.Response:
        """A change, with `If-Match`."""
        none = what in {"confirm", "missed"}
        return await self.world.client(by).post(
            f"{self.visits}/{visit_id}/{what}", json=None if none else body, headers=version(seen)
        )

    async def agreed(self, at: datetime = THURSDAY, *team: Person, by: Person | None = None, **more: Any) -> str:
        """A visit that the mother, or somebody else, has confirmed: version 2."""
        visit_id = await self.propose(at, *team, **more)
        await ok(await self.do(by or self.world.people.mother, visit_id, "confirm"))
        return visit_id

    async def add_availability(self, by: Person, **more: Any) -> Any:
        """An offered time that must be taken: by default Thursdays from seven to nine in the evening, at home."""
        return await ok(await self.try_availability(by, **more), 201)

    async def try_availability(self, by: Person, **more: Any) -> httpx.Response:
        body = {"weekday": 4, "fromTime": "19:00", "toTime": "21:00", "placeKind": "home", **more}
        return await self.world.client(by).post(
            self.availability, json={k: v for k, v in body.items() if v is not None}
        )

    async def times(self, by: Person, visit_id: str) -> list[str]:
        """The starts that the API lists, in the school's wall-clock time, of the coming week."""
        found = await ok(await self.get(by, visit_id, "/times"))
        starts = [datetime.fromisoformat(t["startsAt"]) + 8 * HOUR for t in found["times"]]
        return [f"{at:%d %H:%M}" for at in starts if at < THURSDAY + 7 * DAY]


def record(**more: Any) -> dict[str, Any]:
    """The body of a record."""
    return {"atHome": "孩子在家安静看书", "familySays": "妈妈说他睡得晚", "guidance": "早睡", **more}


def agreement_new(**more: Any) -> dict[str, Any]:
    """The body of what was agreed with a family."""
    steps = [{"dueOn": "2026-12-10", "text": "每晚十点前睡觉"}]
    return {"steps": steps, "recommended": [{"kind": "book", "name": "正面管教"}], **more}


KEYS = {"waitsForMe", "canAnswer", "canMove", "canCancel", "canRecord", "canReadRecord"}


def may(visit: dict[str, Any]) -> set[str]:
    """What waits for the reader and what they may do."""
    return {k for k in KEYS if visit[k]}


def moved(at: Any = THURSDAY + 3 * DAY) -> dict[str, Any]:
    """The body of another proposal."""
    return {"startsAt": at.isoformat(), "minutes": 60}


def wish(at: Any = THURSDAY + timedelta(days=7)) -> dict[str, Any]:
    """The body of a wish."""
    return {"startsAt": at.isoformat()}


YESTERDAY = "2026-11-22T02:00:00Z"


def contact(student: Person, **more: Any) -> dict[str, Any]:
    """The body of a contact."""
    return {"studentId": str(student.account_id), "channel": "phone", "at": YESTERDAY, **more}


async def log(family: Family, by: Person, student: Person, **more: Any) -> httpx.Response:
    """A contact, logged."""
    return await family.world.client(by).post(f"/orgs/{family.org_id}/contacts", json=contact(student, **more))


async def stands_nowhere(database: Database, *secrets: str) -> None:
    """Fails where one of these texts is readable in a table."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        tables = await owner.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        for table in tables:
            for secret in secrets:
                sql = f'select count(*) from "{table[0]}" t where t::text like $1'
                assert await owner.fetchval(sql, f"%{secret}%") == 0, table[0]
    finally:
        await owner.close()
