"""Registers the feature: sign-in, sessions, devices and preferences."""

from api.accounts import actions
from api.core.feature import Feature, actions_in

FEATURE = Feature(name="accounts", actions=actions_in(actions))
