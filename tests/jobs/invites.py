"""Events whose invitations are tested, and what a mail says of them."""

from collections.abc import Iterable
from datetime import timedelta
from email import message_from_bytes
from typing import Any
from uuid import UUID

from icalendar import Calendar

from api.calendar import service
from jobs.channels.base import Outgoing
from jobs.channels.mime import compose
from schemas.calendar.rows import Change
from tests.jobs.city import City, Person

HOUR = timedelta(hours=1)


async def put(
    city: City, org_id: int, event_id: UUID, people: Iterable[Person], *, after: timedelta = 48 * HOUR, place: str = "A"
) -> Change:
    """An appointment of an hour."""
    async with city.uow(org_id) as uow:
        starts_at = uow.now.replace(microsecond=0) + after
        ids = [p.account_id for p in people]
        return await service.put_event(uow, event_id, "counselling", starts_at, starts_at + HOUR, place, ids)


async def cancel(city: City, org_id: int, event_id: UUID) -> frozenset[UUID]:
    async with city.uow(org_id) as uow:
        return await service.cancel_event(uow, event_id)


def vevent(item: Outgoing) -> Any:
    """The event of a mail, read by the library's parser."""
    assert item.invite
    calendar: Any = Calendar.from_ical(item.invite.content)
    assert calendar["METHOD"] == item.invite.method
    (event,) = calendar.walk("VEVENT")
    return event


def seen(items: Iterable[Outgoing]) -> list[tuple[str, str, int]]:
    """Address, method and SEQUENCE of each mail."""
    found: list[tuple[str, str, int]] = []
    for item in items:
        assert item.invite
        event = vevent(item)
        assert [str(event["ATTENDEE"])] == [f"mailto:{item.address}"]
        assert (str(event["STATUS"]) == "CANCELLED") == (item.invite.method == "CANCEL")
        mail = message_from_bytes(compose(item, sender="xinqiao@example.cn", domain="example.cn"))
        assert mail["Reply-To"] == str(event["ORGANIZER"]).removeprefix("mailto:"), "of this recipient alone"
        found.append((item.address, item.invite.method, int(event["SEQUENCE"])))
    return found
