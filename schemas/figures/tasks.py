"""Figures: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar

from schemas.tasks import TaskPayload


class CountFigures(TaskPayload, frozen=True, kw_only=True):
    """A school is to count itself for its bureaus, daily. Key: `daily`. Planned by an import and when a worker starts."""

    kind: ClassVar[str] = "count_figures"
