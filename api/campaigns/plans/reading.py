"""Reads what a plan rests on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

import msgspec

from api.campaigns.campaigns import queries as campaign_queries
from api.campaigns.campaigns import service as campaigns
from api.campaigns.duty import queries as duty
from api.campaigns.duty import rules as duty_rules
from api.campaigns.plans import queries, rules, standing
from api.campaigns.plans.days import Calendar
from api.campaigns.plans.places import Homes, places_of
from api.campaigns.routing import service as routing
from api.campaigns.siblings import service as siblings
from api.core.access import Reach
from api.core.households import address_key
from api.core.unit_of_work import Reading
from api.roster.leaves import service as leaves
from api.school_calendar import service as school_calendar
from api.visits.availability import service as availability
from schemas.campaigns.places import Point
from schemas.campaigns.plan_rows import Given
from schemas.campaigns.rows import CampaignRow

_WHOLE = Reach(everything=True, class_ids=[], student_ids=[], account_id=None, barred_ids=[])


async def read_inputs(uow: Reading, campaign: CampaignRow) -> rules.Inputs:
    """The campaign's families that have a visit due with the times they gave, and its visitors with what they have to do.

    For callers who have checked who asks: a plan is made for all classes of the campaign.
    """
    place = (uow.actor.org_id, campaign.campaign_id)
    zone = uow.actor.zone
    everybody = await duty.list_students(uow.conn, *place, uow.now, duty_rules.term_began(uow.now, zone), _WHOLE)
    students = [s for s in everybody if s.standing in {"owed", "missed"}]
    ids = sorted(s.student_id for s in students)
    visits = await queries.list_standing(uow.conn, *place, rules.span_of(campaign)[0])
    current = standing.current(visits, uow.now)
    coming = {student: visit for student, visit in current.items() if standing.is_coming(visit, uow.now)}
    helpers = await queries.list_helpers(uow.conn, *place)
    people = [h.staff_id for h in helpers]
    span = rules.span_of(campaign)
    given, by_video = await _given(uow, ids)
    return rules.Inputs(
        campaign=campaign,
        students=students,
        families=await queries.list_families(uow.conn, uow.actor.org_id, sorted({*coming, *ids})),
        given=given,
        hours=await campaign_queries.list_hours(uow.conn, *place),
        helpers=helpers,
        busy=await _busy(uow, people, span),
        own=await queries.list_own_visits(uow.conn, uow.actor.org_id, people, *span),
        wishes=await queries.list_wishes(uow.conn, *place),
        names={s.student_id: s.name for s in everybody},
        classes={s.student_id: s.class_id for s in everybody},
        onsite=frozenset(s.student_id for s in everybody if s.needs_onsite),
        visits=visits,
        coming=coming,
        calendar=await _calendar(uow),
        by_video=by_video,
    )


async def read_homes(uow: Reading, inputs: rules.Inputs) -> Homes:
    """Where the families live, for the planner alone: it gives nothing but minutes of travel back."""
    points: dict[UUID, Point] = {}
    homes = await siblings.read_homes(uow, inputs.families)
    for student_id, home in homes.items():
        if home.longitude is not None and home.latitude is not None:
            points[student_id] = Point(latitude=home.latitude, longitude=home.longitude)
    places = await campaigns.open_places(uow, inputs.campaign)
    start, end = (Point(latitude=p.latitude, longitude=p.longitude) if p else None for p in (places.start, places.end))
    addresses = {student_id: address_key(home.address) for student_id, home in homes.items()}
    return await _with_routes(uow, inputs, Homes(families=points, addresses=addresses, start=start, end=end))


async def _with_routes(uow: Reading, inputs: rules.Inputs, homes: Homes) -> Homes:
    places, _ = places_of(inputs.families, homes)
    points = {place.point for place in places if place.point is not None}
    seconds = await routing.list_seconds(uow.config.routing_url, inputs.campaign.travel, points)
    return msgspec.structs.replace(homes, seconds=seconds or {}, refused=seconds is None)


async def _busy(
    uow: Reading, people: Sequence[UUID], span: tuple[datetime, datetime]
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for taken in await leaves.list_taken(uow, people, *span):
        found.setdefault(taken.subject_id, []).append((taken.starts_at, taken.ends_at))
    return found


async def _calendar(uow: Reading) -> Calendar:
    calendar = await school_calendar.load(uow)
    return Calendar(
        day_of=partial(school_calendar.day_of, calendar),
        visit_from=calendar.visit_from,
        visit_until=calendar.visit_until,
        known_until=school_calendar.LAST_YEAR if calendar.national_days else None,
    )


async def _given(uow: Reading, student_ids: Iterable[UUID]) -> tuple[dict[UUID, list[Given]], frozenset[UUID]]:
    """The families' times at which somebody comes to them, and who offers a talk by video, which needs no plan."""
    found: dict[UUID, list[Given]] = {}
    rows = await availability.list_families(uow, student_ids)
    for row in rows:
        if row.place_kind != "video":
            one = Given(
                guardian_id=row.guardian_id,
                weekday=row.weekday,
                on_date=row.on_date,
                from_time=row.from_time,
                to_time=row.to_time,
                own_place=row.place_kind == "home",
            )
            found.setdefault(row.student_id, []).append(one)
    return found, frozenset(row.student_id for row in rows if row.place_kind == "video")
