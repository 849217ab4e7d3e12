"""Contacts between home and school, logged in one request (V7)."""

from uuid import UUID

from api.core import access
from api.core.access import Action, Resource
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.vault import Grant
from api.visits import actions
from api.visits.contacts import queries, rules
from api.visits.contacts.queries import ContactOf
from api.visits.errors import wrong
from schemas.visits.contacts import ContactLogged, ContactNew, ContactNote
from schemas.visits.rows import ContactCursor


async def add_contact(uow: UnitOfWork, new: ContactNew) -> ContactLogged:
    """A teacher of the class logs a contact with a student's family. Raises NotFound, Invalid."""
    student = await queries.find_student(uow.conn, uow.actor.org_id, new.student_id)
    class_id = student.class_id if student else None
    resource = Resource(org_id=uow.actor.org_id, kind="contact", student_id=new.student_id, class_id=class_id)
    uow.require(actions.CONTACT_ADD, resource)
    if student is None:
        raise NotFound
    if found := rules.wrong_contact(new, student.guardian_ids, uow.now):
        raise wrong(uow, *found)
    contact_id, note_id = uuid7(), None
    if new.note is not None:
        note_id = await uow.vault.seal(uow, "visit_note", new.note, students=[new.student_id], grants=[])
    by = uow.actor.account_id
    await queries.add_contact(uow.conn, uow.actor.org_id, contact_id, new, by, note_id, uow.now)
    uow.changed(actions.CONTACT_ADD, "contact", contact_id)
    return await get_contact(uow, contact_id)


async def get_contact(uow: Reading, contact_id: UUID) -> ContactLogged:
    """One contact, for a repeated request. Raises NotFound."""
    await _require(uow, actions.CONTACT_READ, contact_id)
    row = await queries.get_contact(uow.conn, uow.actor.org_id, contact_id)
    if row is None:
        raise NotFound
    return row


async def list_contacts(
    uow: Reading, student_id: UUID | None, after: ContactCursor | None, limit: int
) -> list[ContactLogged]:
    """Contacts with the families of the actor's classes, newest first."""
    uow.require_org(actions.CONTACT_READ, "contact")
    reach = access.reach(uow.actor, actions.CONTACT_READ)
    return await queries.list_contacts(uow.conn, uow.actor.org_id, reach, student_id, after, limit)


async def get_note(uow: UnitOfWork, contact_id: UUID) -> ContactNote:
    """What a contact was about, for its writer and today's class teacher; the look is audited (P2).

    Raises NotFound, StepUpNeeded, Erased.
    """
    found, actor = await _require(uow, actions.CONTACT_NOTE_READ, contact_id), uow.actor
    purpose = rules.purpose(found.logged_by, found.class_id, actor)
    if found.note_id is None or purpose is None:
        raise NotFound
    until = found.created_at + rules.NOTE_KEPT
    await uow.vault.grant(uow, found.note_id, [Grant(account_id=actor.account_id, purpose=purpose, until=until)])
    return ContactNote(text=await uow.vault.open(uow, found.note_id))


async def _require(uow: Reading, action: Action, contact_id: UUID) -> ContactOf:
    """The contact, for the student's teachers. Raises NotFound."""
    found = await queries.find_contact(uow.conn, uow.actor.org_id, contact_id)
    class_id = found.class_id if found else None
    about = found.student_id if found else None
    resource = Resource(org_id=uow.actor.org_id, kind="contact", resource_id=contact_id, class_id=class_id, about=about)
    uow.require(action, resource)
    if found is None:
        raise NotFound
    return found
