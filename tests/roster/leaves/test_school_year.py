"""A new school year that is opened while a class teacher is away."""

from typing import Any

import pytest

from tests.roster import books
from tests.roster.books import staff
from tests.roster.leaves.test_leaves import Leaves
from tests.roster.school import School
from tests.roster.test_parts import ids
from tests.roster.years.test_years import opened, proposal, year_of


@pytest.fixture
async def hand(school: School) -> Leaves:
    """The small school, with two colleagues who teach no class."""
    book = books.school()
    book["教职工"] += [staff("T3", "16400000301", "新老师", ""), staff("T4", "16400000302", "又一位", "")]
    await school.applied(books.xlsx(book))
    return Leaves(school)


@pytest.mark.parametrize(
    ("named", "meanwhile", "afterwards"),
    [(None, "T3", "T2"), ("T3", "T3", "T3"), ("T4", "T4", "T4"), ("T2", "T3", "T2")],
)
async def test_who_is_away_gets_their_class_of_the_new_year_back(
    hand: Leaves, named: str | None, meanwhile: str, afterwards: str
) -> None:
    """The class goes up as theirs, and is the stand-in's until they are back. Whom the year names keeps it."""
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    known = await ids(hand.school)
    year: dict[str, Any] = year_of(hand.school, await proposal(hand.school))
    year["classes"][0]["classTeacherId"] = None if named is None else str(known[named])
    done = await opened(hand.school, year)
    assert "leave_kept" in {note["code"] for note in done["notes"]}  # they teach another class, too
    assert await hand.leads() == {meanwhile: ["八年级(1)班"]}
    await hand.settle(7)
    assert await hand.leads() == {afterwards: ["八年级(1)班"]}
