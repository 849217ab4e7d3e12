"""Messages: the budgets of an organisation's channels (N1), as rows and on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input

BudgetChannel = Literal["sms", "wecom", "wechat", "mail"]
"""Channels that a provider charges for or limits."""


CostKind = Literal["notice", "reminder", "urgent", "other"]


BudgetRule = Literal["free", "alone", "none"]


Parts = Annotated[int, Meta(ge=0, le=10_000_000)]
"""Messages. SMS as carriers count them: a text of up to 70 units is one, of a longer one each 67 are one."""


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What one message counts as in its channel's budget, and where."""

    parts: int
    kind: CostKind
    month: date


class ChannelBudgetNew(Input, frozen=True, kw_only=True):
    """A budget for each month from now on."""

    parts: Parts


class ChannelBudgetAnswer(Input, frozen=True, kw_only=True):
    """A second person's yes or no to exactly the budget that they saw."""

    parts: Parts
    approve: bool


class ChannelSpent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Messages of one kind that have left this month."""

    kind: CostKind
    parts: int


class ChannelBudgetAsked(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A higher budget that waits for a second person. `canAnswer`: you are one."""

    parts: int
    by: str
    at: datetime
    can_answer: bool


class ChannelBudget(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an organisation sends by one channel this month, by its time zone.

    `parts`: the budget, null where there is none; `isDefault`: nobody here has set it. `other` counts single messages until
    yesterday, in full tens, so that nobody sees one leave. `left`: what is neither spent by this count nor held for a broadcast. `price`: yuan of one SMS, null where none is set and for other channels.
    """

    channel: BudgetChannel
    month: date
    parts: int | None
    is_default: bool
    spent: list[ChannelSpent]
    left: int | None
    price: float | None
    asked: ChannelBudgetAsked | None
    version: int


class BudgetRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of a budget. `asked_valid`: who asked still may."""

    channel: BudgetChannel
    parts: int | None
    asked_parts: int | None
    asked_by: UUID | None
    asked_at: datetime | None
    asked_name: str | None
    asked_valid: bool
    version: int


class UsedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Messages of a channel and month that have left, and those that are about to."""

    spent: int
    reserved: int
