"""Roles that leaves give: the last one takes them back, and what is given for good stays."""

import pytest

from tests.roster.leaves.test_leaves import Leaves, hand
from tests.roster.test_parts import ids
from tests.roster.test_persons import lessons_of

__all__ = ["hand"]  # the fixture


@pytest.mark.parametrize("first", ["T2", "T5"])
async def test_who_stands_in_for_two_keeps_the_role_until_the_last_is_back(hand: Leaves, first: str) -> None:
    known = await ids(hand.school)
    leader = f"staff/{known['T5']}"
    both = lessons_of(await hand.shown(leader)) | {"roles": ["counsellor", "leader"]}
    await hand.done(leader, both, method="PUT")
    for number, last in (("T2", 6), ("T5", 9)):
        assert (await hand.away(number, 0, last, "T3")).status_code == 200
    second = "T5" if first == "T2" else "T2"
    await hand.done(f"staff/{known[first]}/leave/end", None)
    assert "counsellor" in (await hand.of(first))["roles"]
    assert "counsellor" in (await hand.of("T3"))["roles"]
    await hand.done(f"staff/{known[second]}/leave/end", None)
    assert (await hand.of("T3"))["roles"] == []


async def test_a_role_that_is_given_for_good_meanwhile_stays(hand: Leaves) -> None:
    """Taken and given again: then it is not the leave's."""
    known = await ids(hand.school)
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    path = f"staff/{known['T3']}"
    for roles in ([], ["counsellor"]):
        await hand.done(path, lessons_of(await hand.shown(path)) | {"roles": roles}, method="PUT")
    await hand.settle(7)
    assert (await hand.of("T3"))["roles"] == ["counsellor"]
