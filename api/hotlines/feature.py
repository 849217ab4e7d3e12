"""Registers the feature: whom to call."""

from api.core.feature import Feature, actions_in
from api.hotlines import actions

FEATURE = Feature(name="hotlines", actions=actions_in(actions))
