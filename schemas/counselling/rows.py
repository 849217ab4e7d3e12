"""Counselling: what queries return."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.counselling.hours.wire import Mode
from schemas.counselling.wire import BookedAs, BookingState, Part


class BookingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A booking with all it shows. The four lists go together: one entry for each person and part."""

    booking_id: UUID
    org_id: int
    org_name_zh: str
    org_name_en: str
    time_zone: str
    counsellor_id: UUID
    student_id: UUID
    student_name: str
    person_ids: list[UUID]
    parts: list[Part]
    person_names: list[str]
    attends: list[bool]
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
    claim_until: datetime
    state: BookingState
    version: int
    created_at: datetime
    updated_at: datetime
    note_id: UUID | None
    session_note_version: int


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A person by id and name."""

    account_id: UUID
    name: str


class BookingStudent(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a booking is for, and the guardians, in the order of contact. A centre knows no class."""

    student_id: UUID
    name: str
    class_id: UUID | None
    guardians: list[Known]


class BookingCursor(msgspec.Struct, frozen=True, kw_only=True):
    """Place in a list of bookings."""

    starts_at: datetime
    booking_id: UUID
