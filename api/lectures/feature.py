"""Registers the feature: lectures, parent meetings, trainings and live streams, and who comes."""

from api.core.closing import Closing
from api.core.demo import Demo
from api.core.feature import EventType, Feature, actions_in
from api.core.tasks import Task
from api.lectures import actions, demo, templates
from api.lectures.closing import service as closing
from api.lectures.mine import concerning
from api.lectures.seats import service as seats
from api.lectures.telling import announcing, audience, following, replying
from schemas.calendar.kinds import EventWords
from schemas.lectures.tasks import AnnounceLecture, RegistrationChanged, SettleLecture

FEATURE = Feature(
    name="lectures",
    actions=actions_in(actions),
    tasks=(
        Task(AnnounceLecture, announcing.announce_lecture),
        Task(RegistrationChanged, following.registration_changed),
        Task(SettleLecture, seats.settle_lecture),
    ),
    templates=templates.TEMPLATES,
    events={
        "lecture": EventType(
            words=EventWords(title_zh="讲座活动", title_en="Lecture", page="lectures", open_title=True),
            reply=replying.answered,
            audience=audience.list_event_people,
            hidden=audience.list_hidden,
        )
    },
    part_ended=seats.end_parts,
    touched={"lecture": seats.name_touched},
    concerns={"lecture": concerning.list_concerned},
    closing=Closing(count=closing.count, end=closing.end),
    demo=Demo(life=demo.live),
)
