"""What SMS a budget lets out. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from schemas.messages.budgets import SmsKind, SmsRule, SmsSpent
from schemas.messages.rows import ChannelName
from schemas.messages.wire import Importance

KINDS: tuple[SmsKind, ...] = ("notice", "reminder", "urgent", "other")


def month_of(now: datetime, zone: tzinfo) -> date:
    """The month in which an SMS counts: its first day on the organisation's calendar."""
    return now.astimezone(zone).date().replace(day=1)


def kind_of(template: str, importance: Importance, *, broadcast: bool) -> SmsKind:
    """As what an SMS counts. Single messages are all one kind: what they are about is nobody's to read off a number."""
    if not broadcast:
        return "other"
    if importance == "high":
        return "urgent"
    return "reminder" if template.endswith("_reminder") else "notice"


def broadcast_rule(parts: int, left: int | None, *, alone: bool) -> SmsRule:
    """How a broadcast whose SMS count as `parts` is told. `alone`: those whom only SMS reaches have one beyond the budget."""
    if left is None or parts <= left:
        return "free"
    return "alone" if alone else "none"


def without_sms(channels: Sequence[ChannelName], rule: SmsRule) -> tuple[ChannelName, ...]:
    """What is left of somebody's channels where the budget does not do."""
    if rule == "free" or (rule == "alone" and tuple(channels) == ("sms",)):
        return tuple(channels)
    return tuple(channel for channel in channels if channel != "sms")


def needs_second(parts: int, current: int | None, default: int | None) -> bool:
    """Whether a budget is higher than one person may set: above what holds, and above the default. None: nothing limits."""
    return current is not None and parts > max(current, default or 0)


def shown(spent: Sequence[SmsSpent]) -> list[SmsSpent]:
    """A count for each kind."""
    found = {row.kind: row.parts for row in spent}
    return [SmsSpent(kind=kind, parts=found.get(kind, 0)) for kind in KINDS]
