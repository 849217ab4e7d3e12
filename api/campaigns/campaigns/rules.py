"""What a campaign must be like, who may change it, and how it is shown. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.campaigns import actions
from api.core import access
from api.core.access import Action, Actor, Resource
from api.core.local_time import day_begins, end_text, minutes, school_year
from schemas.campaigns.rows import CampaignRow, Fault, HoursRow
from schemas.campaigns.wire import CampaignHours, CampaignNew, Point, VisitorNew

FAR = timedelta(days=366)
"""No campaign begins or ends further ahead."""
Wrong: TypeAlias = tuple[str, Fault]
"""The field that is wrong, and a code."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where a day of visits starts and ends; sealed together."""

    start: Point | None
    end: Point | None


NO_PLACES = Places(start=None, end=None)


def year_of(day: date, zone: ZoneInfo) -> datetime:
    """When the school year of a day began."""
    return school_year(day_begins(day, zone), zone)


def wrong_campaign(
    new: CampaignNew, class_ids: Collection[UUID], staff_ids: Collection[UUID], today: date, zone: ZoneInfo
) -> Wrong | None:
    """What is wrong, or None. `class_ids`, `staff_ids`: which of those named exist and are within the actor's reach."""
    return (
        _wrong_period(new, today, zone)
        or (None if new.class_ids <= set(class_ids) else ("$.classIds", "not-found"))
        or _wrong_visitors(new, set(staff_ids))
        or (None if new.visit_minutes <= new.day_minutes else ("$.dayMinutes", "too-short"))
    )


def _wrong_period(new: CampaignNew, today: date, zone: ZoneInfo) -> Wrong | None:
    if new.ends_on < new.starts_on:
        return "$.endsOn", "order"
    if new.ends_on < today:
        return "$.endsOn", "past"
    if new.ends_on > today + FAR:
        return "$.endsOn", "too-far"
    return None if year_of(new.starts_on, zone) == year_of(new.ends_on, zone) else ("$.endsOn", "other-year")


def _wrong_visitors(new: CampaignNew, staff_ids: set[UUID]) -> Wrong | None:
    people = [visitor.staff_id for visitor in new.visitors]
    if len(set(people)) < len(people):
        return "$.visitors", "twice"
    if not set(people) <= staff_ids:
        return "$.visitors", "not-found"
    if new.visitors_per_visit > len(people):
        return "$.visitorsPerVisit", "too-many"
    for visitor in new.visitors:
        if code := _wrong_hours(visitor, new.visit_minutes):
            return "$.visitors", code
    return None


def _wrong_hours(visitor: VisitorNew, least: int) -> Fault | None:
    """A span must hold one visit, and meet no other of that weekday."""
    spans = sorted((h.weekday, minutes(h.from_time), minutes(h.to_time)) for h in visitor.hours)
    if any(to <= since for _, since, to in spans):
        return "order"
    if any(to - since < least for _, since, to in spans):
        return "too-short"
    return "overlap" if any(a[0] == b[0] and b[1] < a[2] for a, b in pairwise(spans)) else None


def readable(row: CampaignRow | None, campaign_id: UUID, actor: Actor) -> Resource:
    """What access looks at when it is read: a class within reach if there is one, and who visits."""
    reached = set(access.reach(actor, actions.CAMPAIGN_READ).class_ids)
    class_id = next((c for c in row.class_ids if c in reached), None) if row else None
    people = frozenset(row.visitor_ids) if row else frozenset[UUID]()
    return Resource(org_id=actor.org_id, kind="campaign", resource_id=campaign_id, class_id=class_id, people=people)


def editable(row: CampaignRow | None, campaign_id: UUID, actor: Actor) -> list[Resource]:
    """The same for a change: every class of the campaign must be within reach."""
    class_ids = row.class_ids if row and row.class_ids else [None]
    return [Resource(org_id=actor.org_id, kind="campaign", resource_id=campaign_id, class_id=c) for c in class_ids]


def planned(row: CampaignRow | None, campaign_id: UUID, actor: Actor, action: Action) -> Resource:
    """The same for its plan: one class within reach is enough. Of the others nothing is shown, and nothing proposed."""
    led = access.reach(actor, action).class_ids
    class_id = next((c for c in row.class_ids if c in led), None) if row else None
    return Resource(org_id=actor.org_id, kind="campaign", resource_id=campaign_id, class_id=class_id)


def may(actor: Actor, action: Action, resources: Iterable[Resource]) -> bool:
    """Whether the rule table lets the actor do this."""
    reach = access.reach(actor, action)
    return all(access.within(reach, actor, resource) for resource in resources)


def hours_of(rows: Sequence[HoursRow]) -> Mapping[UUID, list[CampaignHours]]:
    """The hours by whose they are."""
    found: dict[UUID, list[CampaignHours]] = {}
    for row in rows:
        hours = CampaignHours(weekday=row.weekday, from_time=f"{row.from_time:%H:%M}", to_time=end_text(row.to_time))
        found.setdefault(row.staff_id, []).append(hours)
    return found
