"""Who stands behind a starting code is looked up again when it is used: what was right on the day of the code may be no more."""

import pytest

from api.core.clock import FixedClock
from tests.accounts.test_recovery_students import OTHER, SECRET, Start, confirmed, issued, signed, start
from tests.barring import bar
from tests.counselling.desk import ok, slug
from tests.world import Person, World

__all__ = ["start"]
OTHER_CLASS = "update class_staff set ended_at = $3 where org_id = $1 and staff_id = $2 and part = 'class_teacher'"
LEAVES = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"


async def _gone(world: World, person: Person, why: str) -> None:
    if why == "barred":
        await bar(world, person, world.people.ming)
    elif why == "other class":
        await world.sql(world.north, OTHER_CLASS, world.north, person.account_id, world.now)
    else:
        await world.sql(world.north, LEAVES, world.north, person.account_id, world.now)


@pytest.mark.parametrize("why", ["barred", "left", "other class"])
async def test_a_first_code_of_who_has_no_part_any_more_signs_nobody_in(world: World, start: Start, why: str) -> None:
    code = await issued(world, world.people.wang)
    await _gone(world, world.people.wang, why)
    assert slug(await start(code, SECRET)) == (401, "sign-in-failed")
    assert (await start(await issued(world, world.people.north_admin), SECRET)).status_code == 201


@pytest.mark.parametrize(
    ("which", "why"),
    [("wang", "barred"), ("wang", "left"), ("wang", "other class"), ("lin", "barred"), ("lin", "left")],
)
async def test_both_adults_of_a_new_code_stand_behind_it_when_it_is_used(
    world: World, start: Start, clock: FixedClock, which: str, why: str
) -> None:
    who = world.people
    await signed(world, await start(await issued(world, who.wang), SECRET))
    code = await issued(world, who.wang)
    await ok(await confirmed(world, who.lin), 204)
    await _gone(world, getattr(who, which), why)
    assert slug(await start(code, OTHER)) == (401, "sign-in-failed")


async def test_another_code_needs_another_yes(world: World, start: Start) -> None:
    who = world.people
    await signed(world, await start(await issued(world, who.wang), SECRET))
    first = await issued(world, who.wang)
    await ok(await confirmed(world, who.north_admin), 204)
    second = await issued(world, who.north_admin)
    assert (await start(first, OTHER)).status_code == 401
    assert slug(await start(second, OTHER)) == (403, "second-adult-needed"), (
        "who confirmed the first one made this one alone"
    )
    assert slug(await confirmed(world, who.north_admin)) == (409, "second-adult-other")
