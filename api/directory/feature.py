"""Registers the feature: who and what there is in an organisation."""

from api.core.feature import Feature, actions_in
from api.directory import actions

FEATURE = Feature(name="directory", actions=actions_in(actions))
