"""SQL of a bureau's notices, in the bureau."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue, run
from schemas.notices.bureau import (
    BackBecause,
    BureauNoticeNew,
    BureauNoticeRow,
    BureauNoticeState,
    BureauPlace,
    SchoolProgress,
)

SELECT_BUREAU_NOTICES = """
select n.org_id, n.bureau_notice_id, n.author_id, a.name as author_name, n.kind, n.title_zh, n.body_zh, n.title_en, n.body_en, n.answer_by, n.send_at,
  n.places, n.except_places, n.parts, n.state, n.changed_by, n.submitted_by, s.name as submitted_name, n.submitted_at,
  n.approved_by, p.name as approved_name, n.approved_at, n.sent_at, n.recalled_at, n.reach_schools, n.reach_people, n.reach_at, n.edition, n.corrected_at, n.back_because, n.version, n.created_at, n.updated_at
from bureau_notices n
join staff a on a.org_id = n.org_id and a.staff_id = n.author_id
left join staff s on s.org_id = n.org_id and s.staff_id = n.submitted_by
left join staff p on p.org_id = n.org_id and p.staff_id = n.approved_by
"""
SELECT_BUREAU_NOTICE = SELECT_BUREAU_NOTICES + "where n.org_id = $1 and n.bureau_notice_id = $2"


async def find_notice(conn: ReadConn, org_id: int, notice_id: UUID) -> BureauNoticeRow | None:
    """A bureau's notice, whatever its state."""
    return await maybe(conn, BureauNoticeRow, SELECT_BUREAU_NOTICE, org_id, notice_id)


LOCK_BUREAU_NOTICE = SELECT_BUREAU_NOTICE + " for no key update of n"


async def lock_notice(conn: Conn, org_id: int, notice_id: UUID) -> BureauNoticeRow | None:
    """A bureau's notice that nobody else changes until the transaction ends."""
    return await maybe(conn, BureauNoticeRow, LOCK_BUREAU_NOTICE, org_id, notice_id)


_LISTED = """
where n.org_id = $1 and ($2::uuid is null or n.bureau_notice_id < $2)
order by n.bureau_notice_id desc
limit $3
"""
SELECT_BUREAU_NOTICE_LIST = SELECT_BUREAU_NOTICES + _LISTED


async def list_notices(conn: ReadConn, org_id: int, after: UUID | None, limit: int) -> list[BureauNoticeRow]:
    """A bureau's notices, newest first."""
    return await many(conn, BureauNoticeRow, SELECT_BUREAU_NOTICE_LIST, org_id, after, limit)


INSERT_BUREAU_NOTICE = """
insert into bureau_notices (org_id, bureau_notice_id, author_id, changed_by, kind, title_zh, body_zh, title_en, body_en, answer_by, send_at,
  places, except_places, parts, state, created_at, updated_at)
values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', $14, $14)
"""


async def add_notice(conn: Conn, org_id: int, notice_id: UUID, by: UUID, new: BureauNoticeNew, now: datetime) -> None:
    """Writes a draft."""
    await queue(conn, INSERT_BUREAU_NOTICE, org_id, notice_id, by, *_content(new), now)


UPDATE_BUREAU_NOTICE = """
update bureau_notices set changed_by = $3, kind = $4, title_zh = $5, body_zh = $6, title_en = $7, body_en = $8, answer_by = $9,
  send_at = $10, places = $11, except_places = $12, parts = $13, state = 'draft', submitted_by = null, submitted_at = null,
  reach_schools = '{}', reach_people = '{}', reach_at = null, back_because = null, version = version + 1, updated_at = $14
where org_id = $1 and bureau_notice_id = $2
"""


async def set_notice(conn: Conn, org_id: int, notice_id: UUID, by: UUID, new: BureauNoticeNew, now: datetime) -> None:
    """Replaces a whole notice, which is a draft again: the officer who was to approve it has not read this one."""
    await queue(conn, UPDATE_BUREAU_NOTICE, org_id, notice_id, by, *_content(new), now)


