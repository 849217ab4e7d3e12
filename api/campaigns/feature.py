"""Registers the feature: visit campaigns."""

from api.campaigns import actions, demo
from api.campaigns.ending import service as ending
from api.core.demo import Demo
from api.core.feature import Feature, actions_in

FEATURE = Feature(name="campaigns", actions=actions_in(actions), part_ended=ending.end_parts, demo=Demo(life=demo.live))
