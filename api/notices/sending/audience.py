"""Whom today's ties let know of a notice: the worker asks before each message."""

from uuid import UUID

from api.core.unit_of_work import Reading
from api.notices.sending import queries
from schemas.notices.messages import NoticeParams


async def list_tied(uow: Reading, params: NoticeParams) -> frozenset[UUID]:
    """Whom the notice reached and who still counts: staff who work here, students, and guardians who are so today."""
    people = await queries.list_tied(uow.conn, uow.actor.org_id, params.notice_id)
    return frozenset(person.account_id for person in people)
