"""The visits of an applied plan are proposed in waves, and a family may ask for another time (V9)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from api.campaigns import actions
from api.campaigns.campaigns import queries as campaigns
from api.campaigns.offers import other_times, queries, rules
from api.campaigns.offers.queries import CampaignWays, StopRow
from api.campaigns.planning.travel import place_of
from api.core import tasks
from api.core.access import Resource
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster import service as roster
from api.visits.availability import service as availability
from api.visits.visits import service as visits
from schemas.campaigns.places import Place, Point
from schemas.campaigns.tasks import CampaignPlanApplied
from schemas.roster.rows import Home
from schemas.visits.rows import VisitRow
from schemas.visits.wire import FreeTimes

AHEAD = timedelta(days=31)
"""Free times lie within 28 days; a visit of their last day counts as well."""
_NOWHERE = Place(precision="unknown")


async def begin(uow: UnitOfWork, campaign_id: UUID, plan_id: UUID) -> None:
    """Has a plan's first wave proposed at once. For plans, which have checked who asks."""
    me = uow.actor.account_id
    await queries.begin_waves(uow.conn, uow.actor.org_id, campaign_id, me, plan_id)
    task = CampaignPlanApplied(campaign_id=campaign_id, plan_id=plan_id, applied_by=me)
    await tasks.enqueue(uow, CampaignPlanApplied.kind, f"{campaign_id}:{me}", task, uow.now)


async def list_offers(uow: Reading, visit_id: UUID) -> FreeTimes:
    """To which free times a visit could be moved so that the team still gets everywhere, the least added travel first.

    A visit of no open campaign, or by video, could be moved to any free time. Raises NotFound, VisitClosed.
    """
    row = await visits.find_row(uow, visit_id)
    uow.require(actions.VISIT_OFFER_READ, _resource(row))
    free = await visits.list_row_times(uow, row)
    ways = await queries.find_ways(uow.conn, uow.actor.org_id, row.student_id)
    if ways is None or row.mode == "video":
        return free
    stops = await queries.list_stops(uow.conn, row.org_id, row.team_ids, row, uow.now, uow.now + AHEAD)
    places = await _places(uow, row, ways, stops)
    asked = other_times.Asked(
        starts_at=row.starts_at,
        team_ids=row.team_ids,
        home=places.get(row.student_id, _NOWHERE),
        travel=ways.travel,
        speed_kmh=ways.speed_kmh,
        most=ways.visits_per_day,
        hours=await campaigns.list_hours(uow.conn, row.org_id, ways.campaign_id),
        zone=uow.actor.zone,
        for_family=row.student_id in uow.actor.child_ids,
        earliest=uow.now + rules.NOTICE,
    )
    given = await availability.list_families(uow, [row.student_id])
    elsewhere = {one.availability_id: _NOWHERE for one in given if one.place_kind == "elsewhere"}
    return FreeTimes(
        time_zone=free.time_zone, times=other_times.ranked(free.times, asked, _stops(stops, places), elsewhere)
    )


def _resource(row: VisitRow) -> Resource:
    people = frozenset(row.reader_ids)
    return Resource(
        org_id=row.org_id,
        kind="visit",
        resource_id=row.visit_id,
        student_id=row.student_id,
        class_id=row.class_id,
        people=people,
    )


def _stops(rows: Sequence[StopRow], places: Mapping[UUID, Place]) -> list[other_times.Stop]:
    return [
        other_times.Stop(
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=places.get(one.student_id, _NOWHERE) if one.at_home else _NOWHERE,
            team_ids=one.team_ids,
        )
        for one in {one.joint_id or one.visit_id: one for one in rows}.values()  # siblings are one stop
    ]


async def _places(uow: Reading, row: VisitRow, ways: CampaignWays, stops: Sequence[StopRow]) -> dict[UUID, Place]:
    """Where these families live. Nothing of it is told: only an order of times comes of it."""
    sealed = {one.student_id: one.home_sealed for one in stops if one.at_home} | {row.student_id: ways.home_sealed}
    opened = await roster.open_homes(uow, {student: home for student, home in sealed.items() if home is not None})
    return {student: _place(home) for student, home in opened.items()}


def _place(opened: bytes) -> Place:
    home = msgspec.json.decode(opened, type=Home)
    known = home.latitude is not None and home.longitude is not None
    return place_of(Point(latitude=home.latitude or 0, longitude=home.longitude or 0) if known else None, None)
