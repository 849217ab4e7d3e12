"""Registers the feature: parent committees and parent schools."""

from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.parents import actions, demo, service

FEATURE = Feature(name="parents", actions=actions_in(actions), part_ended=service.end_parts, demo=Demo(life=demo.live))
