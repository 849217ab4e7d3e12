"""Contacts between home and school, logged in one request (V7)."""

from uuid import UUID

from api.core import access
from api.core.access import Action, Thing
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.unit import Unit
from api.core.vault import Grant
from api.visits.contacts import queries, rules
from api.visits.contacts.queries import ContactPupil
from api.visits.errors import wrong
from schemas.visit_rows import ContactPlace
from schemas.visits import ContactLogged, ContactNew, ContactNote


async def add_contact(unit: Unit, new: ContactNew) -> ContactLogged:
    """A teacher of the class logs a contact with a pupil's family. Raises NotFound, Invalid."""
    pupil = await queries.find_pupil(unit.conn, unit.actor.org_id, new.student_id)
    class_id = pupil.class_id if pupil else None
    thing = Thing(org_id=unit.actor.org_id, kind="contact", student_id=new.student_id, class_id=class_id)
    unit.require(Action.CONTACT_ADD, thing)
    if pupil is None:
        raise NotFound
    if found := rules.wrong_contact(new, pupil.guardian_ids, unit.now):
        raise wrong(unit, *found)
    contact_id, note_id = uuid7(), None
    if new.note is not None:
        grants = _grants(unit, pupil)
        note_id = await unit.vault.seal(unit, "visit_note", new.note, students=[new.student_id], grants=grants)
    by = unit.actor.account_id
    await queries.add_contact(unit.conn, unit.actor.org_id, contact_id, new, by, note_id, unit.now)
    unit.changed(Action.CONTACT_ADD, "contact", contact_id)
    return await get_contact(unit, contact_id)


async def get_contact(unit: Unit, contact_id: UUID) -> ContactLogged:
    """One contact, for a repeated request. Raises NotFound."""
    await _require(unit, Action.CONTACT_READ, contact_id)
    row = await queries.get_contact(unit.conn, unit.actor.org_id, contact_id)
    if row is None:
        raise NotFound
    return row


async def list_contacts(
    unit: Unit, student_id: UUID | None, after: ContactPlace | None, limit: int
) -> list[ContactLogged]:
    """Contacts with the families of the actor's classes, newest first."""
    unit.require_org(Action.CONTACT_READ, "contact")
    reach = access.reach(unit.actor, Action.CONTACT_READ)
    return await queries.list_contacts(unit.conn, unit.actor.org_id, reach, student_id, after, limit)


async def get_note(unit: Unit, contact_id: UUID) -> ContactNote:
    """What a contact was about; the look is audited (P2). Raises NotFound, StepUpNeeded, Erased."""
    note_id = await _require(unit, Action.CONTACT_NOTE_READ, contact_id)
    if note_id is None:
        raise NotFound
    return ContactNote(text=await unit.vault.open(unit, note_id))


async def _require(unit: Unit, action: Action, contact_id: UUID) -> UUID | None:
    """The contact's sealed note, for whoever teaches the pupil. Raises NotFound."""
    found = await queries.find_contact(unit.conn, unit.actor.org_id, contact_id)
    class_id = found.class_id if found else None
    thing = Thing(org_id=unit.actor.org_id, kind="contact", thing_id=contact_id, class_id=class_id)
    unit.require(action, thing)
    if found is None:
        raise NotFound
    return found.note_id


def _grants(unit: Unit, pupil: ContactPupil) -> list[Grant]:
    author, until = unit.actor.account_id, unit.now + rules.NOTE_KEPT
    grants = [Grant(account_id=author, purpose="author", until=until)]
    teacher = pupil.class_teacher_id
    if teacher is not None and teacher != author:
        grants.append(Grant(account_id=teacher, purpose="class_teacher", until=until))
    return grants
