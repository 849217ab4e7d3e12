"""What a change of people touches elsewhere, by name: each feature names its own, in the transaction that tries the change."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

from api.core.unit_of_work import Reading


class TouchedOne(msgspec.Struct, frozen=True, kw_only=True):
    """One of them: whose or what it is, what more is said of it, and when it is. Nothing confidential: the caller sees it."""

    name: str
    detail: str
    starts_at: datetime | None


NameTouched: TypeAlias = Callable[[Reading, Sequence[UUID]], Awaitable[list[TouchedOne]]]
"""Names what was noted as changed, given by its ids; or finds what changes later because of it. The caller has required its own action."""
