"""SQL of visits that are not reported as over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, queue
from api.core.kept_from import kept_from
from schemas.visits.alerts.rows import Alert, AllClear, DutyPerson, OpenAlert, VisitStarted

SELECT_ALL_CLEARS = """
select visit_id, said_at from visit_all_clears where org_id = $1 and visit_id = any ($2)
"""


async def list_all_clears(conn: ReadConn, org_id: int, visit_ids: Sequence[UUID]) -> list[AllClear]:
    """When it was said of these visits that all is well."""
    return await many(conn, AllClear, SELECT_ALL_CLEARS, org_id, list(visit_ids))


INSERT_ALL_CLEAR = """
insert into visit_all_clears as c (org_id, visit_id, said_by, said_at) values ($1, $2, $3, $4)
on conflict (org_id, visit_id) do update set said_by = excluded.said_by, said_at = excluded.said_at
"""


async def set_all_clear(conn: Conn, org_id: int, visit_id: UUID, by: UUID, now: datetime) -> None:
    """Writes that all is well."""
    await queue(conn, INSERT_ALL_CLEAR, org_id, visit_id, by, now)


SELECT_STARTS = """
select visit_id, said_at from visit_starts where org_id = $1 and visit_id = any ($2)
"""


async def list_starts(conn: ReadConn, org_id: int, visit_ids: Sequence[UUID]) -> list[VisitStarted]:
    """When it was said of these visits that they began."""
    return await many(conn, VisitStarted, SELECT_STARTS, org_id, list(visit_ids))


INSERT_START = """
insert into visit_starts as s (org_id, visit_id, said_by, said_at) values ($1, $2, $3, $4)
on conflict (org_id, visit_id) do update set said_by = excluded.said_by, said_at = excluded.said_at
"""


async def set_start(conn: Conn, org_id: int, visit_id: UUID, by: UUID, at: datetime) -> None:
    """Writes that a visit began."""
    await queue(conn, INSERT_START, org_id, visit_id, by, at)


# Who is away is not on duty: who stands in for them has their role.
SELECT_DUTY = """
select s.staff_id, s.roles from staff s
where s.org_id = $1 and s.ended_at is null and s.roles && '{leader,counsellor,custodian,school_admin}'
  and not exists (select 1 from visit_team m where m.org_id = $1 and m.visit_id = $2 and m.staff_id = s.staff_id and m.left_at is null)
  and not KEPT_FROM
  and not exists (select 1 from staff_leaves l
                  where l.org_id = $1 and l.staff_id = s.staff_id and l.ended_at is null and l.began_at is not null
                    and l.starts_at <= $4 and l.ends_at > $4)
order by s.staff_id
""".replace("KEPT_FROM", kept_from("s.staff_id", "$3"))


async def list_duty(conn: ReadConn, org_id: int, visit_id: UUID, student_id: UUID, now: datetime) -> list[DutyPerson]:
    """Who could be told of a visit now: neither its team nor the student's family, nobody who is barred from the student or away."""
    return await many(conn, DutyPerson, SELECT_DUTY, org_id, visit_id, student_id, now)


SELECT_ALERTS = """
select staff_id, told_at, opened_at from visit_alerts where org_id = $1 and visit_id = $2 and told_at >= $3 order by told_at, staff_id
"""


async def list_alerts(conn: ReadConn, org_id: int, visit_id: UUID, since: datetime) -> list[Alert]:
    """Who was told of a visit since it began, in order."""
    return await many(conn, Alert, SELECT_ALERTS, org_id, visit_id, since)


# The same persons as `SELECT_DUTY`, and the same visits as `rules.is_open`, asked from the side of one who was told.
SELECT_OPEN_ALERTS = """
select v.org_id, v.visit_id,
  array(select f.name from visit_team m join staff f on f.org_id = m.org_id and f.staff_id = m.staff_id
        where m.org_id = $1 and m.visit_id = v.visit_id and m.left_at is null order by m.staff_id) as team_names
from visit_alerts a join visits v on v.org_id = a.org_id and v.visit_id = a.visit_id
where a.org_id = $1 and a.staff_id = $2 and a.told_at > $3 and a.told_at >= v.starts_at
  and v.state = 'confirmed' and v.mode = 'onsite'
  and not exists (select 1 from visit_all_clears c
                  where c.org_id = $1 and c.visit_id = v.visit_id and c.said_at >= v.starts_at)
  and exists (select 1 from staff s where s.org_id = $1 and s.staff_id = $2 and s.ended_at is null
              and s.roles && '{leader,counsellor,custodian,school_admin}')
  and not exists (select 1 from visit_team m
                  where m.org_id = $1 and m.visit_id = v.visit_id and m.staff_id = $2 and m.left_at is null)
  and not KEPT_FROM
  and not exists (select 1 from staff_leaves l
                  where l.org_id = $1 and l.staff_id = $2 and l.ended_at is null and l.began_at is not null
                    and l.starts_at <= $4 and l.ends_at > $4)
order by a.told_at, v.visit_id
limit $5
""".replace("KEPT_FROM", kept_from("$2", "v.student_id"))


async def list_open_alerts(
    conn: ReadConn, org_id: int, staff_id: UUID | None, since: datetime, now: datetime, limit: int
) -> list[OpenAlert]:
    """Visits of which somebody was told and that are still open, the first told first."""
    return await many(conn, OpenAlert, SELECT_OPEN_ALERTS, org_id, staff_id, since, now, limit)


INSERT_ALERT = """
insert into visit_alerts as a (org_id, visit_id, staff_id, told_at) values ($1, $2, $3, $4)
on conflict (org_id, visit_id, staff_id) do update set told_at = excluded.told_at, opened_at = null
"""


async def add_alert(conn: Conn, org_id: int, visit_id: UUID, staff_id: UUID, now: datetime) -> None:
    """Notes that a duty person is told."""
    await queue(conn, INSERT_ALERT, org_id, visit_id, staff_id, now)


SET_OPENED = """
update visit_alerts set opened_at = $4 where org_id = $1 and visit_id = $2 and staff_id = $3 and opened_at is null
"""


async def set_opened(conn: Conn, org_id: int, visit_id: UUID, staff_id: UUID, now: datetime) -> None:
    """Notes when a duty person first looked."""
    await queue(conn, SET_OPENED, org_id, visit_id, staff_id, now)
