"""Telling people of an appointment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from api.core.db import uuid7
from api.messages import service
from schemas.counselling.messages import AppointmentParams
from schemas.messages.rows import MessageNew
from schemas.messages.wire import Importance
from tests.jobs.city import City, Person

DAY = timedelta(days=1)


async def tell(
    city: City,
    org_id: int,
    people: Sequence[Person],
    *,
    key: str = "k",
    importance: Importance = "normal",
    earliest_at: datetime | None = None,
    lives: timedelta = DAY,
) -> Any:
    """Tells people of an appointment in two days."""
    async with city.uow(org_id) as uow:
        new = MessageNew(
            template="appointment_booked",
            people=frozenset(p.account_id for p in people),
            params=AppointmentParams(booking_id=uuid7(), starts_at=uow.now + 2 * DAY),
            key=key,
            importance=importance,
            expires_at=uow.now + lives,
            earliest_at=earliest_at,
        )
        return await service.tell(uow, new)


async def read(city: City, org_id: int, message_id: Any) -> None:
    await city.rows("update message_people set read_at = now() where message_id = $1 returning 1", message_id)
    assert org_id


async def states(city: City, message_id: Any) -> dict[str, str]:
    rows = await city.rows("select channel, state from deliveries where message_id = $1", message_id)
    return {r["channel"]: r["state"] for r in rows}


async def delivered(city: City, message_id: Any) -> dict[Any, datetime | None]:
    """When the message came to each person."""
    rows = await city.rows("select account_id, delivered_at from message_people where message_id = $1", message_id)
    return {r["account_id"]: r["delivered_at"] for r in rows}
