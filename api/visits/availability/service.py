"""When visits suit a family: a guardian says so for their own child; class teacher and visiting team read it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core import access
from api.core.access import Action, Resource
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.local_time import clock, local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.school_calendar import service as school_calendar
from api.visits import actions
from api.visits.availability import queries, rules
from api.visits.availability.queries import FamilyStudent
from api.visits.errors import TooManyOffers, wrong
from schemas.school_calendar.rows import OrgCalendar
from schemas.visits.rows import AvailabilityRow, FamilyAvailabilityRow, VisitRow
from schemas.visits.screens.wire import MyAvailability
from schemas.visits.wire import Availability, AvailabilityNew, FreeTime, VisitMode

MOST_GIVEN = 40
"""Entries of a family that are looked through for what it gave before."""


async def list_availability(uow: Reading, student_id: UUID) -> list[Availability]:
    """What a student's family availability from today on (V9). Raises NotFound."""
    student = await _student(uow, student_id)
    people = frozenset(student.team_ids) if student else frozenset[UUID]()
    uow.require(actions.AVAILABILITY_READ, _resource(uow, student_id, student, people))
    if student is None:
        raise NotFound
    today = local_day(uow.now, student.time_zone)
    rows = await queries.list_availability(uow.conn, uow.actor.org_id, student_id, today)
    return await _to_wire(uow, rows)


async def add_availability(uow: UnitOfWork, student_id: UUID, new: AvailabilityNew) -> Availability:
    """A guardian gives a time for the child; it takes in their own that overlap or touch it. Raises NotFound, Invalid, TooManyOffers."""
    student = await _student(uow, student_id)
    uow.require(actions.AVAILABILITY_EDIT, _resource(uow, student_id, student, frozenset()))
    if student is None or student.actor_name is None:
        raise NotFound
    today = local_day(uow.now, student.time_zone)
    if fault := rules.wrong_availability(new, today):
        raise wrong(uow, *fault)
    found = rules.joined(new, own := await _list_of_actor(uow, student_id, today))
    if len(own) - len(found.absorbed) >= rules.MOST:
        raise TooManyOffers
    for one in sorted(found.absorbed):
        await queries.end_availability(uow.conn, uow.actor.org_id, one, uow.now)
    row = await _row(uow, student_id, uow.actor.account_id, student.actor_name, found.new)
    await queries.add_availability(uow.conn, uow.actor.org_id, row)
    uow.changed(actions.AVAILABILITY_EDIT, "availability", row.availability_id)
    return rules.to_wire(row, new.place, uow.actor)


async def _list_of_actor(uow: Reading, student_id: UUID, today: date) -> list[Availability]:
    rows = await queries.list_availability(uow.conn, uow.actor.org_id, student_id, today)
    return await _to_wire(uow, [row for row in rows if row.guardian_id == uow.actor.account_id])


async def get_availability(uow: Reading, availability_id: UUID) -> Availability:
    """One entry of the actor's child, for a repeated request. Raises NotFound."""
    [entry] = await _to_wire(uow, [await _find(uow, availability_id, actions.AVAILABILITY_EDIT)])
    return entry


async def end_availability(uow: UnitOfWork, availability_id: UUID) -> Availability:
    """Takes the actor's own entry back; visits agreed on stay. A second time changes nothing. Raises NotFound."""
    row = await _find(uow, availability_id, actions.AVAILABILITY_END)
    if await queries.end_availability(uow.conn, uow.actor.org_id, availability_id, uow.now):
        uow.changed(actions.AVAILABILITY_END, "availability", row.availability_id)
    uow.object_id = availability_id
    return await get_ended(uow, availability_id)


async def get_ended(uow: Reading, availability_id: UUID) -> Availability:
    """The actor's own entry that was taken back, also for a repeated request. Raises NotFound."""
    [entry] = await _to_wire(uow, [await _find(uow, availability_id, actions.AVAILABILITY_END)])
    return entry


async def list_given(uow: Reading, student_id: UUID, guardian_ids: Sequence[UUID]) -> list[Availability]:
    """What these guardians gave: open entries first, then what they took back, the newest first. For campaigns, which have checked who asks."""
    rows = await queries.list_given(uow.conn, uow.actor.org_id, student_id, guardian_ids, MOST_GIVEN)
    return await _to_wire(uow, rows)


async def list_families(uow: Reading, student_ids: Iterable[UUID]) -> list[FamilyAvailabilityRow]:
    """What these families give from today on. For campaigns, which have checked who asks; the places stay sealed."""
    return await queries.list_family_availability(uow.conn, uow.actor.org_id, student_ids, uow.now)


