"""What the budget of a channel lets out. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import TypeGuard, get_args

from schemas.messages.budgets import BudgetChannel, BudgetRule, ChannelSpent, CostKind
from schemas.messages.rows import ChannelName
from schemas.messages.wire import Importance

CHANNELS: tuple[BudgetChannel, ...] = get_args(BudgetChannel)
KINDS: tuple[CostKind, ...] = ("notice", "reminder", "urgent", "other")


def has_budget(channel: ChannelName) -> TypeGuard[BudgetChannel]:
    """Whether a provider charges for this channel or limits it."""
    return channel in CHANNELS


def month_of(now: datetime, zone: tzinfo) -> date:
    """The month in which a message counts: its first day on the organisation's calendar."""
    return now.astimezone(zone).date().replace(day=1)


def kind_of(template: str, importance: Importance, *, broadcast: bool) -> CostKind:
    """As what a message counts. Single messages are all one kind: what they are about is nobody's to read off a number."""
    if not broadcast:
        return "other"
    if importance == "high":
        return "urgent"
    return "reminder" if template.endswith("_reminder") else "notice"


def broadcast_rule(parts: int, left: int | None, *, alone: bool) -> BudgetRule:
    """How a broadcast that counts as `parts` is told by a channel. `alone`: those whom nothing else reaches are told beyond the budget."""
    if left is None or parts <= left:
        return "free"
    return "alone" if alone else "none"


def within(channels: Sequence[ChannelName], over: Sequence[str]) -> tuple[ChannelName, ...]:
    """What is left of somebody's channels where budgets do not do for a broadcast. `over`: `sms:none`, `wecom:alone` and so on.

    Whom nothing else reaches is told by the first that is left to those alone.
    """
    free: list[ChannelName] = [c for c in channels if f"{c}:alone" not in over and f"{c}:none" not in over]
    alone: list[ChannelName] = [c for c in channels if f"{c}:alone" in over]
    return tuple(free or alone[:1])


def needs_second(parts: int, current: int | None, default: int | None) -> bool:
    """Whether a budget is higher than one person may set: above what holds, and above the default. None: nothing limits."""
    return current is not None and parts > max(current, default or 0)


def shown(spent: Sequence[ChannelSpent]) -> list[ChannelSpent]:
    """A count for each kind."""
    found = {row.kind: row.parts for row in spent}
    return [ChannelSpent(kind=kind, parts=found.get(kind, 0)) for kind in KINDS]
