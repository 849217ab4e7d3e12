"""Who waits for a digest, asked by what tells people at once. For the worker alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.unit_of_work import Reading
from api.messages.digests import queries, rules
from schemas.messages.rows import Due


async def list_waiting(uow: Reading, people: Sequence[UUID], created_at: datetime) -> frozenset[UUID]:
    """Who of these people is told a routine matter of that instant in a digest."""
    found = await queries.list_digests(uow.conn, people) if people else []
    return frozenset(digest.account_id for digest in found if rules.waits(digest, created_at))


async def list_untold(uow: Reading, people: Sequence[UUID], created_at: datetime) -> frozenset[UUID]:
    """Who of these people waits for a digest with a routine matter of that instant, and has had none since."""
    waiting = await list_waiting(uow, people, created_at)
    marks = await queries.list_marks(uow.conn, uow.actor.org_id, sorted(waiting)) if waiting else []
    return waiting - {mark.account_id for mark in marks if mark.told_upto >= created_at}


async def without_waiting(uow: Reading, due: Sequence[Due]) -> list[Due]:
    """Messages that are due, without routine ones for those who are told them in a digest."""
    people = sorted({row.account_id for row in due if row.routine})
    digests = {d.account_id: d for d in await queries.list_digests(uow.conn, people)} if people else {}
    return [row for row in due if not (row.routine and rules.waits(digests.get(row.account_id), row.created_at))]
