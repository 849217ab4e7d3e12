"""SQL of the notices that reach a person, by today's roster."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.access import Actor
from api.core.db import Conn, ReadConn, many, maybe, queue, run
from api.messages.audiences.service import TIES_OF_GUARDIANS
from api.notices.mine.reached import reached
from schemas.notices.rows import AfterMine, MineRow
from schemas.notices.wire import NoticeKind, NoticeLanguage

_REACHED = reached()
_COLUMNS = """
select n.notice_id, n.kind, n.state, n.title_zh, n.body_zh, n.title_en, n.body_en, n.answer_by, n.importance, n.expires_at, n.withdrawn_at,
  coalesce(a.name, n.from_zh, '') as author_name, n.from_en, coalesce(n.sent_at, n.updated_at) as sent_at, r.opened_at, r.acknowledged_at, g.signed_at, n.edition, n.corrected_at,
  (select max(p.answered_at) from (
    select q.acknowledged_at as answered_at from notice_receipts q
    where q.org_id = $1 and q.notice_id = n.notice_id and q.account_id = $2 and q.edition < n.edition
    union all
    select q.signed_at from notice_signatures q
    where q.org_id = $1 and q.notice_id = n.notice_id and q.account_id = $2 and q.edition < n.edition) p) as answered_before,
  exists (select from notice_signatures d where d.org_id = $1 and d.notice_id = n.notice_id and d.account_id = $2
    and d.edition = n.edition and not d.agrees) as disagreed,
  n.each_guardian, m.as_staff, c.children,
"""
# Only who reads one notice is shown its files.
_FILES = """
  (select coalesce(jsonb_agg(jsonb_build_object('fileId', f.file_id, 'name', f.name, 'kind', f.kind, 'size', f.size, 'removed', f.removed_at is not null,
    'width', f.width, 'height', f.height) order by t.position), '[]')
   from notice_attachments t
   join notice_files f on f.org_id = t.org_id and f.file_id = t.file_id
   where t.org_id = $1 and t.notice_id = n.notice_id and t.edition = n.edition) as files
"""
_NO_FILES = "'[]'::jsonb as files"
# What guardians of today signed under the present edition of notice n.
_SIGNED_BY_GUARDIANS = """
from notice_signatures y
join guardianships t on t.org_id = y.org_id and t.student_id = y.student_id and t.guardian_id = y.account_id and t.ended_at is null
join guardians g on g.org_id = y.org_id and g.guardian_id = y.account_id and g.ended_at is null
where y.org_id = $1 and y.notice_id = n.notice_id and y.edition = n.edition
"""
# Whether such a signature answers for the guardian $2 too: its tie was a week old, or is no younger than theirs. Who is added to a child
# today does not sign in the place of its parents.
_SETTLES = """
(t.since <= y.signed_at - interval '7 days' or t.since <= (
  select b.since from guardianships b where b.org_id = $1 and b.student_id = y.student_id and b.guardian_id = $2))
"""
# What $2 did for all of those for whom notice n reaches them today; null where one of them is missing, as a child who joined later.
_DONE = """
cross join lateral (
  select case when count(*) = cardinality(m.stand_for) then max(q.opened_at) end as opened_at,
    case when count(q.acknowledged_at) = cardinality(m.stand_for) then max(q.acknowledged_at) end as acknowledged_at
  from notice_receipts q
  where q.org_id = $1 and q.notice_id = n.notice_id and q.account_id = $2 and q.student_id = any (m.stand_for) and q.edition = n.edition
) r
cross join lateral (
  select case when count(*) = cardinality(m.stand_for) then max(q.signed_at) end as signed_at
  from notice_signatures q
  where n.kind = 'sign' and q.org_id = $1 and q.notice_id = n.notice_id and q.account_id = $2 and q.student_id = any (m.stand_for)
    and q.edition = n.edition
) g
"""
_FROM = (
    """
