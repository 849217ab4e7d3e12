"""Calendar: what queries return."""

from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

Method = Literal["REQUEST", "CANCEL"]


class CalendarEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment in one of its versions. `uid` stays for life; `sequence` rises with every change and on cancel.

    Instants are aware. `zone` is the IANA zone in which people read the times. `organizer_address` is an address
    nobody can guess, made for this event and this recipient alone. Texts may hold anything a person typed; they are cleaned on rendering.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    description: str
    location: str
    organizer_address: str
    updated_at: datetime
    cancelled: bool
    tentative: bool = False
    alarms: tuple[timedelta, ...] = ()
    """How long before the start the calendar itself rings; none, unless somebody asked for it."""


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """The one person named in an invite."""

    address: str
    name: str


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """A whole VCALENDAR in UTF-8 with CRLF, for one recipient. `method` is also written in its text (RFC 5546).

    `reply_to`: the organizer's address in it, which is this recipient's alone.
    """

    method: Method
    content: bytes
    reply_to: str


EventKind: TypeAlias = str
"""The kind of appointment; features register theirs."""


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Organisations of a person's appointments. `closed_until`: until then nothing goes to the address that they sign in by."""

    org_ids: list[int]
    closed_until: datetime | None


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An event whose newest state a person was not mailed."""

    event_id: UUID


Unsent = Literal["no_mail", "refused", "expired", "not_allowed"]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """The current state of an appointment. `tentative`: proposed, and not agreed on yet."""

    event_id: UUID
    organizer_token: str
    kind: EventKind
    tentative: bool
    sequence: int
    starts_at: datetime
    ends_at: datetime
    location: str
    cancelled_at: datetime | None
    updated_at: datetime


class EventState(msgspec.Struct, frozen=True, kw_only=True):
    """What calendars show of an appointment: any difference raises its SEQUENCE."""

    starts_at: datetime
    ends_at: datetime
    location: str
    tentative: bool


class InviteState(msgspec.Struct, frozen=True, kw_only=True):
    """What one person was sent of an event. `tried_sequence`: the newest that may have left, known before it leaves.

    `told_…`: the time in the newest invitation that may have left.
    """

    account_id: UUID
    tried_sequence: int | None
    sent_sequence: int | None
    sent_method: Method | None
    removed_at: datetime | None
    told_starts_at: datetime | None
    told_ends_at: datetime | None


class InviteClaim(msgspec.Struct, frozen=True, kw_only=True):
    """Who is handing a mail over, and until when that is believed."""

    sender: UUID
    until: datetime


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an event: who came and went, and whether those who stay have another time or place.

    `was`: when it began before.
    """

    added: frozenset[UUID]
    removed: frozenset[UUID]
    moved: bool
    was: datetime


class InviteMail(msgspec.Struct, frozen=True, kw_only=True):
    """An invite about to leave, and the mail around it."""

    address: str
    subject: str
    body: str
    link: str
    invite: Invite
    sequence: int
    expires_at: datetime
    patience: timedelta
