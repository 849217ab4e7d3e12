"""Receipts that prove themselves: handed out signed, and verified anywhere with the public key (N5)."""

import asyncio
from collections.abc import Collection
from uuid import UUID

from api.core import audit
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.notices import queries as shared
from api.notices import service as notices
from api.notices.errors import NothingAnswered
from api.notices.files import service as files
from api.notices.proofs import queries, rules
from schemas.notices.receipts import ReceiptFile


async def export_proofs(uow: UnitOfWork, notice_id: UUID) -> ReceiptFile:
    """Every answer within reach, signed beside the event loop: there may be 50,000 of them. The export is recorded. Raises Forbidden, NotFound, StepUpNeeded."""
    row, reach = await notices.get_exported(uow, notice_id)
    org_id = uow.actor.org_id
    editions = await queries.list_editions(uow.conn, org_id, notice_id)
    attached = await files.list_digests(uow, notice_id)
    answers = await queries.list_answers(uow.conn, org_id, notice_id, reach)
    await audit.record_access(uow, notice_id, "notice_export")
    return await asyncio.to_thread(rules.make_file, row, editions, attached, answers, uow.sealer.receipt_seed)


async def own_proofs(uow: Reading, notice_id: UUID, student_ids: Collection[UUID]) -> ReceiptFile:
    """The actor's own answers, for themself and these students. The caller has checked that they may read the notice. Raises NotFound, NothingAnswered."""
    org_id = uow.actor.org_id
    row = await shared.find_notice(uow.conn, org_id, notice_id)
    editions = await queries.list_editions(uow.conn, org_id, notice_id)
    attached = await files.list_digests(uow, notice_id)
    answers = await queries.list_own_answers(uow.conn, org_id, notice_id, uow.actor.account_id)
    own = [answer for answer in answers if answer.student_id is None or answer.student_id in student_ids]
    if row is None:
        raise NotFound
    if not own:
        raise NothingAnswered
    return await asyncio.to_thread(rules.make_file, row, editions, attached, own, uow.sealer.receipt_seed)


def find_faults(data: bytes, key: str) -> list[str]:
    """What is wrong with a file of receipts, for the command line; it asks nobody."""
    return rules.find_faults(data, key)


def contents(data: bytes) -> list[str]:
    """What a file without faults has, a line for each edition."""
    return rules.contents(data)


def fingerprint(key: str) -> str:
    """A public key's fingerprint, to compare by eye."""
    return rules.fingerprint(key)


def public_key(seed: bytes) -> str:
    """The key by which anybody verifies the receipts of this installation."""
    return rules.public_key(seed)
