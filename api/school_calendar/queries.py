"""SQL of school calendars."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue, run, value
from schemas.school_calendar.home import HomeTheme
from schemas.school_calendar.wire import CalendarEntriesNew, CalendarOccasion, SchoolCalendarEntry

# A column of a query over `orgs o` in which $1 is the organisation. Hotlines and hospitals work on holidays.
CALENDAR = """
jsonb_build_object(
  'time_zone', o.time_zone,
  'national_days', coalesce((select s.national_days from school_calendar_settings s where s.org_id = $1),
                            o.kind in ('school', 'bureau', 'centre')),
  'visit_from', coalesce((select s.visit_from from school_calendar_settings s where s.org_id = $1), 480),
  'visit_until', coalesce((select s.visit_until from school_calendar_settings s where s.org_id = $1), 1290),
  'entries', (select coalesce(jsonb_agg(to_jsonb(e)), '[]')
              from (select c.kind, c.first_day, c.last_day, c.follows_weekday, c.name,
                      c.from_org_id is not null as inherited
                    from school_calendar_entries c where c.org_id = $1 and c.ended_at is null) e))
"""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation's calendar as JSON, and the version of its settings; 1 until they are changed."""

    calendar: msgspec.Raw
    version: int
    kind: str
    ended: bool


_FROM = """ as calendar,
  coalesce((select s.version from school_calendar_settings s where s.org_id = $1), 1) as version, o.kind,
  o.ended_at is not null as ended
from orgs o where o.org_id = $1
"""
_SELECT = "select "
SELECT_CALENDAR = _SELECT + CALENDAR + _FROM


async def find_calendar(conn: ReadConn, org_id: int) -> Found | None:
    """The calendar of an organisation, ended or not."""
    return await maybe(conn, Found, SELECT_CALENDAR, org_id)


_ENTRY = """
select c.entry_id, c.kind, c.first_day, c.last_day, c.follows_weekday, c.name, c.for_schools, c.source,
  (select case when $2 = 'en' then b.name_en else b.name_zh end from orgs b where b.org_id = c.from_org_id) as from_org
from school_calendar_entries c
"""
_ENTRIES_WHERE = """
where c.org_id = $1 and c.ended_at is null and ($3::date is null or c.last_day >= $3) and ($4::date is null or c.first_day <= $4)
  and ($5::uuid is null or c.batch_id = $5)
order by c.first_day, c.last_day, c.kind, c.entry_id
"""
SELECT_ENTRIES = _ENTRY + _ENTRIES_WHERE


async def list_entries(
    conn: ReadConn,
    org_id: int,
    language: str,
    first: date | None = None,
    last: date | None = None,
    batch_id: UUID | None = None,
) -> list[SchoolCalendarEntry]:
    """Entries that touch these days, perhaps only those that were added together."""
    return await many(conn, SchoolCalendarEntry, SELECT_ENTRIES, org_id, language, first, last, batch_id)


SELECT_THEMES_NOW = """
select c.entry_id, c.name, c.last_day
from school_calendar_entries c
join orgs o on o.org_id = c.org_id and o.ended_at is null
where c.org_id = $1 and c.kind = 'theme' and c.ended_at is null
  and ($2::timestamptz at time zone o.time_zone)::date between c.first_day and c.last_day
order by c.last_day, c.entry_id
limit 3
"""


async def list_themes_now(conn: ReadConn, org_id: int, now: datetime) -> list[HomeTheme]:
    """The themes of an organisation's today, in one statement; of a closed one none."""
    return await many(conn, HomeTheme, SELECT_THEMES_NOW, org_id, now)


SELECT_OCCASIONS = """
select c.entry_id, c.kind, c.first_day, c.last_day, c.name
from school_calendar_entries c
join orgs o on o.org_id = c.org_id and o.ended_at is null
where c.org_id = $1 and c.kind in ('theme', 'term', 'exam') and c.ended_at is null
  and c.last_day >= ($2::timestamptz at time zone o.time_zone)::date
order by c.first_day, c.last_day, c.entry_id
"""


