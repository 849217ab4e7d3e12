"""The worker's part of a plan: it is solved, and once applied its visits are proposed one by one."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import structlog

from api.campaigns.campaigns import queries as campaign_queries
from api.campaigns.offers.rules import held_until
from api.campaigns.planning import service as planning
from api.campaigns.plans import basis, fitting, queries, rules
from api.campaigns.plans.basis import compare
from api.campaigns.plans.reading import read_homes, read_inputs
from api.campaigns.plans.storing import stored
from api.campaigns.siblings import service as siblings
from api.core import db
from api.core.actors import find_actor
from api.core.errors import Problem as Refused
from api.core.households import of_student
from api.core.local_time import local_day
from api.core.tasks import Work
from api.core.unit_of_work import UnitOfWork
from api.visits.availability import service as availability
from api.visits.joint import service as joint
from api.visits.visits import service as visits
from schemas.campaigns.planning import Progress
from schemas.campaigns.plans import StoredEvening, StoredPlan, StoredVisit
from schemas.campaigns.tasks import CampaignPlanAsked, CampaignVisitPlanned
from schemas.visits.wire import VisitNew

log = structlog.get_logger("campaign")
STEPS = 100


async def make_plan(uow: UnitOfWork, payload: CampaignPlanAsked, work: Work) -> None:
    """Solves the plan that was asked for, unless it was cancelled or another one was asked for meanwhile."""
    campaign = await campaign_queries.find_campaign(uow.conn, uow.actor.org_id, payload.campaign_id)
    if campaign is None or campaign.closed_at is not None:
        return
    key = (uow.actor.org_id, payload.campaign_id, payload.plan_id)
    inputs = await read_inputs(uow, campaign)
    homes = await read_homes(uow, inputs)
    today = local_day(uow.now, campaign.time_zone)
    row = await queries.find_plan(uow.conn, uow.actor.org_id, payload.campaign_id)
    before = msgspec.json.decode(row.last, type=StoredPlan) if row and row.last else None
    problem = rules.problem_of(inputs, homes, today, uow.now, before)

    async def tell(progress: Progress) -> None:
        await work.progress(round(progress.share * STEPS), STEPS)

    try:
        plan = await planning.plan(problem, tell=tell)
    except planning.PlanningFailed as failure:
        log.warning("plan_failed", why=f"{failure}")
        await queries.set_failed(uow.conn, *key)
        return
    result = stored(plan, problem, homes, inputs)
    result = msgspec.structs.replace(result, against=compare(before, result))
    encoded = (msgspec.json.encode(basis.made_for(inputs)), msgspec.json.encode(result))
    await queries.set_result(uow.conn, *key, *encoded, uow.now)


async def propose_visit(uow: UnitOfWork, payload: CampaignVisitPlanned) -> None:
    """Proposes one visit of an applied plan to its family, with today's rights of who applied it.

    A family that has a visit by now, a team that is taken, or somebody who left: then it is not proposed, and the family stays owed.
    """
    org_id = uow.actor.org_id
    plan = await queries.find_plan(uow.conn, org_id, payload.campaign_id)
    campaign = await campaign_queries.find_campaign(uow.conn, org_id, payload.campaign_id)
    if plan is None or campaign is None or campaign.closed_at is not None:
        return
    if plan.plan_id != payload.plan_id or plan.state != "applied" or plan.result is None:
        return
    found = _find(msgspec.json.decode(plan.result, type=StoredPlan), payload)
    inputs = await read_inputs(uow, campaign)
    if found is None or not await _possible(uow, inputs, *found):
        return
    evening, visit = found
    me = uow.acting_as(await find_actor(uow, payload.applied_by))
    before = len(uow.changes)
    held = held_until(campaign.hold_hours, visit.starts_at, uow.now, ZoneInfo(campaign.time_zone))
    try:
        async with db.attempt(uow.conn):
            beside = await _siblings(uow, inputs, evening, visit)
            place = await _place(uow, visit, beside)
            added = await visits.add_visit(me, _new(evening, visit, place), held)
            await joint.add_siblings(uow, added.visit_id, beside, place)
    except Refused as refused:
        log.info("visit_not_proposed", why=refused.slug)
        del uow.changes[before:]
        return
    uow.due = uow.due or me.due


def _find(plan: StoredPlan, payload: CampaignVisitPlanned) -> tuple[StoredEvening, StoredVisit] | None:
    visits_ = (
        (e, v) for e in plan.evenings for v in e.visits if v.student_id == payload.student_id and v.visit_id is None
    )
    return next(visits_, None)


async def _siblings(uow: UnitOfWork, inputs: rules.Inputs, evening: StoredEvening, visit: StoredVisit) -> list[UUID]:
    """Who else is visited at this stop: as planned, as far as a visit is still due, and by today's classes, homes and guardians."""
    planned = [v.student_id for v in evening.visits if visit.joint and v.joint == visit.joint and v.visit_id is None]
    due = {student.student_id for student in inputs.students} - rules.excluded(inputs)
    here = [one for one in planned if one in due]
    home = of_student(visit.student_id, await siblings.list_households(uow, here))
    return [
        one
        for one in home
        if one != visit.student_id and not await queries.has_open_visit(uow.conn, uow.actor.org_id, one, uow.now)
    ]


async def _place(uow: UnitOfWork, visit: StoredVisit, beside: Sequence[UUID]) -> str | None:
    """Where the family offers this time: at the place of a guardian of all who are visited there, or None at home."""
    together = [visit.student_id, *beside]
    shared = rules.shared_guardians(await queries.list_families(uow.conn, uow.actor.org_id, together))
    return await availability.find_place(uow, together, shared, (visit.starts_at, visit.ends_at))


async def _possible(uow: UnitOfWork, inputs: rules.Inputs, evening: StoredEvening, visit: StoredVisit) -> bool:
    """Whether the family still waits, and all that the visit was planned for is still so. The claim decides; this spares it a transaction that fails."""
    if await queries.has_open_visit(uow.conn, uow.actor.org_id, visit.student_id, uow.now):
        return False
    if changed := fitting.change_of(evening, visit, inputs, uow.now):
        log.info("visit_not_proposed", why=changed[0])
    return changed is None


def _new(evening: StoredEvening, visit: StoredVisit, place: str | None) -> VisitNew:
    return VisitNew(
        student_id=visit.student_id,
        starts_at=visit.starts_at,
        minutes=(visit.ends_at - visit.starts_at) // timedelta(minutes=1),
        mode="onsite",
        team=frozenset(evening.team),
        place=place,
    )
