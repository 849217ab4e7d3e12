"""Whether a time can be booked: what a read can tell before anything is written. The claim decides in the end."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec

from api.core import claims
from api.core.access import Actor, Resource, Role
from api.core.errors import NotFound, TimeTaken
from api.core.local_time import local_day
from api.core.unit_of_work import Reading
from api.counselling import actions
from api.counselling.bookings import queries, rules
from api.counselling.bookings.queries import Client, Context, Wish
from api.counselling.clients import serving
from api.counselling.errors import FamilyBusy, SlotNotOffered, wrong
from api.counselling.slots import rules as slot_rules
from api.school_calendar import service as school_calendar
from schemas.counselling.hours.rows import DatedException, OfferedSlot, WeeklyHours
from schemas.counselling.rows import BookingRow, BookingStudent, Known
from schemas.counselling.wire import BookingMove, BookingNew

_DAY = timedelta(days=1)

_hours = msgspec.json.Decoder(list[WeeklyHours])
_exceptions = msgspec.json.Decoder(list[DatedException])
_known = msgspec.json.Decoder(list[Known])


class Checked(msgspec.Struct, frozen=True):
    """A booking that may be made, and its note."""

    row: BookingRow
    note: str | None


async def check_new(uow: Reading, new: BookingNew) -> Checked:
    """Whether a booking may be made, as far as a read can tell. Raises what `add_booking` raises."""
    family = family_of(uow.actor, new)
    context = await get_context(uow, new.counsellor_id, new.starts_at, new.student_id, family)
    student = await find_student(uow, context, new.student_id)
    if (
        student is not None
        and context.student_name is None
        and not await serving.is_at_school(uow.conn, new.student_id)
    ):
        student = None  # a centre goes on with who left a school, and invites them to nothing new
    class_id = student.class_id if student else None
    resource = Resource(org_id=uow.actor.org_id, kind="booking", student_id=new.student_id, class_id=class_id)
    uow.require(actions.BOOKING_ADD, resource)
    if student is None:
        raise NotFound
    if found := rules.wrong_people(uow.actor, new, student, context.barred_ids):
        raise wrong(uow, *found)
    check_time(uow, new.starts_at)
    slot = find_slot(uow, context, new)
    if context.taken:
        raise TimeTaken
    check_family(context, slot)
    return Checked(_booking(uow, context, new, student, slot), new.note)


def check_family(context: Context, slot: OfferedSlot) -> None:
    """Whether the family is free, as far as a read can tell. Raises FamilyBusy: else they would read that somebody was faster."""
    if context.family_busy_at is not None and context.family_busy_at < slot.ends_at:
        raise FamilyBusy


def family_of(actor: Actor, new: BookingNew) -> tuple[UUID | None, UUID | None]:
    """Whose time a booking would take: the student's and the guardian's.

    What somebody else would learn of a student's private time is not asked.
    """
    how = rules.booked_as(actor, new)
    student: UUID | None = new.student_id
    if new.attends == "guardian" or (new.private and how != "student"):
        student = None
    elif new.private:
        student = claims.private(new.student_id)
    guardian = actor.account_id if how == "guardian" else new.guardian_id
    return student, guardian if new.attends != "student" else None


def family_moved(actor: Actor, row: BookingRow) -> tuple[UUID | None, UUID | None]:
    """The same of a booking that is to be moved."""
    comes = set(rules.attending(row))
    student: UUID | None = row.student_id if row.student_id in comes else None
    if student and row.private:
        student = claims.private(student) if student == actor.account_id else None
    return student, next(iter(sorted(comes - {row.student_id})), None)


async def get_context(
    uow: Reading,
    counsellor_id: UUID,
    starts_at: datetime,
    student_id: UUID,
    family: tuple[UUID | None, UUID | None] = (None, None),
) -> Context:
    """All that deciding on a time needs. `family`: whose time it would take. Raises NotFound when the organisation is closed."""
    # A time that cannot be booked is refused after access was checked; until then any day will do.
    at = starts_at if slot_rules.bookable(starts_at, uow.now, uow.actor.roles) else uow.now
    day = local_day(at, UTC)
    actor = uow.actor
    first, last = day - 2 * _DAY, day + 2 * _DAY
    wish = Wish(
        counsellor_id=counsellor_id,
        starts_at=at,
        first=first,
        last=last,
        student_id=student_id,
        student_subject=family[0],
        guardian_id=family[1],
    )
    context = await queries.find_context(uow.conn, actor.org_id, wish, actor.account_id, uow.now)
    if context is None:
        raise NotFound
    return context


async def find_student(uow: Reading, context: Context, student_id: UUID) -> BookingStudent | None:
    """The student from the roster; at a centre from the school it serves, or from the counsellor's earlier bookings."""
    if context.student_name is not None:
        guardians = _known.decode(context.guardians)
        return BookingStudent(
            student_id=student_id, name=context.student_name, class_id=context.class_id, guardians=guardians
        )
    if rules.is_client(uow.actor.roles):
        found = await _client(uow, student_id)
    elif Role.COUNSELLOR in uow.actor.roles:
        found = await queries.find_seen(uow.conn, uow.actor.org_id, student_id, uow.actor.account_id)
        if found:  # a counsellor who is family of theirs in a school is among the guardians that the school names
            found = await _client(uow, student_id) or found
    else:
        return None
    if found is None:
        return None
    return BookingStudent(
        student_id=student_id, name=found.name, class_id=None, guardians=_known.decode(found.guardians)
    )


