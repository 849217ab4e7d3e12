"""Registers the feature: the days of an organisation's year."""

from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.school_calendar import actions, demo

FEATURE = Feature(name="school_calendar", actions=actions_in(actions), demo=Demo(place=demo.open_calendar))
