"""SQL of what an order keeps from an administrator in findings of imports."""

import msgspec

from api.core.access import Actor
from api.core.db import ReadConn, one


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """Students whom an order keeps from somebody, by number, and the names of them and of their guardians of today."""

    numbers: list[str]
    names: list[str]


SELECT_WITHHELD = """
select coalesce(array_agg(distinct s.student_number), '{}') as numbers,
  coalesce(array_agg(distinct s.name), '{}') || coalesce(array_agg(distinct g.name) filter (where g.name is not null), '{}') as names
from students s
left join guardianships t on t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null
left join guardians g on g.org_id = $1 and g.guardian_id = t.guardian_id
where s.org_id = $1 and s.student_id = any ($2) and s.ended_at is null
"""


async def find_withheld(conn: ReadConn, actor: Actor) -> Withheld:
    """What is hidden from the actor."""
    if not actor.barred_ids:
        return Withheld(numbers=[], names=[])
    return await one(conn, Withheld, SELECT_WITHHELD, actor.org_id, sorted(actor.barred_ids))
