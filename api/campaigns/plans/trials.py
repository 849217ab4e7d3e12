"""What a wish would cost, before it is saved: the plan is made with it and compared (V9)."""

from uuid import UUID

import msgspec

from api.campaigns.campaigns import service as campaigns
from api.campaigns.errors import FamilyHasVisit, NotInCampaign, PlannerBusy, PlannerFailed, wrong
from api.campaigns.planning import service as planning
from api.campaigns.plans import basis, queries, rules, showing
from api.campaigns.plans.places import Homes
from api.campaigns.plans.reading import read_homes, read_inputs
from api.campaigns.plans.storing import stored
from api.core.errors import NotFound
from api.core.households import Household, of_student
from api.core.local_time import local_day
from api.core.unit_of_work import Reading
from schemas.campaigns.plan_rows import PlanRow, WishRow
from schemas.campaigns.plans import MadeFor, PlanWish, StoredPlan, WishCost

SECONDS, GRACE = 4.0, 20.0
"""A person waits for it. One class is planned within a second or two; whatever was found until then is compared."""
AT_ONCE = 2
"""Trials of one process at the same time: each takes a core and a connection to the database."""
_running: set[UUID] = set()


async def try_wish(uow: Reading, campaign_id: UUID, student_id: UUID, wish: PlanWish) -> WishCost:
    """What changes if the plan follows this wish. Nothing is kept.

    Raises NotFound, CampaignClosed, NotInCampaign, FamilyHasVisit, Invalid, PlannerBusy, PlannerFailed.
    """
    campaign = await campaigns.find_open(uow, campaign_id)
    inputs = await read_inputs(uow, campaign)
    if student_id in uow.actor.barred_ids:
        raise NotFound
    if student_id not in inputs.names:
        raise NotInCampaign
    if student_id in inputs.coming:
        raise FamilyHasVisit
    if found := rules.wrong_wish(wish, inputs, local_day(uow.now, campaign.time_zone)):
        raise wrong(uow, *found)
    row = await queries.find_plan(uow.conn, uow.actor.org_id, campaign_id)
    homes = await read_homes(uow, inputs)
    if len(_running) >= AT_ONCE or uow.actor.account_id in _running:
        raise PlannerBusy
    _running.add(uow.actor.account_id)
    try:
        shown = _shown(row, inputs)
        before = shown or await _plan(uow, inputs, homes, _last(row))
        home = of_student(student_id, rules.households_of(without_wish(inputs, student_id), homes))
        after = await _plan(uow, with_wish(inputs, home, wish), homes, before)
    finally:
        _running.discard(uow.actor.account_id)
    # Whom a plan of all families names is told as in the plan: nothing of a student from whom the reader is barred.
    seen = msgspec.structs.replace(
        inputs, names={f: n for f, n in inputs.names.items() if f not in uow.actor.barred_ids}
    )
    return _cost(before, after, seen, frozenset(home) if wish.excluded else frozenset())


def without_wish(inputs: rules.Inputs, student_id: UUID) -> rules.Inputs:
    """The same without what was wished for one student."""
    return msgspec.structs.replace(inputs, wishes=[row for row in inputs.wishes if row.student_id != student_id])


def with_wish(inputs: rules.Inputs, home: Household, wish: PlanWish) -> rules.Inputs:
    """The same with another wish for one family."""
    others = [row for row in inputs.wishes if row.student_id not in home]
    new = [
        WishRow(student_id=one, excluded=wish.excluded, pinned_to=wish.pinned_to, preferred=wish.preferred)
        for one in home
    ]
    return msgspec.structs.replace(inputs, wishes=[*others, *new])


def _last(row: PlanRow | None) -> StoredPlan | None:
    return msgspec.json.decode(row.last, type=StoredPlan) if row and row.last else None


def _shown(row: PlanRow | None, inputs: rules.Inputs) -> StoredPlan | None:
    """The plan on the screen, as long as it rests on what is true today; else it is made again to compare with."""
    if row is None or row.state != "ready" or row.result is None or row.made_for is None:
        return None
    fresh = msgspec.json.decode(row.made_for, type=MadeFor) == basis.made_for(inputs)
    return msgspec.json.decode(row.result, type=StoredPlan) if fresh else None


async def _plan(uow: Reading, inputs: rules.Inputs, homes: Homes, before: StoredPlan | None) -> StoredPlan:
    today = local_day(uow.now, inputs.campaign.time_zone)
    problem = rules.problem_of(inputs, homes, today, uow.now, before)
    try:
        plan = await planning.plan(problem, seconds=SECONDS, reasons=0, grace=GRACE)
    except planning.PlanningFailed as failure:
        raise PlannerFailed from failure
    return stored(plan, problem, homes, inputs)


def _cost(before: StoredPlan, after: StoredPlan, inputs: rules.Inputs, left_out: frozenset[UUID]) -> WishCost:
    change = basis.cost(before, after)
    names = showing.names_of
    return WishCost(
        added=names(change.added, inputs),
        lost=names([one for one in change.lost if one not in left_out], inputs),
        moved=names(change.moved, inputs),
        evenings=change.evenings,
        travel=change.travel,
        key_students=len(inputs.onsite.intersection(change.added)) - len(inputs.onsite.intersection(change.lost)),
    )
