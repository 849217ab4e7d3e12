"""Who was reached by a notice, who read it and who has not answered (N5)."""

from datetime import datetime
from uuid import UUID

from api.core import access
from api.core.natural_order import natural_key
from api.core.unit_of_work import Reading
from api.notices import actions
from api.notices import service as notices
from api.notices.receipts import queries
from schemas.figures.rows import Notified
from schemas.notices.rows import AfterWaiting
from schemas.notices.wire import ClassReceipts, NoticeKind, Waiting

Found = tuple[NoticeKind, list[ClassReceipts], list[Waiting]]


async def list_receipts(
    uow: Reading, notice_id: UUID, class_id: UUID | None, after: AfterWaiting | None, limit: int
) -> Found:
    """Counts by class and a page of those who have not answered; a class teacher's are of the own class alone.

    Only people who still belong here are counted or named, and nobody is named once it was withdrawn. Raises Forbidden, NotFound.
    """
    row = await notices.get_followed(uow, notice_id)
    reach, org_id = access.reach(uow.actor, actions.NOTICE_FOLLOW), uow.actor.org_id
    by_class = await queries.list_by_class(uow.conn, org_id, notice_id, row.kind, reach)
    waiting: list[Waiting] = []
    if row.state == "sent":  # a withdrawn one waits for nobody
        waiting = await queries.list_waiting(uow.conn, org_id, notice_id, row.kind, reach, class_id, after, limit)
    return row.kind, sorted(by_class, key=lambda c: (natural_key(c.grade), natural_key(c.class_name))), waiting


async def count_sent(uow: Reading, since: datetime) -> Notified:
    """How many notices the school sent since then, and to how many people: for its figures."""
    uow.require_system()
    return await queries.count_sent(uow.conn, uow.actor.org_id, since)
