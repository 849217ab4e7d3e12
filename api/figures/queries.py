"""SQL of figures: into a bureau's organisation, and out of it."""

from datetime import datetime

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue, run
from schemas.figures.rows import FiguresRow, FiguresShown
from schemas.figures.wire import FigureTargets, FigureTargetsEdit


class Bureau(msgspec.Struct, frozen=True, kw_only=True):
    """A bureau above a school."""

    org_id: int


SELECT_BUREAUS = """
with recursive above as (
  select o.parent_org_id from orgs o where o.org_id = $1
  union
  select o.parent_org_id from above a join orgs o on o.org_id = a.parent_org_id
)
select o.org_id from above a join orgs o on o.org_id = a.parent_org_id
where o.kind = 'bureau' and o.ended_at is null
order by o.org_id
"""


async def list_bureaus(conn: ReadConn, org_id: int) -> list[Bureau]:
    """The bureaus above an organisation, at any height."""
    return await many(conn, Bureau, SELECT_BUREAUS, org_id)


UPSERT_FIGURES = """
insert into school_figures as f (org_id, school_id, since, counted_at, students, visited, contacted, owed, notices_sent,
  people_reached, bookings_in_person, bookings_phone, bookings_video, bookings_text, bookings_all, observations_open)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
on conflict (org_id, school_id) do update
set since = excluded.since, counted_at = excluded.counted_at, students = excluded.students, visited = excluded.visited,
    contacted = excluded.contacted, owed = excluded.owed, notices_sent = excluded.notices_sent,
    people_reached = excluded.people_reached, bookings_in_person = excluded.bookings_in_person,
    bookings_phone = excluded.bookings_phone, bookings_video = excluded.bookings_video,
    bookings_text = excluded.bookings_text, bookings_all = excluded.bookings_all,
    observations_open = excluded.observations_open
where f.counted_at < excluded.counted_at
"""


async def put_figures(conn: Conn, org_id: int, row: FiguresRow) -> None:
    """A school's newest numbers; an older count that comes late changes nothing."""
    await queue(
        conn,
        UPSERT_FIGURES,
        *(org_id, row.school_id, row.since, row.counted_at, row.students, row.visited, row.contacted, row.owed),
        *(row.notices_sent, row.people_reached, row.bookings_in_person, row.bookings_phone, row.bookings_video),
        *(row.bookings_text, row.bookings_all, row.observations_open),
    )


# A school that has another parent today is shown there alone. Zones below a bureau may differ by hours: so much apart, the
# school years are the same one.
SELECT_FIGURES = """
with recursive below as (
  select o.org_id, o.kind, o.name_zh, o.name_en from orgs o where o.parent_org_id = $1 and o.ended_at is null
  union
  select o.org_id, o.kind, o.name_zh, o.name_en from below b join orgs o on o.parent_org_id = b.org_id where o.ended_at is null
)
select f.school_id, b.name_zh, b.name_en, f.since, f.counted_at, f.students, f.visited, f.contacted, f.owed, f.notices_sent,
  f.people_reached, f.bookings_in_person, f.bookings_phone, f.bookings_video, f.bookings_text, f.bookings_all,
  f.observations_open
from below b
join school_figures f on f.org_id = $1 and f.school_id = b.org_id
where b.kind = 'school' and f.since > $2::timestamptz - interval '1 day'
order by f.school_id
limit 5000
"""


async def list_figures(conn: ReadConn, org_id: int, since: datetime) -> list[FiguresShown]:
    """What the schools below a bureau counted of the school year that began at `since`."""
    return await many(conn, FiguresShown, SELECT_FIGURES, org_id, since)


SELECT_TARGETS = """
select visited, contacted, version from figure_targets where org_id = $1
"""


async def find_targets(conn: ReadConn, org_id: int) -> FigureTargets | None:
    """What a bureau wants its schools to reach."""
    return await maybe(conn, FigureTargets, SELECT_TARGETS, org_id)


UPSERT_TARGETS = """
insert into figure_targets as t (org_id, visited, contacted, version, updated_at) values ($1, $2, $3, $4 + 1, $5)
on conflict (org_id) do update
set visited = excluded.visited, contacted = excluded.contacted, version = excluded.version, updated_at = excluded.updated_at
where t.version = $4
"""


async def put_targets(conn: Conn, org_id: int, edit: FigureTargetsEdit, version: int, now: datetime) -> bool:
    """Replaces the targets; False when they are another version."""
    return await run(conn, UPSERT_TARGETS, org_id, edit.visited, edit.contacted, version, now) == 1
