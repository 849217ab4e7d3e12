"""Registers the feature: home visits, availability, records, contacts and coverage."""

from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from api.visits import actions, demo, templates
from api.visits.visits import replying, telling
from schemas.visits.tasks import VisitChanged

FEATURE = Feature(
    name="visits",
    actions=actions_in(actions),
    tasks=(Task(VisitChanged, telling.visit_changed),),
    templates=templates.TEMPLATES,
    vault_kinds=("visit_note",),
    claim_sources=("visit",),
    calendar_replies={"visit": replying.answered},
    demo=Demo(life=demo.live),
)
