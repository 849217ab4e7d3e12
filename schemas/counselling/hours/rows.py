"""Hours: what queries return."""

from datetime import date, datetime, time
from uuid import UUID

import msgspec

from schemas.counselling.hours.wire import ExceptionKind, Mode


class WeeklyHours(msgspec.Struct, frozen=True, kw_only=True):
    """A counsellor's hours on one weekday (ISO 8601: Monday is 1), wall clock of the organisation, and where they are.

    `valid_until` is the last day; null means until further notice. A `to_time` that is not after `from_time` is the next day's.
    """

    hours_id: UUID
    counsellor_id: UUID
    counsellor_name: str
    provider_id: UUID
    provider_kind: str
    provider_name_zh: str
    provider_name_en: str
    address: str
    phone: str
    room_id: UUID | None
    room_name: str | None
    weekday: int
    from_time: time
    to_time: time
    modes: list[Mode]
    slot_minutes: int
    buffer_minutes: int
    valid_from: date
    valid_until: date | None


class DatedException(msgspec.Struct, frozen=True, kw_only=True):
    """One day's change: closed takes time away; open puts a span in its place that follows the settings of `hours_id`."""

    counsellor_id: UUID
    kind: ExceptionKind
    on_date: date
    from_time: time
    to_time: time
    hours_id: UUID | None


class OfferedSlot(msgspec.Struct, frozen=True, kw_only=True):
    """A time that the hours offer. `claim_until`: the buffer after it, which counsellor and room need as well."""

    hours: WeeklyHours
    starts_at: datetime
    ends_at: datetime
    claim_until: datetime


class WeekSpan(msgspec.Struct, frozen=True, kw_only=True):
    """When other weekly hours of a counsellor are."""

    weekday: int
    from_time: time
    to_time: time


class OpenSpan(msgspec.Struct, frozen=True, kw_only=True):
    """When another dated opening of a counsellor is."""

    on_date: date
    from_time: time
    to_time: time
