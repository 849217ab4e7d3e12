"""A school or a bureau empties the room of its files: of notices that are over, the content goes and the name stays."""

from uuid import UUID

from api.core import access
from api.core.errors import NotFound
from api.core.roles import Role
from api.core.unit_of_work import Reading, UnitOfWork
from api.notices import actions
from api.notices.bureau import service as bureau
from api.notices.errors import FileInUse
from api.notices.files import queries, room_queries, rules
from api.notices.files.room_queries import Seeing
from schemas.notices.files import KeptFile, KeptFiles, NoticeFile


async def list_kept(uow: Reading) -> KeptFiles:
    """The files that take room: of the organisation, or of the actor's own notices. Raises Forbidden."""
    org_id = uow.actor.org_id
    items = await _list(uow)
    used = await queries.get_used(uow.conn, org_id, uow.actor.account_id, uow.now)
    return KeptFiles(used=used.bytes, room=rules.SCHOOL_BYTES, items=items)


async def remove(uow: UnitOfWork, file_id: UUID) -> NoticeFile:
    """Removes the content of a file whose notices are over; of a bureau's also at its schools. Raises Forbidden, NotFound, FileInUse."""
    org_id = uow.actor.org_id
    found = await _find(uow, file_id)
    if found is None:
        raise NotFound
    if not found.can_remove:
        raise FileInUse(days=rules.OLD.days)
    await room_queries.remove_content(uow.conn, org_id, file_id, uow.actor.account_id, uow.now)
    if _is_bureaus(uow) and not found.withdrawn:  # a recall has removed the copies already
        await bureau.carry_again(uow, found.notice_id)
    uow.changed(actions.NOTICE_FILE_REMOVE, "notice_file", file_id)
    return await get_removed(uow, file_id)


async def get_removed(uow: Reading, file_id: UUID) -> NoticeFile:
    """What the actor removed. Raises Forbidden, NotFound."""
    uow.require_org(actions.NOTICE_FILE_REMOVE, "notice")
    found = await room_queries.find_removed(uow.conn, uow.actor.org_id, file_id, uow.actor.account_id)
    if found is None:
        raise NotFound
    return found


async def _list(uow: Reading) -> list[KeptFile]:
    seeing, org_id, old = _seeing(uow), uow.actor.org_id, uow.now - rules.OLD
    if _is_bureaus(uow):
        return await room_queries.list_kept_of_bureau(uow.conn, org_id, old)
    return await room_queries.list_kept(uow.conn, org_id, seeing, uow.now, old)


async def _find(uow: Reading, file_id: UUID) -> KeptFile | None:
    seeing, org_id, old = _seeing(uow), uow.actor.org_id, uow.now - rules.OLD
    if _is_bureaus(uow):
        return await room_queries.find_kept_of_bureau(uow.conn, org_id, old, file_id)
    return await room_queries.find_kept(uow.conn, org_id, seeing, uow.now, old, file_id)


def _is_bureaus(uow: Reading) -> bool:
    return Role.OFFICER in uow.actor.roles


def _seeing(uow: Reading) -> Seeing:
    uow.require_org(actions.NOTICE_FILE_REMOVE, "notice")
    reach = access.reach(uow.actor, actions.NOTICE_FILE_REMOVE)
    return Seeing(
        everything=reach.everything, account_id=uow.actor.account_id, class_ids=sorted(uow.actor.lead_class_ids)
    )
