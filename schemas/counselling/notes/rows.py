"""Notes: what queries return."""

from datetime import datetime
from uuid import UUID

import msgspec


class SessionNoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a note."""

    booking_id: UUID
    version: int
    note_id: UUID
    written_by: UUID
    written_at: datetime
