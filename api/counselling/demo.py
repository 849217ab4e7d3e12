"""The demo's counselling: in each organisation with a counsellor, a place with a room for each, and afternoons on weekdays.

And three families: two who are to come, and one who was there last week.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from api.core.demo import Cast, Home
from api.core.unit_of_work import UnitOfWork
from api.counselling.bookings import service as bookings
from api.counselling.hours import service as hours
from api.counselling.listing import service as listing
from api.counselling.providers import service as providers
from api.counselling.slots import service as slots
from api.directory import service as directory
from api.roster.demo.cast import acting
from schemas.counselling.providers.wire import ProviderKind, ProviderNew, RoomNew
from schemas.counselling.wire import Attends, BookingNew, HoursNew

_PLACES: dict[str, tuple[ProviderKind, str, str]] = {
    "school": ("school_room", "阳光辅导站", "Sunshine counselling room"),
    "centre": ("district_centre", "青禾区青少年健康成长辅导中心", "Qinghe District Youth Counselling Centre"),
}

_LONG = timedelta(weeks=8)
"""For how long the hours have been open."""


async def open_place(uow: UnitOfWork) -> None:
    """Opens hours for every counsellor of the organisation acted in; what is there already is left alone."""
    org = await directory.get_org(uow)
    counsellors = [person for person in await directory.list_staff(uow) if "counsellor" in person.roles]
    if org.kind not in _PLACES or not counsellors or await providers.list_providers(uow):
        return
    kind, zh, en = _PLACES[org.kind]
    place = ProviderNew(kind=kind, name_zh=zh, name_en=en, address="书院街 1 号", phone="0797-0000000")
    provider = await providers.add_provider(uow, place)
    for at, person in enumerate(counsellors):
        room = await providers.add_room(uow, provider.provider_id, RoomNew(name=f"{at + 1}01"))
        # A counsellor of two places is at the school early in the week and at the centre later.
        for weekday in (1, 2, 3) if org.kind == "school" else (4, 5):
            await hours.add_hours(
                uow,
                HoursNew(
                    counsellor_id=person.staff_id,
                    provider_id=provider.provider_id,
                    room_id=room.room_id,
                    weekday=weekday,
                    from_time="14:00",
                    to_time="18:00",
                    modes=frozenset({"in_person", "phone"}),
                    slot_minutes=45,
                    buffer_minutes=15,
                    valid_from=uow.now.date() - _LONG,
                ),
            )


async def live(uow: UnitOfWork, cast: Cast) -> None:
    """Books the counsellor for the table's mother and for two other families, where nobody ever booked."""
    async with acting(uow, cast.counsellor_id, uow.now) as counsellor:
        if await listing.list_bookings(counsellor, None, None, None, datetime(2000, 1, 1, tzinfo=UTC), None, 1):
            return
    words = "孩子最近不太愿意说学校的事，想请教怎么开口。"
    await _book(uow, cast.others[2], cast.counsellor_id, uow.now - timedelta(days=8), 1, "guardian", None)
    await _book(uow, cast.ours, cast.counsellor_id, uow.now, 1, "guardian", words)
    await _book(uow, cast.others[1], cast.counsellor_id, uow.now, 4, "both", None)


async def _book(
    uow: UnitOfWork, home: Home, counsellor_id: UUID, at: datetime, place: int, attends: Attends, note: str | None
) -> None:
    """Takes one of the times that were free next at that time, if there are any."""
    async with acting(uow, home.guardian_id, at) as guardian:
        free = (await slots.list_slots(guardian, None, None, counsellor_id, None, None, home.student_id)).slots
        if free:
            slot = free[min(place, len(free) - 1)]
            new = BookingNew(
                counsellor_id=counsellor_id,
                starts_at=slot.starts_at,
                mode=slot.modes[0],
                student_id=home.student_id,
                attends=attends,
                note=note,
            )
            await bookings.add_booking(guardian, new)
