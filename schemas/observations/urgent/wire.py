"""First steps of what is urgent: the wire."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.observations.wire import FirstStep, PlainText, Reader, Step, StepAnswer


class UrgentCase(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An open urgent observation without any text."""

    observation_id: UUID
    class_name: str
    student_name: str | None
    waits: bool
    filed_on: date
    due_at: datetime


class FirstSteps(UrgentCase, frozen=True, kw_only=True, rename="camel"):
    """What is settled first about an urgent one: shown and recorded without opening its text.

    `steps`: first steps alone, in order; the last of each kind counts. `readers`: who opened it, in order.
    """

    readers: list[Reader]
    steps: list[Step]


class FirstStepNew(Input, frozen=True, kw_only=True):
    """A first step. `note`: sealed; required for a guardian who is `not_told`, to say why."""

    kind: FirstStep
    answer: StepAnswer
    note: PlainText | None = None


Relation = Literal["father", "mother", "grandparent", "relative", "other"]


class ToCall(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody to call. `part`: the relation of a guardian, or a counsellor of the school. `mail`: of who has no phone."""

    name: str
    part: Literal["father", "mother", "grandparent", "relative", "other", "counsellor"]
    phone: str | None
    mail: str | None


class NumbersToCall(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom to call about an urgent one: guardians in the order of contact, then counsellors."""

    people: list[ToCall]
