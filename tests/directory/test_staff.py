"""The list of who works at an organisation."""

from tests.counselling.desk import ok
from tests.world import World

END_PARTS = "update class_staff set ended_at = $2 where org_id = $1 and staff_id = $3"


async def test_who_has_no_part_today_has_no_roles(world: World) -> None:
    """Such as who is away, with a stand-in: it was a list with nothing in it, on which the English app stumbled."""
    who = world.people
    await world.operate(world.north, END_PARTS, world.north, world.now, who.wang.account_id)
    found = await ok(await world.client(who.gao).get(f"/orgs/{world.north}/staff"))
    roles = {one["staffId"]: one["roles"] for one in found}
    assert roles[str(who.wang.account_id)] == []
    assert all(isinstance(role, str) for of in roles.values() for role in of)
