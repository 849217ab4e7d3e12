"""SQL of links between guardians and their school's WeChat service account."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, maybe, queue, run
from schemas.messages.wechat import WechatFound, WechatHolder, WechatRow

SELECT_LINK = """
select app_id, state, phone_mark from wechat_links where org_id = $1 and account_id = $2
"""


async def find_link(conn: ReadConn, org_id: int, account_id: UUID) -> WechatRow | None:
    """A person's link, or their last try."""
    return await maybe(conn, WechatRow, SELECT_LINK, org_id, account_id)


SELECT_HOLDER = """
select c.phone_sealed, c.sign_outs, session_is_own($1, $2) as own_phone from contacts_of(array[$1]::uuid[], $3) c
"""


async def find_holder(conn: ReadConn, account_id: UUID, session_id: UUID | None, now: datetime) -> WechatHolder | None:
    """By what a person's link is known, and whether this session of theirs is on a phone of their own."""
    return await maybe(conn, WechatHolder, SELECT_HOLDER, account_id, session_id, now)


UPSERT_ASKED = """
insert into wechat_links (org_id, account_id, app_id, state, phone_mark, updated_at) values ($1, $2, $3, 'asked', $4, $5)
on conflict (org_id, account_id) do update
set app_id = excluded.app_id, state = 'asked', user_id = null, phone_mark = excluded.phone_mark, updated_at = excluded.updated_at
"""


async def set_asked(conn: Conn, org_id: int, account_id: UUID, app_id: str, mark: bytes | None, now: datetime) -> None:
    """Notes that WeChat is being asked who a person is. An earlier link of theirs ends."""
    await queue(conn, UPSERT_ASKED, org_id, account_id, app_id, mark, now)


DELETE_SAME_USER = """
delete from wechat_links where org_id = $1 and account_id <> $2 and app_id = $3 and user_id = $4
"""
UPDATE_LINKED = """
update wechat_links set state = 'linked', user_id = $4, updated_at = $6
where org_id = $1 and account_id = $2 and app_id = $3 and state = 'asked' and phone_mark = $5 and exists (
  select from guardianships t where t.org_id = $1 and t.guardian_id = $2 and t.ended_at is null)
"""


async def set_linked(conn: Conn, org_id: int, found: WechatFound, now: datetime) -> None:
    """Links a guardian who has a child here and still waits for it. One WeChat is one person: who had it before has it no more."""
    who = org_id, found.account_id, found.app_id, found.user_id
    await queue(conn, DELETE_SAME_USER, *who)
    await queue(conn, UPDATE_LINKED, *who, found.phone_mark, now)


UPDATE_FAILED = """
update wechat_links set state = 'failed', updated_at = $3 where org_id = $1 and account_id = $2 and state = 'asked'
"""


async def set_failed(conn: Conn, org_id: int, account_id: UUID, now: datetime) -> None:
    """Notes that WeChat did not say who a person is, for whom still waits for it."""
    await queue(conn, UPDATE_FAILED, org_id, account_id, now)


DELETE_LINK = """
delete from wechat_links where org_id = $1 and account_id = $2
"""


async def remove_link(conn: Conn, org_id: int, account_id: UUID) -> bool:
    """Ends a person's link. Returns whether there was one."""
    return await run(conn, DELETE_LINK, org_id, account_id) > 0


DELETE_GONE = """
delete from wechat_links l where l.org_id = $1 and l.account_id = any ($2) and not exists (
  select from guardianships t where t.org_id = $1 and t.guardian_id = l.account_id and t.ended_at is null)
"""


async def remove_gone(conn: Conn, org_id: int, account_ids: Sequence[UUID]) -> None:
    """Removes the links of those of these people who have no child here any more."""
    await queue(conn, DELETE_GONE, org_id, account_ids)
