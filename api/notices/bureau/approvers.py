"""Who is told and shown that a bureau's notice, or a correction of one, waits for a second officer."""

from uuid import UUID

from api.core.roles import Role
from api.core.unit_of_work import Reading
from api.notices.bureau import edition_queries, queries, rules, service
from schemas.notices.bureau import BureauNoticeParams, BureauNoticeRow


async def list_to_approve(uow: Reading) -> list[BureauNoticeRow]:
    """What waits for the actor's yes, the longest first. Nothing for who is no officer, or may not approve it."""
    if Role.OFFICER not in uow.actor.roles:
        return []
    account_id, org_id = uow.actor.account_id, uow.actor.org_id
    waiting = await queries.list_submitted(uow.conn, org_id)
    for correction in await edition_queries.list_corrections(uow.conn, org_id):
        row = await queries.find_notice(uow.conn, org_id, correction.bureau_notice_id)
        waiting += [rules.corrected(row, correction)] if row else []
    mine = [row for row in waiting if rules.may_approve(row, account_id)]
    return mine if mine and account_id in await service.settled(uow) else []


async def list_approvers(uow: Reading, params: BureauNoticeParams) -> frozenset[UUID]:
    """Who still has to be told that a notice or its correction waits: today's officers who may approve it, while it does."""
    uow.require_system()
    org_id = uow.actor.org_id
    row = await queries.find_notice(uow.conn, org_id, params.bureau_notice_id)
    if row is None:
        return frozenset()
    sent = row.state == "sent"
    correction = await edition_queries.find_correction(uow.conn, org_id, row.bureau_notice_id) if sent else None
    waits = rules.waiting(row, correction)
    if waits is None:
        return frozenset()
    ready = await service.settled(uow)
    officers = await queries.list_officers(uow.conn, org_id)
    return frozenset(o for o in officers if o in ready and rules.may_approve(waits, o))


async def list_informed(uow: Reading, params: BureauNoticeParams) -> frozenset[UUID]:
    """Who is still told that a notice was let out: today's officers, unless it was recalled meanwhile."""
    uow.require_system()
    row = await queries.find_notice(uow.conn, uow.actor.org_id, params.bureau_notice_id)
    if row is None or row.state not in {"approved", "sent"}:
        return frozenset()
    return frozenset(await queries.list_officers(uow.conn, row.org_id)) - {row.approved_by}


async def list_of_back(uow: Reading, params: BureauNoticeParams) -> frozenset[UUID]:
    """Who is still told that a notice is a draft again: today's officers, until one of them has taken it up."""
    uow.require_system()
    row = await queries.find_notice(uow.conn, uow.actor.org_id, params.bureau_notice_id)
    if row is None or row.back_because is None:
        return frozenset()
    return frozenset(await queries.list_officers(uow.conn, row.org_id))
