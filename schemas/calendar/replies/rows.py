"""Replies: what queries return."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.calendar.replies.wire import Answer
from schemas.calendar.rows import EventKind


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """One REPLY as read from a mail. `organizer_token`: of the recipient's own address. `sender` is the mail's own, and the attendee's; `sequence` that of the invite. `wished_at`: the time that a COUNTER proposes."""

    org_id: int
    organizer_token: str
    event_id: UUID
    sender: str
    answer: Answer
    sequence: int
    stamped_at: datetime
    wished_at: datetime | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A reply that counts: whose it is, and to which appointment. `wished_at`: when they would rather; then the answer is open."""

    event_id: UUID
    kind: EventKind
    account_id: UUID
    answer: Answer
    wished_at: datetime | None = None


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was sent an invite of an event, and what they last answered."""

    account_id: UUID
    sent_sequence: int
    answered_at: datetime | None


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a reply names. `moved_sequence`: since when it is at its time and place."""

    event_id: UUID
    organizer_token: str
    kind: EventKind
    moved_sequence: int
    open: bool
