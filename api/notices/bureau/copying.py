"""Files of a bureau's notice on their way into a school: each school keeps its own copy, so that reading one asks no other organisation."""

from collections.abc import Sequence
from uuid import UUID

from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from api.notices.bureau import file_queries as queries
from api.notices.files import queries as file_queries
from api.notices.files import rules
from schemas.notices.bureau import BureauNoticeRow
from schemas.notices.files import BureauFile, Enclosed


async def enclose(
    services: Services, row: BureauNoticeRow, school_id: int, files: Sequence[BureauFile]
) -> list[Enclosed]:
    """The files of all editions, with the bytes of those of the present one that the school does not have: nothing is read that it has."""
    if not files:
        return []
    ids = [file.file_id for file in files if file.edition == row.edition]
    async with system_uow(services, school_id) as uow:
        known = {file.file_id for file in await queries.list_copied(uow.conn, school_id, ids)}
    new = [file_id for file_id in ids if file_id not in known]
    if not new:
        return [Enclosed(file=file, data=b"") for file in files]
    async with system_uow(services, row.org_id) as uow:
        parts = await queries.list_parts(uow.conn, row.org_id, row.bureau_notice_id, new)
    data = {file_id: rules.join(part.data for part in parts if part.file_id == file_id) for file_id in new}
    return [Enclosed(file=file, data=data.get(file.file_id, b"")) for file in files]


async def keep(uow: UnitOfWork, notice_id: UUID, edition: int, enclosed: Sequence[Enclosed]) -> None:
    """Copies what the school does not have, and attaches the files of the edition to its own notice."""
    uow.require_system()
    org_id = uow.actor.org_id
    present = [one for one in enclosed if one.file.edition == edition]
    for position, one in enumerate(present, start=1):
        file_id = one.file.file_id
        if await queries.add_copy(uow.conn, org_id, one.file, uow.now, removed=not one.data):
            for number, data in rules.parts_of(one.data):
                await file_queries.add_part(uow.conn, org_id, file_id, number, data)
        await file_queries.add_attachment(uow.conn, org_id, notice_id, edition, position, file_id)


async def drop_removed(uow: UnitOfWork, enclosed: Sequence[Enclosed]) -> None:
    """What the bureau removed of its own files goes here too."""
    gone = [one.file.file_id for one in enclosed if one.file.removed]
    if gone:
        await queries.remove_copies(uow.conn, uow.actor.org_id, gone, uow.now)


async def drop_all(uow: UnitOfWork, notice_id: UUID) -> None:
    """Of a notice that was taken back the school keeps the names of its files alone, which receipts name."""
    found = await file_queries.list_edition_ids(uow.conn, uow.actor.org_id, notice_id)
    if found:
        await queries.remove_copies(uow.conn, uow.actor.org_id, [file.file_id for file in found], uow.now)
