"""Registers the feature: lines on everybody's first screen."""

from api.bulletins import actions, home
from api.core.feature import Feature, actions_in

FEATURE = Feature(name="bulletins", actions=actions_in(actions), home=home.HOME)
