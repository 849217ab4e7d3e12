"""SQL of links between guardians and their school's WeCom."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, maybe, queue, run
from schemas.messages.broadcasts import Person
from schemas.messages.rows import OwnLink
from schemas.messages.wecom import WecomHolder, WecomLinkRow

SELECT_GUARDIANS = """
select distinct t.guardian_id as account_id
from guardianships t
join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id and g.ended_at is null
join students s on s.org_id = t.org_id and s.student_id = t.student_id and s.ended_at is null
where t.org_id = $1 and t.ended_at is null
order by t.guardian_id
"""


async def list_guardians(conn: ReadConn, org_id: int) -> list[Person]:
    """Guardians with a child at the school today."""
    return await many(conn, Person, SELECT_GUARDIANS, org_id)


DELETE_OTHERS = """
delete from wecom_links l where l.org_id = $1 and not exists (
  select from unnest($2::uuid[], $3::text[]) as u (account_id, user_id)
  where u.account_id = l.account_id and u.user_id = l.user_id)
"""
UPSERT_LINKS = """
insert into wecom_links (org_id, account_id, user_id, phone_mark, updated_at)
select $1, u.account_id, u.user_id, u.phone_mark, $5
from unnest($2::uuid[], $3::text[], $4::bytea[]) as u (account_id, user_id, phone_mark)
on conflict (org_id, account_id) do update set phone_mark = excluded.phone_mark, updated_at = excluded.updated_at
"""


async def set_links(conn: Conn, org_id: int, links: Sequence[OwnLink], now: datetime) -> None:
    """Makes these the links of the organisation. The others go first: two people may have exchanged their ids."""
    accounts, users = [link.account_id for link in links], [link.user_id for link in links]
    await queue(conn, DELETE_OTHERS, org_id, accounts, users)
    await queue(conn, UPSERT_LINKS, org_id, accounts, users, [link.phone_mark for link in links], now)


DELETE_GONE = """
delete from wecom_links l where l.org_id = $1 and l.account_id = any ($2) and not exists (
  select from guardianships t where t.org_id = $1 and t.guardian_id = l.account_id and t.ended_at is null)
"""


async def remove_gone(conn: Conn, org_id: int, account_ids: Sequence[UUID]) -> None:
    """Removes the links of those of these people who have no child here any more."""
    await queue(conn, DELETE_GONE, org_id, account_ids)


SELECT_HOLDER = """
select c.phone_sealed, c.sign_outs, session_is_own($1, $2) as own_phone from contacts_of(array[$1]::uuid[], $3) c
"""


async def find_holder(conn: ReadConn, account_id: UUID, session_id: UUID | None, now: datetime) -> WecomHolder | None:
    """By what a person's word is known, and whether this session of theirs is on a phone of their own."""
    return await maybe(conn, WecomHolder, SELECT_HOLDER, account_id, session_id, now)


SELECT_LINK = """
select user_id, phone_mark, sign_in_mark from wecom_links where org_id = $1 and account_id = $2
"""


async def find_link(conn: ReadConn, org_id: int, account_id: UUID) -> WecomLinkRow | None:
    """Who a guardian is in the school's WeCom."""
    return await maybe(conn, WecomLinkRow, SELECT_LINK, org_id, account_id)


UPDATE_SIGN_IN = """
update wecom_links set sign_in_mark = $3 where org_id = $1 and account_id = $2 and sign_in_mark is distinct from $3
"""


async def set_sign_in(conn: Conn, org_id: int, account_id: UUID, mark: bytes | None) -> bool:
    """Keeps a guardian's word, or ends it. Returns whether that was new."""
    return await run(conn, UPDATE_SIGN_IN, org_id, account_id, mark) > 0
