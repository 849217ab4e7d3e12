"""How far a request of custodians is."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

DisclosureEnd = Literal["withdrawn", "refused", "lapsed", "over"]
DisclosureState = Literal["asked", "agreed", "withdrawn", "refused", "lapsed", "over"]
"""`refused`: by another custodian. `lapsed`: nobody agreed in time, or one of the two may not any more. `over`: the time to look has passed."""


class CaseDisclosure(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The newest request of a custodian to learn who reported a case, for those who own it."""

    disclosure_id: UUID
    state: DisclosureState
    asked_by_name: str
    agreed_by_name: str | None
    at: datetime
