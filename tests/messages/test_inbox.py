"""The inbox over HTTP, and what is told, told again and taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from api.core import access
from api.core.access import ME
from api.core.clock import FixedClock
from api.core.db import uuid7
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow, unit_of_work_as
from api.messages import service
from api.messages.errors import Unfit
from api.messages.inbox import service as inbox_service
from schemas.counselling.messages import AppointmentParams
from schemas.messages.rows import MessageNew
from tests.world import Person, World

HOUR = timedelta(hours=1)


class Desk:
    """Tells people something, as features do."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def tell(
        self, org_id: int, *people: Person, key: str = "k", after: timedelta | None = None, **more: Any
    ) -> UUID:
        now = self.services.clock.now()
        fields: dict[str, Any] = {
            "template": "appointment_booked",
            "people": frozenset(p.account_id for p in people),
            "params": AppointmentParams(booking_id=UUID(int=7), starts_at=now + 48 * HOUR),
            "key": key,
            "importance": "normal",
            "expires_at": now + 72 * HOUR,
            "earliest_at": None if after is None else now + after,
        }
        return await self.run(org_id, service.tell, MessageNew(**fields | more))

    async def run(self, org_id: int, op: Any, *args: Any, **options: Any) -> Any:
        async with system_uow(self.services, org_id) as uow:
            return await op(uow, *args, **options)


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)


async def inbox(world: World, person: Person, **query: Any) -> list[dict[str, Any]]:
    async with world.client(person) as client:
        answer = await client.get("/me/inbox", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]


async def test_an_inbox_spans_organisations(world: World, desk: Desk, clock: FixedClock) -> None:
    mother = world.people.mother
    first = await desk.tell(world.north, mother)
    clock.advance(HOUR)
    second = await desk.tell(world.south, mother, world.people.lei_father, template="appointment_cancelled")
    items = await inbox(world, mother)
    assert [i["messageId"] for i in items] == [str(second), str(first)]
    assert [i["orgId"] for i in items] == [world.south, world.north]
    assert items[0] == {
        "orgId": world.south,
        "messageId": str(second),
        "title": "Appointment cancelled",
        "body": "Your appointment on Wed 25 Nov, 13:00 has been cancelled.",
        "importance": "normal",
        "at": "2026-11-23T05:00:00Z",
        "readAt": None,
        "about": {"kind": "booking", "id": str(UUID(int=7))},
        "childIds": [],
    }
    assert [i["messageId"] for i in await inbox(world, world.people.lei_father)] == [str(second)]
    assert await inbox(world, world.people.father) == []


