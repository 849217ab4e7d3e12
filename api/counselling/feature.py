"""Registers the feature: providers, hours, slots, bookings and session notes."""

from api.core.closing import Closing
from api.core.demo import Demo
from api.core.feature import EventType, Feature, actions_in
from api.core.tasks import Task
from api.counselling import actions, demo, home, templates
from api.counselling.bookings import audience, replying, telling
from api.counselling.closing import service as closing
from api.counselling.ending import service as ending
from api.counselling.names import service as names
from schemas.calendar.kinds import EventWords
from schemas.counselling.tasks import BookingChanged, BookingNames

FEATURE = Feature(
    name="counselling",
    actions=actions_in(actions),
    tasks=(Task(BookingChanged, telling.booking_changed), Task(BookingNames, names.repeat)),
    templates=templates.TEMPLATES,
    vault_kinds=("booking_note", "session_note"),
    claim_sources=("counselling",),
    events={
        "counselling": EventType(
            words=EventWords(title_zh="心理咨询", title_en="Counselling", page="bookings"),
            reply=replying.answered,
            audience=audience.list_event_people,
            hidden=audience.list_hidden,
        )
    },
    part_ended=ending.end_parts,
    closing=Closing(count=closing.count, end=closing.end),
    people_renamed=names.rename_people,
    home=home.HOME,
    demo=Demo(place=demo.open_place, life=demo.live),
)
