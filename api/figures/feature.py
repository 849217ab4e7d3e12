"""Registers the feature: counts for the bureau."""

from api.core.feature import Feature, actions_in
from api.figures import actions

FEATURE = Feature(name="figures", actions=actions_in(actions))