async def list_occasions(conn: ReadConn, org_id: int, now: datetime) -> list[CalendarOccasion]:
    """Themes, terms and exam weeks that are not over."""
    return await many(conn, CalendarOccasion, SELECT_OCCASIONS, org_id, now)


FIND_OCCASION = """
select exists (
  select from school_calendar_entries
  where org_id = $1 and entry_id = $2 and kind in ('theme', 'term', 'exam') and ended_at is null)
"""


async def has_occasion(conn: ReadConn, org_id: int, entry_id: UUID) -> bool:
    """Whether the calendar has such a theme, term or exam weeks today, over or not."""
    return await value(conn, FIND_OCCASION, org_id, entry_id)


INSERT_ENTRIES = """
insert into school_calendar_entries
  (org_id, entry_id, batch_id, kind, first_day, last_day, follows_weekday, name, for_schools, source, created_at)
select $1, u.entry_id, $2, u.kind, u.first_day, u.last_day, u.follows_weekday, u.name, u.for_schools, $10, $11
from unnest($3::uuid[], $4::text[], $5::date[], $6::date[], $7::smallint[], $8::text[], $9::boolean[])
  as u (entry_id, kind, first_day, last_day, follows_weekday, name, for_schools)
on conflict do nothing
"""


async def add_entries(
    conn: Conn, org_id: int, batch_id: UUID, ids: Sequence[UUID], new: CalendarEntriesNew, now: datetime
) -> None:
    """Adds entries."""
    entries = new.entries
    days = [e.first_day for e in entries], [e.last_day for e in entries], [e.follows_weekday for e in entries]
    kinds, names, shared = [e.kind for e in entries], [e.name for e in entries], [e.for_schools for e in entries]
    await queue(conn, INSERT_ENTRIES, org_id, batch_id, list(ids), kinds, *days, names, shared, new.source, now)


DELETE_OLD = """
delete from school_calendar_entries where org_id = $1 and last_day < $2
"""


async def remove_old(conn: Conn, org_id: int, before: date) -> None:
    """Removes entries that ended long ago."""
    await queue(conn, DELETE_OLD, org_id, before)


_ENTRY_WHERE = """
where c.org_id = $1 and c.entry_id = $3
"""
SELECT_ENTRY = _ENTRY + _ENTRY_WHERE


async def find_entry(conn: ReadConn, org_id: int, language: str, entry_id: UUID) -> SchoolCalendarEntry | None:
    """An entry, ended or not."""
    return await maybe(conn, SchoolCalendarEntry, SELECT_ENTRY, org_id, language, entry_id)


END_ENTRY = """
update school_calendar_entries set ended_at = $3 where org_id = $1 and entry_id = $2 and ended_at is null
"""


async def end_entry(conn: Conn, org_id: int, entry_id: UUID, now: datetime) -> bool:
    """Takes an entry out of the calendar. False: it was before, or is not there."""
    return await run(conn, END_ENTRY, org_id, entry_id, now) == 1


UPSERT_SETTINGS = """
insert into school_calendar_settings as s (org_id, national_days, visit_from, visit_until, version, updated_at)
values ($1, $2, $3, $4, 2, $5)
on conflict (org_id) do update set national_days = excluded.national_days, visit_from = excluded.visit_from,
  visit_until = excluded.visit_until, version = s.version + 1, updated_at = excluded.updated_at
where s.version = $6
"""


async def set_settings(
    conn: Conn, org_id: int, national_days: bool, visit_from: int, visit_until: int, version: int, now: datetime
) -> bool:
    """Replaces the settings of this version. False: somebody else changed them meanwhile."""
    return await run(conn, UPSERT_SETTINGS, org_id, national_days, visit_from, visit_until, now, version) == 1
