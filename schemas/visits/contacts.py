"""Contacts with families on the wire (V7). Instants are RFC 3339 with offset."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.visits.wire import ContactChannel, Instant, Long


class ContactNew(Input, frozen=True, kw_only=True):
    """A contact with a family (V7). `guardianId`: with whom. `note` is sealed for its writer and the class teacher."""

    student_id: UUID
    channel: ContactChannel
    at: Instant
    guardian_id: UUID | None = None
    note: Long | None = None


class ContactLogged(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A contact as a list shows it."""

    contact_id: UUID
    student_id: UUID
    student_name: str
    guardian_id: UUID | None
    guardian_name: str | None
    logged_by: UUID
    logged_by_name: str
    channel: ContactChannel
    at: datetime
    has_note: bool


class ContactNote(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a contact was about."""

    text: str
