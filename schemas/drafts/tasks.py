"""Work on drafts that happens later."""

from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class SweepDrafts(TaskPayload, frozen=True, kw_only=True):
    """Drafts that nobody saved for two weeks are removed. Daily, in each school and centre. Key: `daily`."""

    kind: ClassVar[str] = "sweep_drafts"


class RemoveDrafts(TaskPayload, frozen=True, kw_only=True):
    """Somebody signed out everywhere: their drafts are removed in their organisations. Key: the account."""

    kind: ClassVar[str] = "remove_drafts"
    account_id: UUID
    org_ids: list[int]
