"""Registers the feature: providers, hours, slots, bookings and session notes."""

from api.core.feature import Feature, actions_in
from api.counselling import actions

FEATURE = Feature(name="counselling", actions=actions_in(actions))
