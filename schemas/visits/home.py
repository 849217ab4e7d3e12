"""What home visits add to the first screen."""

import msgspec

from schemas.visits.wire import FollowUpDue, Visit


class HomeVisits(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`visits`: coming home visits and past ones to be written down, those that wait first."""

    visits: list[Visit]


class HomeFollowUps(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`followUps`: what follows from visits and is due by tomorrow, or waits for a guardian's word, the oldest first."""

    follow_ups: list[FollowUpDue]


class HomeVisitsOwed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`visitsOwed`: students of one's own class who are owed a visit this school year, `visitsOwedOnsite` of these one at home."""

    visits_owed: int
    visits_owed_onsite: int
