"""Ming and Jun live together: two children of one family in two classes."""

from typing import Any

from tests.counselling.desk import ok
from tests.visits.family import Family
from tests.world import Person, World

TIES = """
insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)
select $1, $2, t.guardian_id, t.relation, t.contact_order, t.updated_at from guardianships t
where t.org_id = $1 and t.student_id = $3 and t.ended_at is null
on conflict (org_id, student_id, guardian_id) do update set ended_at = null
"""
CLAIMED = "select subject_id, claim_id from claims where subject_id = any ($1) and state in ('held', 'confirmed')"


async def siblings(world: World) -> None:
    """Jun, of class B, is a brother of ming, of class A: the same mother and father, and no address is known."""
    who = world.people
    gone = "update guardianships set ended_at = $3 where org_id = $1 and student_id = $2"
    await world.operate(world.north, gone, world.north, who.jun.account_id, world.now)
    await world.operate(world.north, TIES, world.north, who.jun.account_id, who.ming.account_id)


async def stop_of(family: Family, *teachers: Person) -> dict[str, dict[str, Any]]:
    """By name of the child, the visits as these teachers see them."""
    found = [v for p in teachers for v in (await ok(await family.world.client(p).get(family.visits)))["items"]]
    return {v["studentName"]: v for v in found}
