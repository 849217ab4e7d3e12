"""The demo's campaign: the class teacher visits all families of the class this term. They were asked, and half of them have answered."""

from datetime import date, timedelta
from itertools import cycle

from api.campaigns.campaigns import service
from api.campaigns.families import service as families
from api.core.demo import Cast, Home
from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.roster.demo.cast import acting
from schemas.campaigns.families import CampaignAnswerNew
from schemas.campaigns.wire import CampaignHours, CampaignNew, VisitorNew
from schemas.visits.wire import AvailabilityNew

_HOURS = ((2, "18:30", "21:00"), (4, "18:30", "21:00"), (6, "09:00", "12:00"))
_GIVEN = (
    (2, "18:30", "20:00"),
    (4, "19:00", "21:00"),
    (6, "09:00", "11:00"),
    (2, "19:30", "21:00"),
    (1, "19:00", "20:00"),
)
"""What families give, in turn; nobody visits on Mondays."""
_FIRST, _ANSWERED, _CALLS = 8, 14, 2
"""Families before have a visit already; so many answered with times, and so many would rather be called."""


async def live(uow: UnitOfWork, cast: Cast) -> None:
    """Opens it where the class has none."""
    today = local_day(uow.now, await get_zone(uow))
    async with acting(uow, cast.teacher_id, uow.now - timedelta(days=2)) as teacher:
        if await service.list_campaigns(teacher):
            return
        campaign = await service.add_campaign(teacher, _campaign(cast, today))
        await families.ask_families(teacher, campaign.campaign_id)
    homes = cast.others[_FIRST : _FIRST + _ANSWERED + _CALLS]
    for home, (weekday, since, until) in zip(homes[:_ANSWERED], cycle(_GIVEN), strict=False):
        time = AvailabilityNew(weekday=weekday, from_time=since, to_time=until, place_kind="home")
        await _answer(uow, home, CampaignAnswerNew(times=[time]))
    for home in homes[_ANSWERED:]:
        await _answer(uow, home, CampaignAnswerNew(times=[], call_me=True))


async def _answer(uow: UnitOfWork, home: Home, answer: CampaignAnswerNew) -> None:
    async with acting(uow, home.guardian_id, uow.now - timedelta(days=1)) as guardian:
        await families.set_answer(guardian, home.student_id, answer)


def _campaign(cast: Cast, today: date) -> CampaignNew:
    hours = [CampaignHours(weekday=day, from_time=since, to_time=until) for day, since, until in _HOURS]
    return CampaignNew(
        title="千名教师访万家",
        starts_on=today - timedelta(days=7),
        ends_on=min(today + timedelta(days=56), _year_ends(today)),
        class_ids=frozenset({cast.class_id}),
        visitors=[VisitorNew(staff_id=cast.teacher_id, hours=hours)],
        visit_minutes=40,
        visits_per_day=4,
        day_minutes=240,
        visitors_per_visit=1,
        travel="bicycle",
        speed_kmh=12,
    )


def _year_ends(today: date) -> date:
    """The last day of the school year."""
    return date(today.year + (today.month >= 9), 8, 31)
