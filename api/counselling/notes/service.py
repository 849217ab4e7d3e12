"""Session notes (C7): written by the counsellor, opened by them and the named custodians, each look on record."""

from datetime import timedelta
from uuid import UUID

from api.core import access, drafts
from api.core.access import Action
from api.core.errors import NotFound, check_version
from api.core.parts import PartsEnded
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Grant, Purpose
from api.counselling import actions
from api.counselling.bookings import queries as bookings
from api.counselling.bookings import rules
from api.counselling.bookings.service import lock_begun
from api.counselling.notes import queries
from schemas.counselling.notes.rows import SessionNoteRow
from schemas.counselling.notes.wire import SessionNote, SessionNoteKept, SessionNoteNew
from schemas.counselling.rows import BookingRow

KEPT = timedelta(days=366 * 6)
"""How long a note may be opened: a student's years at a school. The file's retention will say more (S5)."""


async def set_note(uow: UnitOfWork, booking_id: UUID, new: SessionNoteNew, version: int) -> SessionNoteKept:
    """The counsellor writes or changes the note of a session that has begun; `version` 0 for the first.

    Raises NotFound, Stale, BookingClosed, BookingNotBegun.
    """
    row = await lock_begun(uow, actions.SESSION_NOTE_WRITE, booking_id)
    before = await queries.find_latest(uow.conn, row.org_id, booking_id)
    check_version(before.version if before else 0, version)
    note_id = await uow.vault.seal(uow, "session_note", new.text, [row.student_id], await _grants(uow, row))
    account_id = uow.actor.account_id
    await queries.add_note(uow.conn, row.org_id, booking_id, version + 1, note_id, account_id, uow.now)
    await drafts.remove_own(uow, "session_note", booking_id)
    uow.changed(actions.SESSION_NOTE_WRITE, "session_note", booking_id)
    uow.object_id = booking_id
    return SessionNoteKept(booking_id=booking_id, version=version + 1, written_at=uow.now)


async def get_kept(uow: Reading, booking_id: UUID) -> SessionNoteKept:
    """That it is kept, for a phone that asks again. Raises NotFound."""
    _, note = await _find(uow, booking_id, actions.SESSION_NOTE_WRITE)
    return SessionNoteKept(booking_id=booking_id, version=note.version, written_at=note.written_at)


async def get_note(uow: UnitOfWork, booking_id: UUID) -> SessionNote:
    """The note, for its counsellor and today's custodians; the look is audited (P2).

    Raises NotFound (for family of the student, too), StepUpNeeded, Erased.
    """
    row, note = await _find(uow, booking_id, actions.SESSION_NOTE_READ)
    await _let_custodian(uow, row, note)
    names = dict(zip(row.person_ids, row.person_names, strict=True))
    return SessionNote(
        booking_id=booking_id,
        version=note.version,
        written_at=note.written_at,
        written_by=names.get(note.written_by, ""),
        text=await uow.vault.open(uow, note.note_id),
    )


async def _find(uow: Reading, booking_id: UUID, action: Action) -> tuple[BookingRow, SessionNoteRow]:
    row = await bookings.find_booking(uow.conn, uow.actor.org_id, booking_id)
    uow.require(action, rules.counsellor_resource(row, booking_id, uow.actor))
    note = await queries.find_latest(uow.conn, row.org_id, booking_id) if row else None
    if row is None or note is None:
        raise NotFound
    return row, note


async def _let_custodian(uow: UnitOfWork, row: BookingRow, note: SessionNoteRow) -> None:
    """Who became custodian after the note was written is granted it here; who is family of the student never (DESIGN 7)."""
    account_id = uow.actor.account_id
    if account_id == row.counsellor_id:
        return
    if rules.is_family(row, uow.actor):
        raise NotFound
    system_uow = uow.acting_as(access.system(uow.actor.org_id))  # given by rule, so by nobody
    await uow.vault.grant(system_uow, note.note_id, [_grant(row, account_id, "custodian")])


async def _grants(uow: Reading, row: BookingRow) -> list[Grant]:
    custodians = await queries.list_custodians(uow.conn, row.org_id, row.student_id)
    return [_grant(row, uow.actor.account_id, "counsellor"), *(_grant(row, one, "custodian") for one in custodians)]


def _grant(row: BookingRow, account_id: UUID, purpose: Purpose) -> Grant:
    return Grant(account_id=account_id, purpose=purpose, until=row.ends_at + KEPT)


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Who counsels no more has no drafts of session notes. Who is away for a time finds them again."""
    over = [one.account_id for one in event.of("role") if one.role == "counsellor" and one.how != "on_leave"]
    if over:
        await drafts.remove_of(uow, over, "session_note")
