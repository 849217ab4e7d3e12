"""The demo's home visits: some that were made, one that waits for the mother's answer, her free times, and contacts."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from api.core.demo import Cast, Home
from api.core.local_time import instant, local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.roster.demo.cast import acting
from api.school_calendar import service as school_calendar
from api.visits.availability import service as availability
from api.visits.contacts import service as contacts
from api.visits.versions import service as versions
from api.visits.visits import service as visits
from schemas.school_calendar.rows import OrgCalendar
from schemas.visits.contacts import ContactNew
from schemas.visits.wire import (
    AvailabilityNew,
    ContactChannel,
    FollowUpNew,
    RecommendedNew,
    RecordNew,
    Visit,
    VisitMode,
    VisitNew,
)

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_EVENING = time(19, 30)
_VISITED: tuple[tuple[int, VisitMode], ...] = (
    (34, "onsite"),
    (27, "onsite"),
    (20, "video"),
    (13, "onsite"),
    (6, "onsite"),
)
"""So many days ago, and how."""
_CONTACTS: tuple[tuple[int, ContactChannel, str | None], ...] = (
    (18, "phone", "问了最近的作业情况，妈妈说晚上写得比较晚。"),
    (12, "message", None),
    (9, "contact_book", None),
    (3, "phone", "孩子感冒请假两天，家长会补交请假条。"),
)


async def live(uow: UnitOfWork, cast: Cast) -> None:
    """Adds them where the class has no visit yet."""
    async with acting(uow, cast.teacher_id, uow.now) as teacher:
        if await visits.list_visits(teacher, uow.now - 3000 * _DAY, None, None, 1):
            return
    zone = await get_zone(uow)
    today = local_day(uow.now, zone)
    calendar = await school_calendar.load(uow)
    for (days, mode), home in zip(_VISITED, cast.others, strict=False):
        await _visited(
            uow, cast.teacher_id, home, instant(_open(calendar, today - days * _DAY, -_DAY), _EVENING, zone), mode
        )
    await _agreed(
        uow, cast.teacher_id, cast.others[-1], instant(_open(calendar, today - _DAY, -_DAY), _EVENING, zone), "onsite"
    )
    await _availability(uow, cast.ours)
    await _propose(uow, cast, instant(_open(calendar, _thursday(today), 7 * _DAY), _EVENING, zone))
    for (days, channel, note), home in zip(_CONTACTS, cast.others[3:], strict=False):
        await _contacted(uow, cast.teacher_id, home, uow.now - days * _DAY, channel, note)


def _open(calendar: OrgCalendar, day: date, step: timedelta) -> date:
    """The day, or the nearest in that direction on which the school is not closed."""
    while school_calendar.is_closed(calendar, day):
        day += step
    return day


def _thursday(today: date) -> date:
    """The first one that leaves the family two days to answer."""
    first = today + 2 * _DAY
    return first + (3 - first.weekday()) % 7 * _DAY


async def _agreed(uow: UnitOfWork, teacher_id: UUID, home: Home, at: datetime, mode: VisitMode) -> Visit:
    """A visit that was agreed, and took place when `at` is past; it waits to be written down."""
    new = VisitNew(student_id=home.student_id, starts_at=at, minutes=60, mode=mode, team=frozenset({teacher_id}))
    async with acting(uow, teacher_id, at - 4 * _DAY) as teacher:
        visit = await visits.add_visit(teacher, new)
    async with acting(uow, home.guardian_id, at - 3 * _DAY) as guardian:
        return await visits.confirm_visit(guardian, visit.visit_id, visit.version)


async def _visited(uow: UnitOfWork, teacher_id: UUID, home: Home, at: datetime, mode: VisitMode) -> None:
    visit = await _agreed(uow, teacher_id, home, at, mode)
    async with acting(uow, teacher_id, at + _HOUR) as teacher:
        await versions.add_record(teacher, visit.visit_id, _record(at), visit.version)


def _record(at: datetime) -> RecordNew:
    return RecordNew(
        at_home="有自己的书桌，放学后先写作业，周末和爷爷下棋。",
        family_says="希望老师多鼓励他举手发言。",
        guidance="每天留半小时说说学校里的事，手机放在客厅充电。",
        recommended=[RecommendedNew(kind="book", name="正面管教")],
        follow_ups=[FollowUpNew(due_on=(at + 21 * _DAY).date(), text="电话问问作息有没有早一点。")],
    )


async def _availability(uow: UnitOfWork, ours: Home) -> None:
    async with acting(uow, ours.guardian_id, uow.now - 8 * _DAY) as mother:
        for weekday, since, until in ((4, "19:00", "21:00"), (6, "09:30", "11:30")):
            new = AvailabilityNew(weekday=weekday, from_time=since, to_time=until, place_kind="home")
            await availability.add_availability(mother, ours.student_id, new)


async def _propose(uow: UnitOfWork, cast: Cast, at: datetime) -> None:
    new = VisitNew(
        student_id=cast.ours.student_id,
        starts_at=at,
        minutes=60,
        mode="onsite",
        team=frozenset({cast.teacher_id}),
        message="开学两个多月了，想到家里坐坐，听听你们的想法。",
    )
    async with acting(uow, cast.teacher_id, uow.now - 2 * _HOUR) as teacher:
        await visits.add_visit(teacher, new)


async def _contacted(
    uow: UnitOfWork, teacher_id: UUID, home: Home, at: datetime, channel: ContactChannel, note: str | None
) -> None:
    new = ContactNew(student_id=home.student_id, channel=channel, at=at, guardian_id=home.guardian_id, note=note)
    async with acting(uow, teacher_id, at) as teacher:
        await contacts.add_contact(teacher, new)
