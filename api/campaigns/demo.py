"""The demo's campaign: the class teacher visits all families of the class this term, on two evenings and on Saturdays."""

from datetime import date, timedelta

from api.campaigns.campaigns import service
from api.core.demo import Cast
from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.roster.demo.cast import acting
from schemas.campaigns.wire import CampaignHours, CampaignNew, VisitorNew

_HOURS = ((2, "18:30", "21:00"), (4, "18:30", "21:00"), (6, "09:00", "12:00"))


async def live(uow: UnitOfWork, cast: Cast) -> None:
    """Opens it where the class has none."""
    today = local_day(uow.now, await get_zone(uow))
    async with acting(uow, cast.teacher_id, uow.now - timedelta(days=9)) as teacher:
        if await service.list_campaigns(teacher):
            return
        hours = [CampaignHours(weekday=day, from_time=since, to_time=until) for day, since, until in _HOURS]
        new = CampaignNew(
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
        await service.add_campaign(teacher, new)


def _year_ends(today: date) -> date:
    """The last day of the school year."""
    return date(today.year + (today.month >= 9), 8, 31)
