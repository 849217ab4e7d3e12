"""A colleague whom a court's order bars from a child, by a tie that ended long ago."""

from typing import Any

import httpx

from tests.counselling.desk import ok, version
from tests.world import Person, World

ORDER = {"orderedOn": "2026-11-20", "paper": "青禾区法院 (2026) 民初 125 号"}
_GUARDIAN = """
insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, $3, $4) on conflict do nothing
"""
_FORMER = """
insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at, ended_at)
values ($1, $2, $3, 'father', 5, $4, $4)
"""


async def was_family(world: World, person: Person, student: Person) -> None:
    """They were the student's guardian here, and are so no more."""
    await world.sql(world.north, _GUARDIAN, world.north, person.account_id, person.name, world.now)
    await world.sql(world.north, _FORMER, world.north, student.account_id, person.account_id, world.now)


async def bar(world: World, person: Person, student: Person) -> None:
    """The school records a court's order about somebody who was family, in the northern school."""
    await was_family(world, person, student)
    await ok(await order(world, world.people.north_admin, person, student, "bar", ORDER))


async def order(
    world: World, by: Person, person: Person, student: Person, what: str, body: Any = None
) -> httpx.Response:
    """An administrator records an order, or lifts it."""
    admin = await world.sign_in(by, assurance=2)
    path = f"/orgs/{world.north}/roster/students/{student.account_id}"
    shown = await admin.get(path)
    seen = shown.json()["version"] if shown.status_code == 200 else 1
    return await admin.post(f"{path}/guardians/{person.account_id}/{what}", json=body, headers=version(seen))
