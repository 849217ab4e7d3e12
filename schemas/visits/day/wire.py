"""The day of the visits: a team member's run sheet, the homes in its order, and running late."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.travelling import TravelMode
from schemas.visits.agreements.wire import AgreedStep
from schemas.visits.wire import Family, Instant, Visit, VisitFollowUp


class LastAgreed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the family was given to read of its last visit: agreed steps, each with its day."""

    visit_id: UUID
    visited_at: datetime
    steps: list[AgreedStep]


class RunSheetVisit(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One visit of the day. `followUps`: what was agreed at earlier visits and is not done, as far as the reader may know of it.

    `agreed`, and the texts of `followUps`: between `homesFrom` and `homesUntil` of the sheet alone, for who may read it. `startedAt`, `allClearAt`: what the team said of it.
    """

    visit: Visit
    follow_ups: list[VisitFollowUp]
    agreed: LastAgreed | None
    started_at: datetime | None
    all_clear_at: datetime | None
    can_be_late: bool
    can_say_all_clear: bool


class RunSheet(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The reader's agreed visits of a day, in order. Addresses are told from `homesFrom` to `homesUntil`, on their own request."""

    org_id: int
    time_zone: str
    day: date
    homes_from: datetime
    homes_until: datetime
    visits: list[RunSheetVisit]


class RunSheetHome(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a visit of the day leads. `travelMinutes`: from the home before it; null where one of the two has no coordinates.

    `travel`: as the campaign of the student's class travels, else on foot.
    """

    visit_id: UUID
    family: Family
    travel: TravelMode
    travel_minutes: int | None


class RunSheetHomes(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The homes of the day's visits that are still to be made, in order."""

    homes: list[RunSheetHome]


class VisitLate(Input, frozen=True, kw_only=True):
    """By how many minutes this visit, and the team member's later ones of the day, begin later.

    `saidAt`: when it was said on a phone, which may have waited for the network; at most three days ago.
    """

    minutes: Literal[10, 20, 30]
    said_at: Instant | None = None