async def test_one_cursor_pages_through_all_organisations(world: World, desk: Desk, clock: FixedClock) -> None:
    mother, told = world.people.mother, list[str]()
    for number in range(11):
        told.append(str(await desk.tell((world.north, world.south)[number % 2], mother, key=f"k{number}")))
        if number % 3 == 0:  # several share an instant
            clock.advance(HOUR)
    seen: list[str] = []
    async with world.client(mother) as client:
        cursor = None
        while True:
            page = (await client.get("/me/inbox", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))).json()
            seen += [i["messageId"] for i in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
            assert len(page["items"]) == 3
    assert sorted(seen) == sorted(told)
    assert len(set(seen)) == 11


async def test_a_cursor_of_anothers_making_is_refused(world: World) -> None:
    async with world.client(world.people.mother) as client:
        for cursor in ("nonsense", "e30", "bnVsbA"):
            assert (await client.get("/me/inbox", params={"cursor": cursor})).status_code == 422


async def test_what_is_to_come_is_not_shown_yet(world: World, desk: Desk, clock: FixedClock) -> None:
    await desk.tell(world.north, world.people.mother, after=2 * HOUR)
    assert await inbox(world, world.people.mother) == []
    clock.advance(2 * HOUR)
    assert len(await inbox(world, world.people.mother)) == 1


async def test_reading(world: World, desk: Desk, clock: FixedClock) -> None:
    mother = world.people.mother
    message_id = await desk.tell(world.north, mother, world.people.father)
    path = f"/orgs/{world.north}/messages/{message_id}/read"
    async with world.client(mother) as client:
        first = await client.post(path, headers={"idempotency-key": "one-two-three"})
        assert (first.status_code, first.json()["readAt"]) == (200, "2026-11-23T04:00:00Z")
        clock.advance(HOUR)
        again = await client.post(path)
        replayed = await client.post(path, headers={"idempotency-key": "one-two-three"})
        assert again.json() == replayed.json() == first.json()
    assert [i["readAt"] for i in await inbox(world, mother)] == ["2026-11-23T04:00:00Z"]
    assert [i["readAt"] for i in await inbox(world, world.people.father)] == [None]


async def test_a_message_of_somebody_else_is_not_there(world: World, desk: Desk) -> None:
    message_id = await desk.tell(world.north, world.people.father)
    for person, org_id in (
        (world.people.mother, world.north),  # of the same organisation, not told
        (world.people.father, world.south),  # told, asked in another organisation
        (world.people.lei_father, world.north),
    ):
        async with world.client(person) as client:
            answer = await client.post(f"/orgs/{org_id}/messages/{message_id}/read")
            assert answer.status_code in {403, 404}
    async with world.client(world.people.mother) as client:
        assert (await client.post(f"/orgs/{world.north}/messages/{message_id}/read")).status_code == 404
    assert [i["readAt"] for i in await inbox(world, world.people.father)] == [None]


async def test_what_was_taken_back_is_gone(world: World, desk: Desk) -> None:
    mother = world.people.mother
    message_id = await desk.tell(world.north, mother)
    assert await desk.run(world.north, service.withdraw, "k")
    assert not await desk.run(world.north, service.withdraw, "k")
    assert await inbox(world, mother) == []
    async with world.client(mother) as client:
        assert (await client.post(f"/orgs/{world.north}/messages/{message_id}/read")).status_code == 404


async def test_the_same_again_changes_nothing(world: World, desk: Desk, clock: FixedClock) -> None:
    params: dict[str, Any] = {
        "params": AppointmentParams(booking_id=uuid7(), starts_at=clock.now()),
        "expires_at": clock.now() + HOUR,
    }
    first = await desk.tell(world.north, world.people.mother, **params)
    clock.advance(timedelta(minutes=1))
    assert await desk.tell(world.north, world.people.mother, **params) == first
    rows = await world.sql(world.north, "select 1 from messages where org_id = $1", world.north)
    assert len(rows) == 1


@pytest.mark.parametrize("change", ["time", "people", "template", "params", "importance", "expiry"])
async def test_something_else_takes_the_place(world: World, desk: Desk, clock: FixedClock, change: str) -> None:
    mother, father, now = world.people.mother, world.people.father, clock.now()
    same: dict[str, Any] = {
        "params": AppointmentParams(booking_id=UUID(int=1), starts_at=now),
        "expires_at": now + 9 * HOUR,
    }
    first = await desk.tell(world.north, mother, after=HOUR, **same)
    other: dict[str, Any] = {
        "time": {"after": 2 * HOUR},
        "template": {"template": "appointment_moved"},
        "params": {"params": AppointmentParams(booking_id=UUID(int=1), starts_at=now + HOUR)},
        "importance": {"importance": "high"},
        "expiry": {"expires_at": now + 8 * HOUR},
        "people": {},
    }[change]
    people = [father] if change == "people" else [mother]
    changed: dict[str, Any] = {"after": HOUR, **same, **other}
    second = await desk.tell(world.north, *people, **changed)
    assert second != first
    tasks = await world.sql(
        world.north, "select key, state from tasks where kind = 'deliver_message' and org_id = $1", world.north
    )
    assert {(t["key"], t["state"]) for t in tasks} == {(str(first), "cancelled"), (str(second), "planned")}
    clock.advance(3 * HOUR)
    assert [i["messageId"] for i in await inbox(world, people[0])] == [str(second)]
    if change == "people":
        assert await inbox(world, mother) == []


async def test_a_withdrawal_that_spares_what_still_holds(world: World, desk: Desk, clock: FixedClock) -> None:
    params = AppointmentParams(booking_id=UUID(int=1), starts_at=clock.now())
    await desk.tell(world.north, world.people.mother, params=params)
    assert not await desk.run(world.north, service.withdraw, "k", unless=params)
    other = AppointmentParams(booking_id=UUID(int=1), starts_at=clock.now() + HOUR)
    assert await desk.run(world.north, service.withdraw, "k", unless=other)


async def test_keys_are_an_organisations_own(world: World, desk: Desk) -> None:
    assert await desk.tell(world.north, world.people.mother) != await desk.tell(world.south, world.people.mother)
    assert len(await inbox(world, world.people.mother)) == 2


async def delivered(uow: UnitOfWork) -> list[Any]:
    """When the messages of the organisation came to whom."""
    return [tuple(r) for r in await uow.conn.fetch("select account_id, delivered_at from message_people")]


async def test_what_no_channel_took_is_delivered_when_it_is_read(world: World, desk: Desk, clock: FixedClock) -> None:
    mother, father = world.people.mother, world.people.father
    message_id = await desk.tell(world.north, mother, father)
    clock.advance(HOUR)
    async with world.client(mother) as client:
        await client.get("/me/inbox")
        assert set(await desk.run(world.north, delivered)) == {(mother.account_id, None), (father.account_id, None)}
        await client.post(f"/orgs/{world.north}/messages/{message_id}/read")
    read = (mother.account_id, clock.now())
    clock.advance(HOUR)
    async with world.client(mother) as client:
        await client.post(f"/orgs/{world.north}/messages/{message_id}/read")
    assert set(await desk.run(world.north, delivered)) == {read, (father.account_id, None)}


async def test_unread(world: World, desk: Desk, clock: FixedClock) -> None:
    mother = world.people.mother

    async def unread() -> int:
        actor = access.Actor(
            account_id=mother.account_id, org_id=world.north, roles=frozenset(), session_id=mother.account_id
        )
        async with unit_of_work_as(desk.services, actor) as uow:
            found = await inbox_service.unread(uow)
            assert ME in uow.required
            return found

    await desk.tell(world.north, mother, key="a")
    read = await desk.tell(world.north, mother, key="b")
    await desk.tell(world.north, mother, key="c", after=HOUR)
    await desk.tell(world.north, mother, key="d", expires_at=clock.now() + HOUR)
    await desk.tell(world.north, world.people.father, key="e")
    assert await unread() == 3
    async with world.client(mother) as client:
        await client.post(f"/orgs/{world.north}/messages/{read}/read")
    await desk.run(world.north, service.withdraw, "a")
    assert await unread() == 1
    clock.advance(HOUR)
    assert await unread() == 1  # one came, one expired


@pytest.mark.parametrize("wrong", [{"template": "no_such"}, {"people": frozenset[UUID]()}, {"key": "k" * 151}])
async def test_what_cannot_be_told(world: World, desk: Desk, wrong: dict[str, Any]) -> None:
    with pytest.raises(Unfit):
        await desk.tell(world.north, world.people.mother, **wrong)
