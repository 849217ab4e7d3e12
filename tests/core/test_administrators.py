"""Which administrators count as two people, as a rule of its own."""

from uuid import UUID

from api.core.administrators import Administrator, answers_for, could_others, may_give, related

FIRST, SECOND, MADE, STRANGER = (UUID(int=n) for n in range(1, 5))


def one(who: UUID, *line: UUID, settled: bool = True, here: bool = True, lately: bool = True) -> Administrator:
    return Administrator(account_id=who, line=list(line), here=here, lately=lately, settled=settled)


def test_who_named_the_other_also_through_a_third_is_related() -> None:
    known = [one(FIRST), one(SECOND), one(MADE, FIRST, STRANGER)]
    assert related(known, FIRST, MADE)
    assert related(known, MADE, STRANGER), "also when the one between has left"
    assert not related(known, FIRST, SECOND)
    assert not related(known, FIRST, None), "an operator moved it"


def test_a_part_comes_from_somebody_apart_where_there_is_one() -> None:
    known = [one(FIRST), one(SECOND), one(MADE, FIRST)]
    assert may_give(known, SECOND, FIRST)
    assert not may_give(known, MADE, FIRST)
    assert may_give(known, FIRST, MADE), "giving to those whom one named is what administrators do"
    assert not may_give([one(FIRST), one(SECOND), one(MADE, settled=False)], MADE, FIRST)


def test_where_nobody_is_apart_a_week_is_enough() -> None:
    assert may_give([one(FIRST), one(MADE, FIRST)], MADE, FIRST)
    assert not may_give([one(FIRST), one(MADE, FIRST, settled=False)], MADE, FIRST)
    assert may_give([one(FIRST)], STRANGER, FIRST), "an operator, or a leave of who is none any more"


def test_taking_the_administration_away_makes_nobody_somebody_else() -> None:
    """The second account took it off the first, gave the part, and gave the administration back."""
    known = [one(FIRST, here=False), one(MADE, FIRST)]
    assert not may_give([*known, one(SECOND)], MADE, FIRST)
    assert not may_give([known[0], one(MADE, FIRST, settled=False)], MADE, FIRST)
    assert may_give([*known, one(SECOND)], SECOND, FIRST)
    assert related([one(FIRST), one(MADE, FIRST, here=False)], FIRST, MADE)
    assert not may_give([one(FIRST), one(MADE, FIRST), one(SECOND, here=False)], MADE, FIRST), "who was apart until now"
    assert may_give([one(FIRST), one(MADE, FIRST), one(SECOND, here=False, lately=False)], MADE, FIRST), "who left"
    assert could_others([one(FIRST), one(SECOND, here=False)], FIRST)
    assert not could_others([one(FIRST), one(SECOND, here=False, lately=False)], FIRST)
    assert may_give([one(FIRST), one(MADE, here=False)], MADE, FIRST), (
        "who is none any more gives nothing that would be asked here"
    )


def test_a_new_administrator_acts_for_the_one_who_named_them() -> None:
    known = [one(FIRST), one(SECOND, FIRST, settled=False), one(MADE, FIRST, SECOND, settled=False)]
    assert answers_for(known, MADE) == FIRST
    assert answers_for(known, FIRST) == FIRST
    assert answers_for([one(SECOND, FIRST, settled=False)], SECOND) == FIRST, "the first, who has left"
    assert answers_for([one(SECOND, FIRST)], SECOND) == SECOND
