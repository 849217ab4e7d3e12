"""Routes of contacts."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.contacts import service
from schemas.paging import Page
from schemas.visits.contacts import ContactLogged, ContactNew, ContactNote
from schemas.visits.rows import ContactCursor


class ContactController(Controller):
    """Other contacts between home and school."""

    path = "/orgs/{org_id:int}"
    tags = ("Home visits",)
    opt = NEUTRAL

    @post("/contacts", operation_id="addContact", opt={"action": actions.CONTACT_ADD})
    async def add_contact(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[ContactNew]
    ) -> ContactLogged:
        """Logs a contact with a student's family that was no visit.

        It was a phone call, a message, the contact book, a meeting or online.
        """
        return await runner.write(service.add_contact, data, again=service.get_contact)

    @get("/contacts", operation_id="listContacts", opt={"action": actions.CONTACT_READ})
    async def list_contacts(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: Annotated[
            UUID | None, QueryParameter(name="studentId", description="Only contacts about this student.")
        ] = None,
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[ContactLogged]:
        """Lists contacts with the families of your classes, newest first."""
        rows = await runner.read(service.list_contacts, student_id, paging.decode(runner, cursor, ContactCursor), limit)
        return paging.page(runner, rows, limit, lambda row: ContactCursor(at=row.at, contact_id=row.contact_id))

    @get("/contacts/{contact_id:uuid}/note", operation_id="getContactNote", opt={"action": actions.CONTACT_NOTE_READ})
    async def get_note(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], contact_id: FromPath[UUID]
    ) -> ContactNote:
        """Returns what a contact was about, for its writer and the class teacher of that time.

        Each look is recorded.
        """
        return await runner.read_confidential(service.get_note, contact_id)
