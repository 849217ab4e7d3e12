"""SQL of series, of the sites of recordings, and of lectures in the library."""

from datetime import datetime
from uuid import UUID

from asyncpg.exceptions import UniqueViolationError

from api.core.db import Conn, ReadConn, many, maybe, one, queue, run
from api.lectures.errors import NumberTaken
from schemas.lectures.library import EntryRow, LectureSeries, LectureSeriesNew, RecordingHosts

_SERIES = """
select s.series_id, s.title_zh, s.title_en, s.ended_at is not null as ended,
  (select count(*)::integer from lecture_library y where y.org_id = $1 and y.series_id = s.series_id) as lectures,
  (select coalesce(max(y.number), 0)::integer + 1 from lecture_library y
   where y.org_id = $1 and y.series_id = s.series_id) as next,
  s.version
from lecture_series s
where s.org_id = $1
"""
SELECT_SERIES = _SERIES + "order by s.ended_at is not null, s.created_at, s.series_id limit 500"


async def list_series(conn: ReadConn, org_id: int) -> list[LectureSeries]:
    """Every series, those that go on first."""
    return await many(conn, LectureSeries, SELECT_SERIES, org_id)


SELECT_ONE_SERIES = _SERIES + "and s.series_id = $2"


async def find_series(conn: ReadConn, org_id: int, series_id: UUID) -> LectureSeries | None:
    """One series."""
    return await maybe(conn, LectureSeries, SELECT_ONE_SERIES, org_id, series_id)


INSERT_SERIES = """
insert into lecture_series (org_id, series_id, title_zh, title_en, ended_at, created_at)
values ($1, $2, $3, $4, case when $5 then $6::timestamptz end, $6)
"""


async def add_series(conn: Conn, org_id: int, series_id: UUID, new: LectureSeriesNew, now: datetime) -> None:
    """Writes a series."""
    await queue(conn, INSERT_SERIES, org_id, series_id, new.title_zh, new.title_en, new.ended, now)


UPDATE_SERIES = """
update lecture_series set title_zh = $4, title_en = $5, ended_at = case when $6 then coalesce(ended_at, $7::timestamptz) end,
  version = version + 1
where org_id = $1 and series_id = $2 and version = $3
"""


async def set_series(
    conn: Conn, org_id: int, series_id: UUID, version: int, new: LectureSeriesNew, now: datetime
) -> bool:
    """Replaces a series; False when it is another version."""
    what = (new.title_zh, new.title_en, new.ended, now)
    return await run(conn, UPDATE_SERIES, org_id, series_id, version, *what) == 1


SELECT_HOSTS = """
select coalesce(max(s.recording_hosts), '{}') as hosts, coalesce(max(s.version), 0) as version
from lecture_settings s where s.org_id = $1
"""


async def get_hosts(conn: ReadConn, org_id: int) -> RecordingHosts:
    """The sites that a school allows; version 0 where it has named none."""
    return await one(conn, RecordingHosts, SELECT_HOSTS, org_id)


PUT_HOSTS = """
insert into lecture_settings (org_id, recording_hosts, version, updated_at) values ($1, $2, $3 + 1, $4)
on conflict (org_id) do update set recording_hosts = excluded.recording_hosts, version = excluded.version,
  updated_at = excluded.updated_at
where lecture_settings.version = $3
"""


async def put_hosts(conn: Conn, org_id: int, hosts: list[str], version: int, now: datetime) -> bool:
    """Replaces the sites; False when somebody else did meanwhile."""
    return await run(conn, PUT_HOSTS, org_id, hosts, version, now) == 1


SELECT_ENTRY = """
select l.lecture_id, y.series_id, y.number::integer as number, y.recording,
  (select count(*)::integer from lecture_views v where v.org_id = $1 and v.lecture_id = l.lecture_id) as views,
  (select f.shown from lecture_feedback f where f.org_id = $1 and f.lecture_id = l.lecture_id) as shown,
  (select s.recording_hosts from lecture_settings s where s.org_id = $1) as hosts,
  coalesce(y.version, 0) as version
from lectures l
left join lecture_library y on y.org_id = $1 and y.lecture_id = l.lecture_id
where l.org_id = $1 and l.lecture_id = $2
"""


async def get_entry(conn: ReadConn, org_id: int, lecture_id: UUID) -> EntryRow:
    """A lecture's entry."""
    return await one(conn, EntryRow, SELECT_ENTRY, org_id, lecture_id)


PUT_ENTRY = """
insert into lecture_library (org_id, lecture_id, series_id, number, recording, version, updated_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (org_id, lecture_id) do update set series_id = excluded.series_id, number = excluded.number,
  recording = excluded.recording, version = excluded.version, updated_at = excluded.updated_at
"""


async def put_entry(
    conn: Conn,
    org_id: int,
    lecture_id: UUID,
    place: tuple[UUID | None, int | None],
    recording: str | None,
    version: int,
    now: datetime,
) -> None:
    """Replaces a lecture's entry. The caller has locked the lecture. Raises NumberTaken."""
    means: dict[type[Exception], type[Exception]] = {UniqueViolationError: NumberTaken}
    await queue(conn, PUT_ENTRY, org_id, lecture_id, *place, recording, version, now, means=means)