async def _client(uow: Reading, student_id: UUID) -> Client | None:
    """The student, if the one who acts is family of theirs: asked as that person in their own schools."""
    for school_id in await serving.list_schools(uow.conn):
        with uow.elsewhere(school_id):
            found = await queries.find_client(uow.conn, school_id, student_id, uow.actor.account_id)
        if found:
            return found
    return None


def check_time(uow: Reading, starts_at: datetime) -> None:
    """Whether the start is one that can be booked now. Raises Invalid."""
    if found := slot_rules.wrong_time(starts_at, uow.now, uow.actor.roles):
        raise wrong(uow, "$.startsAt", found)


def find_slot(uow: Reading, context: Context, wanted: BookingNew | BookingMove) -> OfferedSlot:
    """The offered time that is wanted. Raises SlotNotOffered, Invalid."""
    hours, exceptions = _hours.decode(context.hours), _exceptions.decode(context.exceptions)
    weekday_of = school_calendar.weekday_of(school_calendar.decode(context.calendar))
    zone = ZoneInfo(context.time_zone)
    slot = slot_rules.offered(hours, exceptions, zone, wanted.counsellor_id, wanted.starts_at, weekday_of)
    if slot is None:
        raise SlotNotOffered
    if wanted.mode not in slot.hours.modes:
        raise wrong(uow, "$.mode", "not-offered")
    return slot


def _booking(uow: Reading, context: Context, new: BookingNew, student: BookingStudent, slot: OfferedSlot) -> BookingRow:
    hours, actor = slot.hours, uow.actor
    counsellor = Known(account_id=hours.counsellor_id, name=hours.counsellor_name)
    people = rules.people_of(actor, context.actor_name or "", counsellor, new, student)
    return BookingRow(
        booking_id=uuid4(),  # random: who sees the id must not learn when it was booked
        org_id=actor.org_id,
        org_name_zh=context.org_name_zh,
        org_name_en=context.org_name_en,
        time_zone=context.time_zone,
        counsellor_id=hours.counsellor_id,
        student_id=new.student_id,
        student_name=student.name,
        person_ids=[p.account_id for p in people],
        parts=[p.part for p in people],
        person_names=[p.name for p in people],
        attends=[p.attends for p in people],
        provider_id=hours.provider_id,
        provider_name_zh=hours.provider_name_zh,
        provider_name_en=hours.provider_name_en,
        address=hours.address,
        phone=hours.phone,
        room_id=hours.room_id,
        room_name=hours.room_name,
        mode=new.mode,
        booked_as=rules.booked_as(actor, new),
        private=new.private,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        claim_until=slot.claim_until,
        state="confirmed",
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
        note_id=None,
        session_note_version=0,
    )
