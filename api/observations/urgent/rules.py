"""First steps of what is urgent: pure functions."""

from collections.abc import Sequence
from typing import TypeGuard

import msgspec

from api.core.local_time import local_day
from schemas.observations.rows import CaseRow, Fault
from schemas.observations.urgent.wire import FirstStepNew, FirstSteps, UrgentCase
from schemas.observations.wire import FirstStep, Reader, Step, StepAnswer, StepKind

ANSWERS: dict[FirstStep, tuple[StepAnswer, ...]] = {
    "child_where": ("at_school", "at_home", "elsewhere", "unknown"),
    "child_with": ("staff", "guardian", "other", "nobody"),
    "guardian": ("told", "not_reached", "not_told"),
    "called": ("counsellor", "leader", "police", "ambulance", "helpline"),
}
"""What each step may answer."""


def is_open(row: CaseRow | None) -> TypeGuard[CaseRow]:
    """Whether it is urgent and open: nothing else is shown without the authenticator."""
    return row is not None and row.urgent and row.state != "done"


def fault_of(new: FirstStepNew) -> tuple[str, Fault] | None:
    """The field that is wrong, and why."""
    if new.answer not in ANSWERS[new.kind]:
        return "$.answer", "other-question"
    if new.answer == "not_told" and new.note is None:
        return "$.note", "required"
    return None


def to_wire(row: CaseRow) -> UrgentCase:
    """A row without text, for a list."""
    return UrgentCase(
        observation_id=row.observation_id,
        class_name=row.class_name,
        student_name=row.student_name,
        waits=row.waits,
        filed_on=local_day(row.filed_at, row.time_zone),
        due_at=row.due_at,
    )


def combine(row: CaseRow, steps: Sequence[Step], readers: Sequence[Reader]) -> FirstSteps:
    """The same with its first steps."""
    kinds: set[StepKind] = set(ANSWERS)
    first = [step for step in steps if step.kind in kinds]
    return FirstSteps(**msgspec.structs.asdict(to_wire(row)), steps=first, readers=list(readers))
