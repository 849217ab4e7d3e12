"""Registers the feature: the inbox and how people are told."""

from api.core.feature import Feature, actions_in
from api.core.parts import PartsEnded
from api.core.tasks import Task
from api.core.unit_of_work import UnitOfWork
from api.messages import actions, home
from api.messages.changes import service as changes
from api.messages.changes import templates
from api.messages.ending import service as ending
from api.messages.wecom import service as wecom
from schemas.messages.tasks import HideMessages
from schemas.roster.tasks import TellTouched


async def _end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    await ending.end_parts(uow, event)
    await wecom.end_parts(uow, event)


FEATURE = Feature(
    name="messages",
    actions=actions_in(actions),
    tasks=(Task(HideMessages, ending.hide_messages), Task(TellTouched, changes.tell_touched)),
    templates=templates.TEMPLATES,
    home=home.HOME,
    part_ended=_end_parts,
)
