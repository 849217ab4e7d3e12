"""SQL that writes classes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, queue
from schemas.roster.people.rows import ClassIdRow
from schemas.roster.rows import RosterClass

UPSERT_CLASSES = """
insert into classes (org_id, class_id, school_year, grade, name, code, ends_on, updated_at)
select $1, u.class_id, u.school_year, u.grade, u.name, u.code, u.ends_on, $8
from unnest($2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::date[])
  as u (class_id, school_year, grade, name, code, ends_on)
on conflict (org_id, school_year, name) do update
set grade = excluded.grade, ends_on = excluded.ends_on, ended_at = null, updated_at = excluded.updated_at
"""


async def put_classes(conn: Conn, org_id: int, rows: Sequence[tuple[UUID, str, RosterClass]], now: datetime) -> None:
    """Classes with the id and code they are to have; a known one keeps both."""
    await queue(
        conn,
        UPSERT_CLASSES,
        org_id,
        [row[0] for row in rows],
        [row[2].school_year for row in rows],
        [row[2].grade for row in rows],
        [row[2].name for row in rows],
        [row[1] for row in rows],
        [row[2].ends_on for row in rows],
        now,
    )


SELECT_IDS = """
select class_id, school_year, name, code from classes where org_id = $1
"""


async def list_ids(conn: ReadConn, org_id: int) -> list[ClassIdRow]:
    """Ids and codes of all classes of all years."""
    return await many(conn, ClassIdRow, SELECT_IDS, org_id)


END_CLASSES = """
update classes set ended_at = $3, updated_at = $3 where org_id = $1 and class_id = any($2) and ended_at is null
"""


async def end_classes(conn: Conn, org_id: int, ids: Sequence[UUID], now: datetime) -> None:
    """Classes that are no more."""
    await queue(conn, END_CLASSES, org_id, ids, now)


INSERT_SUCCESSORS = """
insert into class_successors (org_id, class_id, next_class_id, created_at)
select $1, u.class_id, u.next_class_id, $4 from unnest($2::uuid[], $3::uuid[]) as u (class_id, next_class_id)
on conflict do nothing
"""


async def put_successors(conn: Conn, org_id: int, pairs: Sequence[tuple[UUID, UUID]], now: datetime) -> None:
    """Notes which class went on as which."""
    if pairs:
        await queue(conn, INSERT_SUCCESSORS, org_id, [one for one, _ in pairs], [after for _, after in pairs], now)


DELETE_SUCCESSORS = """
delete from class_successors where org_id = $1 and class_id = any ($2)
"""


async def remove_successors(conn: Conn, org_id: int, ids: Sequence[UUID]) -> None:
    """These classes are here again, such as after a school year was undone: they went on as no other."""
    if ids:
        await queue(conn, DELETE_SUCCESSORS, org_id, ids)
