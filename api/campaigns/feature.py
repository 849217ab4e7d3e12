"""Registers the feature: visit campaigns."""

from api.campaigns import actions, demo, home, templates
from api.campaigns.ending import service as ending
from api.campaigns.families import concerning, telling
from api.campaigns.offers import waves
from api.campaigns.plans import telling as planning
from api.campaigns.travelling import service as travelling
from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import LongTask, Task
from schemas.campaigns.tasks import CampaignAsks, CampaignPlanApplied, CampaignPlanAsked, CampaignVisitPlanned

FEATURE = Feature(
    name="campaigns",
    actions=actions_in(actions),
    tasks=(
        Task(CampaignAsks, telling.campaign_asks),
        LongTask(CampaignPlanAsked, planning.make_plan, at_most=1),
        Task(CampaignPlanApplied, waves.send_wave),
        Task(CampaignVisitPlanned, planning.propose_visit),
    ),
    templates=templates.TEMPLATES,
    home=home.HOME,
    part_ended=ending.end_parts,
    touched={"campaign": ending.name_touched},
    concerns={"visited_student": concerning.list_concerned},
    travels=travelling.list_travel,
    demo=Demo(life=demo.live),
)
