"""Tells families that they are asked, and reminds them once. A family that answers meanwhile is told nothing more (decision 0206)."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.campaigns.campaigns import queries as campaign_queries
from api.campaigns.families import queries
from api.campaigns.families.rules import ASKED, key_of
from api.campaigns.siblings import service as siblings
from api.core.households import Household, of_student
from api.core.local_time import day_begins, local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.school_calendar import service as school_calendar
from schemas.campaigns.families import AskRow
from schemas.campaigns.messages import AskParams
from schemas.campaigns.rows import CampaignRow
from schemas.campaigns.tasks import CampaignAsks
from schemas.messages.rows import MessageNew
from schemas.school_calendar.rows import OrgCalendar

REMIND_AFTER = timedelta(days=3)
ANSWER_WITHIN = timedelta(days=7)
"""What the message says; a later answer counts as well."""
_DAY = timedelta(days=1)


async def list_asked(uow: Reading, params: AskParams) -> frozenset[UUID] | None:
    """Whom today's ties let know: the guardians of a family that still has to answer."""
    found = await queries.find_told(uow.conn, uow.actor.org_id, params.campaign_id, params.visited_student_id, uow.now)
    return frozenset(found.people) if found else frozenset()


async def campaign_asks(uow: UnitOfWork, payload: CampaignAsks) -> None:
    """Asks the families of a campaign that have not answered. Telling the same again changes nothing."""
    campaign = await campaign_queries.find_campaign(uow.conn, uow.actor.org_id, payload.campaign_id)
    if campaign is None or campaign.closed_at is not None:
        return
    asked = await queries.list_asked(uow.conn, uow.actor.org_id, payload.campaign_id, uow.now)
    calendar = await school_calendar.load(uow)
    homes = await siblings.list_households(uow, [family.student_id for family in asked])
    told: dict[Household, set[UUID]] = {}
    for family in sorted(asked, key=lambda one: one.student_id):
        heard = told.setdefault(of_student(family.student_id, homes), set())
        left = [
            person for person in family.guardian_ids if person not in heard
        ]  # a family is asked once for all children
        if left:
            await _tell(uow, campaign, calendar, msgspec.structs.replace(family, guardian_ids=left))
        heard.update(left)


def on_working_day(calendar: OrgCalendar, at: datetime) -> datetime:
    """The same time of that day, or of the next one on which the school works."""
    day = local_day(at, calendar.time_zone)
    return at + (school_calendar.working_day(calendar, day) - day)


async def _tell(uow: UnitOfWork, campaign: CampaignRow, calendar: OrgCalendar, family: AskRow) -> None:
    over = day_begins(campaign.ends_on + _DAY, ZoneInfo(campaign.time_zone))
    remind_at = on_working_day(calendar, family.asked_at + REMIND_AFTER)
    params = AskParams(
        visited_student_id=family.student_id,
        campaign_id=campaign.campaign_id,
        answer_by=min(on_working_day(calendar, family.asked_at + ANSWER_WITHIN), over),
    )
    for what, at in zip(ASKED, (family.asked_at, remind_at), strict=True):
        if at < over:
            news = MessageNew(
                template=f"campaign_{what}",
                people=frozenset(family.guardian_ids),
                params=params,
                key=key_of(campaign.campaign_id, family.student_id, what),
                importance="normal",
                expires_at=over,
                earliest_at=at,
            )
            await messages.tell(uow, news)
