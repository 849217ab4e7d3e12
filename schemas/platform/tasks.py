"""Platform: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar

from schemas.tasks import TaskPayload


class Purge(TaskPayload, frozen=True, kw_only=True):
    """Finished tasks are removed, daily. Planned in organisation 0 when a worker starts."""

    kind: ClassVar[str] = "purge"
