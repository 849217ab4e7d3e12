"""Registers the feature: a school's people and their import."""

from api.core.feature import Feature, actions_in
from api.roster import actions

FEATURE = Feature(name="roster", actions=actions_in(actions))
