"""Routes of contacts."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.core.access import Action
from api.visits.contacts import service
from api.web import paging
from api.web.edge import Edge
from schemas.paging import Page
from schemas.visit_rows import ContactPlace
from schemas.visits import ContactLogged, ContactNew, ContactNote


class ContactController(Controller):
    """Contacts between home and school."""

    path = "/orgs/{org_id:int}"
    tags = ("Home visits",)

    @post("/contacts", operation_id="addContact", opt={"action": Action.CONTACT_ADD})
    async def add_contact(
        self, edge: NamedDependency[Edge], org_id: FromPath[int], data: JSONBody[ContactNew]
    ) -> ContactLogged:
        """Logs a contact with a pupil's family that was no visit: phone, message, contact book, meeting, online."""
        return await edge.write(service.add_contact, data, again=service.get_contact)

    @get("/contacts", operation_id="listContacts", opt={"action": Action.CONTACT_READ})
    async def list_contacts(
        self,
        edge: NamedDependency[Edge],
        org_id: FromPath[int],
        student_id: Annotated[UUID | None, QueryParameter(name="studentId")] = None,
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[ContactLogged]:
        """Contacts with the families of your classes, newest first."""
        rows = await edge.read(service.list_contacts, student_id, paging.decode(cursor, ContactPlace), limit)
        last = ContactPlace(at=rows[-1].at, contact_id=rows[-1].contact_id) if len(rows) == limit else None
        return Page(items=rows, next=paging.encode(last) if last else None)

    @get("/contacts/{contact_id:uuid}/note", operation_id="getContactNote", opt={"action": Action.CONTACT_NOTE_READ})
    async def get_note(
        self, edge: NamedDependency[Edge], org_id: FromPath[int], contact_id: FromPath[UUID]
    ) -> ContactNote:
        """What a contact was about, for its writer and the class teacher of then. Each look is recorded."""
        return await edge.look(service.get_note, contact_id)
