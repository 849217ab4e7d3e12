"""Registers the feature: colleagues who lost every second factor, and numbers that a school moved."""

from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from api.recovery import actions, telling, templates
from schemas.accounts.tasks import NumberMovedElsewhere, NumberObjected
from schemas.recovery.tasks import FactorResetConfirmed

FEATURE = Feature(
    name="recovery",
    actions=actions_in(actions),
    tasks=(
        Task(FactorResetConfirmed, telling.factor_reset_confirmed),
        Task(NumberObjected, telling.number_objected),
        Task(NumberMovedElsewhere, telling.number_moved_elsewhere),
    ),
    templates=templates.TEMPLATES,
)
