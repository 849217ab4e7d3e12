"""Free times: what hours offer, less what claims have taken in any organisation."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core import claims
from api.core.access import Actor
from api.core.local_time import local_day
from api.core.unit_of_work import Reading
from api.counselling import actions
from api.counselling.bookings.rules import is_client
from api.counselling.clients import serving
from api.counselling.errors import missing, wrong
from api.counselling.slots import queries, rules
from api.school_calendar import service as school_calendar
from schemas.counselling.hours.rows import DatedException, OfferedSlot, WeeklyHours
from schemas.counselling.hours.wire import Mode
from schemas.counselling.wire import Slot, SlotCounsellor, SlotProvider, Slots

DEFAULT_RANGE = timedelta(days=14)
MAX_RANGE = timedelta(days=31)
_DAY = timedelta(days=1)


async def list_slots(
    uow: Reading,
    start: datetime | None,
    end: datetime | None,
    counsellor_id: UUID | None,
    mode: Mode | None,
    provider_id: UUID | None,
    student_id: UUID | None,
) -> Slots:
    """Free times between two instants, 31 days at most; by default the next 14. Raises Invalid, NotFound."""
    uow.require_org(actions.SLOT_READ, "slot")
    family = family_of(uow.actor, student_id)
    if family is None:
        raise missing(uow, "$.studentId", "not-found")
    start, end = between(uow, start, end)
    calendar = await school_calendar.load(uow)
    zone = ZoneInfo(calendar.time_zone)
    offered = await offers(uow, counsellor_id, start, end)
    hours = [h for h in offered[0] if provider_id in {None, h.provider_id} and (mode is None or mode in h.modes)]
    busy = await _busy(uow, hours, family, start, end)
    start = max(start, rules.earliest(uow.now, uow.actor.roles))
    end = min(end, uow.now + rules.HORIZON)
    weekday_of = school_calendar.weekday_of(calendar)
    free = rules.free_slots(hours, offered[1], busy, zone, start, end, weekday_of, family)
    return _screen(zone, hours, free)


def family_of(actor: Actor, student_id: UUID | None) -> frozenset[UUID] | None:
    """Whose other appointments a family is not offered: the child's and the guardian's, or a student's own, private ones too.

    None: the student is not theirs. A guardian's list never misses a time for a child's private appointment.
    """
    if student_id is None:
        return frozenset()
    if student_id == actor.account_id:
        return frozenset({student_id, claims.private(student_id)})
    return frozenset({student_id, actor.account_id}) if student_id in actor.child_ids else None


def between(uow: Reading, start: datetime | None, end: datetime | None) -> tuple[datetime, datetime]:
    """The range asked for, with its defaults. Raises Invalid when it is not aware, empty, too long or far away."""
    for path, value in (("$.from", start), ("$.to", end)):
        if value is not None and (value.tzinfo is None or not abs(value - uow.now) < timedelta(days=3660)):
            raise wrong(uow, path, "range")
    start = start or uow.now
    end = end or start + DEFAULT_RANGE
    if end <= start:
        raise wrong(uow, "$.to", "order")
    if end - start > MAX_RANGE:
        raise wrong(uow, "$.to", "range")
    return start, end


async def offers(
    uow: Reading, counsellor_id: UUID | None, start: datetime, end: datetime
) -> tuple[list[WeeklyHours], list[DatedException]]:
    """Hours and exceptions that bear on a range: a day more at each end, whatever the zone, and the night before. Nothing for family that the centre serves no more."""
    if is_client(uow.actor.roles) and not await serving.list_schools(uow.conn):
        return [], []
    first, last = local_day(start, UTC) - 2 * _DAY, local_day(end, UTC) + 2 * _DAY
    hours = await queries.list_offered(uow.conn, uow.actor.org_id, counsellor_id, first)
    exceptions = await queries.list_exceptions(uow.conn, uow.actor.org_id, counsellor_id, first, last)
    return hours, exceptions


async def _busy(
    uow: Reading, hours: Sequence[WeeklyHours], family: frozenset[UUID], start: datetime, end: datetime
) -> list[rules.Taken]:
    rooms = {h.room_id for h in hours if h.room_id is not None}
    subjects = {h.counsellor_id for h in hours} | rooms
    rows = await claims.busy(uow.conn, subjects | family, start, end + _DAY, uow.now)
    return [(b.subject_id, b.starts_at, b.ends_at) for b in rows]


def _screen(zone: ZoneInfo, hours: Sequence[WeeklyHours], free: Sequence[OfferedSlot]) -> Slots:
    counsellors = {
        h.counsellor_id: SlotCounsellor(counsellor_id=h.counsellor_id, name=h.counsellor_name) for h in hours
    }
    providers = {h.provider_id: _provider(h) for h in hours}
    return Slots(
        time_zone=zone.key,
        counsellors=sorted(counsellors.values(), key=lambda c: (c.name, c.counsellor_id)),
        providers=sorted(providers.values(), key=lambda p: (p.name_zh, p.provider_id)),
        slots=[_slot(s) for s in free],
    )


def _provider(hours: WeeklyHours) -> SlotProvider:
    return SlotProvider(
        provider_id=hours.provider_id,
        kind=hours.provider_kind,
        name_zh=hours.provider_name_zh,
        name_en=hours.provider_name_en,
        address=hours.address,
        phone=hours.phone,
    )


def _slot(offered: OfferedSlot) -> Slot:
    hours = offered.hours
    return Slot(
        counsellor_id=hours.counsellor_id,
        provider_id=hours.provider_id,
        room_name=hours.room_name,
        modes=hours.modes,
        starts_at=offered.starts_at,
        ends_at=offered.ends_at,
    )
