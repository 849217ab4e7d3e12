"""The same as `tests/test_fuzz.py`, with many more requests, and all of it twice: the second time much is there already."""

import json
from typing import cast

from api.cli.contract import SNAPSHOT
from tests.counselling.desk import north_desk
from tests.fuzzing import Doc, Fuzz
from tests.world import World


async def test_nobody_finds_a_fault_by_the_contract(world: World) -> None:
    desk = await north_desk(world)
    await desk.book(world.people.mother, world.people.ming)
    fuzz = Fuzz(cast("Doc", json.loads(SNAPSHOT.read_text())), world, examples=75)
    assert await fuzz.run() + await fuzz.run() == []
