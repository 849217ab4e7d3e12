"""Registers the feature: how drafts of confidential texts end."""

from api.core.daily import Daily
from api.core.feature import Feature
from api.core.tasks import MultiOrgTask, Task
from api.drafts import service
from schemas.drafts.tasks import RemoveDrafts, SweepDrafts

FEATURE = Feature(
    name="drafts",
    tasks=(Task(SweepDrafts, service.sweep), MultiOrgTask(RemoveDrafts, service.remove_everywhere)),
    daily=(Daily(SweepDrafts(), org_kind="school"), Daily(SweepDrafts(), org_kind="centre")),
    part_ended=service.end_parts,
)
