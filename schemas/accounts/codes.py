"""Starting codes of colleagues on the wire."""

from datetime import datetime
from uuid import UUID

import msgspec


class StaffCodeWaiting(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A colleague's new starting code that waits for a second adult. `own`: you issued it, or it is for you."""

    staff_id: UUID
    name: str
    staff_number: str
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    own: bool
