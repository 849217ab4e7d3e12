"""The lectures that are for a person: read, registered for, given back (N1, N2)."""

from uuid import UUID

from api.core.access import Action, Resource
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures import actions
from api.lectures.mine import queries, rules
from api.lectures.seats import service as seats
from schemas.lectures.rows import AfterMyLecture
from schemas.lectures.wire import MyLecture


async def list_own(uow: Reading, after: AfterMyLecture | None, limit: int) -> list[MyLecture]:
    """This organisation's share of a person's lectures; nothing where they are no more than a name."""
    uow.required.add(actions.LECTURE_READ)  # not required: one organisation left must not close the others' list
    actor = uow.actor
    children = sorted(actor.child_ids)
    rows = await queries.list_coming(uow.conn, actor.org_id, actor.account_id, children, uow.now, after, limit)
    return [rules.to_wire(row, actor.org_id, actor.language, uow.now) for row in rows]


async def get_mine(uow: Reading, lecture_id: UUID) -> MyLecture:
    """A lecture that is for the actor. Raises Forbidden, NotFound."""
    return await get_as(uow, actions.LECTURE_READ, lecture_id)


async def register(uow: UnitOfWork, lecture_id: UUID) -> MyLecture:
    """Asks for a seat; again changes nothing. Raises Forbidden, NotFound, RegistrationClosed."""
    await get_as(uow, actions.LECTURE_REGISTER, lecture_id)
    await seats.ask(uow, lecture_id)
    return await _again(uow, lecture_id)


async def withdraw(uow: UnitOfWork, lecture_id: UUID) -> MyLecture:
    """Gives the seat back; again changes nothing. Raises Forbidden, NotFound, LectureBegun."""
    await get_as(uow, actions.LECTURE_REGISTER, lecture_id)
    await seats.give_back(uow, lecture_id)
    return await _again(uow, lecture_id)


async def get_as(uow: Reading, action: Action, lecture_id: UUID) -> MyLecture:
    """The same, to do something with it. Raises Forbidden, NotFound."""
    actor = uow.actor
    row = await queries.find_mine(uow.conn, actor.org_id, actor.account_id, sorted(actor.child_ids), lecture_id)
    people = frozenset({actor.account_id}) if row else frozenset[UUID]()
    uow.require(action, Resource(org_id=actor.org_id, kind="lecture", resource_id=lecture_id, people=people))
    if row is None:
        raise NotFound
    return rules.to_wire(row, actor.org_id, actor.language, uow.now)


async def _again(uow: UnitOfWork, lecture_id: UUID) -> MyLecture:
    uow.object_id = lecture_id
    return await get_as(uow, actions.LECTURE_REGISTER, lecture_id)
