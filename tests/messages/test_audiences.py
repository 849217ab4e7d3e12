"""The people of an audience, found without lists of groups, are those whom the ties tell."""

import random

from api.core import db
from api.core.services import Services
from api.messages.audiences.queries import IN_AUDIENCE, PEOPLE, TIES
from tests.world import World

BY_TIES = "select distinct i.account_id from (" + TIES + ") i" + IN_AUDIENCE
PARTS = [["guardian"], ["student"], ["staff"], ["guardian", "staff"], ["guardian", "student", "staff"]]


async def test_both_ways_to_ask_for_an_audience_find_the_same_people(world: World, services: Services) -> None:
    ming = world.people.ming.account_id
    support = "update students set support = '{left_behind}' where org_id = $1 and student_id = $2"
    await world.sql(world.north, support, world.north, ming)
    await world.sql(
        world.north,
        "update classes set ended_at = updated_at where org_id = $1 and class_id = $2",
        world.north,
        world.north_b,
    )
    luck, sizes = random.Random(10), set[int]()  # noqa: S311  # which audiences are tried
    async with db.reading(services.pool, world.north) as conn:
        ties = await conn.fetch(TIES, world.north)
        groups = sorted(
            {group for tie in ties for group in tie["groups"]} | {"class:" + str(world.north_b), "role:nobody"}
        )
        assert {"school", f"student:{ming}", "flag:left_behind"} <= set(groups)
        tried = [([one], list[str](), ["guardian", "student", "staff"]) for one in groups]
        tried += [
            (luck.sample(groups, 2), luck.sample(groups, luck.randrange(3)), luck.choice(PARTS)) for _ in range(100)
        ]
        tried += [(["school"], [one], luck.choice(PARTS)) for one in groups]
        for audience in tried:
            told = {row["account_id"] for row in await conn.fetch(BY_TIES, world.north, *audience)}
            people = [row["account_id"] for row in await conn.fetch(PEOPLE, world.north, *audience)]
            assert sorted(people) == sorted(told), audience
            sizes.add(len(told))
    assert len(sizes) > 4
