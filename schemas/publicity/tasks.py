"""Publicity: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar

from schemas.tasks import TaskPayload


class PublicityChecked(TaskPayload, frozen=True, kw_only=True):
    """A school learns what its bureau asks, sends its returns there, and reminds those who file. Daily, and after a filing. Key: `daily`."""

    kind: ClassVar[str] = "publicity_checked"


class PublicityAsked(TaskPayload, frozen=True, kw_only=True):
    """A bureau changed what it asks: its schools are to learn it. Key: `asked`."""

    kind: ClassVar[str] = "publicity_asked"
