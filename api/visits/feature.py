"""Registers the feature: home visits, availability, records, contacts and coverage."""

from api.core.feature import Feature, actions_in
from api.visits import actions

FEATURE = Feature(name="visits", actions=actions_in(actions))