async def replace_given(uow: UnitOfWork, student_id: UUID, guardian_id: UUID, times: Sequence[AvailabilityNew]) -> None:
    """Makes these the times that one guardian gives; agreed visits stay. For campaigns, which have checked who asks. Raises Invalid."""
    today = local_day(uow.now, uow.actor.zone)
    if found := next((w for new in times if (w := rules.wrong_availability(new, today))), None):
        raise wrong(uow, "$.times", found[1])
    await queries.end_given(uow.conn, uow.actor.org_id, student_id, guardian_id, uow.now)
    for new in rules.merged(times):
        row = await _row(uow, student_id, guardian_id, "", new)
        await queries.add_availability(uow.conn, uow.actor.org_id, row)
    uow.changed(actions.AVAILABILITY_EDIT, "availability", student_id)


async def free_times(
    uow: Reading, visit: VisitRow, sibling_ids: Sequence[UUID], busy: Iterable[rules.Span], family: rules.Family
) -> list[FreeTime]:
    """The family's availability less taken time, also what is given for siblings at the same home. For visits, which have checked who asks."""
    calendar = await school_calendar.load(uow)
    zone = ZoneInfo(calendar.time_zone)
    availability = await _list_of_home(uow, visit, sibling_ids, zone)
    if visit.student_id in uow.actor.child_ids:
        availability = rules.of_guardian(availability, uow.actor.account_id)
    length = visit.ends_at - visit.starts_at
    return _open(rules.free_times(availability, busy, zone, uow.now, length, visit.mode, family), calendar)


async def find_host(uow: Reading, student_id: UUID, span: rules.Span, place: str | None) -> UUID | None:
    """At which guardian's place a visit at this time is. `place`: where, if not at home. For visits, which have checked who asks."""
    zone = uow.actor.zone
    rows = await queries.list_availability(uow.conn, uow.actor.org_id, student_id, local_day(uow.now, zone))
    if place is not None:
        rows = rules.only_at(rows, await _places(uow, rules.away_at(rows, span, zone)), place)
    return rules.host_of(rows, span, zone, named=place is not None)


async def find_place(
    uow: Reading, student_ids: Iterable[UUID], guardian_ids: Collection[UUID], span: rules.Span
) -> str | None:
    """Where a family offers this time, None for its home. `guardian_ids`: whose places count. For campaigns, which have checked who asks."""
    rows = await queries.list_family_availability(uow.conn, uow.actor.org_id, student_ids, uow.now)
    return None if rules.offers_home(rows, span, uow.actor.zone) else await _first_place(uow, rows, guardian_ids, span)


async def follow_place(
    uow: Reading,
    student_id: UUID,
    guardian_ids: Collection[UUID],
    spans: tuple[rules.Span, rules.Span],
    place: str | None,
) -> str | None:
    """Where a visit is that moves from one time to another: as the family offers the new one.

    What was agreed besides stays: another place than a home that was offered for the old time, or a time that nobody offered. For visits.
    """
    (old, new), zone = spans, uow.actor.zone
    rows = await queries.list_availability(uow.conn, uow.actor.org_id, student_id, local_day(uow.now, zone))
    if rules.offers_home(rows, new, zone):
        return place if rules.offers_home(rows, old, zone) else None
    return await _first_place(uow, rows, guardian_ids, new) or place


async def _first_place(
    uow: Reading, rows: Iterable[AvailabilityRow], guardian_ids: Collection[UUID], span: rules.Span
) -> str | None:
    away = [row for row in rules.away_at(rows, span, uow.actor.zone) if row.guardian_id in guardian_ids]
    return next(iter((await _places(uow, away[:1])).values()), None)


async def _list_of_home(
    uow: Reading, visit: VisitRow, sibling_ids: Sequence[UUID], zone: ZoneInfo
) -> list[AvailabilityRow]:
    """What the student's guardians of today give, for the student first and then for siblings, if it is not for somewhere else.

    Of a sibling's other guardians nothing counts: they may be barred from the student.
    """
    own = await queries.list_availability(uow.conn, uow.actor.org_id, visit.student_id, local_day(uow.now, zone))
    if not sibling_ids:
        return own
    beside = await queries.list_family_availability(uow.conn, uow.actor.org_id, sibling_ids, uow.now)
    return [*own, *(row for row in beside if row.place_kind != "elsewhere" and row.guardian_id in visit.guardian_ids)]


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A family's availability and the free times they give."""

    availability: list[Availability]
    times: list[FreeTime]


