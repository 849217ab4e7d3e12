"""`signout`: an operator ends sessions, of one person whose phone is lost or of everybody when a secret may be known."""

import argparse
import asyncio
from uuid import UUID

import asyncpg

from api.cli.environment import needed, settings
from api.core import migrate, roots
from api.core.config import Config
from api.core.errors import Misconfigured
from api.core.login_addresses import find_login
from api.core.sealing import Sealer

SELECT_SIGNED_IN = """
select account_id from sessions union select account_id from devices
"""
SELECT_ACCOUNT = """
select account_id from login_find($1)
"""
END_LINKS = """
update accounts set sign_outs = sign_outs + 1
"""
END_SESSIONS = """
select session_end($1, null)
"""


def run_signout(words: list[str]) -> int:
    """Ends the sessions and says how many there were."""
    parser = argparse.ArgumentParser(
        prog="xinqiao signout", description="Ends sessions at once, with their pushes, as DATABASE_OWNER_URL."
    )
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--phone", help="of one person, by phone number")
    who.add_argument("--mail", help="of one person who has no phone, by email address")
    who.add_argument("--account", type=UUID, help="of one person, by account id")
    who.add_argument("--everybody", action="store_true", help="of everybody")
    chosen = parser.parse_args(words)
    ended = asyncio.run(_end(settings(), chosen.phone or chosen.mail, chosen.account))
    print(f"{ended} session{'' if ended == 1 else 's'} ended.")
    return 0


async def _end(config: Config, login: str | None, account_id: UUID | None) -> int:
    conn = await migrate.connect(needed(config.database_owner_url, "DATABASE_OWNER_URL"))
    try:
        if login is None and account_id is None:  # WeChat links also of those who have no session
            await conn.execute(END_LINKS)
        accounts = await _accounts(conn, config, login, account_id)
        return sum([await conn.fetchval(END_SESSIONS, one) for one in accounts])
    finally:
        await conn.close()


async def _accounts(
    conn: "asyncpg.Connection[asyncpg.Record]", config: Config, login: str | None, account_id: UUID | None
) -> list[UUID]:
    if account_id is not None:
        return [account_id]
    if login is None:
        return [row["account_id"] for row in await conn.fetch(SELECT_SIGNED_IN)]
    sealer = Sealer(*await roots.load(conn, config.master_key))
    found = await conn.fetch(SELECT_ACCOUNT, sealer.login(find_login(login) or login))
    if not found:
        raise Misconfigured(f"Nobody signs in with this {'email address' if '@' in login else 'phone number'}.")
    return [row["account_id"] for row in found]
