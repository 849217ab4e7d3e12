"""Registers the feature: notices of a school, their recipients and receipts."""

from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from api.notices import actions, demo, home, templates
from api.notices.sending import service as sending
from schemas.notices.tasks import RemindNotice, SendNotice, TellNotice

FEATURE = Feature(
    name="notices",
    actions=actions_in(actions),
    tasks=(Task(SendNotice, sending.send), Task(TellNotice, sending.tell), Task(RemindNotice, sending.remind)),
    templates=templates.TEMPLATES,
    home=home.HOME,
    demo=Demo(life=demo.live),
)
