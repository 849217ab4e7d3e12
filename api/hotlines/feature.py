"""Registers the feature: whom to call."""

from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.hotlines import actions, demo

FEATURE = Feature(
    name="hotlines",
    actions=actions_in(actions),
    demo=Demo(place=demo.open_lines),
)
