"""SQL of requests to learn who reported something."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.observations.disclosing.rows import CaseDisclosureRow, DisclosureRow
from schemas.observations.disclosing.states import DisclosureEnd

INSERT_DISCLOSURE = """
insert into observer_disclosures (org_id, disclosure_id, observation_id, reason_id, asked_by, asked_at, until)
values ($1, $2, $3, $4, $5, $6, $7)
"""


async def add_disclosure(
    conn: Conn,
    org_id: int,
    disclosure_id: UUID,
    observation_id: UUID,
    reason_id: UUID,
    by: UUID,
    now: datetime,
    until: datetime,
) -> None:
    """Somebody asks, until when."""
    await queue(conn, INSERT_DISCLOSURE, org_id, disclosure_id, observation_id, reason_id, by, now, until)


_DISCLOSURES = """
select d.disclosure_id, d.observation_id, o.class_id, c.name as class_name, o.student_id, s.name as student_name, o.conflicts,
  o.observer_id, d.reason_id, o.state = 'done' as done, d.asked_by, coalesce(a.name, '') as asked_by_name, d.asked_at,
  d.agreed_by, b.name as agreed_by_name, d.agreed_at, d.until, d.ended
from observer_disclosures d
join observations o on o.org_id = d.org_id and o.observation_id = d.observation_id
join classes c on c.org_id = o.org_id and c.class_id = o.class_id
left join students s on s.org_id = o.org_id and s.student_id = o.student_id
left join staff a on a.org_id = d.org_id and a.staff_id = d.asked_by
left join staff b on b.org_id = d.org_id and b.staff_id = d.agreed_by
"""
SELECT_DISCLOSURE = _DISCLOSURES + "where d.org_id = $1 and d.disclosure_id = $2"


async def find_disclosure(conn: ReadConn, org_id: int, disclosure_id: UUID) -> DisclosureRow | None:
    """One request. Whether the actor may know of it is the caller's to ask."""
    return await maybe(conn, DisclosureRow, SELECT_DISCLOSURE, org_id, disclosure_id)


LOCK_DISCLOSURE = SELECT_DISCLOSURE + " for no key update of d"


async def lock_disclosure(conn: Conn, org_id: int, disclosure_id: UUID) -> DisclosureRow | None:
    """The same, and nobody else changes it until the transaction ends."""
    return await maybe(conn, DisclosureRow, LOCK_DISCLOSURE, org_id, disclosure_id)


LOCK_OPEN = _DISCLOSURES + "where d.org_id = $1 and d.ended is null order by d.disclosure_id for no key update of d"


async def lock_open(conn: Conn, org_id: int) -> list[DisclosureRow]:
    """All open requests of an organisation: they last for two days."""
    return await many(conn, DisclosureRow, LOCK_OPEN, org_id)


SELECT_NEWEST = """
select d.disclosure_id, coalesce(a.name, '') as asked_by_name, b.name as agreed_by_name, d.agreed_by is not null as agreed,
  coalesce(d.agreed_at, d.asked_at) as at, d.until, d.ended
from observer_disclosures d
left join staff a on a.org_id = d.org_id and a.staff_id = d.asked_by
left join staff b on b.org_id = d.org_id and b.staff_id = d.agreed_by
where d.org_id = $1 and d.observation_id = $2
order by d.ended is null desc, d.asked_at desc
limit 1
"""


async def find_newest(conn: ReadConn, org_id: int, observation_id: UUID) -> CaseDisclosureRow | None:
    """The open request about a report, or the last one."""
    return await maybe(conn, CaseDisclosureRow, SELECT_NEWEST, org_id, observation_id)


SET_AGREED = """
update observer_disclosures set agreed_by = $3, agreed_at = $4, until = $5
where org_id = $1 and disclosure_id = $2 and ended is null
"""


async def set_agreed(conn: Conn, org_id: int, disclosure_id: UUID, by: UUID, now: datetime, until: datetime) -> None:
    """Another custodian agrees: both may look, until when."""
    await queue(conn, SET_AGREED, org_id, disclosure_id, by, now, until)


SET_ENDED = """
update observer_disclosures set ended = $3 where org_id = $1 and disclosure_id = $2 and ended is null
"""


async def set_ended(conn: Conn, org_id: int, disclosure_id: UUID, how: DisclosureEnd) -> None:
    """Nobody agrees or looks any more."""
    await queue(conn, SET_ENDED, org_id, disclosure_id, how)


SET_OPENED = """
update observer_disclosures set opened_on = $3 where org_id = $1 and disclosure_id = $2 and opened_on is null
"""


async def set_opened(conn: Conn, org_id: int, disclosure_id: UUID, day: date) -> None:
    """One of the two looks for the first time."""
    await queue(conn, SET_OPENED, org_id, disclosure_id, day)


class Disclosed(msgspec.Struct, frozen=True, kw_only=True):
    """Two custodians learned who reported this."""

    observation_id: UUID
    day: date


SELECT_DISCLOSED = """
select d.observation_id, max(d.opened_on) as day from observer_disclosures d
where d.org_id = $1 and d.observation_id = any ($2) and d.opened_on is not null
group by d.observation_id
"""


async def list_disclosed(conn: ReadConn, org_id: int, observation_ids: Sequence[UUID]) -> list[Disclosed]:
    """Of which of these the observer was learned, and when last."""
    return await many(conn, Disclosed, SELECT_DISCLOSED, org_id, list(observation_ids))
