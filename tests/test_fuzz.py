"""Requests made from the contract find no fault of ours and no answer that the contract does not describe."""

import json
from typing import cast

import pytest

from api.cli.contract import SNAPSHOT
from tests.counselling.desk import north_desk
from tests.world import World

PARTS = 5
"""The contract has several hundred operations: each part is a test of its own, with a world of its own."""


@pytest.mark.parametrize("part", range(PARTS))
async def test_nobody_finds_a_fault_by_the_contract(world: World, part: int) -> None:
    # Here, since each process of a run imports this file, and schemathesis takes most of a second.
    from tests.fuzzing import Doc, Fuzz

    desk = await north_desk(world)
    await desk.book(world.people.mother, world.people.ming)
    fuzz = Fuzz(cast("Doc", json.loads(SNAPSHOT.read_text())), world, examples=2, part=part, parts=PARTS)
    assert await fuzz.run() == []
    assert {200, 403, 404, 422} <= set(fuzz.statuses), "what was sent reached the app's inside"
    assert fuzz.written or fuzz.statuses[409], "some writes were taken, or refused for what is there already"
