"""Visit campaigns: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class CampaignAsks(TaskPayload, frozen=True, kw_only=True):
    """Families of a campaign were asked for times. Key: the campaign's id; due at once. Its handler tells those without an answer."""

    kind: ClassVar[str] = "campaign_asks"
    campaign_id: UUID
