"""What the end of somebody's part means for siblings who are visited at one stop (V1)."""

from typing import Any
from uuid import UUID

import msgspec

from api.visits.ending import rules, stops
from schemas.visits.ending.rows import Part, Shaken

STOP, WANG, LIN, NEW, CHEN, MOTHER = (UUID(int=n) for n in range(6))


def visit(n: int, parts: dict[UUID, tuple[Part, bool]], **more: Any) -> Shaken:
    """A visit of the stop: of each in the team the part, and whether they stay."""
    usual = Shaken(
        visit_id=UUID(int=100 + n), joint_id=STOP, asked=False, student_left=False, has_family=True, confirmed_by=MOTHER, lost_guardian=False, lost_place=False,
        team_ids=list(parts), parts=[part for part, _ in parts.values()], stays=[stays for _, stays in parts.values()],
        class_teacher_id=CHEN, related=False,
    )  # fmt: skip
    return msgspec.structs.replace(usual, **more)


def settled(*shaken: Shaken) -> tuple[list[rules.Settled], dict[UUID, list[Shaken]]]:
    together = stops.stops_of(shaken)
    return stops.settle_stops([one for v in shaken if (one := rules.settle(v))], together), together


def test_a_colleague_who_leaves_leaves_both_and_gives_the_time_back_once() -> None:
    team: dict[UUID, tuple[Part, bool]] = {WANG: ("colleague", True), LIN: ("colleague", False)}
    found, together = settled(visit(1, team), visit(2, team))
    assert [(one.cancelled_for, one.gone) for one in found] == [(None, (LIN,)), (None, (LIN,))]
    assert stops.handed_over(found, together) == [(STOP, LIN, None)]


def test_where_one_class_teacher_is_replaced_one_child_is_visited_and_the_other_is_due_again() -> None:
    mine = visit(1, {WANG: ("class_teacher", False)}, class_teacher_id=NEW)
    other = visit(2, {WANG: ("colleague", True)})
    found, together = settled(mine, other)
    assert {one.visit.visit_id: (one.cancelled_for, one.joins) for one in found} == {
        mine.visit_id: (None, NEW),
        other.visit_id: ("nobody_comes", None),
    }
    assert stops.handed_over(found, together) == [(STOP, WANG, NEW)]
    kept = [one for one in found if not one.cancelled_for]
    freed = stops.given_back([one for one in found if one.cancelled_for], kept, together)
    assert freed == [(STOP, [WANG])]  # the mother still comes


def test_a_child_who_leaves_takes_no_time_from_the_sibling() -> None:
    gone = visit(1, {WANG: ("colleague", True)}, student_left=True)
    found, together = settled(gone, visit(2, {WANG: ("colleague", True)}))
    assert [one.cancelled_for for one in found] == ["student_left"]
    assert stops.given_back(found, [], together) == [(STOP, [])]
    assert stops.handed_over(found, together) == []
