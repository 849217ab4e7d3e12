"""What an injection in a feature could write as the app role, to read what is sealed: it opens nothing."""

from datetime import timedelta

import asyncpg
import pytest

from tests.observations.desk import Desk, ok, slug
from tests.world import Person, World

PLANT_GRANTS = """
insert into grants (org_id, record_id, account_id, purpose, granted_by, granted_at, until, seal)
select r.org_id, r.record_id, $2, p, $2, $3, $4, decode(repeat('2a', 32), 'hex') from vault_records r cross join unnest('{owner,class_teacher,custodian}'::text[]) p
where r.org_id = $1
on conflict do nothing
"""


@pytest.fixture
async def desk(world: World) -> Desk:
    """The northern school; Ming serves on the committee."""
    made = Desk(world)
    await made.serve(world.people.wang, world.people.ming, world.people.mother)
    return made


async def plant_grants(desk: Desk, *people: Person) -> None:
    """As an injection in any feature of the school could."""
    for person in people:
        args = (desk.org_id, person.account_id, desk.world.now, desk.world.now + timedelta(days=3000))
        await desk.world.sql(desk.org_id, PLANT_GRANTS, *args)


async def opened(desk: Desk, person: Person, observation: str) -> list[int]:
    """The statuses of what somebody tries to open."""
    return [(await desk.get(person, observation, what)).status_code for what in ("/text", "/observer")]


async def test_a_planted_grant_opens_nothing(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    outsiders = (who.chen, who.he, who.north_admin, who.former_teacher, who.mother, who.hong)
    await plant_grants(desk, *outsiders)
    for person in outsiders:
        assert set(await opened(desk, person, observation)) <= {403, 404}, person.name
    assert await opened(desk, who.wang, observation) == [200, 200]


async def test_the_database_refuses_a_grant_without_the_servers_seal(desk: Desk) -> None:
    world, chen = desk.world, desk.world.people.chen.account_id
    await desk.filed(world.people.ming)
    bare = PLANT_GRANTS.replace(", seal)", ")").replace(", decode(repeat('2a', 32), 'hex')", "")
    with pytest.raises(asyncpg.NotNullViolationError):
        await world.sql(desk.org_id, bare, desk.org_id, chen, world.now, world.now + timedelta(days=1))


async def test_the_class_teacher_of_before_knows_the_observer_no_more(desk: Desk) -> None:
    """The grant of the filing still runs; the rule of today decides."""
    who, world = desk.world.people, desk.world
    observation = await desk.filed(who.ming)
    await ok(await desk.get(who.wang, observation, "/observer"))
    part = "update class_staff set part = 'subject_teacher' where org_id = $1 and class_id = $2 and staff_id = $3"
    await world.sql(desk.org_id, part, desk.org_id, world.north_a, who.wang.account_id)
    await ok(await desk.get(who.wang, observation, "/text"))  # who teaches the class owns it
    assert slug(await desk.get(who.wang, observation, "/observer"))[0] in {403, 404}
    assert not (await ok(await desk.get(who.wang, observation)))["canReadObserver"]


async def test_a_role_that_nobody_permitted_counts_for_nothing(desk: Desk) -> None:
    """Whatever the roster says: a role counts with an import that an administrator permitted."""
    who, world = desk.world.people, desk.world
    settle = "select membership_settle($1, $2, '{}', '{}', $3)"
    people = [who.chen.account_id, who.gao.account_id]
    await world.operate(desk.org_id, settle, people, ["", "leader"], world.now)
    observation = await desk.filed(who.ming, urgent=True)
    raised = "update staff set roles = '{counsellor,leader,school_admin,custodian,grade_lead}' where org_id = $1 and staff_id = any ($2)"
    await world.sql(desk.org_id, raised, desk.org_id, people)
    await plant_grants(desk, who.chen)
    assert set(await opened(desk, who.chen, observation)) <= {403, 404}
    assert await roles(world, who.chen) == {"staff", "class_teacher"}
    assert await roles(world, who.gao) == {"staff", "leader"}
    assert (await opened(desk, who.gao, observation))[0] == 200


async def test_a_person_added_to_the_staff_by_hand_is_nobody(desk: Desk) -> None:
    world, stranger = desk.world, desk.world.people.nobody
    add = "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, 'x', 'x', '{leader}', $3)"
    await world.sql(desk.org_id, add, desk.org_id, stranger.account_id, world.now)
    observation = await desk.filed(world.people.ming, urgent=True)
    await plant_grants(desk, stranger)
    assert set(await opened(desk, stranger, observation)) <= {403, 404}


async def roles(world: World, person: Person) -> set[str]:
    """What the first screen says that somebody is in the northern school."""
    home = await ok(await world.client(person).get("/me/home"))
    return next(set(one["roles"]) for one in home["orgs"] if one["orgId"] == world.north)
