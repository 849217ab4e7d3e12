"""Messages: the SMS budget of an organisation (N1), as rows and on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input

SmsKind = Literal["notice", "reminder", "urgent", "other"]


SmsRule = Literal["free", "alone", "none"]


SmsParts = Annotated[int, Meta(ge=0, le=10_000_000)]
"""SMS as carriers count them: a text of up to 70 units is one, of a longer one each 67 are one."""


class SmsCost(msgspec.Struct, frozen=True, kw_only=True):
    """What one SMS counts as, and where."""

    parts: int
    kind: SmsKind
    month: date


class SmsBudgetNew(Input, frozen=True, kw_only=True):
    """A budget for each month from now on."""

    parts: SmsParts


class SmsBudgetAnswer(Input, frozen=True, kw_only=True):
    """A second person's yes or no to exactly the budget that they saw."""

    parts: SmsParts
    approve: bool


class SmsSpent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """SMS of one kind that have left this month."""

    kind: SmsKind
    parts: int


class SmsBudgetAsked(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A higher budget that waits for a second person. `canAnswer`: you are one."""

    parts: int
    by: str
    at: datetime
    can_answer: bool


class SmsBudget(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An organisation's SMS this month, by its time zone.

    `parts`: the budget, null where there is none; `isDefault`: nobody here has set it. `other` counts single messages until
    yesterday, in full tens, so that nobody sees one leave. `left`: what is neither spent by this count nor held for a broadcast. `price`: yuan of one SMS, null where none is set.
    """

    month: date
    parts: int | None
    is_default: bool
    spent: list[SmsSpent]
    left: int | None
    price: float | None
    asked: SmsBudgetAsked | None
    version: int


class BudgetRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of a budget. `asked_valid`: who asked still may."""

    parts: int | None
    asked_parts: int | None
    asked_by: UUID | None
    asked_at: datetime | None
    asked_name: str | None
    asked_valid: bool
    version: int


class UsedRow(msgspec.Struct, frozen=True, kw_only=True):
    """SMS of a month that have left, and those that are about to."""

    spent: int
    reserved: int
