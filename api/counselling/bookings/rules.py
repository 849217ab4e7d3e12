"""Who takes part in a booking, who may do what with it, and what its reader is shown. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

from api.core import access
from api.core.access import Action, Actor, Resource, Role
from api.counselling import actions
from schemas.counselling.hours.rows import OfferedSlot
from schemas.counselling.hours.wire import Mode
from schemas.counselling.rows import BookingRow, BookingStudent, Known
from schemas.counselling.wire import BookedAs, Booking, BookingLine, BookingNew, BookingPerson

Wrong: TypeAlias = tuple[str, Literal["not-allowed", "not-found", "related"]]
"""The field that is wrong, and a code."""


def booked_as(actor: Actor, new: BookingNew) -> BookedAs:
    """As what the actor books (C4). Who is both parent and teacher of a student books as the parent."""
    if new.student_id == actor.account_id:
        return "student"
    if new.student_id in actor.child_ids:
        return "guardian"
    return "invitation" if new.counsellor_id == actor.account_id else "referral"


def wrong_people(actor: Actor, new: BookingNew, student: BookingStudent, barred_ids: Collection[UUID]) -> Wrong | None:
    """What is wrong with who is to come, or None. `barred_ids`: who may not come near the student."""
    guardian_ids = {g.account_id for g in student.guardians}
    if new.counsellor_id in {*guardian_ids, *barred_ids, new.student_id}:
        return "$.counsellorId", "related"
    if path := _not_allowed(booked_as(actor, new), actor, new):
        return path, "not-allowed"
    if new.guardian_id is not None and new.guardian_id not in guardian_ids:
        return "$.guardianId", "not-found"
    if new.attends != "student" and not guardian_ids:
        return "$.attends", "not-found"
    return None


def _not_allowed(how: BookedAs, actor: Actor, new: BookingNew) -> str | None:
    """The field that this way of booking does not give away: a parent's time is not a student's to give."""
    if new.private and (how not in {"student", "invitation"} or new.attends != "student" or new.guardian_id):
        return "$.private"
    if how == "student" and new.attends != "student":
        return "$.attends"
    if how == "student" and new.guardian_id:
        return "$.guardianId"
    return "$.guardianId" if how == "guardian" and new.guardian_id not in {None, actor.account_id} else None


def people_of(
    actor: Actor, actor_name: str, counsellor: Known, new: BookingNew, student: BookingStudent
) -> list[BookingPerson]:
    """Who takes part. The student, unless a guardian comes alone; the counsellor; guardians; who arranged it.

    Guardians take part when they book or are named by staff, and in what a student books openly. People who take part see the
    booking, get its messages and may change it; `attends` says whose time is taken.
    """
    how = booked_as(actor, new)
    people = [_person("counsellor", counsellor, attends=True)]
    if new.attends != "guardian":
        people.append(_person("student", Known(account_id=student.student_id, name=student.name), attends=True))
    comes = new.attends != "student"
    people += [_person("guardian", g, attends=comes) for g in _guardians(how, actor, new, student)]
    if how == "referral":
        people.append(_person("booker", Known(account_id=actor.account_id, name=actor_name), attends=False))
    return people


def _guardians(how: BookedAs, actor: Actor, new: BookingNew, student: BookingStudent) -> list[Known]:
    if new.private:
        return []
    if how == "student":
        return student.guardians
    if how == "guardian":
        return [g for g in student.guardians if g.account_id == actor.account_id]
    if new.guardian_id is not None:
        return [g for g in student.guardians if g.account_id == new.guardian_id]
    return student.guardians[:1] if new.attends != "student" else []


def _person(
    part: Literal["counsellor", "student", "guardian", "booker"], who: Known, *, attends: bool
) -> BookingPerson:
    return BookingPerson(account_id=who.account_id, part=part, name=who.name, attends=attends)


def resource_of(row: BookingRow | None, booking_id: UUID, actor: Actor) -> Resource:
    """What access looks at. A private booking names no student; a guardian counts only while the student is their child."""
    if row is None or is_closed(row, actor):
        return Resource(org_id=actor.org_id, kind="booking", resource_id=booking_id)
    people = frozenset(
        person
        for person, part in zip(row.person_ids, row.parts, strict=True)
        if part != "guardian" or row.student_id in actor.child_ids
    )
    student_id = None if row.private else row.student_id
    return Resource(
        org_id=row.org_id,
        kind="booking",
        resource_id=booking_id,
        student_id=student_id,
        people=people,
        about=row.student_id,
    )


def is_closed(row: BookingRow, actor: Actor) -> bool:
    """Whether a booking is closed to this sign-in: a private one of before the student's secret was reset, or any of before a PIN."""
    return (
        (row.private or actor.all_closed) and actor.closed_before is not None and row.created_at < actor.closed_before
    )


def counsellor_resource(row: BookingRow | None, booking_id: UUID, actor: Actor) -> Resource:
    """The booking as a resource of its counsellor alone."""
    people = frozenset({row.counsellor_id} if row else ())
    about = row.student_id if row else None
    return Resource(org_id=actor.org_id, kind="booking", resource_id=booking_id, people=people, about=about)


