"""Registers the feature: health committees, what they report, and how it is handled."""

from api.core.daily import Daily
from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import MultiOrgTask, Task
from api.observations import actions, demo, home, telling, templates
from api.observations.ending import service as ending
from schemas.observations.tasks import (
    ObservationDue,
    ObservationFiled,
    ObservationMailbox,
    ObservationUnowned,
    ObservationUnread,
    ObserverDisclosureDue,
)

FEATURE = Feature(
    name="observations",
    actions=actions_in(actions),
    tasks=(
        Task(ObservationMailbox, telling.observation_mailbox),
        Task(ObservationFiled, telling.observation_filed),
        Task(ObservationDue, telling.observation_due),
        Task(ObservationUnread, telling.observation_unread),
        Task(ObserverDisclosureDue, telling.observer_disclosure_due),
        MultiOrgTask(ObservationUnowned, telling.observation_unowned),
    ),
    templates=templates.TEMPLATES,
    vault_kinds=("observation",),
    daily=(Daily(ObservationMailbox(), org_kind="school"),),
    home=home.HOME,
    part_ended=ending.end_parts,
    demo=Demo(life=demo.live),
)
