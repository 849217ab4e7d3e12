"""The list of classes is in the order in which people count them."""

from uuid import uuid4

from tests.counselling.desk import ok
from tests.world import World


async def test_classes_come_as_people_count_them(world: World) -> None:
    before = {c["name"] for c in await ok(await world.client(world.people.gao).get(f"/orgs/{world.north}/classes"))}
    for number, (grade, name) in enumerate(
        (("八年级", "10班"), ("九年级", "1班"), ("八年级", "2班"), ("七年级", "1班"))
    ):
        await world.operate(
            world.north,
            "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at) values ($1, $2, 2026, $3, $4, $5, $6)",
            *(world.north, uuid4(), grade, f"{grade}{name}", "CLASS" + "KLMN"[number], world.now),
        )
    found = await ok(await world.client(world.people.gao).get(f"/orgs/{world.north}/classes"))
    assert [c["name"] for c in found if c["name"] not in before] == [
        "七年级1班",
        "八年级2班",
        "八年级10班",
        "九年级1班",
    ]
