"""The demo's home visits: some that were made, one that waits for the mother's answer, her free times, and contacts."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.unit import Unit
from api.counselling.slots.rules import instant
from api.roster.demo.cast import Cast, Home, acting
from api.visits.contacts import service as contacts
from api.visits.coverage.queries import get_zone
from api.visits.offers import service as offers
from api.visits.records import service as records
from api.visits.visits import service as visits
from schemas.visits import (
    ContactChannel,
    ContactNew,
    FollowUpNew,
    OfferNew,
    Recommended,
    RecordNew,
    Visit,
    VisitNew,
    Way,
)

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_EVENING = time(19, 30)
_VISITED: tuple[tuple[int, Way], ...] = (
    (34, "on_site"),
    (27, "on_site"),
    (20, "online"),
    (13, "on_site"),
    (6, "on_site"),
)
"""So many days ago, and how."""
_CONTACTS: tuple[tuple[int, ContactChannel, str | None], ...] = (
    (18, "phone", "问了最近的作业情况，妈妈说晚上写得比较晚。"),
    (12, "message", None),
    (9, "contact_book", None),
    (3, "phone", "孩子感冒请假两天，家长会补交请假条。"),
)


async def live(unit: Unit, cast: Cast) -> None:
    """Adds them where the class has no visit yet."""
    async with acting(unit, cast.teacher_id, unit.now) as teacher:
        if await visits.list_visits(teacher, unit.now - 3000 * _DAY, None, None, 1):
            return
    zone = ZoneInfo(await get_zone(unit.conn, unit.actor.org_id))
    today = unit.now.astimezone(zone).date()
    for (days, way), home in zip(_VISITED, cast.others, strict=False):
        await _visited(unit, cast.teacher_id, home, instant(today - days * _DAY, _EVENING, zone), way)
    await _agreed(unit, cast.teacher_id, cast.others[-1], instant(today - _DAY, _EVENING, zone), "on_site")
    await _offer(unit, cast.ours)
    await _propose(unit, cast, instant(_thursday(today), _EVENING, zone))
    for (days, channel, note), home in zip(_CONTACTS, cast.others[3:], strict=False):
        await _contacted(unit, cast.teacher_id, home, unit.now - days * _DAY, channel, note)


def _thursday(today: date) -> date:
    """The first one that leaves the family two days to answer."""
    first = today + 2 * _DAY
    return first + (3 - first.weekday()) % 7 * _DAY


async def _agreed(unit: Unit, teacher_id: UUID, home: Home, at: datetime, way: Way) -> Visit:
    """A visit that was agreed, and took place when `at` is past; it waits to be written down."""
    new = VisitNew(student_id=home.student_id, starts_at=at, minutes=60, way=way, team=frozenset({teacher_id}))
    async with acting(unit, teacher_id, at - 4 * _DAY) as teacher:
        visit = await visits.add_visit(teacher, new)
    async with acting(unit, home.guardian_id, at - 3 * _DAY) as guardian:
        return await visits.confirm_visit(guardian, visit.visit_id, visit.version)


async def _visited(unit: Unit, teacher_id: UUID, home: Home, at: datetime, way: Way) -> None:
    visit = await _agreed(unit, teacher_id, home, at, way)
    async with acting(unit, teacher_id, at + _HOUR) as teacher:
        await records.add_record(teacher, visit.visit_id, _record(at), visit.version)


def _record(at: datetime) -> RecordNew:
    return RecordNew(
        at_home="有自己的书桌，放学后先写作业，周末和爷爷下棋。",
        family_says="希望老师多鼓励他举手发言。",
        guidance="每天留半小时说说学校里的事，手机放在客厅充电。",
        recommended=[Recommended(kind="book", name="正面管教")],
        follow_ups=[FollowUpNew(due_on=(at + 21 * _DAY).date(), text="电话问问作息有没有早一点。")],
    )


async def _offer(unit: Unit, ours: Home) -> None:
    async with acting(unit, ours.guardian_id, unit.now - 8 * _DAY) as mother:
        for weekday, since, until in ((4, "19:00", "21:00"), (6, "09:30", "11:30")):
            new = OfferNew(weekday=weekday, from_time=since, to_time=until, place_kind="home")
            await offers.add_offer(mother, ours.student_id, new)


async def _propose(unit: Unit, cast: Cast, at: datetime) -> None:
    new = VisitNew(
        student_id=cast.ours.student_id,
        starts_at=at,
        minutes=60,
        way="on_site",
        team=frozenset({cast.teacher_id}),
        message="开学两个多月了，想到家里坐坐，听听你们的想法。",
    )
    async with acting(unit, cast.teacher_id, unit.now - 2 * _HOUR) as teacher:
        await visits.add_visit(teacher, new)


async def _contacted(
    unit: Unit, teacher_id: UUID, home: Home, at: datetime, channel: ContactChannel, note: str | None
) -> None:
    new = ContactNew(student_id=home.student_id, channel=channel, at=at, guardian_id=home.guardian_id, note=note)
    async with acting(unit, teacher_id, at) as teacher:
        await contacts.add_contact(teacher, new)
