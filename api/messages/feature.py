"""Registers the feature: the inbox and how people are told."""

from api.core.daily import Daily
from api.core.feature import Feature, actions_in
from api.core.parts import PartsEnded
from api.core.tasks import Task
from api.core.unit_of_work import UnitOfWork
from api.messages import actions, home
from api.messages.changes import last_days, templates
from api.messages.changes import service as changes
from api.messages.digests import telling as digests
from api.messages.ending import service as ending
from api.messages.wechat import service as wechat
from api.messages.wecom import service as wecom
from schemas.messages.tasks import HideMessages, TellDigests, TellLastDays
from schemas.roster.tasks import TellTouched


async def _end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    await ending.end_parts(uow, event)
    await wecom.end_parts(uow, event)
    await wechat.end_parts(uow, event)


FEATURE = Feature(
    name="messages",
    actions=actions_in(actions),
    tasks=(
        Task(HideMessages, ending.hide_messages),
        Task(TellTouched, changes.tell_touched),
        Task(TellLastDays, last_days.tell_last_days),
        Task(TellDigests, digests.tell_digests),
    ),
    daily=(Daily(TellLastDays(), org_kind="school"), Daily(TellDigests(), org_kind="school")),
    templates={**templates.TEMPLATES, **digests.TEMPLATES},
    home=home.HOME,
    part_ended=_end_parts,
)
