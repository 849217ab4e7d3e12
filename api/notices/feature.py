"""Registers the feature: notices of a school, their recipients and receipts."""

from api.core.feature import Feature, actions_in
from api.notices import actions

FEATURE = Feature(name="notices", actions=actions_in(actions))
