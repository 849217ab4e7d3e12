"""A new phone number, or mail address, of the same person: the account stays, with everything that is planned for it.

The old number is told and can take it back for a week. Until then, or until a second adult confirms it, the new number alone is not the
person (0285).
"""

from datetime import timedelta
from uuid import UUID

from api.core import tasks
from api.core.administrators import could_others, list_administrators
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.kept_from import reads_about
from api.core.login_addresses import kind_of
from api.core.unit_of_work import UnitOfWork
from api.roster import actions
from api.roster.persons import queries
from api.roster.persons.errors import NumberMovedTwice, PhoneElsewhere, PhoneTaken
from api.roster.persons.queries import Moving
from api.roster.queries.people import Permit
from api.roster.refusals import BarredChild, NumberKept
from schemas.accounts.tasks import NumberMoved

OBJECTING = timedelta(days=7)
"""So long the old number can take it back."""
_REFUSED = {"unknown": NotFound, "elsewhere": PhoneElsewhere, "taken": PhoneTaken, "lately": NumberMovedTwice}


async def move_phone(uow: UnitOfWork, permit: Permit, account_id: UUID, phone: str) -> None:
    """The person signs in by this number, or mail address, alone, and is signed out everywhere. The number of today changes nothing.

    Raises BarredChild, NotFound, PhoneElsewhere, PhoneTaken, NumberMovedTwice, NumberKept.
    """
    if await _opens_child(uow, account_id, permit.by):
        raise BarredChild
    moving = Moving(
        move_id=uuid7(),
        key=uow.sealer.login(phone),
        sealed=uow.sealer.seal_login(account_id, phone),
        mail=kind_of(phone) == "mail",
        by=permit.by,
        import_id=permit.import_id,
        by_name=await queries.find_colleague_name(uow.conn, uow.actor.org_id, permit.by) or "",
        now=uow.now,
        ends_at=uow.now + OBJECTING,
    )
    done = await queries.move_login(uow.conn, account_id, moving)
    if done == "same":
        return
    if done == "kept":
        raise NumberKept(names=phone[-4:])
    if done != "moved":
        raise _REFUSED[done]
    told = NumberMoved(account_id=account_id, move_id=moving.move_id)
    await tasks.enqueue(uow, told.kind, str(moving.move_id), told, uow.now)
    uow.changed(actions.PERSON_EDIT, "sign_in", account_id)


async def _opens_child(uow: UnitOfWork, account_id: UUID, by: UUID) -> bool:
    """Whether the account is a guardian of a child from whom an order bars `by`, or reads about it while somebody else could move the number."""
    conn, org_id = uow.conn, uow.actor.org_id
    if await queries.is_barred_from_child(conn, org_id, account_id, by):
        return True
    reads = await reads_about(conn, org_id, account_id, by)
    return reads and could_others(await list_administrators(conn, uow.now), by)
