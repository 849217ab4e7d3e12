"""Keeps the ends of the chains of openings outside of the database, every day: in files, and as check codes in mails."""

import asyncio
from datetime import date, datetime

from api.anchors import queries
from api.core import anchors, audit, daily, db, tasks
from api.core.db import PLATFORM, ReadConn
from api.core.organisations import list_org_ids
from api.core.orgs import get_name
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from api.messages import service as messages
from schemas.anchors.rows import CodeMail
from schemas.anchors.tasks import AnchorChains, MailAnchor

TITLE_ZH, TITLE_EN = "心桥：查阅记录的校验码", "Xinqiao: check code of the record of openings"
BODY_ZH = (
    "{name}，{day}，校验码：{code}\n\n请保留本邮件。它不透露任何查阅内容；以后可以请管理员用它核对查阅记录是否被改动。"
)
BODY_EN = (
    "{name}, {day}, check code: {code}\n\n"
    "Please keep this mail. It says nothing of what was opened. With it the operator can tell later whether the record was changed."
)


async def anchor_chains(services: Services, _org_id: int, _: AnchorChains) -> datetime:
    """Anchors every organisation's chain, also of those that ended. Returns when to do it again."""
    now = services.clock.now()
    async with db.reading(services.pool, PLATFORM) as conn:
        orgs = await list_org_ids(conn)
    for org_id in orgs:
        async with db.reading(services.pool, org_id) as conn:
            head = await audit.find_last(conn, org_id)
        if head:
            await asyncio.to_thread(anchors.add_anchor, services.config.anchors_dir, org_id, head, now)
    for org_id in [PLATFORM, *orgs]:
        async with system_uow(services, org_id) as uow:
            await _plan_mail(uow, now.date())
    return now + daily.EVERY


async def _plan_mail(uow: UnitOfWork, day: date) -> None:
    """Once a day, however often a worker starts."""
    if await tasks.state(uow, MailAnchor.kind, f"{day}") is None:
        await tasks.enqueue(uow, MailAnchor.kind, f"{day}", MailAnchor(day=day), uow.now)


async def list_mails(uow: UnitOfWork, day: date) -> list[CodeMail]:
    """What is mailed of the organisation acted in: to its custodians of this moment, each of whom has a mail address."""
    uow.require_system()
    org_id = uow.actor.org_id
    if org_id == PLATFORM:
        return await _to_operator(uow.services, day)
    custodians = await queries.list_custodians(uow.conn, org_id)
    if not custodians:
        return []
    name, code = await get_name(uow.conn, org_id), await _code(uow.conn, org_id, day)
    mails: list[CodeMail] = []
    for account_id in custodians:
        contact = await messages.find_contact(uow, account_id)
        if contact and contact.email_sealed:
            address = uow.sealer.open_contact("mail", account_id, contact.email_sealed)
            if contact.language == "en":
                title, body = TITLE_EN, BODY_EN.format(name=name.name_en, day=day, code=code)
            else:
                title, body = TITLE_ZH, BODY_ZH.format(name=name.name_zh, day=day, code=code)
            mails.append(CodeMail(who=str(account_id), address=address, title=title, body=body))
    return mails


async def _to_operator(services: Services, day: date) -> list[CodeMail]:
    """One mail with the codes of all organisations, where the operator named an address."""
    address = services.config.anchors_mail
    if address is None:
        return []
    async with db.reading(services.pool, PLATFORM) as conn:
        orgs = await list_org_ids(conn)
    lines: list[str] = []
    for org_id in orgs:
        async with db.reading(services.pool, org_id) as conn:
            lines.append(f"{org_id} {day} {await _code(conn, org_id, day)}")
    return [CodeMail(who="operator", address=address, title=TITLE_EN, body="\n".join(lines))]


async def _code(conn: ReadConn, org_id: int, day: date) -> str:
    head = await audit.find_last(conn, org_id)
    return anchors.check_code(org_id, day, head.hash if head else audit.first_hash(org_id))
