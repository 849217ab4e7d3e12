"""Registers the feature: colleagues who lost every second factor."""

from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from api.recovery import actions, telling, templates
from schemas.recovery.tasks import FactorResetConfirmed

FEATURE = Feature(
    name="recovery",
    actions=actions_in(actions),
    tasks=(Task(FactorResetConfirmed, telling.factor_reset_confirmed),),
    templates=templates.TEMPLATES,
)