from mine m
join notices n on n.org_id = $1 and n.notice_id = m.notice_id
left join staff a on a.org_id = n.org_id and a.staff_id = n.author_id
DONE
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object(
    'studentId', s.student_id, 'name', s.name, 'className', k.name, 'signedAt', x.signed_at, 'agrees', x.agrees,
    'others', (
      select coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'relation', t.relation, 'signedAt', y.signed_at, 'agrees', y.agrees,
        'settles', coalesce(SETTLES, false)) order by y.signed_at), '[]')
      SIGNED_BY_GUARDIANS and y.student_id = s.student_id and y.account_id <> $2 and s.student_id <> $2)) order by s.student_number), '[]') as children
  from students s
  join classes k on k.org_id = s.org_id and k.class_id = s.class_id
  left join notice_signatures x
    on x.org_id = s.org_id and x.notice_id = m.notice_id and x.account_id = $2 and x.student_id = s.student_id
    and x.edition = n.edition
  where s.org_id = $1 and s.student_id = any (m.student_ids)
) c
where n.state in ('sent', 'withdrawn')
""".replace("DONE", _DONE)
    .replace("SIGNED_BY_GUARDIANS", _SIGNED_BY_GUARDIANS)
    .replace("SETTLES", _SETTLES)
)
SELECT_MINE = _REACHED + _COLUMNS + _FILES + _FROM + "and n.notice_id = $3"


async def find_mine(conn: ReadConn, org_id: int, account_id: UUID, notice_id: UUID) -> MineRow | None:
    """One notice that reaches a person who belongs here."""
    return await maybe(conn, MineRow, SELECT_MINE, org_id, account_id, notice_id)


# 0: urgent and unread; 1: unread; 2: read, or withdrawn, which can't be read any more. As `rules.place` has it.
_RANK = """case when r.opened_at is not null or n.state = 'withdrawn' then 2 when n.importance = 'urgent' then 0 else 1 end"""
_PLACED = (
    "and ($3::integer is null or "
    + _RANK
    + " > $3 or ("
    + _RANK
    + " = $3 and (n.sent_at, n.notice_id) < ($4::timestamptz, $5::uuid))) order by "
    + _RANK
    + ", n.sent_at desc, n.notice_id desc limit $6"
)
SELECT_MINE_LIST = _REACHED + _COLUMNS + _NO_FILES + _FROM + _PLACED


async def list_mine(
    conn: ReadConn, org_id: int, account_id: UUID, after: AfterMine | None, limit: int
) -> list[MineRow]:
    """A person's notices: unread urgent ones first, then unread ones, then the newest."""
    place = (after.rank, after.sent_at, after.notice_id) if after else (None, None, None)
    return await many(conn, MineRow, SELECT_MINE_LIST, org_id, account_id, *place, limit)


class WaitingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A notice that waits for an answer, or is urgent and unread; `total`: how many there are; `children`: names of those it is about."""

    notice_id: UUID
    kind: NoticeKind
    title_zh: str
    title_en: str | None
    children: list[str]
    sent_at: datetime
    answer_by: datetime | None
    urgent: bool
    total: int


_WAITING = (
    """
select n.notice_id, n.kind, n.title_zh, n.title_en, c.children, coalesce(n.sent_at, n.updated_at) as sent_at, n.answer_by, n.importance = 'urgent' as urgent, (count(*) over ())::integer as total
from mine m
join notices n on n.org_id = $1 and n.notice_id = m.notice_id
DONE
cross join lateral (
  select coalesce(array_agg(s.name order by s.student_number), '{}') as children
  from students s where s.org_id = $1 and s.student_id = any (m.student_ids)
) c
where n.state = 'sent' and (n.expires_at is null or n.expires_at > $4)
  and ((n.kind = 'acknowledge' and r.acknowledged_at is null) or (n.kind = 'sign' and g.signed_at is null and (n.each_guardian or m.as_staff or exists (
      select from unnest(m.student_ids) as u (student_id)
      where u.student_id = $2 or not exists (
        select SIGNED_BY_GUARDIANS and y.student_id = u.student_id and SETTLES))))
    or (n.kind = 'information' and n.importance = 'urgent' and r.opened_at is null and n.sent_at > $5))
