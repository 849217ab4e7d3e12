"""All messages are read at once, but for what is urgent, what comes meanwhile, and what is another's."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.db import uuid7
from api.core.services import Services
from api.messages.broadcasts import service as broadcasts
from schemas.counselling.messages import AppointmentParams
from schemas.messages.audiences import Audience
from schemas.messages.broadcasts import BroadcastNew
from tests.counselling.desk import ok
from tests.messages.test_inbox import HOUR, Desk, inbox
from tests.world import Person, World


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)


async def _read_all(world: World, person: Person, org_id: int, until: datetime, key: str | None = None) -> None:
    client, path = world.client(person), f"/orgs/{org_id}/messages/read"
    headers = {"idempotency-key": key} if key else None
    await ok(await client.post(path, json={"until": until.isoformat()}, headers=headers), 204)


async def _unread(world: World, person: Person) -> set[str]:
    return {i["messageId"] for i in await inbox(world, person) if i["readAt"] is None}


async def _broadcast(desk: Desk, clock: FixedClock, org_id: int, *groups: str, **more: Any) -> UUID:
    now, broadcast_id = clock.now(), uuid7()
    new = BroadcastNew(
        broadcast_id=broadcast_id,
        key=f"b{broadcast_id}",
        template="appointment_booked",
        params=AppointmentParams(booking_id=UUID(int=7), starts_at=now),
        importance=more.pop("importance", "normal"),
        audience=Audience(groups=groups, parts=("guardian",), **more),
        expires_at=now + timedelta(days=9),
    )
    await desk.run(org_id, broadcasts.tell, new)
    return broadcast_id


async def test_what_had_come_is_read_and_what_came_after_is_not(world: World, desk: Desk, clock: FixedClock) -> None:
    mother, father = world.people.mother, world.people.father
    await desk.tell(world.north, mother, father, key="a")
    await _broadcast(desk, clock, world.north, "school")
    seen_at = clock.now()
    clock.advance(HOUR)
    late = await desk.tell(world.north, mother, key="b")
    later = await _broadcast(desk, clock, world.north, "school")
    south = await desk.tell(world.south, mother, key="c")
    await _read_all(world, mother, world.north, seen_at, "read-all-once")
    assert await _unread(world, mother) == {str(late), str(later), str(south)}
    assert len(await _unread(world, father)) == 3
    await _read_all(world, mother, world.north, seen_at, "read-all-once")
    first = [i["readAt"] for i in await inbox(world, mother) if i["readAt"]]
    clock.advance(HOUR)
    await _read_all(world, mother, world.north, clock.now() + HOUR)
    assert [i["readAt"] for i in await inbox(world, mother) if i["readAt"]][-2:] == first  # its first time counts
    assert await _unread(world, mother) == {str(south)}


async def test_what_is_to_come_is_not_read_ahead(world: World, desk: Desk, clock: FixedClock) -> None:
    to_come = await desk.tell(world.north, world.people.mother, after=2 * HOUR)
    await _read_all(world, world.people.mother, world.north, clock.now() + 24 * HOUR)
    clock.advance(2 * HOUR)
    assert await _unread(world, world.people.mother) == {str(to_come)}


async def test_what_is_urgent_stays_unread_while_it_holds(world: World, desk: Desk, clock: FixedClock) -> None:
    mother = world.people.mother
    urgent = await desk.tell(world.north, mother, importance="high")
    told = await _broadcast(desk, clock, world.north, "school", importance="high")
    await _read_all(world, mother, world.north, clock.now())
    assert await _unread(world, mother) == {str(urgent), str(told)}
    clock.advance(timedelta(days=10))
    await _read_all(world, mother, world.north, clock.now())
    assert await _unread(world, mother) == set()


async def test_nothing_is_read_of_what_one_does_not_see(world: World, desk: Desk, clock: FixedClock) -> None:
    mother = world.people.mother
    await _broadcast(desk, clock, world.north, "school", except_groups=(f"student:{world.people.ming.account_id}",))
    await _broadcast(desk, clock, world.north, f"class:{world.north_b}")
    await _read_all(world, mother, world.north, clock.now())
    rows = "select 1 from broadcast_reads where org_id = $1 and account_id = $2"
    assert await world.sql(world.north, rows, world.north, mother.account_id) == []


@pytest.mark.parametrize("until", ["2026-11-23T04:00:00", "soon", None])
async def test_a_time_is_needed(world: World, until: str | None) -> None:
    answer: httpx.Response = await world.client(world.people.mother).post(
        f"/orgs/{world.north}/messages/read", json={"until": until}
    )
    assert answer.status_code == 422
