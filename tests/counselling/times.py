"""Short ways to write down hours, for tests of the rules."""

from datetime import date, time
from uuid import UUID, uuid5

from schemas.counselling.hours.rows import DatedException, WeeklyHours
from schemas.counselling.hours.wire import ExceptionKind

_NAMES = UUID("0b8a7f7e-6d5c-4b3a-9281-706f5e4d3c2b")


def named(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(_NAMES, name)


def weekly(
    weekday: int,
    from_time: time,
    to_time: time,
    *,
    name: str = "hours",
    who: str = "lin",
    room: str | None = "room",
    provider: str = "provider",
    slot: int = 50,
    buffer: int = 10,
    valid_from: date = date(2000, 1, 1),
    valid_until: date | None = None,
) -> WeeklyHours:
    """Weekly hours with everything else filled in."""
    return WeeklyHours(
        hours_id=named(name),
        counsellor_id=named(who),
        counsellor_name=who,
        provider_id=named(provider),
        provider_kind="school_room",
        provider_name_zh=provider,
        provider_name_en=provider,
        address="",
        phone="",
        room_id=named(room) if room else None,
        room_name=room,
        weekday=weekday,
        from_time=from_time,
        to_time=to_time,
        modes=["in_person"],
        slot_minutes=slot,
        buffer_minutes=buffer,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def dated(
    kind: ExceptionKind, day: date, from_time: time, to_time: time, *, who: str = "lin", name: str = "hours"
) -> DatedException:
    """An exception; an open one follows the hours called `name`."""
    return DatedException(
        counsellor_id=named(who),
        kind=kind,
        on_date=day,
        from_time=from_time,
        to_time=to_time,
        hours_id=named(name) if kind == "open" else None,
    )
