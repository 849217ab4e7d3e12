"""Anchors: payloads of tasks."""

from typing import ClassVar

from schemas.tasks import TaskPayload


class AnchorChains(TaskPayload, frozen=True, kw_only=True):
    """The ends of all chains of openings are written to files, daily. Planned in organisation 0 when a worker starts."""

    kind: ClassVar[str] = "anchor_chains"
