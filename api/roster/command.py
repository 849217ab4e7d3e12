"""What the command line calls: organisations, an import without the worker, the demo's city."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from api.core import migrate
from api.core.db import NOBODY, Conn, many, run, uuid7
from api.core.errors import Misconfigured
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.roster import service
from api.roster.queries.people import Permit
from api.roster.values import OrgKind
from schemas.roster.rows import Covers
from schemas.roster.wire import RosterImport


class OrgNew(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation that the operator opens; `serves`: whose families it counsels (C2).

    `webpush`: it lets browsers be told through their makers' services, most of them abroad (P6).
    """

    org_id: int
    parent_id: int | None
    kind: OrgKind
    name_zh: str
    name_en: str
    serves: tuple[int, ...] = ()
    webpush: bool = False


class _Bar(msgspec.Struct, frozen=True, kw_only=True):
    student_id: UUID
    guardian_id: UUID


UPSERT_ORG = """
insert into orgs (org_id, parent_org_id, kind, name_zh, name_en, webpush_enabled) values ($1, $2, $3, $4, $5, $6)
on conflict (org_id) do update set parent_org_id = excluded.parent_org_id, name_zh = excluded.name_zh, name_en = excluded.name_en
"""
INSERT_CATCHMENT = """
insert into org_catchments (provider_org_id, client_org_id) values ($1, $2) on conflict (provider_org_id, client_org_id) do update set ended_at = null
"""
SELECT_BARS = """
select student_id, guardian_id from guardianships where org_id = $1 and barred order by student_id, guardian_id
"""
INSERT_BARS = """
insert into client_bars (org_id, account_id, student_id, client_org_id)
select $1, b.account_id, b.student_id, $2 from unnest($3::uuid[], $4::uuid[]) as b (account_id, student_id)
on conflict (org_id, account_id, student_id, client_org_id) do nothing
"""


async def add_orgs(owner_url: str, orgs: Iterable[OrgNew]) -> None:
    """Opens organisations, or renames them; parents come before children. As the owner: the app cannot."""
    conn = await migrate.connect(owner_url)
    try:
        async with conn.transaction():
            known = list(orgs)
            for org in known:
                names = (org.name_zh, org.name_en)
                await run(conn, UPSERT_ORG, org.org_id, org.parent_id, org.kind, *names, org.webpush)
            for org in known:
                for client in org.serves:
                    await _serve(conn, org.org_id, client)
    finally:
        await conn.close()


async def _serve(conn: Conn, centre_id: int, school_id: int) -> None:
    """A centre serves a school from now on, and knows the court's orders that stand there."""
    await run(conn, INSERT_CATCHMENT, centre_id, school_id)
    bars = await many(conn, _Bar, SELECT_BARS, school_id)
    if bars:
        await run(conn, INSERT_BARS, centre_id, school_id, [b.guardian_id for b in bars], [b.student_id for b in bars])


END_CATCHMENTS = """
update org_catchments set ended_at = $3 where provider_org_id = $1 and client_org_id = any ($2) and ended_at is null
"""


async def end_services(owner_url: str, centre_id: int, school_ids: Iterable[int], now: datetime) -> None:
    """Families of these schools book nothing new at the centre from now on, and keep what they booked (0657). As the owner."""
    conn = await migrate.connect(owner_url)
    try:
        await run(conn, END_CATCHMENTS, centre_id, list(school_ids), now)
    finally:
        await conn.close()


async def import_bytes(
    services: Services,
    org_id: int,
    file_name: str,
    data: bytes,
    *,
    covers: Covers | None = None,
    confirm_losses: bool = False,
) -> RosterImport:
    """Imports a file at once. With bad rows, or something to settle, nothing changes and that is in the answer.

    Raises FileRefused, ConfirmLosses.
    """
    permit = await _permit(services, org_id)
    async with system_uow(services, org_id) as uow:
        return await service.import_now(uow, permit, file_name, data, covers, confirm_losses=confirm_losses)


INSERT_PERMIT = """
insert into import_permits (account_id, import_id, org_id, by_operator, permitted_at) values ($1, $2, $3, true, $4)
"""


async def _permit(services: Services, org_id: int) -> Permit:
    """An operator's word, given as the owner: the app alone makes nobody a member. Raises Misconfigured."""
    url = services.config.database_owner_url
    if url is None:
        raise Misconfigured("DATABASE_OWNER_URL is missing: an import from the command line is permitted by the owner.")
    permit, conn = Permit(by=NOBODY, import_id=uuid7()), await migrate.connect(url)
    try:
        await run(conn, INSERT_PERMIT, permit.by, permit.import_id, org_id, services.clock.now())
    finally:
        await conn.close()
    return permit
