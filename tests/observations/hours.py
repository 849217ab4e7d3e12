"""Time passes at the northern school, and people leave it or become a party."""

from datetime import timedelta
from typing import Any

from api.core.clock import FixedClock
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.observations.desk import Desk
from tests.world import Person

TEN = timedelta(minutes=10)


class Hours:
    """Moves the clock and runs what is due."""

    def __init__(self, city: City, clock: FixedClock) -> None:
        self.city, self.clock = city, clock

    async def passes(self, time: timedelta = timedelta()) -> None:
        self.clock.advance(time)
        await self.city.work(HANDLERS)


async def leaves(desk: Desk, *people: Person) -> None:
    """They work here no more."""
    accounts = [person.account_id for person in people]
    end = "update staff set ended_at = $3 where org_id = $1 and staff_id = any ($2)"
    await desk.world.sql(desk.org_id, end, desk.org_id, accounts, desk.world.now)


async def becomes_guardian(desk: Desk, person: Person, child: Person) -> None:
    """They become a party."""
    guardian = "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, $3, $4)"
    await desk.world.sql(desk.org_id, guardian, desk.org_id, person.account_id, person.name, desk.world.now)
    row = (
        "insert into guardianships (org_id, guardian_id, student_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'other', 9, $4)"
    )
    await desk.world.sql(desk.org_id, row, desk.org_id, person.account_id, child.account_id, desk.world.now)


async def urgent(desk: Desk, hours: Hours, **more: Any) -> str:
    """An urgent report about Hong, told."""
    who = desk.world.people
    observation = await desk.filed(who.ming, studentId=str(who.hong.account_id), urgent=True, **more)
    await hours.passes()
    return observation


async def told_bureau(desk: Desk, person: Person, what: str = "waits at North, and nobody there can take it") -> int:
    """How often an officer was told of something at a school."""
    waits = f"Something {what}."
    return sum(waits in body for body in await desk.inbox(person))
