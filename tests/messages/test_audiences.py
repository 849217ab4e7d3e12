"""The people of an audience, found without lists of groups, are those whom the ties tell."""

import random
from uuid import UUID

from api.core import db
from api.core.actors import find_actor
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.messages.audiences.queries import IN_AUDIENCE, PEOPLE, TIES, TIES_OF_GUARDIANS
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


async def test_who_is_only_a_guardian_has_the_ties_of_guardians_alone(world: World, services: Services) -> None:
    """What the first screen leaves out of its statement must not be there for them."""
    mother, staff = (
        world.people.mother.account_id,
        "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, 'M1', '陈', '{}', now())",
    )
    before = await _only_guardians(world, services)
    assert mother in before
    await world.sql(world.north, staff, world.north, mother)
    assert await _only_guardians(world, services) == before - {mother}
    assert before - {mother}


async def _only_guardians(world: World, services: Services) -> set[UUID]:
    async with system_uow(services, world.north) as uow:
        all_ties = [dict(tie) for tie in await uow.conn.fetch(TIES, world.north)]
        of_guardians = [dict(tie) for tie in await uow.conn.fetch(TIES_OF_GUARDIANS, world.north)]
        people = {tie["account_id"] for tie in all_ties}
        found = {account for account in people if (await find_actor(uow, account)).only_guardian}
    theirs = [sorted((tie for tie in ties if tie["account_id"] in found), key=str) for ties in (all_ties, of_guardians)]
    assert theirs[0] == theirs[1]
    return found
