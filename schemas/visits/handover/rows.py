"""An evening that is handed over: what queries return."""

from uuid import UUID

import msgspec


class ColleagueRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may visit these families."""

    account_id: UUID
    name: str
