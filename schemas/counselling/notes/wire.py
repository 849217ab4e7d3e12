"""What a counsellor writes of a session (C7): sealed, for the counsellor and the school's custodians."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.text import LINES


class SessionNoteNew(Input, frozen=True, kw_only=True):
    """The note as it is to be. What was written before stays in the file."""

    text: Annotated[str, Meta(min_length=1, max_length=4000, pattern=LINES)]


class SessionNoteKept(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """That a note is kept; never what it says."""

    booking_id: UUID
    version: int
    written_at: datetime


class SessionNote(SessionNoteKept, frozen=True, kw_only=True, rename="camel"):
    """A note, opened."""

    written_by: str
    text: str
