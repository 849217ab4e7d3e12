"""Visit campaigns: opened by a school or a class teacher, changed, closed, and shown with how far they are (V1-V4, V7, V8)."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.campaigns import actions
from api.campaigns.campaigns import queries, rules
from api.campaigns.campaigns.queries import Written
from api.campaigns.duty import queries as duty
from api.campaigns.duty import rules as duty_rules
from api.campaigns.errors import CampaignClosed, wrong
from api.campaigns.families import queries as family_queries
from api.campaigns.families import rules as family_rules
from api.campaigns.plans import queries as plan_queries
from api.core import access, tasks
from api.core.db import uuid7
from api.core.errors import NotFound, check_version
from api.core.local_time import local_day
from api.core.together import read_together
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from schemas.campaigns.rows import CampaignRow
from schemas.campaigns.tasks import CampaignPlanAsked
from schemas.campaigns.wire import Campaign, CampaignNew, CampaignSummary, Visitor

MOST = 200
"""Campaigns in a list."""


async def list_campaigns(uow: Reading) -> list[CampaignSummary]:
    """Campaigns of the actor's classes or school, and those in which they visit; open ones first."""
    uow.require_org(actions.CAMPAIGN_READ, "campaign")
    reach = access.reach(uow.actor, actions.CAMPAIGN_READ)
    return await queries.list_campaigns(uow.conn, uow.actor.org_id, reach, MOST)


async def get_campaign(uow: Reading, campaign_id: UUID) -> Campaign:
    """A campaign with the duty of its students within the actor's reach. Raises NotFound."""
    return await _to_wire(uow, await find_row(uow, campaign_id))


async def find_row(uow: Reading, campaign_id: UUID) -> CampaignRow:
    """A campaign, for those who may read it. Raises NotFound."""
    row = await queries.find_campaign(uow.conn, uow.actor.org_id, campaign_id)
    uow.require(actions.CAMPAIGN_READ, rules.readable(row, campaign_id, uow.actor))
    if row is None:
        raise NotFound
    return row


async def lock_open(uow: UnitOfWork, campaign_id: UUID) -> CampaignRow:
    """An open campaign that the actor may edit, locked. Raises NotFound, CampaignClosed."""
    row = await _lock(uow, campaign_id)
    if row.closed_at is not None:
        raise CampaignClosed
    return row


async def find_open(uow: Reading, campaign_id: UUID) -> CampaignRow:
    """An open campaign for who may edit it, to read. Raises NotFound, CampaignClosed."""
    row = await queries.find_campaign(uow.conn, uow.actor.org_id, campaign_id)
    for resource in rules.editable(row, campaign_id, uow.actor):
        uow.require(actions.CAMPAIGN_EDIT, resource)
    if row is None:
        raise NotFound
    if row.closed_at is not None:
        raise CampaignClosed
    return row


async def add_campaign(uow: UnitOfWork, new: CampaignNew) -> Campaign:
    """Opens a campaign for classes within reach. Raises Invalid, ClassInCampaign."""
    uow.require_org(actions.CAMPAIGN_EDIT, "campaign")
    await _check(uow, new)
    campaign_id = uuid7()
    key = await _written(uow, campaign_id, new)
    await queries.add_campaign(uow.conn, key, new, uow.actor.account_id, uow.now)
    return await _changed(uow, campaign_id)


async def set_campaign(uow: UnitOfWork, campaign_id: UUID, new: CampaignNew, version: int) -> Campaign:
    """Replaces what a campaign says. Raises NotFound, Stale, Invalid, CampaignClosed, ClassInCampaign."""
    row = await lock_open(uow, campaign_id)
    check_version(row.version, version)
    await _check(uow, new)
    await queries.set_campaign(uow.conn, await _written(uow, campaign_id, new), new, uow.now)
    return await _changed(uow, campaign_id)


async def close_campaign(uow: UnitOfWork, campaign_id: UUID, version: int) -> Campaign:
    """Closes a campaign; agreed visits stay, and a plan that is being made is stopped. A second time changes nothing. Raises NotFound, Stale."""
    row = await _lock(uow, campaign_id)
    if row.closed_at is not None:
        uow.object_id = campaign_id
        return await _to_wire(uow, row)
    check_version(row.version, version)
    asked = await family_queries.list_unanswered(uow.conn, uow.actor.org_id, campaign_id, [])
    await messages.withdraw_many(uow, family_rules.keys_of((f.campaign_id, f.student_id) for f in asked))
    await tasks.cancel(uow, CampaignPlanAsked.kind, f"{campaign_id}")
    await plan_queries.set_cancelled(uow.conn, uow.actor.org_id, campaign_id)
    await queries.close_campaign(uow.conn, uow.actor.org_id, campaign_id, uow.now)
    return await _changed(uow, campaign_id)


