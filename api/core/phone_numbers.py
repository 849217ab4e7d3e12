"""Opens phone numbers that stand sealed beside accounts. Who may see them, and that a look is recorded, is the caller's to say."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.core.db import many
from api.core.unit_of_work import Reading


class _Phone(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    phone_sealed: bytes


SELECT_PHONES = """
select c.account_id, c.phone_sealed from contacts_of($1, $2) c where c.phone_sealed is not null
"""


class _Mail(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    sealed: bytes


SELECT_LOGIN_MAILS = """
select account_id, sealed from login_mails($1)
"""


async def open_logins(uow: Reading, account_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What people sign in by: phone numbers, and mail addresses of those who have no phone."""
    mails = await many(uow.conn, _Mail, SELECT_LOGIN_MAILS, account_ids)
    opened = {one.account_id: uow.sealer.open_contact("mail", one.account_id, one.sealed) for one in mails}
    return opened | await open_phones(uow, account_ids)


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody is called, or written to: `mail` is of those alone who have no phone."""

    phone: str | None = None
    mail: str | None = None


async def open_reach(uow: Reading, account_ids: Sequence[UUID]) -> dict[UUID, Reach]:
    """Where these people are reached; without those who have neither phone nor mail address."""
    logins = await open_logins(uow, account_ids)
    return {one: Reach(mail=login) if "@" in login else Reach(phone=login) for one, login in logins.items()}


async def open_phones(uow: Reading, account_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Phone numbers of those who have one, asked apart from the rows of an organisation: they belong to none (DESIGN §3)."""
    sealed = await many(uow.conn, _Phone, SELECT_PHONES, account_ids, uow.now)
    return {one.account_id: uow.sealer.open_contact("phone", one.account_id, one.phone_sealed) for one in sealed}
