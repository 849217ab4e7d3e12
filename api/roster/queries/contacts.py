"""SQL of the phone numbers of a roster's people."""

from collections.abc import Sequence
from uuid import UUID

from api.core.db import ReadConn, many
from schemas.roster.people.rows import PhoneRow

SELECT_PHONES = """
select c.account_id, c.phone_sealed from contacts_of($1) c where c.phone_sealed is not null
"""


async def list_phones(conn: ReadConn, accounts: Sequence[UUID]) -> list[PhoneRow]:
    """The sealed phone numbers of those who have one."""
    return await many(conn, PhoneRow, SELECT_PHONES, accounts)