async def open_places(uow: Reading, row: CampaignRow) -> rules.Places:
    """Where the campaign's days start and end. For those who may edit it, and the planner."""
    if row.places_sealed is None:
        return rules.NO_PLACES
    at = _binding(row.campaign_id)
    opened = await uow.vault.open_fields(uow.actor.org_id, {at: row.places_sealed})
    return msgspec.json.decode(opened[at], type=rules.Places)


async def _lock(uow: UnitOfWork, campaign_id: UUID) -> CampaignRow:
    row = await queries.lock_campaign(uow.conn, uow.actor.org_id, campaign_id)
    for resource in rules.editable(row, campaign_id, uow.actor):
        uow.require(actions.CAMPAIGN_EDIT, resource)
    if row is None:
        raise NotFound
    return row


async def _check(uow: UnitOfWork, new: CampaignNew) -> None:
    reach = access.reach(uow.actor, actions.CAMPAIGN_EDIT)
    staff_ids = {visitor.staff_id for visitor in new.visitors}
    known = await queries.find_known(uow.conn, uow.actor.org_id, reach, new.class_ids, staff_ids)
    zone = uow.actor.zone
    if found := rules.wrong_campaign(new, known.class_ids, known.staff_ids, local_day(uow.now, zone), zone):
        raise wrong(uow, *found)


async def _written(uow: UnitOfWork, campaign_id: UUID, new: CampaignNew) -> Written:
    sealed = None
    if new.start or new.end:
        at, places = _binding(campaign_id), rules.Places(start=new.start, end=new.end)
        sealed = (await uow.vault.seal_fields(uow.actor.org_id, {at: msgspec.json.encode(places)}))[at]
    year = rules.year_of(new.starts_on, uow.actor.zone)
    return Written(org_id=uow.actor.org_id, campaign_id=campaign_id, year_began=year, places_sealed=sealed)


async def _changed(uow: UnitOfWork, campaign_id: UUID) -> Campaign:
    uow.changed(actions.CAMPAIGN_EDIT, "campaign", campaign_id)
    return await get_campaign(uow, campaign_id)


async def _to_wire(uow: Reading, row: CampaignRow) -> Campaign:
    """All that the screen shows; what does not depend on another answer travels in one statement."""
    place = (uow.actor.org_id, row.campaign_id)
    reach = access.reach(uow.actor, actions.CAMPAIGN_READ)
    term = duty_rules.term_began(uow.now, ZoneInfo(row.time_zone))
    students, classes, visitors, hours, days, led = await read_together(
        uow,
        lambda r: duty.list_students(r.conn, *place, uow.now, term, reach),
        lambda r: queries.list_classes(r.conn, *place, reach),
        lambda r: duty.list_visitors(r.conn, *place, reach),
        lambda r: queries.list_hours(r.conn, *place),
        lambda r: duty.list_days(r.conn, *place, reach, row.time_zone),
        lambda r: duty.count_led(r.conn, *place, reach),
    )
    can_edit = rules.may(uow.actor, actions.CAMPAIGN_EDIT, rules.editable(row, row.campaign_id, uow.actor))
    plan = rules.planned(row, row.campaign_id, uow.actor, actions.CAMPAIGN_EDIT)
    places = await open_places(uow, row) if can_edit else rules.NO_PLACES
    given = rules.hours_of(hours)
    settings: dict[str, Any] = {name: getattr(row, name) for name in _SETTINGS}
    return Campaign(
        **settings,
        start=places.start,
        end=places.end,
        visitors=[
            Visitor(staff_id=v.staff_id, name=v.name, leader=v.leader, hours=given.get(v.staff_id, []), visits=v.visits)
            for v in visitors
        ],
        progress=duty_rules.progress(students, uow.now),
        classes=duty_rules.by_class(classes, students, uow.now),
        students=[one for one in students if one.student_id not in uow.actor.barred_ids],
        days=days,
        visits=led.visits,
        visits_by_leaders=led.by_leaders,
        can_edit=can_edit and row.closed_at is None,
        can_plan=row.closed_at is None and rules.may(uow.actor, actions.CAMPAIGN_EDIT, [plan]),
    )


_SETTINGS = (
    *("campaign_id", "title", "starts_on", "ends_on", "time_zone", "visit_minutes", "visits_per_day", "day_minutes"),
    *("visitors_per_visit", "travel", "speed_kmh", "hold_hours", "closed_at", "version"),
)
"""What the screen shows as it is stored."""


def _binding(campaign_id: UUID) -> str:
    """What the sealed places belong to."""
    return f"campaign:{campaign_id}:places"
