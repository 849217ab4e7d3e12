"""The plan of a campaign: asked for, cancelled, wished for, applied. A plan that is not up to date says so and is not applied (V9)."""

from uuid import UUID, uuid4

import msgspec

from api.campaigns import actions
from api.campaigns.campaigns import queries as campaign_queries
from api.campaigns.campaigns import rules as campaign_rules
from api.campaigns.campaigns import service as campaigns
from api.campaigns.errors import (
    CampaignClosed,
    FamilyHasVisit,
    NotInCampaign,
    NoVisitors,
    PlanNotReady,
    PlanStale,
    TooManyFamilies,
    wrong,
)
from api.campaigns.offers import service as offers
from api.campaigns.plans import queries, rules, showing
from api.campaigns.plans.reading import read_inputs
from api.campaigns.siblings import service as siblings
from api.core import access, tasks
from api.core.errors import NotFound, check_version
from api.core.households import Household, of_student
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.campaigns.plan_rows import PlanRow
from schemas.campaigns.plans import CampaignPlan, MadeFor, PlanChange, PlanState, PlanWish, StoredPlan
from schemas.campaigns.rows import CampaignRow
from schemas.campaigns.tasks import CampaignPlanAsked


async def get_plan(uow: Reading, campaign_id: UUID) -> CampaignPlan:
    """The newest plan with names, and what it does not know of. Raises NotFound."""
    campaign = await campaign_queries.find_campaign(uow.conn, uow.actor.org_id, campaign_id)
    _require(uow, actions.CAMPAIGN_EDIT, campaign, campaign_id)
    if campaign is None:
        raise NotFound
    return await _show(uow, campaign)


async def ask_plan(uow: UnitOfWork, campaign_id: UUID) -> CampaignPlan:
    """Has a plan made by the worker; the older one stays until then. Raises NotFound, CampaignClosed, NoVisitors, TooManyFamilies."""
    campaign = await campaigns.lock_open(uow, campaign_id)
    inputs = await read_inputs(uow, campaign)
    if len(inputs.helpers) < campaign.visitors_per_visit or not rules.team_hours(inputs):
        raise NoVisitors
    if len(inputs.students) > rules.MOST_FAMILIES:
        raise TooManyFamilies(most=rules.MOST_FAMILIES)
    plan_id = uuid4()
    place = (uow.actor.org_id, campaign_id)
    await queries.put_plan(uow.conn, *place, plan_id, uow.actor.account_id, uow.now)
    task = CampaignPlanAsked(campaign_id=campaign_id, plan_id=plan_id)
    await tasks.enqueue(uow, CampaignPlanAsked.kind, f"{campaign_id}", task, uow.now)
    return await _changed(uow, campaign)


async def cancel_plan(uow: UnitOfWork, campaign_id: UUID) -> CampaignPlan:
    """Stops a plan that is being made; otherwise nothing changes. Raises NotFound, CampaignClosed."""
    campaign = await campaigns.lock_open(uow, campaign_id)
    row = await queries.find_plan(uow.conn, uow.actor.org_id, campaign_id)
    if row is not None and "solving" in (row.state, row.again_state):
        await tasks.cancel(uow, CampaignPlanAsked.kind, f"{campaign_id}")
        await queries.set_cancelled(uow.conn, uow.actor.org_id, campaign_id)
    return await _changed(uow, campaign)


async def set_wish(uow: UnitOfWork, campaign_id: UUID, student_id: UUID, wish: PlanWish) -> CampaignPlan:
    """Leaves a family out of the plan, pins it to an evening, prefers one, or nothing; the next plan follows it.

    Raises NotFound, CampaignClosed, NotInCampaign, FamilyHasVisit, Invalid.
    """
    campaign = await campaigns.lock_open(uow, campaign_id)
    inputs = await read_inputs(uow, campaign)
    if student_id in uow.actor.barred_ids:
        raise NotFound
    if student_id not in inputs.names:
        raise NotInCampaign
    if student_id in inputs.coming:
        raise FamilyHasVisit
    if found := rules.wrong_wish(wish, inputs, local_day(uow.now, campaign.time_zone)):
        raise wrong(uow, *found)
    pinned = None if wish.excluded else wish.pinned_to
    preferred = None if wish.excluded or pinned else wish.preferred
    kept = PlanWish(excluded=wish.excluded, pinned_to=pinned, preferred=preferred)
    for one in await _household(uow, inputs, student_id):
        await queries.set_wish(uow.conn, uow.actor.org_id, campaign_id, one, kept)
    return await _changed(uow, campaign)


