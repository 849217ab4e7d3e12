"""What migrations seal: contacts for one account and kind (0201), and grants (0227)."""

from collections.abc import Iterator
from contextlib import suppress
from typing import LiteralString

import asyncpg
import msgspec
from cryptography.exceptions import InvalidTag

from api.core.errors import Misconfigured
from api.core.organisations import list_org_ids
from api.core.sealing import ContactKind, Sealer

SELECT_MAILS = "select email_sealed, account_id from accounts where email_sealed is not null"
UPDATE_MAIL = "update accounts set email_sealed = $1 where account_id = $2"
SELECT_PHONES = "select sealed, account_id, key_hash from login_keys where sealed is not null and kind = 'phone'"
SELECT_LOGIN_MAILS = "select sealed, account_id, key_hash from login_keys where sealed is not null and kind = 'mail'"
UPDATE_LOGIN = "update login_keys set sealed = $1 where account_id = $2 and key_hash = $3"
SELECT_DEVICES = "select address_sealed, account_id, device_id from devices"
UPDATE_DEVICE = "update devices set address_sealed = $1 where account_id = $2 and device_id = $3"
SELECT_AUTHENTICATORS = "select totp_sealed, account_id from credentials where totp_sealed is not null"
UPDATE_AUTHENTICATOR = "update credentials set totp_sealed = $1 where account_id = $2"
SELECT_PENDING = "select totp_pending_sealed, account_id from credentials where totp_pending_sealed is not null"
UPDATE_PENDING = "update credentials set totp_pending_sealed = $1 where account_id = $2"


class _Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of sealed contacts. `select` gives what is sealed, the account, and what else names the row."""

    kind: ContactKind
    select: LiteralString
    update: LiteralString


COLUMNS = (
    _Column(kind="mail", select=SELECT_MAILS, update=UPDATE_MAIL),
    _Column(kind="phone", select=SELECT_PHONES, update=UPDATE_LOGIN),
    _Column(kind="mail", select=SELECT_LOGIN_MAILS, update=UPDATE_LOGIN),
    _Column(kind="device", select=SELECT_DEVICES, update=UPDATE_DEVICE),
    _Column(kind="authenticator", select=SELECT_AUTHENTICATORS, update=UPDATE_AUTHENTICATOR),
    _Column(kind="authenticator", select=SELECT_PENDING, update=UPDATE_PENDING),
)


async def bind_contacts(conn: "asyncpg.Connection[asyncpg.Record]", sealer: Sealer | None) -> None:
    """Binds every contact to its account and kind. Raises Misconfigured where there are some and no key."""
    for column in COLUMNS:
        rows = await conn.fetch(column.select)
        if rows and sealer is None:
            raise Misconfigured("Contacts have to be sealed again: run migrate with the installation's master key.")
        if sealer:
            await conn.executemany(column.update, _bound(sealer, column.kind, rows))


def _bound(sealer: Sealer, kind: ContactKind, rows: "list[asyncpg.Record]") -> Iterator[tuple[object, ...]]:
    for sealed, account_id, *rest in rows:
        # What opened for nobody before stays as it is, and does not stop the others.
        with suppress(InvalidTag, ValueError):
            yield (sealer.bind_contact(kind, account_id, sealed), account_id, *rest)


SELECT_GRANTS = "select record_id, account_id, purpose, granted_by, until from grants where org_id = $1"
UPDATE_GRANT = """
update grants set seal = $5 where org_id = $1 and record_id = $2 and account_id = $3 and purpose = $4
"""


async def seal_grants(conn: "asyncpg.Connection[asyncpg.Record]", sealer: Sealer | None) -> None:
    """Seals the grants of before. Raises Misconfigured where there are some and no key."""
    for org_id in await list_org_ids(conn):
        rows = await conn.fetch(SELECT_GRANTS, org_id)
        if rows and sealer is None:
            raise Misconfigured("Grants have to be sealed: run migrate with the installation's master key.")
        if sealer:
            await conn.executemany(UPDATE_GRANT, [_sealed(sealer, org_id, row) for row in rows])


def _sealed(sealer: Sealer, org_id: int, row: asyncpg.Record) -> tuple[object, ...]:
    place = (org_id, row["record_id"], row["account_id"], row["purpose"])
    return (*place, sealer.seal_grant(*place, row["granted_by"], row["until"])[0])
