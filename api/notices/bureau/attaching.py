"""Files of a bureau's notice in the bureau: attached to an edition, part of what a second officer approves."""

from collections.abc import Sequence
from uuid import UUID

from api.core.unit_of_work import Reading, UnitOfWork
from api.notices.bureau import file_queries as queries
from api.notices.errors import missing, wrong
from api.notices.files import rules
from api.notices.files import service as files
from schemas.notices.bureau import BureauNoticeRow
from schemas.notices.files import BureauFile

TOGETHER = 5 << 20
"""Bytes of all files of one notice: each school keeps a copy of its own, 1,500 of them in a city."""


async def attach(uow: UnitOfWork, notice_id: UUID, edition: int, file_ids: Sequence[UUID]) -> None:
    """Gives an edition exactly these files. The caller has checked that the actor may write the notice. Raises Invalid."""
    org_id, since = uow.actor.org_id, uow.now - rules.USABLE
    found = await queries.list_usable(uow.conn, org_id, file_ids, uow.actor.account_id, notice_id, since)
    if len(set(file_ids)) != len(file_ids):
        raise wrong(uow, "$.fileIds", "twice")
    if {f.file_id for f in found} != set(file_ids):
        raise missing(uow, "$.fileIds", "not-found")
    if sum(f.size for f in found) > TOGETHER:
        raise wrong(uow, "$.fileIds", "too-large")
    await take_off(uow, notice_id, edition, kept=file_ids)
    for position, file_id in enumerate(file_ids, start=1):
        await queries.add_attachment(uow.conn, org_id, notice_id, edition, position, file_id)


async def attach_next(uow: UnitOfWork, row: BureauNoticeRow, file_ids: Sequence[UUID] | None) -> None:
    """Gives the edition after the present one these files, or the same where nothing is said of them. Raises Invalid."""
    if file_ids is None:
        file_ids = [file.file_id for file in await list_of(uow, row) if not file.removed]
    await attach(uow, row.bureau_notice_id, row.edition + 1, file_ids)


async def take_off(uow: UnitOfWork, notice_id: UUID, edition: int, kept: Sequence[UUID] = ()) -> None:
    """An edition that was not approved has no files any more; those that no notice has go later. The caller has checked it."""
    before = await queries.remove_attachments(uow.conn, uow.actor.org_id, notice_id, edition)
    await files.sweep_later(uow, sorted({file.file_id for file in before} - set(kept)))


async def give_up(uow: UnitOfWork, notice_id: UUID) -> None:
    """Of a notice that was cancelled nothing is kept for long. The caller has checked it."""
    found = await queries.list_files(uow.conn, uow.actor.org_id, notice_id)
    await files.sweep_later(uow, sorted({file.file_id for file in found}))


async def list_of(uow: Reading, row: BureauNoticeRow) -> list[BureauFile]:
    """The files of the edition that the row is. The caller has checked that the actor may read it."""
    found = await queries.list_files(uow.conn, row.org_id, row.bureau_notice_id)
    return [file for file in found if file.edition == row.edition]
