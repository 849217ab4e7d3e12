"""What waits in the mailbox, sealed (DESIGN 7)."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.observations.wire import ObservationText, Observer


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """What the observer's list and a repeated request need of a report that waits; JSON of one length.

    `filed_at`: the full hour before. The others are as they will stand in the case and its receipt.
    """

    observation_id: UUID
    filed_at: datetime
    observer_mark: bytes
    receipt: bytes
    asked: bytes
    conflicts: list[bytes]


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A report; JSON of one length. `conflicts`: marks of the people who must not see it."""

    class_id: UUID
    student_id: UUID | None
    conflicts: list[bytes]
    text: ObservationText
    observer: Observer
