"""Visit campaigns: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class CampaignAsks(TaskPayload, frozen=True, kw_only=True):
    """Families of a campaign were asked for times. Key: the campaign's id; due at once. Its handler tells those without an answer."""

    kind: ClassVar[str] = "campaign_asks"
    campaign_id: UUID


class CampaignPlanAsked(TaskPayload, frozen=True, kw_only=True):
    """A plan of a campaign is to be made. Key: the campaign's id; due at once."""

    kind: ClassVar[str] = "campaign_plan"
    campaign_id: UUID
    plan_id: UUID


class CampaignPlanApplied(TaskPayload, frozen=True, kw_only=True):
    """The evenings of an applied plan are to be proposed in waves. Key: the campaign's id and who applied it; due at once, and again until all are out."""

    kind: ClassVar[str] = "campaign_wave"
    campaign_id: UUID
    plan_id: UUID
    applied_by: UUID


class CampaignVisitPlanned(TaskPayload, frozen=True, kw_only=True):
    """A visit of an applied plan is to be proposed. Key: the plan's and the student's id; due at once.

    Each visit is proposed in a transaction of its own: one that cannot be any more stops no other.
    """

    kind: ClassVar[str] = "campaign_visit"
    campaign_id: UUID
    plan_id: UUID
    student_id: UUID
    applied_by: UUID