SET_REACH = """
update bureau_notices set reach_schools = $4, reach_people = $5, reach_at = $6
where org_id = $1 and bureau_notice_id = $2 and version = $3
"""


async def set_reach(
    conn: Conn, org_id: int, notice_id: UUID, version: int, people: Mapping[int, int], now: datetime
) -> None:
    """How many it would reach, by school, unless it was changed meanwhile."""
    await queue(conn, SET_REACH, org_id, notice_id, version, list(people), list(people.values()), now)


SELECT_SUBMITTED = (
    SELECT_BUREAU_NOTICES + "where n.org_id = $1 and n.state = 'submitted' order by n.submitted_at, n.bureau_notice_id"
)


async def list_submitted(conn: ReadConn, org_id: int) -> list[BureauNoticeRow]:
    """What waits for a second person, the longest first."""
    return await many(conn, BureauNoticeRow, SELECT_SUBMITTED, org_id)


SET_SUBMITTED = """
update bureau_notices set state = 'submitted', submitted_by = $3, submitted_at = $4, back_because = null, version = version + 1, updated_at = $4
where org_id = $1 and bureau_notice_id = $2
"""


async def set_submitted(conn: Conn, org_id: int, notice_id: UUID, by: UUID, now: datetime) -> None:
    """It waits for a second person."""
    await queue(conn, SET_SUBMITTED, org_id, notice_id, by, now)


SET_APPROVED = """
update bureau_notices set state = 'approved', approved_by = $3, approved_at = $4, version = version + 1, updated_at = $4
where org_id = $1 and bureau_notice_id = $2
"""


async def set_approved(conn: Conn, org_id: int, notice_id: UUID, by: UUID, now: datetime) -> None:
    """A second person said yes."""
    await queue(conn, SET_APPROVED, org_id, notice_id, by, now)


SET_BUREAU_NOTICE_STATE = """
update bureau_notices set state = $3, version = version + 1, updated_at = $4,
  submitted_by = case when $3 = 'draft' then null else submitted_by end,
  submitted_at = case when $3 = 'draft' then null else submitted_at end,
  approved_by = case when $3 = 'draft' then null else approved_by end,
  approved_at = case when $3 = 'draft' then null else approved_at end,
  sent_at = case when $3 = 'sent' then $4::timestamptz else sent_at end, back_because = $5
where org_id = $1 and bureau_notice_id = $2
"""


async def set_state(
    conn: Conn,
    org_id: int,
    notice_id: UUID,
    state: BureauNoticeState,
    now: datetime,
    *,
    because: BackBecause | None = None,
) -> None:
    """It is out, given up, or a draft again; `because`: why, where no officer gave it back."""
    await queue(conn, SET_BUREAU_NOTICE_STATE, org_id, notice_id, state, now, because)


SET_RECALLED = """
update bureau_notices set state = 'recalled', recalled_by = $3, recalled_at = $4, version = version + 1, updated_at = $4
where org_id = $1 and bureau_notice_id = $2
"""


async def set_recalled(conn: Conn, org_id: int, notice_id: UUID, by: UUID, now: datetime) -> None:
    """It is taken back."""
    await queue(conn, SET_RECALLED, org_id, notice_id, by, now)


def _content(new: BureauNoticeNew) -> tuple[object, ...]:
    text = (new.kind, new.title_zh, new.body_zh, new.title_en, new.body_en, new.answer_by, new.send_at)
    return (*text, sorted(set(new.places)), sorted(set(new.except_places)), sorted(set(new.parts)))


# A bureau and everything below it that is open; a place that was moved elsewhere is not among them.
_BELOW = """
with recursive below as (
  select o.org_id, o.parent_org_id, o.kind, o.name_zh, o.name_en from orgs o where o.org_id = $1 and o.ended_at is null
  union
  select o.org_id, o.parent_org_id, o.kind, o.name_zh, o.name_en from below b join orgs o on o.parent_org_id = b.org_id
  where o.ended_at is null
)
"""
_PLACES = """
select b.org_id, b.parent_org_id as parent_id, b.kind, b.name_zh, b.name_en from below b where b.kind in ('bureau', 'school')
order by b.org_id limit 10000
"""
SELECT_PLACES = _BELOW + _PLACES