order by n.importance <> 'urgent', coalesce(n.answer_by, 'infinity'), n.sent_at desc, n.notice_id desc
limit $3
""".replace("DONE", _DONE)
    .replace("SIGNED_BY_GUARDIANS", _SIGNED_BY_GUARDIANS)
    .replace("SETTLES", _SETTLES)
)
SELECT_WAITING = _REACHED + _WAITING
SELECT_WAITING_OF_GUARDIAN = reached(TIES_OF_GUARDIANS) + _WAITING


async def list_waiting(
    conn: ReadConn, actor: Actor, limit: int, now: datetime, urgent_since: datetime
) -> list[WaitingRow]:
    """The first notices that a person owes an answer to or, urgent and sent after `urgent_since`, has not read: urgent ones first."""
    args = (actor.org_id, actor.account_id, limit, now, urgent_since)
    if actor.only_guardian:
        return await many(conn, WaitingRow, SELECT_WAITING_OF_GUARDIAN, *args)
    return await many(conn, WaitingRow, SELECT_WAITING, *args)


class Acknowledging(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody acknowledges. `number_moved_at`: as for a signature."""

    language: NoticeLanguage
    at: datetime
    number_moved_at: datetime | None


SET_OPENED = """
insert into notice_recipients as r (org_id, notice_id, account_id, student_ids, as_staff, chunk, sent_at, opened_at, language, edition)
values ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9)
on conflict (org_id, notice_id, account_id, edition) do update
set student_ids = case when r.student_ids @> excluded.student_ids then r.student_ids
    else array(select distinct u.id from unnest(r.student_ids || excluded.student_ids) as u (id) order by u.id) end,
  as_staff = r.as_staff or excluded.as_staff,
  opened_at = case when r.opened_at is null then excluded.opened_at else r.opened_at end,
  language = case when r.opened_at is null then excluded.language else r.language end
"""
INSERT_RECEIPTS = """
insert into notice_receipts (org_id, notice_id, account_id, student_id, edition, opened_at, language)
select $1, $2, $3, u.id, $5, $6, $7 from unnest($4::uuid[]) as u (id)
on conflict (org_id, notice_id, account_id, student_id, edition) do nothing
"""


async def set_opened(
    conn: Conn,
    org_id: int,
    account_id: UUID,
    row: MineRow,
    student_ids: Collection[UUID],
    language: NoticeLanguage,
    now: datetime,
) -> None:
    """Notes when, in which wording and for whom a notice was read; for each of them the first time and wording stay."""
    whom, where = sorted(student_ids), (org_id, row.notice_id, account_id)
    await queue(conn, SET_OPENED, *where, whom, row.as_staff, row.sent_at, now, language, row.edition)
    stand_for = [*whom, account_id] if row.as_staff else whom
    await queue(conn, INSERT_RECEIPTS, *where, stand_for, row.edition, now, language)


SET_ACKNOWLEDGED = """
update notice_receipts set acknowledged_at = $5, acknowledged_in = $7, number_moved_at = $8
where org_id = $1 and notice_id = $2 and account_id = $3 and student_id = any ($4) and edition = $6 and acknowledged_at is null
"""


async def set_acknowledged(
    conn: Conn, org_id: int, account_id: UUID, row: MineRow, stand_for: Collection[UUID], how: Acknowledging
) -> bool:
    """Notes the first acknowledgement of this edition for each of these, who were opened for. False: there was one for all of them."""
    where = (org_id, row.notice_id, account_id, sorted(stand_for))
    said = (how.at, row.edition, how.language, how.number_moved_at)
    return await run(conn, SET_ACKNOWLEDGED, *where, *said) > 0


LOCK_RECIPIENT = """
select account_id from notice_recipients where org_id = $1 and notice_id = $2 and account_id = $3 for no key update
"""


async def lock_recipient(conn: Conn, org_id: int, notice_id: UUID, account_id: UUID) -> None:
    """Two signatures of one person come one after the other, so that the later one sees whether all is signed."""
    await run(conn, LOCK_RECIPIENT, org_id, notice_id, account_id)
