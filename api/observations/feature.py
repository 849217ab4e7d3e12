"""Registers the feature: health committees, what they report, and how it is handled."""

from api.core.feature import Feature, actions_in
from api.observations import actions

FEATURE = Feature(name="observations", actions=actions_in(actions))
