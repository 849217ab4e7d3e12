"""Registers the feature: the inbox and how people are told."""

from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from api.messages import actions, home
from api.messages.ending import service as ending
from schemas.messages.tasks import HideMessages

FEATURE = Feature(
    name="messages",
    actions=actions_in(actions),
    tasks=(Task(HideMessages, ending.hide_messages),),
    home=home.HOME,
    part_ended=ending.end_parts,
)
