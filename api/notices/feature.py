"""Registers the feature: notices of a school, their recipients and receipts."""

from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import MultiOrgTask, Task
from api.notices import actions, demo, home, templates
from api.notices.bureau import carrying
from api.notices.files import service as files
from api.notices.mine import concerning
from api.notices.sending import giving_back
from api.notices.sending import service as sending
from schemas.notices.bureau import CarryNotice, SizeNotice, SpreadNotice
from schemas.notices.files import SweepNoticeFile
from schemas.notices.tasks import RemindNotice, SendNotice, TellNotice

FEATURE = Feature(
    name="notices",
    actions=actions_in(actions),
    tasks=(
        Task(SendNotice, sending.send),
        Task(TellNotice, sending.tell),
        Task(RemindNotice, sending.remind),
        Task(SweepNoticeFile, files.sweep),
        Task(SpreadNotice, carrying.spread),
        MultiOrgTask(SizeNotice, carrying.size, at_most=1),
        MultiOrgTask(CarryNotice, carrying.carry),
    ),
    templates=templates.TEMPLATES,
    touched={"notice": giving_back.name_touched},
    concerns={"notice": concerning.list_concerned},
    home=home.HOME,
    demo=Demo(life=demo.live),
)
