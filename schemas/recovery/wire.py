"""Resets of a colleague's second factors on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec


class FactorRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A colleague who lost every second factor, as one adult of the school says; a second one confirms it. `own`: the reader asked."""

    staff_id: UUID
    staff_name: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    own: bool


class FactorReset(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Two adults confirmed that the reader lost every second factor. From `opensAt` to `endsAt` a first one can be set again."""

    reset_id: UUID
    first_name: str
    second_name: str
    confirmed_at: datetime
    opens_at: datetime
    ends_at: datetime
    outcome: Literal["used", "refused", "replaced"] | None
