"""A class's committee and its reports, made over HTTP, and short ways to look at them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from api.core import db
from api.core.unit_of_work import system_uow
from api.observations import telling
from api.observations.mailbox.rules import HOUR, hour_of
from schemas.observations.tasks import ObservationMailbox
from tests.counselling.desk import field, ok, slug, version
from tests.servers import Database
from tests.world import Person, World
from tests.world_rows import add_student

CONSENT = {"consents": True, "consentVersion": "2026-11"}
START = date(2026, 11, 23)
"""The day that the tests' clock shows."""
SECRET = "他说回家就挨打 <script>alert(1)</script>"


@dataclass(frozen=True, slots=True)
class Desk:
    """The northern school; Ming of class A serves on the committee."""

    world: World

    @property
    def org_id(self) -> int:
        return self.world.north

    @property
    def members(self) -> str:
        return f"/orgs/{self.org_id}/committee-members"

    @property
    def reports(self) -> str:
        return f"/orgs/{self.org_id}/observations"

    async def appoint(self, by: Person, student: Person, **more: Any) -> httpx.Response:
        body = {
            "studentId": str(student.account_id),
            "startsOn": f"{START}",
            "endsOn": f"{START + timedelta(days=100)}",
            **more,
        }
        return await self.world.client(by).post(self.members, json=body)

    async def answer(self, by: Person, member_id: str, seen: int = 1, **body: Any) -> httpx.Response:
        return await self.world.client(by).post(
            f"{self.members}/{member_id}/answer", json={**CONSENT, **body}, headers=version(seen)
        )

    async def end(self, by: Person, member_id: str, seen: int = 1) -> httpx.Response:
        return await self.world.client(by).post(f"{self.members}/{member_id}/end", headers=version(seen))

    async def serve(self, by: Person, student: Person, guardian: Person, **more: Any) -> str:
        """A member who serves: their id."""
        member = await ok(await self.appoint(by, student, **more), 201)
        return (await ok(await self.answer(guardian, member["memberId"])))["memberId"]

    async def file(self, by: Person, key: str | None = None, *, waits: bool = False, **more: Any) -> httpx.Response:
        """A report that may be refused. Unless it `waits`, the hour is over at once, so that it is a case."""
        headers = {"idempotency-key": key} if key else {}
        body = {"kind": "conflict", "text": SECRET, **more}
        answer = await self.world.client(by).post(self.reports, json=body, headers=headers)
        if answer.status_code == 201 and not waits:
            await self.empty_mailbox()
        return answer

    async def empty_mailbox(self) -> None:
        """What the worker does at the next full hour."""
        front: Any = self.world.http._transport  # pyright: ignore[reportPrivateUsage]  # the app of this test
        async with system_uow(front.app._app.state.services, self.org_id) as uow:
            uow.now = hour_of(uow.now) + HOUR
            await telling.observation_mailbox(uow, ObservationMailbox())

    async def filed(self, by: Person, **more: Any) -> str:
        """A report that must succeed: its id."""
        return (await ok(await self.file(by, **more), 201))["observationId"]

    async def get(self, by: Person, observation_id: str, what: str = "") -> httpx.Response:
        return await self.world.client(by).get(f"{self.reports}/{observation_id}{what}")

    async def post(self, by: Person, observation_id: str, what: str, seen: int = 1, **body: Any) -> httpx.Response:
        return await self.world.client(by).post(
            f"{self.reports}/{observation_id}/{what}", json=body or None, headers=version(seen)
        )

    async def listed(self, by: Person, **params: Any) -> list[str]:
        """The reports that somebody owns."""
        found = await ok(await self.world.client(by).get(self.reports, params=params))
        return [item["observationId"] for item in found["items"]]

    async def waiting(self, by: Person) -> int:
        """What the first screen counts."""
        return (await self.counted(by))[0]

    async def counted(self, by: Person) -> tuple[int, int, int]:
        """What waits, what of it is urgent, and what is late, on the first screen."""
        home = await ok(await self.world.client(by).get("/me/home"))
        keys = ("observationsWaiting", "observationsUrgent", "observationsLate")
        waiting, urgent, late = next([o[k] for k in keys] for o in home["orgs"] if o["orgId"] == self.org_id)
        return waiting, urgent, late

    async def inbox(self, by: Person) -> list[str]:
        """The bodies of somebody's messages, newest first."""
        found = await ok(await self.world.client(by).get("/me/inbox"))
        return [m["body"] for m in found["items"]]

    async def granted(self, observation_id: str) -> dict[str, set[str]]:
        """Who has a living grant on the text and on the observer, by name."""
        rows = await self.world.sql(
            self.org_id,
            "select case when g.record_id = o.text_id then 'text' else 'observer' end, g.account_id"
            " from observations o join grants g on g.record_id in (o.text_id, o.observer_id)"
            " where o.org_id = $3 and g.org_id = $3 and o.observation_id = $1 and g.until > $2",
            *(UUID(observation_id), self.world.now, self.org_id),
        )
        names = {p.account_id: n for n in self.world.people.__dataclass_fields__ for p in [self._person(n)]}
        found: dict[str, set[str]] = {"text": set(), "observer": set()}
        for what, account in rows:
            found[what].add(names[account])
        return found

    def _person(self, name: str) -> Person:
        return getattr(self.world.people, name)

    async def give_role(self, person: Person, *roles: str) -> None:
        """Makes somebody of the northern staff something else too."""
        await self.world.sql(
            self.org_id,
            "update staff set roles = $3 where org_id = $1 and staff_id = $2",
            *(self.org_id, person.account_id, list(roles)),
        )

    async def sex(self, sex: str, *students: Person) -> None:
        """Writes the sex of students, which is female for everybody at first."""
        await self.world.sql(
            self.org_id,
            "update students set sex = $3 where org_id = $1 and student_id = any ($2)",
            *(self.org_id, [p.account_id for p in students], sex),
        )

    async def more_students(self, count: int, class_id: UUID | None = None) -> list[Person]:
        """Students more in class A, who cannot sign in."""
        made = [Person(name=f"student{n}", account_id=db.uuid7(), phone="", token="") for n in range(count)]
        async with db.transaction(self.world.pool, self.org_id) as conn:
            for person in made:
                await add_student(conn, self.org_id, person, class_id or self.world.north_a, self.world.now)
        return made


async def dump(database: Database) -> dict[str, list[str]]:
    """Every row of every table as text, as the owner reads them."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        tables = await owner.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        return {t[0]: [r[0] for r in await owner.fetch(f'select t::text from "{t[0]}" t')] for t in tables}
    finally:
        await owner.close()


__all__ = ["CONSENT", "SECRET", "START", "Desk", "dump", "field", "ok", "slug", "version"]
