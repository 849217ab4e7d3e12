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


class VisitAlertParams(Params, frozen=True, kw_only=True, rename="camel"):
    """A visit at home that is not reported as over: when it began, and the names of the team. `visit_alert_id`: the visit's."""

    visit_alert_id: UUID
    starts_at: datetime
    team: str
