"""Registers the feature: home visits, availability, records, contacts and coverage."""

from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from api.visits import actions
from api.visits.visits import telling
from schemas.visits.tasks import VisitChanged

FEATURE = Feature(
    name="visits",
    actions=actions_in(actions),
    tasks=(Task(VisitChanged, telling.visit_changed),),
)
