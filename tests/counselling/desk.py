"""A counsellor's place and hours, made over HTTP, and short ways to book there."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from tests.world import Person, World

TUESDAY = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
"""14:00 in Shanghai on the day after the tests' clock: where the desk's hours begin."""
HOUR = timedelta(hours=1)


async def ok(answer: httpx.Response, status: int = 200) -> Any:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, (answer.status_code, answer.text)
    return answer.json() if answer.content else None


def slug(answer: httpx.Response) -> tuple[int, str]:
    """Status and kind of a refusal."""
    return answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]


def field(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, path and code of a refusal that names one field."""
    [error] = answer.json()["errors"]
    return answer.status_code, error["path"], error["code"]


def version(number: int) -> dict[str, str]:
    """The header that says which version the client saw."""
    return {"if-match": f'"v{number}"'}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and when one counsellor sees people: by default Tuesdays 14:00-17:00, 50 minutes and 10 between."""

    world: World
    org_id: int
    counsellor: Person
    provider_id: str
    room_id: str
    hours_id: str

    @property
    def bookings(self) -> str:
        return f"/orgs/{self.org_id}/bookings"

    def wish(self, student: Person, at: datetime = TUESDAY, **more: Any) -> dict[str, Any]:
        """The body of a booking."""
        return {
            "counsellorId": str(self.counsellor.account_id),
            "startsAt": at.isoformat(),
            "mode": "in_person",
            "studentId": str(student.account_id),
            "attends": "student",
            **more,
        }

    async def book(self, by: Person, student: Person, at: datetime = TUESDAY, **more: Any) -> Any:
        """A booking that must succeed."""
        return await ok(await self.try_book(by, student, at, **more), 201)

    async def try_book(self, by: Person, student: Person, at: datetime = TUESDAY, **more: Any) -> httpx.Response:
        """A booking that may be refused."""
        return await self.world.client(by).post(self.bookings, json=self.wish(student, at, **more))

    async def get(self, by: Person, booking_id: str) -> httpx.Response:
        return await self.world.client(by).get(f"{self.bookings}/{booking_id}")

    async def cancel(self, by: Person, booking_id: str, seen: int = 1) -> httpx.Response:
        return await self.world.client(by).post(f"{self.bookings}/{booking_id}/cancel", headers=version(seen))

    async def move(
        self, by: Person, booking_id: str, at: datetime, *, seen: int = 1, to: Person | None = None, **more: Any
    ) -> httpx.Response:
        body = {"counsellorId": str((to or self.counsellor).account_id), "startsAt": at.isoformat()}
        return await self.world.client(by).post(
            f"{self.bookings}/{booking_id}/move",
            json={**body, "mode": "in_person", **more},
            headers=version(seen),
        )

    async def close(self, by: Person, booking_id: str, state: str = "done", seen: int = 1) -> httpx.Response:
        return await self.world.client(by).post(
            f"{self.bookings}/{booking_id}/outcome", json={"state": state}, headers=version(seen)
        )

    async def starts(self, by: Person, **params: Any) -> list[str]:
        """When the slots are that somebody is shown, as UTC without seconds."""
        found = await ok(await self.world.client(by).get(f"/orgs/{self.org_id}/slots", params=params))
        return [s["startsAt"][:16] for s in found["slots"]]


def hours_of(counsellor: UUID | str, provider_id: str, room_id: str | None, **more: Any) -> dict[str, Any]:
    """The body of weekly hours."""
    return {
        "counsellorId": str(counsellor),
        "providerId": provider_id,
        "roomId": room_id,
        "weekday": 2,
        "fromTime": "14:00",
        "toTime": "17:00",
        "modes": ["in_person", "phone"],
        "slotMinutes": 50,
        "bufferMinutes": 10,
        "validFrom": "2026-09-01",
        **more,
    }


async def add_place(world: World, org_id: int, admin: Person) -> tuple[str, str]:
    """A provider with one room, as their ids."""
    client = world.client(admin)
    body = {"kind": "school_room", "nameZh": "阳光辅导站", "nameEn": "Sunshine room", "address": "一号楼", "phone": ""}
    provider = await ok(await client.post(f"/orgs/{org_id}/providers", json=body), 201)
    rooms = f"/orgs/{org_id}/providers/{provider['providerId']}/rooms"
    room = await ok(await client.post(rooms, json={"name": "101"}), 201)
    return provider["providerId"], room["roomId"]


async def open_desk(world: World, org_id: int, admin: Person, counsellor: Person, **hours: Any) -> Desk:
    """A place of its own and hours there."""
    provider_id, room_id = await add_place(world, org_id, admin)
    body = hours_of(counsellor.account_id, provider_id, room_id, **hours)
    added = await ok(await world.client(admin).post(f"/orgs/{org_id}/hours", json=body), 201)
    return Desk(world, org_id, counsellor, provider_id, room_id, added["hours"]["hoursId"])


async def north_desk(world: World, **hours: Any) -> Desk:
    """Lin's desk at the northern school."""
    return await open_desk(world, world.north, world.people.north_admin, world.people.lin, **hours)


async def centre_desk(world: World, counsellor: Person, **hours: Any) -> Desk:
    """A desk at the centre."""
    return await open_desk(world, world.centre, world.people.centre_admin, counsellor, **hours)


async def second_counsellor(desk: Desk) -> str:
    """Makes chen a counsellor too, with a room and the same hours."""
    world, who = desk.world, desk.world.people
    await world.sql(
        desk.org_id,
        "update staff set roles = '{counsellor}' where org_id = $1 and staff_id = $2",
        *(desk.org_id, who.chen.account_id),
    )
    return str((await open_desk(world, desk.org_id, who.north_admin, who.chen)).counsellor.account_id)


def people(booking: Any) -> dict[str, tuple[str, bool]]:
    """Who takes part: part and whether their time is taken, by name."""
    return {p["name"]: (p["part"], p["attends"]) for p in booking["people"]}


async def busy(world: World, *people: Person) -> dict[str, list[tuple[str, str]]]:
    """When people are taken, as far as anybody can learn."""
    names = {p.account_id: p.name for p in people}
    rows = await world.sql(
        world.north,
        "select subject_id, starts_at, ends_at from claim_busy($1, $2, $3, $2)",
        *(list(names), world.now, world.now + timedelta(days=400)),
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(names[row[0]], []).append((f"{row[1]:%H:%M}", f"{row[2]:%H:%M}"))
    return found
