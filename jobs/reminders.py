"""Reminders of an appointment, a day and an hour before: moved and withdrawn with it."""

from datetime import datetime, timedelta
from uuid import UUID

from api.core.unit import Unit
from api.messages import service as messages
from schemas.messages import Importance, Params, Tell

BEFORE: tuple[tuple[str, str, timedelta, Importance], ...] = (
    ("day", "tomorrow", timedelta(days=1), "normal"),
    ("hour", "soon", timedelta(hours=1), "high"),
)
"""Name, template, how long before the start, importance."""


async def remind(
    unit: Unit, key: str, template: str, params: Params, starts_at: datetime, people: frozenset[UUID]
) -> None:
    """Brings an appointment's reminders to its time and people. `key` names it; `template` is completed by `_tomorrow` or `_soon`."""
    for name, ending, before, importance in BEFORE:
        own, at = f"{key}:{name}", starts_at - before
        if at <= unit.now:  # too late to remind; one that went out for this very time stays in the inbox
            await messages.withdraw(unit, own, unless=params)
            continue
        reminder = Tell(
            template=f"{template}_{ending}",
            people=people,
            params=params,
            key=own,
            importance=importance,
            earliest_at=at,
            expires_at=starts_at,
        )
        await messages.tell(unit, reminder)


async def forget(unit: Unit, key: str) -> None:
    """Withdraws an appointment's reminders."""
    for name, *_ in BEFORE:
        await messages.withdraw(unit, f"{key}:{name}")
