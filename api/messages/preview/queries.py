"""SQL of the preview: people of an audience, and what addresses they have. Roster and accounts are not joined (DESIGN §3)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import ReadConn, many, one
from api.messages.audiences.queries import IN_AUDIENCE, TIES
from schemas.messages.audiences import Audience
from schemas.messages.broadcasts import Person
from schemas.messages.preview import AddressKinds, Linked, PersonKinds, ReachedPeople

_PEOPLE = """
select coalesce(array_agg(distinct i.account_id), '{}') as people, count(distinct i.student_id)::integer as students from (
"""
SELECT_REACHED_PEOPLE = _PEOPLE + TIES + ") i" + IN_AUDIENCE


async def get_reached_people(conn: ReadConn, org_id: int, audience: Audience) -> ReachedPeople:
    """The people of an audience by today's roster."""
    to = (audience.groups, audience.except_groups, audience.parts)
    return await one(conn, ReachedPeople, SELECT_REACHED_PEOPLE, org_id, *to)


SELECT_IN_WECOM = """
select account_id from wecom_links where org_id = $1 order by account_id
"""


async def list_in_wecom(conn: ReadConn, org_id: int) -> list[Person]:
    """Who is known in the WeCom of the organisation. Whether the number is still the one that proved it shows when they are told."""
    return await many(conn, Person, SELECT_IN_WECOM, org_id)


SELECT_IN_WECHAT = """
select account_id from wechat_links where org_id = $1 and app_id = $2 and state = 'linked' order by account_id
"""


async def list_in_wechat(conn: ReadConn, org_id: int, app_id: str) -> list[Person]:
    """Who is known to this WeChat service account of the organisation. Of their numbers the same holds."""
    return await many(conn, Person, SELECT_IN_WECHAT, org_id, app_id)


_KINDS = """ (
  select a.account_id, a.language, a.channels, a.kinds
    || case when a.account_id = any ($2::uuid[]) and 'phone' = any (a.kinds) then '{wecom}'::text[] else '{}'::text[] end
    || case when a.account_id = any ($4::uuid[]) and 'phone' = any (a.kinds) then '{wechat}'::text[] else '{}'::text[] end as kinds
  from address_kinds($1, $3) a
) k
"""
SELECT_ADDRESS_KINDS = (
    "select k.language, k.channels, k.kinds, count(*)::integer as people from"
    + _KINDS
    + "group by k.language, k.channels, k.kinds"
)


async def list_address_kinds(
    conn: ReadConn, people: Sequence[UUID], linked: Linked, now: datetime
) -> list[AddressKinds]:
    """How many of these people have which addresses and wishes; people without an account are missing. `linked`: who is known in the organisation's own accounts."""
    return await many(conn, AddressKinds, SELECT_ADDRESS_KINDS, list(people), linked.wecom, now, linked.wechat)


SELECT_PERSON_KINDS = "select k.account_id, k.channels, k.kinds from" + _KINDS


async def list_person_kinds(conn: ReadConn, people: Sequence[UUID], linked: Linked, now: datetime) -> list[PersonKinds]:
    """The same for each of them."""
    return await many(conn, PersonKinds, SELECT_PERSON_KINDS, list(people), linked.wecom, now, linked.wechat)
