"""Visits that are not reported as over: what queries return."""

from datetime import datetime
from uuid import UUID

import msgspec


class AllClear(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody said that a visit is over and all is well."""

    visit_id: UUID
    said_at: datetime


class VisitStarted(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team said that a visit began."""

    visit_id: UUID
    said_at: datetime


class DutyPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could be told today that a visit is not over."""

    staff_id: UUID
    roles: list[str]


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A duty person was told. `opened_at`: when they first looked."""

    staff_id: UUID
    told_at: datetime
    opened_at: datetime | None


class OpenAlert(msgspec.Struct, frozen=True, kw_only=True):
    """A visit that nobody reported as over, for a duty person who was told."""

    org_id: int
    visit_id: UUID
    team_names: list[str]
