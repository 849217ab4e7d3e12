"""First steps of what is urgent: what queries return."""

from uuid import UUID

import msgspec

from schemas.observations.urgent.wire import Relation


class CallRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to call. `relation`: of a guardian; none: a counsellor."""

    account_id: UUID
    name: str
    relation: Relation | None
