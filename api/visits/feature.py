"""Registers the feature: home visits, availability, records, contacts and coverage."""

from api.core.closing import Closing
from api.core.demo import Demo
from api.core.feature import EventType, Feature, actions_in
from api.core.tasks import Task
from api.visits import actions, demo, home, templates
from api.visits.alerts import service as alerts
from api.visits.closing import service as closing
from api.visits.ending import service as ending
from api.visits.visits import audience, concerning, holding, replying, telling
from schemas.calendar.kinds import EventWords
from schemas.visits.tasks import VisitChanged, VisitHoldEnds, VisitOverdue

FEATURE = Feature(
    name="visits",
    actions=actions_in(actions),
    tasks=(
        Task(VisitChanged, telling.visit_changed),
        Task(VisitHoldEnds, holding.end_hold),
        Task(VisitOverdue, alerts.look),
    ),
    templates=templates.TEMPLATES,
    vault_kinds=("visit_note",),
    draft_kinds=("visit_record", "visit_correction"),
    claim_sources=("visit",),
    events={
        # A visit is no secret, and its event has no place.
        "visit": EventType(
            words=EventWords(title_zh="家访", title_en="Home visit", page="visits", open_title=True),
            reply=replying.answered,
            audience=audience.list_event_people,
            hidden=audience.list_hidden,
        )
    },
    home=home.HOME,
    part_ended=ending.end_parts,
    touched={"visit": ending.name_touched},
    concerns={"visit": concerning.list_concerned},
    closing=Closing(count=closing.count, end=closing.end),
    demo=Demo(life=demo.live),
)
