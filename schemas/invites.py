"""Events and invites as their rows stand, and the letter that leaves."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from schemas.calendar import Invite, Method

EventKind = Literal["counselling", "visit"]
Unsent = Literal["no_mail", "refused", "expired"]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment as it stands. `tentative`: proposed, and not agreed on yet."""

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
    """What one person was sent of an event. `tried_sequence`: the newest that may have left, known before it leaves."""

    account_id: UUID
    tried_sequence: int | None
    sent_sequence: int | None
    sent_method: Method | None
    removed_at: datetime | None


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
