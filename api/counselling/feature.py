"""Registers the feature: providers, hours, slots, bookings and session notes."""

from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from api.counselling import actions
from api.counselling.bookings import telling
from schemas.counselling.tasks import BookingChanged

FEATURE = Feature(
    name="counselling",
    actions=actions_in(actions),
    tasks=(Task(BookingChanged, telling.booking_changed),),
)
