"""Tablets that a school enrolled for a class (P7, decision 0395): administrators add, move and end them.

The key on a tablet opens the given names of one class, and lets their PINs be typed. It is made on the tablet's first visit with a
code that is shown once, so nobody else has seen it.
"""

from uuid import UUID

from api.accounts import actions
from api.accounts.tablets import queries, rules
from api.accounts.tablets.errors import TabletEnded
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, invalid
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.tablets import Tablet, TabletCode, TabletEdit, TabletNew

_NO_CLASS = ("学校现在没有这个班。", "The school has no such class now.")


async def list_tablets(uow: Reading) -> list[Tablet]:
    """The school's tablets that were not ended."""
    uow.require_org(actions.TABLET_READ, "tablet")
    return await queries.list_tablets(uow.conn, uow.actor.org_id, uow.now)


async def add(uow: UnitOfWork, new: TabletNew) -> TabletCode:
    """A tablet for a class, with the code that enrols it. Raises Invalid for a class that is none of today's."""
    tablet_id = uuid7()
    uow.require(actions.TABLET_CHANGE, _resource(uow, tablet_id))
    await _check_class(uow, new.class_id)
    who = (uow.actor.account_id, uow.now)
    await queries.add_tablet(uow.conn, uow.actor.org_id, tablet_id, new.class_id, new.name, *who)
    return await _issue(uow, tablet_id)


async def issue_code(uow: UnitOfWork, tablet_id: UUID) -> TabletCode:
    """Another code, for the same tablet or one in its place. The key of before ends now. Raises NotFound, TabletEnded."""
    await _open(uow, actions.TABLET_CHANGE, tablet_id)
    class_id = await queries.get_class(uow.conn, uow.actor.org_id, tablet_id)
    if await queries.has_student(uow.conn, uow.actor.org_id, class_id, uow.actor.barred_ids):
        raise NotFound
    return await _issue(uow, tablet_id)


async def edit(uow: UnitOfWork, tablet_id: UUID, new: TabletEdit) -> None:
    """Its name, and the class that it serves from now on. Raises NotFound, TabletEnded, Invalid."""
    await _open(uow, actions.TABLET_CHANGE, tablet_id)
    await _check_class(uow, new.class_id)
    await queries.set_tablet(uow.conn, uow.actor.org_id, tablet_id, new.class_id, new.name)
    uow.changed(actions.TABLET_CHANGE, "tablet", tablet_id)


async def end(uow: UnitOfWork, tablet_id: UUID) -> None:
    """Its key opens nothing any more. Ending an ended one does nothing. Raises NotFound."""
    uow.require(actions.TABLET_END, _resource(uow, tablet_id))
    if await queries.find_ended(uow.conn, uow.actor.org_id, tablet_id) is None:
        raise NotFound
    await queries.end_tablet(uow.conn, uow.actor.org_id, tablet_id, uow.now, uow.actor.account_id)
    uow.changed(actions.TABLET_END, "tablet", tablet_id)


async def _issue(uow: UnitOfWork, tablet_id: UUID) -> TabletCode:
    shown, letters = rules.new_code(uow.actor.org_id)
    until = uow.now + rules.CODE_LIFE
    code_hash = hash_code(uow, uow.actor.org_id, letters)
    who = (uow.actor.account_id, uow.now)
    await queries.set_code(uow.conn, uow.actor.org_id, tablet_id, code_hash, until, *who)
    uow.changed(actions.TABLET_CHANGE, "tablet", tablet_id)
    return TabletCode(tablet_id=tablet_id, code=shown, expires_at=until)


def hash_code(uow: Reading, org_id: int, letters: str) -> bytes:
    """What is kept of a code."""
    return uow.sealer.code(uow.sealer.name("tablet code", str(org_id)), letters.upper())


async def _open(uow: UnitOfWork, action: Action, tablet_id: UUID) -> None:
    uow.require(action, _resource(uow, tablet_id))
    ended = await queries.find_ended(uow.conn, uow.actor.org_id, tablet_id)
    if ended is None:
        raise NotFound
    if ended:
        raise TabletEnded


async def _check_class(uow: UnitOfWork, class_id: UUID) -> None:
    """A tablet names a class to anybody who holds it, by no session: so no class of a child from whom a court's order bars the actor."""
    conn, org_id = uow.conn, uow.actor.org_id
    barred = await queries.has_student(conn, org_id, class_id, uow.actor.barred_ids)
    if barred or not await queries.has_class(conn, org_id, class_id):
        raise invalid("$.classId", "unknown", _NO_CLASS[uow.actor.language == "en"])


def _resource(uow: Reading, tablet_id: UUID) -> Resource:
    return Resource(org_id=uow.actor.org_id, kind="tablet", resource_id=tablet_id)
