"""Registers the feature: health committees, what they report, and how it is handled."""

from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from api.observations import actions, demo, home, telling, templates
from api.observations.committees import service as committees
from schemas.observations.tasks import ObservationDue, ObservationFiled

FEATURE = Feature(
    name="observations",
    actions=actions_in(actions),
    tasks=(Task(ObservationFiled, telling.observation_filed), Task(ObservationDue, telling.observation_due)),
    templates=templates.TEMPLATES,
    vault_kinds=("observation",),
    home=home.HOME,
    part_ended=committees.end_parts,
    demo=Demo(life=demo.live),
)
