"""Registers the feature: visit campaigns."""

from api.campaigns import actions, demo, templates
from api.campaigns.ending import service as ending
from api.campaigns.families import telling
from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from schemas.campaigns.tasks import CampaignAsks

FEATURE = Feature(
    name="campaigns",
    actions=actions_in(actions),
    tasks=(Task(CampaignAsks, telling.campaign_asks),),
    templates=templates.TEMPLATES,
    part_ended=ending.end_parts,
    demo=Demo(life=demo.live),
)
