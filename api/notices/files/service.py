"""Files of notices: uploaded by who writes, attached to an edition, handed out to those whom the notice reaches (N1)."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from api.core import tasks
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.notices import actions
from api.notices import service as notices
from api.notices.errors import FilesFull, NotAFile, TooManyFiles, missing, wrong
from api.notices.files import conversion, queries, rules, scanning
from schemas.notices.files import EditionFile, FileContent, NoticeFile, StoredFile, SweepNoticeFile

_DAY = timedelta(days=1)


async def check_upload(uow: Reading) -> None:
    """Whether the actor writes notices and has room for a file. Raises Forbidden, TooManyFiles, FilesFull."""
    uow.require_org(actions.NOTICE_UPLOAD, "notice")
    used = await queries.get_used(uow.conn, uow.actor.org_id, uow.actor.account_id, uow.now - _DAY)
    if used.files >= rules.A_DAY:
        raise TooManyFiles
    if used.bytes >= rules.SCHOOL_BYTES:
        raise FilesFull


async def begin_upload(uow: UnitOfWork) -> None:
    """Counts a try before its body is read, whatever becomes of it. Raises Forbidden, TooManyFiles, FilesFull."""
    await check_upload(uow)
    actor = uow.actor
    if await queries.add_try(uow.conn, actor.org_id, actor.account_id, uow.now, uow.now - _DAY) > rules.TRIES_A_DAY:
        raise TooManyFiles


async def prepare(org_id: int, file_name: str, data: bytes, scanner_url: str | None) -> StoredFile:
    """What is kept of an upload. No transaction is open meanwhile.

    Raises NotAFile, PictureTooLarge, PictureBroken, PicturesBusy, FileInfected, ScannerSilent.
    """
    kind = rules.kind_of(data)
    if kind is None:
        raise NotAFile
    name = rules.name_of(file_name, kind)
    if kind == "picture":
        return await conversion.to_picture(org_id, name, data)
    await scanning.scan(scanner_url, org_id, data)
    return StoredFile(name=name, kind=kind, data=data, width=None, height=None)


async def add_file(uow: UnitOfWork, file: StoredFile) -> NoticeFile:
    """Keeps it until a notice has it, for two weeks. Raises Forbidden, TooManyFiles, FilesFull."""
    await check_upload(uow)
    file_id, org_id = uuid7(), uow.actor.org_id
    sha256 = rules.digest(file.data)
    await queries.add_file(uow.conn, org_id, file_id, uow.actor.account_id, file, sha256, uow.now)
    for number, data in rules.parts_of(file.data):
        await queries.add_part(uow.conn, org_id, file_id, number, data)
    await sweep_later(uow, [file_id])
    uow.changed(actions.NOTICE_UPLOAD, "notice_file", file_id)
    return await get_file(uow, file_id)


async def get_file(uow: Reading, file_id: UUID) -> NoticeFile:
    """What the actor uploaded. Raises Forbidden, NotFound."""
    uow.require_org(actions.NOTICE_UPLOAD, "notice")
    found = await queries.find_own(uow.conn, uow.actor.org_id, file_id, uow.actor.account_id)
    if found is None:
        raise NotFound
    return found


async def attach(uow: UnitOfWork, notice_id: UUID, edition: int, file_ids: Sequence[UUID]) -> None:
    """Gives an edition exactly these files: uploaded by the actor lately, or the notice's already. The caller has checked the notice. Raises Invalid."""
    org_id, since = uow.actor.org_id, uow.now - rules.USABLE
    found = await queries.list_usable(uow.conn, org_id, file_ids, uow.actor.account_id, notice_id, since)
    if len(set(file_ids)) != len(file_ids):
        raise wrong(uow, "$.fileIds", "twice")
    if {f.file_id for f in found} != set(file_ids):
        raise missing(uow, "$.fileIds", "not-found")
    before = await queries.remove_attachments(uow.conn, org_id, notice_id, edition)
    for position, file_id in enumerate(file_ids, start=1):
        await queries.add_attachment(uow.conn, org_id, notice_id, edition, position, file_id)
    await sweep_later(uow, sorted({f.file_id for f in before} - set(file_ids)))


async def attach_next(uow: UnitOfWork, notice_id: UUID, edition: int, file_ids: Sequence[UUID] | None) -> None:
    """Gives the edition after this one these files, or the same where nothing is said of them. The caller has checked the notice. Raises Invalid."""
    if file_ids is None:
        file_ids = [file.file_id for file in await list_files(uow, notice_id, edition) if not file.removed]
    await attach(uow, notice_id, edition + 1, file_ids)


async def give_up(uow: UnitOfWork, notice_id: UUID) -> None:
    """Of a notice that was cancelled nothing is kept for long. The caller has checked it."""
    await sweep_later(uow, [file.file_id for file in await list_files(uow, notice_id, 1)])


async def list_files(uow: Reading, notice_id: UUID, edition: int) -> list[NoticeFile]:
    """The files of an edition. The caller has checked that the actor may read it."""
    return await queries.list_files(uow.conn, uow.actor.org_id, notice_id, edition)


async def list_digests(uow: Reading, notice_id: UUID) -> list[EditionFile]:
    """What receipts name of the files of every edition. The caller has checked that the actor may read it."""
    return await queries.list_edition_files(uow.conn, uow.actor.org_id, notice_id)


async def read_followed(uow: Reading, notice_id: UUID, file_id: UUID) -> FileContent:
    """A file of any edition, for those who follow the notice. Raises Forbidden, NotFound."""
    row = await notices.get_followed(uow, notice_id)
    return await read_content(uow, row.notice_id, file_id, None)


async def read_content(uow: Reading, notice_id: UUID, file_id: UUID, edition: int | None) -> FileContent:
    """A file of this edition. The caller has checked that the actor may read the notice. Raises NotFound."""
    parts = await queries.list_parts(uow.conn, uow.actor.org_id, file_id, notice_id, edition)
    if not parts:
        raise NotFound
    return FileContent(name=parts[0].name, data=rules.join(part.data for part in parts))


async def sweep(uow: UnitOfWork, payload: SweepNoticeFile) -> None:
    """Removes a file that no notice has."""
    await queries.remove_unused(uow.conn, uow.actor.org_id, payload.file_id)


async def sweep_later(uow: UnitOfWork, file_ids: Sequence[UUID]) -> None:
    """Looks in two weeks whether some notice has these files."""
    for file_id in file_ids:
        task = SweepNoticeFile(file_id=file_id)
        await tasks.enqueue(uow, SweepNoticeFile.kind, str(file_id), task, uow.now + rules.KEPT)
