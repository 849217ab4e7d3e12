"""A message says whom of its reader's own children it is about, and names nobody else's."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.messages import service
from schemas.messages.rows import MessageNew
from schemas.visits.messages import VisitParams
from tests.counselling.desk import ok
from tests.visits.family import THURSDAY, Family
from tests.world import Person, World

HOUR = timedelta(hours=1)


async def _told(world: World, services: Services, visit_id: str, *people: Person) -> None:
    now = services.clock.now()
    new = MessageNew(
        template="visit_proposed",
        people=frozenset(one.account_id for one in people),
        params=VisitParams(visit_id=UUID(visit_id), starts_at=THURSDAY),
        key=f"visit {visit_id}",
        importance="normal",
        expires_at=now + 72 * HOUR,
    )
    async with system_uow(services, world.north) as uow:
        await service.tell(uow, new)


async def _tie(world: World, guardian: Person, student: Person) -> None:
    add = (
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'mother', 5, $4)"
    )
    await world.sql(world.north, add, world.north, student.account_id, guardian.account_id, world.now)


async def _children(world: World, who: Person) -> list[Any]:
    [message] = (await ok(await world.client(who).get("/me/inbox")))["items"]
    read = await ok(await world.client(who).post(f"/orgs/{world.north}/messages/{message['messageId']}/read"))
    assert read["childIds"] == message["childIds"]
    return message["childIds"]


async def test_a_guardian_reads_which_child_and_staff_read_none(world: World, services: Services) -> None:
    who = world.people
    family = Family(world=world, org_id=world.north, student=who.ming, teacher=who.wang)
    await _told(world, services, await family.propose(), who.mother, who.wang)
    assert await _children(world, who.mother) == [str(who.ming.account_id)]
    assert await _children(world, who.wang) == []
    # A teacher who is a mother too reads about her own children alone.
    insert = "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, $3, $4)"
    await world.sql(world.north, insert, world.north, who.wang.account_id, who.wang.name, world.now)
    await world.operate(world.north, "select membership_put($1, 'guardian', $2)", [who.wang.account_id], world.now)
    await _tie(world, who.wang, who.jun)
    assert await _children(world, who.wang) == []


async def test_a_child_who_left_is_not_said(world: World, services: Services) -> None:
    who = world.people
    family = Family(world=world, org_id=world.north, student=who.ming, teacher=who.wang)
    await _told(world, services, await family.propose(), who.mother)
    await _tie(world, who.mother, who.jun)
    end = "update guardianships set ended_at = now() where org_id = $1 and guardian_id = $2 and student_id = $3"
    await world.operate(world.north, end, world.north, who.mother.account_id, who.ming.account_id)
    assert await _children(world, who.mother) == []
