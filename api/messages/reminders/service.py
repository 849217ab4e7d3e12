"""Reminders of an appointment, a day and an hour before: moved and withdrawn with it."""

from datetime import datetime, timedelta
from uuid import UUID

from api.core.unit_of_work import UnitOfWork
from api.messages import rules
from api.messages import service as messages
from schemas.messages.rows import MessageNew
from schemas.messages.templates import Params
from schemas.messages.wire import Importance

BEFORE: tuple[tuple[str, str, timedelta, Importance], ...] = (
    ("day", "tomorrow", timedelta(days=1), "normal"),
    ("hour", "soon", timedelta(hours=1), "high"),
)
"""Name, template, how long before the start, importance."""


async def remind(
    uow: UnitOfWork,
    key: str,
    template: str,
    params: Params,
    starts_at: datetime,
    people: frozenset[UUID],
    *,
    many: bool = False,
) -> None:
    """Brings an appointment's reminders to its time and people. `key` names it; `template` is completed by `_tomorrow` or `_soon`.

    `many`: others are reminded of the same time; such reminders keep off the full quarters of an hour.
    """
    for name, ending, before, importance in BEFORE:
        own = f"{key}:{name}"
        at = starts_at - before
        if many:
            at = rules.off_quarter(at, own.encode())
        if at <= uow.now:  # too late to remind; one that went out for this very time stays in the inbox
            await messages.withdraw(uow, own, unless=params)
            continue
        reminder = MessageNew(
            template=f"{template}_{ending}",
            people=people,
            params=params,
            key=own,
            importance=importance,
            earliest_at=at,
            expires_at=starts_at,
        )
        await messages.tell(uow, reminder)


async def forget(uow: UnitOfWork, key: str) -> None:
    """Withdraws an appointment's reminders."""
    for name, *_ in BEFORE:
        await messages.withdraw(uow, f"{key}:{name}")
