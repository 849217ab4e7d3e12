"""Counselling on the wire: hours, slots, bookings.
Instants are RFC 3339 with offset. Times of day (`HH:MM`) and dates are meant in the organisation's time zone.
"""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.counselling.hours.wire import BookedTime, ExceptionKind, Mode
from schemas.counselling.providers.wire import Provider
from schemas.input import Input
from schemas.text import END, LINES

Attends = Literal["student", "guardian", "both"]


BookedAs = Literal["student", "guardian", "referral", "invitation"]


BookingState = Literal["confirmed", "cancelled", "done", "missed"]


Part = Literal["student", "guardian", "counsellor", "booker"]


Clock: TypeAlias = Annotated[str, Meta(pattern=rf"^([01][0-9]|2[0-3]):[0-5][0-9]{END}", max_length=5)]


ClockEnd: TypeAlias = Annotated[
    str,
    Meta(
        pattern=rf"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00){END}",
        max_length=5,
        description="`24:00`, or `00:00`, is the end of the day. An end before the start is the next day's, where people work at night.",
    ),
]


Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]


class HoursEdit(Input, frozen=True, kw_only=True):
    """Weekly hours as they are to be. `weekday` as in ISO 8601: Monday is 1. `validUntil`: the last day."""

    provider_id: UUID
    room_id: UUID | None = None
    weekday: Annotated[int, Meta(ge=1, le=7)]
    from_time: Clock
    to_time: ClockEnd
    modes: Annotated[frozenset[Mode], Meta(min_length=1)]
    slot_minutes: Annotated[int, Meta(ge=10, le=240)]
    buffer_minutes: Annotated[int, Meta(ge=0, le=120)]
    valid_from: date
    valid_until: date | None = None


class HoursNew(HoursEdit, frozen=True, kw_only=True):
    """Weekly hours of a counsellor."""

    counsellor_id: UUID


class HoursEnd(Input, frozen=True, kw_only=True):
    """The last day on which hours are in force; today or later, or yesterday to end them at once."""

    last_day: date


class Hours(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Weekly hours of a counsellor at a provider. The room, if any, is needed in every mode."""

    hours_id: UUID
    counsellor_id: UUID
    counsellor_name: str
    provider_id: UUID
    room_id: UUID | None
    weekday: int
    from_time: str
    to_time: str
    modes: list[Mode]
    slot_minutes: int
    buffer_minutes: int
    valid_from: date
    valid_until: date | None
    version: int


class HoursChanged(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Hours after a change, and the coming bookings that no hours cover now: they stay until people move them."""

    hours: Hours
    version: int
    outside: list[BookedTime]


class ExceptionNew(Input, frozen=True, kw_only=True):
    """One day's change: `closed` takes time away; `open` puts a span in its place, with the settings of `hoursId`."""

    counsellor_id: UUID
    kind: ExceptionKind
    on_date: date
    from_time: Clock
    to_time: ClockEnd
    hours_id: UUID | None = None


class HoursException(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A dated exception."""

    exception_id: UUID
    counsellor_id: UUID
    kind: ExceptionKind
    on_date: date
    from_time: str
    to_time: str
    hours_id: UUID | None


class ExceptionChanged(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The coming bookings that no hours cover after an exception came or went."""

    exception_id: UUID | None
    outside: list[BookedTime]


class Timetable(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A screen of hours: those in force or to come, the coming exceptions, and the places where hours can be opened.

    `outside`: the reader's own coming bookings that no hours cover, until somebody moved them.
    """

    time_zone: str
    places: list[Provider]
    hours: list[Hours]
    exceptions: list[HoursException]
    outside: list[BookedTime]


class SlotCounsellor(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A counsellor whose times are shown."""

    counsellor_id: UUID
    name: str


class SlotProvider(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A provider where times are offered."""

    provider_id: UUID
    kind: str
    name_zh: str
    name_en: str
    address: str
    phone: str


class Slot(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A free time. A counsellor and a start name it."""

    counsellor_id: UUID
    provider_id: UUID
    room_name: str | None
    modes: list[Mode]
    starts_at: datetime
    ends_at: datetime


class Slots(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A screen of free times, by time, with the names it shows."""

    time_zone: str
    counsellors: list[SlotCounsellor]
    providers: list[SlotProvider]
    slots: list[Slot]


class BookingNew(Input, frozen=True, kw_only=True):
    """A booking of a free time for a student.

    `private`: between student and counsellor alone. `note`: what it is about, sealed for the counsellor. `guardianId`: which
    guardian comes, when staff book; by default the first to be contacted.
    """

    counsellor_id: UUID
    starts_at: Instant
    mode: Mode
    student_id: UUID
    attends: Attends
    guardian_id: UUID | None = None
    private: bool = False
    note: Annotated[str, Meta(min_length=1, max_length=1000, pattern=LINES)] | None = None


class BookingMove(Input, frozen=True, kw_only=True):
    """Where a booking goes. `roomId`: another room of the provider than the hours name; for staff alone."""

    counsellor_id: UUID
    starts_at: Instant
    mode: Mode
    room_id: UUID | None = None


class BookingOutcome(Input, frozen=True, kw_only=True):
    """How it went."""

    state: Literal["done", "missed"]


class BookingPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who takes part, as what; `attends` is whether their time is taken. `booker`: who arranged it and is no other."""

    account_id: UUID
    part: Part
    name: str
    attends: bool


class Booking(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A booking as its reader sees it; the last six: what they may do now. `sessionNoteVersion`: 0 for none, null: not theirs to know.

    `studentId` and `studentName` are null, and the student is not among `people`, in a private booking that the counsellor
    reads without a second factor.
    """

    booking_id: UUID
    org_id: int
    org_name_zh: str
    org_name_en: str
    time_zone: str
    counsellor_id: UUID
    counsellor_name: str
    student_id: UUID | None
    student_name: str | None
    people: list[BookingPerson]
    provider_id: UUID
    provider_name_zh: str
    provider_name_en: str
    address: str
    phone: str
    room_id: UUID | None
    room_name: str | None
    mode: Mode
    booked_as: BookedAs
    private: bool
    starts_at: datetime
    ends_at: datetime
    state: BookingState
    version: int
    updated_at: datetime
    can_move: bool
    can_cancel: bool
    can_close: bool
    can_read_note: bool
    can_write_session_note: bool
    session_note_version: int | None


class BookingNote(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a booking is about, in the words of the person who booked."""

    text: str


class BookingLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A booking as a line of a list, small for a slow network. `getBooking` has the rest, and what the reader may do.

    `studentId` and `studentName` are null in a private booking that the counsellor reads without a second factor.
    """

    booking_id: UUID
    org_id: int
    student_id: UUID | None
    student_name: str | None
    counsellor_name: str
    provider_name_zh: str
    provider_name_en: str
    room_name: str | None
    mode: Mode
    private: bool
    starts_at: datetime
    ends_at: datetime
    state: BookingState
    version: int
