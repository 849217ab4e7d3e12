"""Registers the feature: providers, hours, slots, bookings and session notes."""

from api.core.closing import Closing
from api.core.demo import Demo
from api.core.feature import EventType, Feature, actions_in
from api.core.parts import PartsEnded
from api.core.tasks import MultiOrgTask, Task
from api.core.unit_of_work import UnitOfWork
from api.counselling import actions, demo, home, templates
from api.counselling.bookings import audience, concerning, replying, telling
from api.counselling.clients import service as clients
from api.counselling.closing import service as closing
from api.counselling.ending import service as ending
from api.counselling.names import service as names
from api.counselling.notes import service as notes
from schemas.calendar.kinds import EventWords
from schemas.counselling.tasks import BookingChanged, BookingNames, CancelAway, ClientTiesEnded


async def _end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Here, and at the centres that serve this school."""
    await ending.end_parts(uow, event)
    await clients.end_ties(uow, event)
    await notes.end_parts(uow, event)


FEATURE = Feature(
    name="counselling",
    actions=actions_in(actions),
    tasks=(
        Task(BookingChanged, telling.booking_changed),
        Task(BookingNames, names.repeat),
        Task(CancelAway, ending.cancel_away),
        MultiOrgTask(ClientTiesEnded, clients.tell_centres),
    ),
    templates=templates.TEMPLATES,
    vault_kinds=("booking_note", "session_note"),
    draft_kinds=("session_note",),
    claim_sources=("counselling",),
    events={
        "counselling": EventType(
            words=EventWords(title_zh="心理咨询", title_en="Counselling", page="bookings"),
            reply=replying.answered,
            audience=audience.list_event_people,
            hidden=audience.list_hidden,
        )
    },
    part_ended=_end_parts,
    closing=Closing(count=closing.count, end=closing.end),
    concerns={"booking": concerning.list_concerned},
    people_renamed=names.rename_people,
    home=home.HOME,
    demo=Demo(place=demo.open_place, life=demo.live),
)
