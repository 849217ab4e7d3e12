"""Registers the feature: the inbox and how people are told."""

from api.core.feature import Feature, actions_in
from api.messages import actions, home

FEATURE = Feature(name="messages", actions=actions_in(actions), home=home.HOME)