def is_family(row: BookingRow, actor: Actor) -> bool:
    """Whether the actor is the student's guardian, or comes as one: a centre has no roster that would say so."""
    comes = {who for who, part in zip(row.person_ids, row.parts, strict=True) if part in {"guardian", "student"}}
    return row.student_id in actor.child_ids or actor.account_id in comes


def attending(row: BookingRow) -> list[UUID]:
    """BookingStudent and guardians whose time a booking takes."""
    return [
        person
        for person, part, attends in zip(row.person_ids, row.parts, row.attends, strict=True)
        if attends and part in {"student", "guardian"}
    ]


def placed(row: BookingRow, slot: OfferedSlot, mode: Mode, room: Known | None, now: datetime) -> BookingRow:
    """The booking at another slot, one version on. `room`: another than the slot's."""
    hours = slot.hours
    swap = [part == "counsellor" for part in row.parts]
    return msgspec.structs.replace(
        row,
        counsellor_id=hours.counsellor_id,
        person_ids=[hours.counsellor_id if s else p for p, s in zip(row.person_ids, swap, strict=True)],
        person_names=[hours.counsellor_name if s else n for n, s in zip(row.person_names, swap, strict=True)],
        provider_id=hours.provider_id,
        provider_name_zh=hours.provider_name_zh,
        provider_name_en=hours.provider_name_en,
        address=hours.address,
        phone=hours.phone,
        room_id=room.account_id if room else hours.room_id,
        room_name=room.name if room else hours.room_name,
        mode=mode,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        claim_until=slot.claim_until,
        version=row.version + 1,
        updated_at=now,
    )


def to_wire(row: BookingRow, actor: Actor, now: datetime) -> Booking:
    """The booking as its reader sees it, with what they may do now."""
    coming = row.state == "confirmed" and row.starts_at > now
    change = coming and may(actor, actions.BOOKING_CHANGE, resource_of(row, row.booking_id, actor))
    begun = row.state != "cancelled" and row.starts_at <= now
    own = counsellor_resource(row, row.booking_id, actor)
    sealed = is_sealed(actor, private=row.private, student_id=row.student_id)
    return Booking(
        booking_id=row.booking_id,
        org_id=row.org_id,
        org_name_zh=row.org_name_zh,
        org_name_en=row.org_name_en,
        time_zone=row.time_zone,
        counsellor_id=row.counsellor_id,
        counsellor_name=row.person_names[row.parts.index("counsellor")],
        student_id=None if sealed else row.student_id,
        student_name=None if sealed else row.student_name,
        people=[p for p in _people(row) if not sealed or p.account_id == actor.account_id],
        provider_id=row.provider_id,
        provider_name_zh=row.provider_name_zh,
        provider_name_en=row.provider_name_en,
        address=row.address,
        phone=row.phone,
        room_id=row.room_id,
        room_name=row.room_name,
        mode=row.mode,
        booked_as=row.booked_as,
        private=row.private,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        version=row.version,
        updated_at=row.updated_at,
        can_move=change,
        can_cancel=change,
        can_close=begun and may(actor, actions.BOOKING_CLOSE, own),
        can_read_note=row.note_id is not None and may(actor, actions.BOOKING_NOTE_READ, own),
        can_write_session_note=begun and may(actor, actions.SESSION_NOTE_WRITE, own),
        session_note_version=_session_note_version(row, actor, own),
    )


def _session_note_version(row: BookingRow, actor: Actor, own: Resource) -> int | None:
    """The version of the session note, for a reader who may open it and is no family of the student."""
    opens = may(actor, actions.SESSION_NOTE_READ, own) and not is_family(row, actor)
    return row.session_note_version if opens else None


def is_sealed(actor: Actor, *, private: bool, student_id: UUID | None) -> bool:
    """Whether a booking's student stays unnamed: of a private one, but for the student, until the session has a second factor."""
    return private and actor.assurance < 2 and not actor.system and actor.account_id != student_id


def seal_line(line: BookingLine, actor: Actor) -> BookingLine:
    """The line of a list as its reader sees it."""
    if not is_sealed(actor, private=line.private, student_id=line.student_id):
        return line
    return msgspec.structs.replace(line, student_id=None, student_name=None)


def may(actor: Actor, action: Action, resource: Resource) -> bool:
    """Whether the rule table lets the actor do this."""
    return access.within(access.reach(actor, action), actor, resource)


def is_client(roles: Iterable[Role]) -> bool:
    """Whether somebody is here as family of a school that this centre serves."""
    return bool({Role.CLIENT_GUARDIAN, Role.CLIENT_STUDENT} & set(roles))


def _people(row: BookingRow) -> list[BookingPerson]:
    columns = zip(row.person_ids, row.parts, row.person_names, row.attends, strict=True)
    return [BookingPerson(account_id=i, part=p, name=n, attends=a) for i, p, n, a in columns]
