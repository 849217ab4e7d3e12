"""Lectures made and attended over HTTP and carried by the worker, in short words; the world's people, the city's runner."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from jobs.kinds import HANDLERS
from tests.counselling.desk import ok, version
from tests.jobs.city import City
from tests.world import Person, World

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVENING = datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
"""19:00 in Shanghai, a week after the tests' clock."""


def lecture(*class_ids: UUID, at: datetime = EVENING, **more: Any) -> dict[str, Any]:
    """The body of a lecture for guardians of some classes, with two seats."""
    audience = {"classIds": [str(c) for c in class_ids], "grades": [], "wholeSchool": False, "parts": ["guardian"]}
    return {
        "kind": "lecture",
        "titleZh": "考前陪伴",
        "titleEn": "Before exams",
        "place": "报告厅",
        "startsAt": at.isoformat(),
        "endsAt": (at + HOUR).isoformat(),
        "audience": audience,
        "registers": True,
        "seats": 2,
        **more,
    }


@dataclass(frozen=True, slots=True)
class Hall:
    """The northern school, its lectures and its worker."""

    world: World
    city: City

    @property
    def org_id(self) -> int:
        return self.world.north

    @property
    def lectures(self) -> str:
        return f"/orgs/{self.org_id}/lectures"

    async def try_add(self, by: Person, body: dict[str, Any]) -> httpx.Response:
        return await self.world.client(by).post(self.lectures, json=body)

    async def add(self, by: Person, **more: Any) -> Any:
        """A draft for class A unless said otherwise."""
        return await ok(await self.try_add(by, lecture(self.world.north_a, **more)), 201)

    async def do(self, by: Person, lecture: Any, what: str) -> httpx.Response:
        """Publishes or cancels."""
        path = f"{self.lectures}/{lecture['lectureId']}/{what}"
        return await self.world.client(by).post(path, headers=version(lecture["version"]))

    async def publish(self, by: Person, **more: Any) -> Any:
        """A lecture that was announced."""
        published = await ok(await self.do(by, await self.add(by, **more), "publish"))
        await self.work()
        return published

    async def put(self, by: Person, lecture: Any, body: dict[str, Any]) -> httpx.Response:
        path = f"{self.lectures}/{lecture['lectureId']}"
        return await self.world.client(by).put(path, json=body, headers=version(lecture["version"]))

    async def get(self, by: Person, lecture: Any) -> Any:
        return await ok(await self.world.client(by).get(f"{self.lectures}/{lecture['lectureId']}"))

    async def own(self, by: Person, lecture: Any, what: str = "") -> httpx.Response:
        """Reads it as one whom it is for, or registers or withdraws."""
        path = f"/orgs/{self.org_id}/me/lectures/{lecture['lectureId']}"
        client = self.world.client(by)
        return await (client.post(f"{path}/{what}") if what else client.get(path))

    async def register(self, by: Person, lecture: Any) -> Any:
        """The reader's registration; it must succeed."""
        return (await ok(await self.own(by, lecture, "register")))["registration"]

    async def mine(self, by: Person) -> list[Any]:
        return (await ok(await self.world.client(by).get("/me/lectures")))["items"]

    async def people(self, by: Person, lecture: Any) -> list[tuple[str, str]]:
        """Who comes and who waits, in the order of asking."""
        path = f"{self.lectures}/{lecture['lectureId']}/registrations"
        return [(r["name"], r["state"]) for r in (await ok(await self.world.client(by).get(path)))["items"]]

    async def work(self) -> None:
        await self.city.work(HANDLERS)

    async def inbox(self, by: Person) -> list[str]:
        """Titles of what a person was told, newest first."""
        return [i["title"] for i in (await ok(await self.world.client(by).get("/me/inbox")))["items"]]

    async def events(self, person: Person) -> list[Any]:
        """The person's calendar events of lectures: id, sequence, whether cancelled."""
        return await self.world.sql(
            self.org_id,
            "select e.event_id, e.sequence, e.starts_at, e.cancelled_at is not null as cancelled from calendar_events e"
            " join calendar_invites i on i.org_id = e.org_id and i.event_id = e.event_id"
            " where e.org_id = $1 and i.account_id = $2 and e.kind = 'lecture' order by e.event_id",
            *(self.org_id, person.account_id),
        )

    async def end_tie(self, guardian: Person) -> None:
        """A guardian is no guardian here any more."""
        for table in ("guardianships", "guardians"):
            end = f"update {table} set ended_at = $3 where org_id = $1 and guardian_id = $2"
            await self.world.sql(self.org_id, end, self.org_id, guardian.account_id, self.world.now)
