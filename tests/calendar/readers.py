"""Two readers that share no code: icalendar and vobject. Neither says what its values are, so they are `Any` here."""

from datetime import UTC, datetime
from typing import Any

import vobject  # pyright: ignore[reportMissingTypeStubs]
from icalendar import Calendar, Timezone


def calendar(content: bytes) -> Any:
    """The VCALENDAR by icalendar."""
    return Calendar.from_ical(content)


def first(content: bytes) -> Any:
    """The only VEVENT by icalendar."""
    (one,) = Calendar.from_ical(content).events
    return one


def second(content: bytes) -> Any:
    """The VCALENDAR by vobject, which keeps the first VTIMEZONE it ever saw under a name; made to forget it."""
    known: dict[str, Any] = vars(vobject.icalendar)["__tzidMap"]
    for name in set(known) - {"UTC"}:
        del known[name]
    return vobject.readOne(content.decode())  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def observances(text: str) -> list[Any]:
    """The parts of a VTIMEZONE."""
    return list(Timezone.from_ical(text).subcomponents)


def times(content: bytes) -> list[tuple[datetime, datetime]]:
    """Start and end as icalendar reads them, and as vobject does from the VTIMEZONE alone; in UTC."""
    one, two = first(content), second(content).vevent
    pairs = [(one["DTSTART"].dt, one["DTEND"].dt), (two.dtstart.value, two.dtend.value)]
    return [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in pairs]
