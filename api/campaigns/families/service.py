"""Families are asked once when a visit suits them, and reminded once; they answer, or a teacher writes down what they said (V8, V9)."""

from uuid import UUID

from api.campaigns import actions
from api.campaigns.campaigns import queries as campaign_queries
from api.campaigns.campaigns import service as campaigns
from api.campaigns.duty import queries as duty
from api.campaigns.duty import rules as duty_rules
from api.campaigns.errors import wrong
from api.campaigns.families import queries, rules
from api.campaigns.families.queries import Answered
from api.campaigns.siblings import service as siblings
from api.core import access, tasks
from api.core.access import Resource
from api.core.errors import NotFound
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.visits.availability import service as availability
from schemas.campaigns.families import AnswerRow, CampaignAnswer, CampaignAnswerNew
from schemas.campaigns.home import FamilyAsked
from schemas.campaigns.tasks import CampaignAsks
from schemas.campaigns.wire import Campaign


async def ask_families(uow: UnitOfWork, campaign_id: UUID) -> Campaign:
    """Asks every family that has a visit due and was not asked before. Raises NotFound, CampaignClosed."""
    row = await campaigns.lock_open(uow, campaign_id)
    reach = access.reach(uow.actor, actions.CAMPAIGN_EDIT)
    term = duty_rules.term_began(uow.now, uow.actor.zone)
    students = await duty.list_students(uow.conn, uow.actor.org_id, row.campaign_id, uow.now, term, reach)
    owed = [s.student_id for s in students if s.standing in {"owed", "missed"}]
    await queries.add_asked(uow.conn, uow.actor.org_id, campaign_id, owed, uow.now)
    await tasks.enqueue(uow, CampaignAsks.kind, f"{campaign_id}", CampaignAsks(campaign_id=campaign_id), uow.now)
    uow.changed(actions.CAMPAIGN_EDIT, "campaign", campaign_id)
    return await campaigns.get_campaign(uow, campaign_id)


async def get_answer(uow: Reading, student_id: UUID) -> CampaignAnswer:
    """What answering for a student needs, for a guardian or the class teacher. Raises NotFound."""
    row = await _find(uow, student_id)
    guardians = rules.guardians_for(
        uow.actor, row, await queries.list_guardians(uow.conn, uow.actor.org_id, student_id)
    )
    given = await availability.list_given(uow, student_id, [g.guardian_id for g in guardians])
    campaign = await campaign_queries.find_campaign(uow.conn, uow.actor.org_id, row.campaign_id)
    visitors = set(campaign.visitor_ids) if campaign else set[UUID]()
    hours = await campaign_queries.list_hours(uow.conn, uow.actor.org_id, row.campaign_id)
    return CampaignAnswer(
        campaign_id=row.campaign_id,
        title=row.title,
        starts_on=rules.asked_from(row, local_day(uow.now, row.time_zone)),
        ends_on=row.ends_on,
        time_zone=row.time_zone,
        visit_minutes=row.visit_minutes,
        student_id=row.student_id,
        student_name=row.student_name,
        siblings=[
            one.name
            for one in await siblings.list_siblings(uow, row.campaign_id, student_id)
            if one.student_id in uow.actor.child_ids
        ],
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        times=[g for g in given if g.ended_at is None],
        suggestions=rules.suggestions(given, [h for h in hours if h.staff_id in visitors]),
        guardians=guardians,
    )


async def list_open_asks(uow: Reading) -> list[FamilyAsked]:
    """The actor's children whose family is asked and has not answered, for the first screen, which requires its own action."""
    children = access.reach(uow.actor, actions.CAMPAIGN_ANSWER).student_ids
    today = local_day(uow.now, uow.actor.zone)
    return await queries.list_open_asks(uow.conn, uow.actor.org_id, children, today, uow.now)


async def set_answer(uow: UnitOfWork, student_id: UUID, new: CampaignAnswerNew) -> CampaignAnswer:
    """A guardian's answer, or one that a teacher took down; the newest counts. Raises NotFound, Invalid."""
    row = await _find(uow, student_id)
    actor = uow.actor
    mine = rules.is_guardian(actor, row)
    guardians = rules.guardians_for(actor, row, await queries.list_guardians(uow.conn, actor.org_id, student_id))
    if found := rules.wrong_answer(new, row, {g.guardian_id for g in guardians}):
        raise wrong(uow, *found)
    guardian_id = new.guardian_id or (actor.account_id if mine else None)
    if guardian_id is None:
        raise wrong(uow, "$.guardianId", "required")
    for one in [student_id, *await _children_of(uow, row, guardian_id)]:
        await availability.replace_given(uow, one, guardian_id, new.times)
        written = Answered(
            campaign_id=row.campaign_id,
            student_id=one,
            answer="times" if new.times else "call_me",
            answered_by=guardian_id,
            entered_by=None if mine else actor.account_id,
        )
        await queries.set_answer(uow.conn, actor.org_id, written, uow.now)
        await messages.withdraw_many(uow, rules.keys_of([(row.campaign_id, one)]))
        uow.changed(actions.CAMPAIGN_ANSWER, "campaign_answer", one)
    return await get_answer(uow, student_id)


async def _children_of(uow: Reading, row: AnswerRow, guardian_id: UUID) -> list[UUID]:
    """Siblings of the same home for whom this guardian answers, too: a family is asked once."""
    found = await siblings.list_siblings(uow, row.campaign_id, row.student_id)
    guardians = {
        one.student_id: await queries.list_guardians(uow.conn, uow.actor.org_id, one.student_id) for one in found
    }
    return [student for student, people in guardians.items() if guardian_id in {one.guardian_id for one in people}]


async def _find(uow: Reading, student_id: UUID) -> AnswerRow:
    row = await queries.find_answer(uow.conn, uow.actor.org_id, student_id)
    resource = Resource(
        org_id=uow.actor.org_id,
        kind="campaign_answer",
        student_id=student_id if row else None,
        class_id=row.class_id if row else None,
    )
    uow.require(actions.CAMPAIGN_ANSWER, resource)
    if row is None:
        raise NotFound
    return row
