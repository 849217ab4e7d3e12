"""Visits: what a message may say."""

from datetime import datetime
from uuid import UUID

from schemas.messages.templates import Params


class VisitParams(Params, frozen=True, kw_only=True, rename="camel"):
    """What a message about a home visit may say: when, and never a reason. `wished_at`: when the family would rather."""

    visit_id: UUID
    starts_at: datetime
    wished_at: datetime | None = None


class VisitTeamParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Who comes to a home visit: the names of the team."""

    visit_id: UUID
    starts_at: datetime
    team: str
