"""School calendars: payloads of tasks."""

from typing import ClassVar

from schemas.tasks import TaskPayload


class CalendarShared(TaskPayload, frozen=True, kw_only=True):
    """A bureau's shared entries changed: its schools and centres copy them. Key: `shared`; due at once."""

    kind: ClassVar[str] = "calendar_shared"


class CalendarCopied(TaskPayload, frozen=True, kw_only=True):
    """A school or centre copies what the bureaus above it share, daily and when they change. Key: `daily`."""

    kind: ClassVar[str] = "calendar_copied"
