"""Who was reached by a notice, who read it and who has not answered (N5)."""

import asyncio
from datetime import datetime
from typing import Literal
from uuid import UUID

from api.core import access, audit
from api.core.natural_order import natural_key
from api.core.orgs import get_zone
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages.broadcasts import service as broadcasts
from api.notices import actions, rules
from api.notices import service as notices
from api.notices.receipts import queries, sheets
from api.roster.files import service as files
from schemas.figures.rows import Notified
from schemas.notices.reached import ClassReceipts, Disagreed, ReceiptTotals, Telling, Waiting
from schemas.notices.rows import AfterWaiting
from schemas.notices.wire import NoticeKind

Found = tuple[NoticeKind, Telling, ReceiptTotals, list[ClassReceipts], list[Disagreed], list[Waiting]]


async def list_receipts(
    uow: Reading, notice_id: UUID, class_id: UUID | None, after: AfterWaiting | None, limit: int
) -> Found:
    """Counts by class and a page of those who have not answered; a class teacher's are of the own class alone.

    Only people who still belong here are counted or named, and nobody is named once it was withdrawn. Raises Forbidden, NotFound.
    """
    row = await notices.get_followed(uow, notice_id)
    reach, org_id = access.reach(uow.actor, actions.NOTICE_FOLLOW), uow.actor.org_id
    by_class = await queries.list_by_class(uow.conn, org_id, notice_id, row.kind, reach)
    totals = await queries.get_totals(uow.conn, org_id, notice_id, row.kind, reach)
    waiting: list[Waiting] = []
    if row.state == "sent":  # a withdrawn one waits for nobody
        waiting = await queries.list_waiting(uow.conn, org_id, notice_id, row.kind, reach, class_id, after, limit)
    disagreed = list[Disagreed]()
    if row.kind == "sign":
        disagreed = await queries.list_disagreed(uow.conn, org_id, notice_id, reach, class_id)
    progress = await broadcasts.progress(uow, rules.broadcast_id(notice_id, "told", row.edition))
    telling = Telling(people=progress.people, sent=progress.sent, unsent=progress.unsent, done=progress.left == 0)
    ordered = sorted(by_class, key=lambda c: (natural_key(c.grade), natural_key(c.class_name)))
    return row.kind, telling, totals, ordered, disagreed, waiting


async def list_more_receipts(uow: UnitOfWork, notice_id: UUID, after: AfterWaiting, limit: int) -> Found:
    """A further page over all classes: page by page it is the export, so it is recorded and takes what that takes.

    Raises Forbidden, NotFound, StepUpNeeded.
    """
    await notices.get_exported(uow, notice_id)
    found = await list_receipts(uow, notice_id, None, after, limit)
    await audit.record_access(uow, notice_id, "notice_export")
    return found


async def export_receipts(uow: UnitOfWork, notice_id: UUID, form: Literal["csv", "xlsx"]) -> bytes:
    """Everybody within reach with what they did, as a file; the export is recorded. Raises Forbidden, NotFound, StepUpNeeded.

    Of a withdrawn notice it names only who had answered, as the screen does.
    """
    row, reach = await notices.get_exported(uow, notice_id)
    where = (uow.conn, uow.actor.org_id, notice_id, row.kind, reach)
    found = await queries.list_receipts(*where, unanswered=row.state == "sent")
    english = uow.actor.language == "en"
    rows = sheets.to_rows(found, row.kind, await get_zone(uow), english)
    await audit.record_access(uow, notice_id, "notice_export")
    write = files.write_csv if form == "csv" else files.write_xlsx
    return await asyncio.to_thread(write, sheets.headings(english), rows)


async def count_sent(uow: Reading, since: datetime) -> Notified:
    """How many notices the school sent since then, and to how many people: for its figures."""
    uow.require_system()
    return await queries.count_sent(uow.conn, uow.actor.org_id, since)
