"""Bookings: made, moved, cancelled, closed. Claims decide who gets a time; everything else follows in the transaction."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from api.core import claims, tasks
from api.core.access import Action, Role
from api.core.claims import Span
from api.core.errors import NotFound, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Grant
from api.counselling import actions
from api.counselling.bookings import checking, queries, rules
from api.counselling.bookings.checking import Checked
from api.counselling.errors import BookingClosed, BookingNotBegun, BookingOver, missing, wrong
from api.counselling.providers import service as providers
from schemas.counselling.hours.rows import OfferedSlot
from schemas.counselling.rows import BookingRow, Known
from schemas.counselling.tasks import BookingChanged
from schemas.counselling.wire import Booking, BookingMove, BookingNew, BookingNote, BookingOutcome
from schemas.figures.rows import Counselled

NOTE_KEPT = timedelta(days=14)
"""How long after the slot its counsellor may open the note."""


async def add_booking(uow: UnitOfWork, new: BookingNew) -> Booking:
    """Books a free time for a student (C1, C4). Raises NotFound, Invalid, SlotNotOffered, FamilyBusy, TimeTaken."""
    return await add_checked(uow, await check_booking(uow, new))


async def check_booking(uow: Reading, new: BookingNew) -> Checked:
    """Whether a booking may be made, as far as a read can tell. Raises what `add_booking` raises."""
    return await checking.check_new(uow, new)


async def add_checked(uow: UnitOfWork, checked: Checked) -> Booking:
    """Writes a booking that was checked. Raises TimeTaken when somebody was faster."""
    row = checked.row
    if checked.note is not None:
        row = msgspec.structs.replace(row, note_id=await _seal(uow, row, checked.note))
    await claims.take(uow.conn, row.booking_id, "counselling", _spans(row), uow.now)
    await queries.add_booking(uow.conn, row, uow.actor.account_id)
    await _changed(uow, actions.BOOKING_ADD, row.booking_id)
    return rules.to_wire(row, uow.actor, uow.now)


async def get_booking(uow: Reading, booking_id: UUID) -> Booking:
    """A booking the actor takes part in. Raises NotFound."""
    row = await queries.find_booking(uow.conn, uow.actor.org_id, booking_id)
    uow.require(actions.BOOKING_READ, rules.resource_of(row, booking_id, uow.actor))
    if row is None:
        raise NotFound
    return rules.to_wire(row, uow.actor, uow.now)


async def move_booking(uow: UnitOfWork, booking_id: UUID, move: BookingMove, version: int) -> Booking:
    """Moves a coming booking; the old time is released only when the new one is taken.

    Raises NotFound, Stale, Invalid, BookingClosed, BookingOver, SlotNotOffered, FamilyBusy, TimeTaken.
    """
    row = await _locked(uow, booking_id)
    _check_coming(uow, row)
    check_version(row.version, version)
    family = checking.family_moved(uow.actor, row)
    context = await checking.get_context(uow, move.counsellor_id, move.starts_at, row.student_id, family)
    student = await checking.find_student(uow, context, row.student_id)
    if student is None and rules.is_client(uow.actor.roles):
        raise NotFound  # the centre serves their school no more, or they left it: another time would be a new booking
    guardians = (g.account_id for g in student.guardians) if student else ()
    if move.counsellor_id in {*rules.attending(row), *guardians, *context.barred_ids}:
        raise wrong(uow, "$.counsellorId", "related")
    if move.starts_at != row.starts_at:
        checking.check_time(uow, move.starts_at)
    slot = checking.find_slot(uow, context, move)
    if context.family_busy_at != row.starts_at:  # else it is the booking itself
        checking.check_family(context, slot)
    moved = rules.placed(row, slot, move.mode, await _room(uow, move, slot), uow.now)
    await claims.move(uow.conn, booking_id, "counselling", _spans(moved), _subjects(row), uow.now)
    await queries.move_booking(uow.conn, moved)
    await _pass_note_on(uow, row, moved)
    await _changed(uow, actions.BOOKING_CHANGE, booking_id)
    return rules.to_wire(moved, uow.actor, uow.now)


async def cancel_booking(uow: UnitOfWork, booking_id: UUID, version: int) -> Booking:
    """Cancels a coming booking and gives its time back; a second time changes nothing.

    Raises NotFound, Stale, BookingClosed, BookingOver.
    """
    row = await _locked(uow, booking_id)
    if row.state != "cancelled":
        _check_coming(uow, row)
        check_version(row.version, version)
        await queries.set_state(uow.conn, row.org_id, booking_id, "cancelled", uow.now)
        await claims.release(uow.conn, booking_id, _subjects(row))
        await _changed(uow, actions.BOOKING_CHANGE, booking_id)
        row = msgspec.structs.replace(row, state="cancelled", version=row.version + 1, updated_at=uow.now)
    uow.object_id = booking_id
    return rules.to_wire(row, uow.actor, uow.now)


async def lock_begun(uow: UnitOfWork, action: Action, booking_id: UUID) -> BookingRow:
    """Locks a booking of the counsellor that has begun. Raises NotFound, BookingClosed, BookingNotBegun."""
    row = await queries.lock_booking(uow.conn, uow.actor.org_id, booking_id)
    uow.require(action, rules.counsellor_resource(row, booking_id, uow.actor))
    if row is None:
        raise NotFound
    if row.state == "cancelled":
        raise BookingClosed
    if row.starts_at > uow.now:
        raise BookingNotBegun
    return row


async def close_booking(uow: UnitOfWork, booking_id: UUID, outcome: BookingOutcome, version: int) -> Booking:
    """The counsellor notes that a session took place or was missed. Raises NotFound, Stale, BookingClosed, …NotBegun."""
    row = await lock_begun(uow, actions.BOOKING_CLOSE, booking_id)
    check_version(row.version, version)
    await queries.set_state(uow.conn, row.org_id, booking_id, outcome.state, uow.now)
    uow.changed(actions.BOOKING_CLOSE, "booking", booking_id)
    row = msgspec.structs.replace(row, state=outcome.state, version=row.version + 1, updated_at=uow.now)
    return rules.to_wire(row, uow.actor, uow.now)


async def get_note(uow: UnitOfWork, booking_id: UUID) -> BookingNote:
    """What a booking is about, for its counsellor; the look is audited (P2). Raises NotFound, StepUpNeeded, Erased."""
    row = await queries.find_booking(uow.conn, uow.actor.org_id, booking_id)
    uow.require(actions.BOOKING_NOTE_READ, rules.counsellor_resource(row, booking_id, uow.actor))
    if row is None or row.note_id is None:
        raise NotFound
    return BookingNote(text=await uow.vault.open(uow, row.note_id))


async def _locked(uow: UnitOfWork, booking_id: UUID) -> BookingRow:
    row = await queries.lock_booking(uow.conn, uow.actor.org_id, booking_id)
    uow.require(actions.BOOKING_CHANGE, rules.resource_of(row, booking_id, uow.actor))
    if row is None:
        raise NotFound
    return row


def _check_coming(uow: Reading, row: BookingRow) -> None:
    if row.state != "confirmed":
        raise BookingClosed
    if row.starts_at <= uow.now:
        raise BookingOver


async def _room(uow: Reading, move: BookingMove, slot: OfferedSlot) -> Known | None:
    """The other room that staff chose. Raises Invalid, NotFound."""
    if move.room_id is None or move.room_id == slot.hours.room_id:
        return None
    if Role.STAFF not in uow.actor.roles:
        raise wrong(uow, "$.roomId", "not-allowed")
    room = await providers.find_room(uow, move.room_id)
    if room is None or room.provider_id != slot.hours.provider_id:
        raise missing(uow, "$.roomId", "not-found")
    return Known(account_id=room.room_id, name=room.name)


async def _seal(uow: UnitOfWork, row: BookingRow, note: str) -> UUID:
    grant = Grant(account_id=row.counsellor_id, purpose="counsellor", until=row.ends_at + NOTE_KEPT)
    return await uow.vault.seal(uow, "booking_note", note, students=[row.student_id], grants=[grant])


async def _pass_note_on(uow: UnitOfWork, before: BookingRow, after: BookingRow) -> None:
    """Gives the note's grant to the new counsellor and ends the old one's."""
    if before.note_id is None:
        return
    if before.counsellor_id != after.counsellor_id:
        await uow.vault.end_grants(uow, before.note_id, before.counsellor_id)
    grant = Grant(account_id=after.counsellor_id, purpose="counsellor", until=after.ends_at + NOTE_KEPT)
    await uow.vault.grant(uow, before.note_id, [grant])


def _spans(row: BookingRow) -> list[Span]:
    """Spans of counsellor and room with the buffer, and of attendees without it."""
    places = [row.counsellor_id, *([row.room_id] if row.room_id else [])]
    held = [Span(subject_id=s, starts_at=row.starts_at, ends_at=row.claim_until) for s in places]
    return held + [Span(subject_id=s, starts_at=row.starts_at, ends_at=row.ends_at) for s in _attending(row)]


def _subjects(row: BookingRow) -> list[UUID]:
    return [s.subject_id for s in _spans(row)]


def _attending(row: BookingRow) -> list[UUID]:
    """A private booking takes another subject than the student, so that no parent or teacher meets it as a conflict."""
    people = rules.attending(row)
    return [claims.private(p) if row.private and p == row.student_id else p for p in people]


async def count_students(uow: Reading, since: datetime) -> Counselled:
    """How many students had or have a talk since then: for the school's figures, which suppress it."""
    uow.require_system()
    return await queries.count_students(uow.conn, uow.actor.org_id, since)


async def _changed(uow: UnitOfWork, action: Action, booking_id: UUID) -> None:
    """Notes the change, and plans the one task that tells people and calendars."""
    uow.changed(action, "booking", booking_id)
    task = BookingChanged(booking_id=booking_id, by=uow.actor.account_id)
    await tasks.enqueue(uow, BookingChanged.kind, f"{booking_id}", task, uow.now)