async def offered(
    uow: Reading, student_id: UUID, busy: Sequence[rules.Span], family: rules.Family, length: timedelta
) -> Offered:
    """The family's availability and their times less taken time, of both modes. For the form, which has checked who asks."""
    calendar = await school_calendar.load(uow)
    zone = ZoneInfo(calendar.time_zone)
    rows = await queries.list_availability(uow.conn, uow.actor.org_id, student_id, local_day(uow.now, zone))
    modes: tuple[VisitMode, ...] = ("onsite", "video")
    found = [t for mode in modes for t in rules.free_times(rows, busy, zone, uow.now, length, mode, family)]
    times = sorted(_open(found, calendar), key=lambda t: t.starts_at)
    return Offered(availability=await _to_wire(uow, rows), times=times)


def _open(times: Iterable[FreeTime], calendar: OrgCalendar) -> list[FreeTime]:
    """Those within the hours for visits, and on no day on which the organisation is closed."""
    return [
        t
        for t in times
        if school_calendar.within_visit_hours(calendar, t.starts_at, t.ends_at)
        and not school_calendar.is_closed(calendar, local_day(t.starts_at, calendar.time_zone))
    ]


async def list_own(uow: Reading) -> list[MyAvailability]:
    """What the families of the actor's children here entry; nothing, and no query, for whom has none."""
    child_ids = access.reach(uow.actor, actions.AVAILABILITY_EDIT).student_ids
    if not child_ids:
        return []
    rows = await queries.list_family_availability(uow.conn, uow.actor.org_id, child_ids, uow.now)
    return [rules.mine(row, entry, uow.actor) for row, entry in zip(rows, await _to_wire(uow, rows), strict=True)]


async def _student(uow: Reading, student_id: UUID) -> FamilyStudent | None:
    actor = uow.actor
    return await queries.find_student(uow.conn, actor.org_id, student_id, actor.account_id, uow.now)


def _resource(uow: Reading, student_id: UUID, student: FamilyStudent | None, people: frozenset[UUID]) -> Resource:
    class_id = student.class_id if student else None
    return Resource(
        org_id=uow.actor.org_id, kind="availability", student_id=student_id, class_id=class_id, people=people
    )


async def _find(uow: Reading, availability_id: UUID, action: Action) -> AvailabilityRow:
    row = await queries.find_availability(uow.conn, uow.actor.org_id, availability_id)
    # It is its author's own while they are a guardian of the child: one parent does not remove the other's times.
    author = {row.guardian_id} if row and row.student_id in uow.actor.child_ids else set[UUID]()
    resource = Resource(
        org_id=uow.actor.org_id,
        kind="availability",
        resource_id=availability_id,
        student_id=row.student_id if row else None,
        people=frozenset(author),
    )
    uow.require(action, resource)
    if row is None:
        raise NotFound
    return row


async def _row(uow: Reading, student_id: UUID, guardian_id: UUID, name: str, new: AvailabilityNew) -> AvailabilityRow:
    availability_id = uuid7()
    return AvailabilityRow(
        availability_id=availability_id,
        student_id=student_id,
        guardian_id=guardian_id,
        guardian_name=name,
        weekday=new.weekday,
        on_date=new.on_date,
        from_time=time.fromisoformat(new.from_time),
        to_time=clock(new.to_time),
        place_kind=new.place_kind,
        place_sealed=await _seal(uow, availability_id, new.place),
        created_at=uow.now,
        ended_at=None,
    )


async def _seal(uow: Reading, availability_id: UUID, place: str | None) -> bytes | None:
    if place is None:
        return None
    at = _place(availability_id)
    return (await uow.vault.seal_fields(uow.actor.org_id, {at: place.encode()}))[at]


async def _to_wire(uow: Reading, rows: Sequence[AvailabilityRow]) -> list[Availability]:
    places = await _places(uow, [r for r in rows if not rules.is_closed(r, uow.actor)])
    return [rules.to_wire(r, places.get(r.availability_id), uow.actor) for r in rows]


async def _places(uow: Reading, rows: Iterable[AvailabilityRow]) -> dict[UUID, str]:
    """The places that these entries name, opened."""
    sealed = {r.availability_id: r.place_sealed for r in rows if r.place_sealed is not None}
    opened = await uow.vault.open_fields(uow.actor.org_id, {_place(a): t for a, t in sealed.items()}) if sealed else {}
    return {one: opened[_place(one)].decode() for one in sealed}


def _place(availability_id: UUID) -> str:
    """Where a sealed place belongs."""
    return f"visit_offer:{availability_id}"  # the label of what is stored
