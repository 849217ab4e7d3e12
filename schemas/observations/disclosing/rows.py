"""Learning who reported something: what queries return."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.observations.disclosing.states import DisclosureEnd


class DisclosureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A request of a custodian, and what says who may take part in it. `ended`: null while it is open."""

    disclosure_id: UUID
    observation_id: UUID
    class_id: UUID
    class_name: str
    student_id: UUID | None
    student_name: str | None
    conflicts: list[bytes]
    observer_id: UUID
    reason_id: UUID
    done: bool
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    agreed_by: UUID | None
    agreed_by_name: str | None
    agreed_at: datetime | None
    until: datetime
    ended: DisclosureEnd | None


class CaseDisclosureRow(msgspec.Struct, frozen=True, kw_only=True):
    """The newest request about a case."""

    disclosure_id: UUID
    asked_by_name: str
    agreed_by_name: str | None
    agreed: bool
    at: datetime
    until: datetime
    ended: DisclosureEnd | None