async def apply_plan(uow: UnitOfWork, campaign_id: UUID, version: int) -> CampaignPlan:
    """Has the planned visits proposed to the families of the actor's own classes, in waves. Agreed visits stay as they are.

    Raises NotFound, CampaignClosed, PlanNotReady, Stale, PlanStale.
    """
    campaign = await campaign_queries.lock_campaign(uow.conn, uow.actor.org_id, campaign_id)
    _require(uow, actions.CAMPAIGN_APPLY, campaign, campaign_id)
    if campaign is None:
        raise NotFound
    if campaign.closed_at is not None:
        raise CampaignClosed
    row = await queries.find_plan(uow.conn, uow.actor.org_id, campaign_id)
    if row is None or row.result is None or row.made_for is None:
        raise PlanNotReady
    if _state(row, await tasks.state(uow, CampaignPlanAsked.kind, f"{campaign_id}")) == "solving":
        raise PlanNotReady
    check_version(row.version, version)
    inputs = await read_inputs(uow, campaign)
    if changed := _changes(uow, row, inputs):
        raise PlanStale(what=showing.said(changed, uow.actor.language))
    await offers.begin(uow, campaign_id, row.plan_id)
    await queries.set_applied(uow.conn, uow.actor.org_id, campaign_id, row.plan_id, uow.now)
    return await _changed(uow, campaign, actions.CAMPAIGN_APPLY)


async def _household(uow: Reading, inputs: rules.Inputs, student_id: UUID) -> Household:
    """Siblings at one stop are planned as one family."""
    due = [row.student_id for row in inputs.families if row.student_id not in inputs.coming]
    return of_student(student_id, await siblings.list_households(uow, due))


def _require(uow: Reading, action: access.Action, campaign: CampaignRow | None, campaign_id: UUID) -> None:
    uow.require(action, campaign_rules.planned(campaign, campaign_id, uow.actor, action))


def _changes(uow: Reading, row: PlanRow, inputs: rules.Inputs) -> list[PlanChange]:
    if inputs.campaign.closed_at is not None or row.state not in {"ready", "applied"}:
        return []
    if row.made_for is None or row.result is None:
        return []
    plan = msgspec.json.decode(row.result, type=StoredPlan)
    if row.state == "applied":
        return showing.changes_of_applied(plan, inputs, uow.now, _sees(uow))
    today = local_day(uow.now, inputs.campaign.time_zone)
    return showing.changes(msgspec.json.decode(row.made_for, type=MadeFor), plan, inputs, today, _sees(uow))


def _sees(uow: Reading) -> showing.Sees:
    reach = access.reach(uow.actor, actions.CAMPAIGN_EDIT)
    class_ids = None if reach.everything else frozenset(reach.class_ids)
    return showing.Sees(class_ids=class_ids, barred_ids=uow.actor.barred_ids)


def _state(row: PlanRow, task: tasks.TaskState | None) -> PlanState:
    """How far the newest plan is: the one that is made again, if one is. A worker that gave up has noted nothing."""
    newest = row.again_state or row.state
    return "failed" if newest == "solving" and task and task.state == "failed" else newest


async def _show(uow: Reading, campaign: CampaignRow) -> CampaignPlan:
    row = await queries.find_plan(uow.conn, uow.actor.org_id, campaign.campaign_id)
    inputs = await read_inputs(uow, campaign)
    waves = await queries.list_waves(uow.conn, uow.actor.org_id, campaign.campaign_id)
    task = await tasks.state(uow, CampaignPlanAsked.kind, f"{campaign.campaign_id}")
    state = _state(row, task) if row else None
    result = msgspec.json.decode(row.result, type=StoredPlan) if row and row.result else None
    changed = _changes(uow, row, inputs) if row else []
    progress = (task.progress_done, task.progress_total) if state == "solving" and task else (0, 0)
    made = showing.Made(row=row, state=state, result=result, changed=changed, progress=progress, waves=waves)
    whole = campaign_rules.editable(campaign, campaign.campaign_id, uow.actor)
    reader = showing.Reader(
        sees=_sees(uow),
        leads=uow.actor.lead_class_ids,
        edits=campaign.closed_at is None and campaign_rules.may(uow.actor, actions.CAMPAIGN_EDIT, whole),
        account_id=uow.actor.account_id,
        now=uow.now,
        today=local_day(uow.now, campaign.time_zone),
        english=uow.actor.language == "en",
    )
    return showing.to_wire(inputs, made, reader)


async def _changed(
    uow: UnitOfWork, campaign: CampaignRow, action: access.Action = actions.CAMPAIGN_EDIT
) -> CampaignPlan:
    uow.changed(action, "campaign_plan", campaign.campaign_id)
    return await _show(uow, campaign)