async def list_places(conn: ReadConn, org_id: int) -> list[BureauPlace]:
    """The bureau, the bureaus and the schools below it."""
    return await many(conn, BureauPlace, SELECT_PLACES, org_id)


SELECT_PLACE = """
select org_id, parent_org_id as parent_id, kind, name_zh, name_en from orgs
where org_id = $1 and kind in ('bureau', 'school') and ended_at is null
"""


async def find_place(conn: ReadConn, org_id: int) -> BureauPlace | None:
    """One bureau or school that is not closed. A city's thousand schools each ask for the bureau: not for all places."""
    return await maybe(conn, BureauPlace, SELECT_PLACE, org_id)


class School(msgspec.Struct, frozen=True, kw_only=True):
    """A school."""

    school_id: int


INSERT_SCHOOL = """
insert into bureau_notice_schools (org_id, bureau_notice_id, school_id)
select $1, $2, u.school_id from unnest($3::bigint[]) as u (school_id)
on conflict (org_id, bureau_notice_id, school_id) do nothing
"""


async def add_schools(conn: Conn, org_id: int, notice_id: UUID, school_ids: Sequence[int]) -> None:
    """Notes the schools to which it goes."""
    await queue(conn, INSERT_SCHOOL, org_id, notice_id, list(school_ids))


SELECT_NOTICE_SCHOOLS = """
select p.school_id, o.name_zh, o.name_en, p.people, p.opened, p.answered, p.sent_at, p.recalled_at, p.counted_at
from bureau_notice_schools p
join orgs o on o.org_id = p.school_id
where p.org_id = $1 and p.bureau_notice_id = $2
order by p.school_id
"""


async def list_progress(conn: ReadConn, org_id: int, notice_id: UUID) -> list[SchoolProgress]:
    """How far a notice is at each school to which it went."""
    return await many(conn, SchoolProgress, SELECT_NOTICE_SCHOOLS, org_id, notice_id)


SET_PROGRESS = """
update bureau_notice_schools set people = $4, opened = $5, answered = $6, counted_at = $7,
  sent_at = case when sent_at is null then $8::timestamptz else sent_at end,
  recalled_at = case when recalled_at is null then $9::timestamptz else recalled_at end
where org_id = $1 and bureau_notice_id = $2 and school_id = $3
"""


async def set_progress(
    conn: Conn,
    org_id: int,
    notice_id: UUID,
    school_id: int,
    counts: tuple[int, int, int],
    now: datetime,
    *,
    sent_at: datetime | None,
    recalled_at: datetime | None,
) -> None:
    """What a school counted: people, opened, answered."""
    when = (now, sent_at, recalled_at)
    await run(conn, SET_PROGRESS, org_id, notice_id, school_id, *counts, *when)


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works for a bureau."""

    staff_id: UUID


SELECT_BUREAU_OFFICERS = """
select staff_id from staff where org_id = $1 and ended_at is null and 'officer' = any (roles) order by staff_id
"""


async def list_officers(conn: ReadConn, org_id: int) -> list[UUID]:
    """The officers of a bureau today."""
    return [officer.staff_id for officer in await many(conn, Officer, SELECT_BUREAU_OFFICERS, org_id)]


SELECT_SETTLED_OFFICERS = """
select s.account_id as staff_id from officers_settled($1) s
"""


async def list_settled(conn: ReadConn, before: datetime) -> frozenset[UUID]:
    """The accounts that were officers of the bureau entered before then, and whose sign-in nobody changed since."""
    return frozenset(officer.staff_id for officer in await many(conn, Officer, SELECT_SETTLED_OFFICERS, before))
