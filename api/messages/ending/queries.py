"""SQL of what leaves single inboxes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A message, and who of some people is shown it."""

    message_id: UUID
    template: str
    params: msgspec.Raw
    people: list[UUID]


SELECT_SHOWN = """
select m.message_id, m.template, m.params, p.people
from (
  select p.message_id, array_agg(p.account_id) as people from message_people p
  where p.org_id = $1 and p.account_id = any ($2) and p.hidden_at is null
  group by p.message_id
) p
join messages m on m.org_id = $1 and m.message_id = p.message_id
where m.org_id = $1 and m.template = any ($3) and m.broadcast_id is null and m.withdrawn_at is null
order by m.message_id
"""


async def list_shown(conn: ReadConn, org_id: int, account_ids: Sequence[UUID], templates: Sequence[str]) -> list[Shown]:
    """What these people are shown of these templates."""
    return await many(conn, Shown, SELECT_SHOWN, org_id, account_ids, templates)


SET_HIDDEN = """
update message_people p set hidden_at = $4
from unnest($2::uuid[], $3::uuid[]) as u (message_id, account_id)
where p.org_id = $1 and p.message_id = u.message_id and p.account_id = u.account_id
"""


async def set_hidden(conn: Conn, org_id: int, which: Sequence[tuple[UUID, UUID]], now: datetime) -> None:
    """Takes messages out of single inboxes, each for its person."""
    await queue(conn, SET_HIDDEN, org_id, [one for one, _ in which], [person for _, person in which], now)
