"""A new phone number of the same person: the account stays, with everything that is planned for it."""

from uuid import UUID

from api.core.errors import NotFound
from api.core.unit_of_work import UnitOfWork
from api.roster import actions
from api.roster.persons import queries
from api.roster.persons.errors import PhoneElsewhere, PhoneTaken
from api.roster.queries.people import Permit

_REFUSED = {"unknown": NotFound, "elsewhere": PhoneElsewhere, "taken": PhoneTaken}


async def move_phone(uow: UnitOfWork, permit: Permit, account_id: UUID, phone: str) -> None:
    """The person signs in by this number alone, and is signed out everywhere. Raises NotFound, PhoneElsewhere, PhoneTaken."""
    sealed = uow.sealer.seal_contact("phone", account_id, phone)
    key = uow.sealer.phone(phone)
    done = await queries.move_login(uow.conn, (permit.by, permit.import_id), account_id, key, sealed, uow.now)
    if done != "moved":
        raise _REFUSED[done]
    uow.changed(actions.PERSON_EDIT, "sign_in", account_id)
