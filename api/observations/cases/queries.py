"""SQL of observations as their owners see them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, queue, value
from api.observations.owning.rules import Visibility
from schemas.observations.rows import CaseCursor, CaseRow, OpenCounts
from schemas.observations.wire import AskedClosing, ObservationOutcome, Rung, Step, StepAnswer, StepKind

_CASES = """
select o.observation_id, o.class_id, c.name as class_name, o.student_id, s.name as student_name, o.urgent, o.rung,
  o.rungs, o.conflicts, o.text_id, o.state, o.waits, o.outcome, o.filed_at, o.due_at, z.time_zone, o.version
from observations o
join orgs z on z.org_id = o.org_id
join classes c on c.org_id = o.org_id and c.class_id = o.class_id
left join students s on s.org_id = o.org_id and s.student_id = o.student_id
"""
# Who owns it by its rungs, and is not kept from it. One and the same for lists, counts and single ones, inside the query,
# so that a person named in it gets the same answer, in the same time, as if it did not exist.
_SEEN = """
where o.org_id = $1
  and not exists (select 1 from unnest(o.conflicts) as k (mark) where k.mark = any ($2))
  and not exists (select 1 from guardianships g
                  where g.org_id = $1 and g.guardian_id = $3 and g.student_id = o.student_id and (g.ended_at is null or g.barred))
  and (('class' = any (o.rungs) and o.class_id = any ($4))
       or (('grade' = any (o.rungs) and $5 or 'school' = any (o.rungs) and $6)
           and not exists (select 1 from unnest(o.conflicts) as k (mark) where k.mark = any ($7))))
"""
SELECT_CASE = _CASES + _SEEN + "and o.observation_id = $8"


async def find_case(conn: ReadConn, org_id: int, visibility: Visibility, observation_id: UUID) -> CaseRow | None:
    """An observation that the actor owns."""
    return await maybe(conn, CaseRow, SELECT_CASE, org_id, *_who(visibility), observation_id)


LOCK_CASE = SELECT_CASE + " for no key update of o"


async def lock_case(conn: Conn, org_id: int, visibility: Visibility, observation_id: UUID) -> CaseRow | None:
    """An observation that the actor owns, and nobody else changes until the transaction ends."""
    return await maybe(conn, CaseRow, LOCK_CASE, org_id, *_who(visibility), observation_id)


_LISTED = """
  and (o.state = 'done') = $8
  and ($9::uuid is null or (o.filed_at, o.observation_id) <
       (select b.filed_at, b.observation_id from observations b where b.org_id = $1 and b.observation_id = $9))
order by o.filed_at desc, o.observation_id desc
limit $10
"""
LIST_CASES = _CASES + _SEEN + _LISTED


async def list_cases(
    conn: ReadConn, org_id: int, visibility: Visibility, after: CaseCursor | None, limit: int, *, done: bool
) -> list[CaseRow]:
    """Observations that the actor owns, newest first."""
    place = after.observation_id if after else None
    return await many(conn, CaseRow, LIST_CASES, org_id, *_who(visibility), done, place, limit)


LIST_URGENT = (
    _CASES + _SEEN + "and o.urgent and o.state <> 'done' order by o.waits desc, o.due_at, o.observation_id limit 100"
)


async def list_urgent(conn: ReadConn, org_id: int, visibility: Visibility) -> list[CaseRow]:
    """Open urgent observations that the actor owns; those that wait come first."""
    return await many(conn, CaseRow, LIST_URGENT, org_id, *_who(visibility))


_COUNTS = """
select count(*) filter (where o.waits)::integer as waiting,
  count(*) filter (where o.waits and o.urgent)::integer as urgent,
  count(*) filter (where o.due_at <= $8)::integer as late
from observations o
"""
COUNT_OPEN = _COUNTS + _SEEN + "and o.state <> 'done'"


async def count_open(conn: ReadConn, org_id: int, visibility: Visibility, now: datetime) -> OpenCounts:
    """Counts of open observations that the actor owns, alone or with others."""
    return await one(conn, OpenCounts, COUNT_OPEN, org_id, *_who(visibility), now)


SELECT_STEPS = """
select p.step_id, p.kind, p.answer, p.by_id, coalesce(s.name, f.name, '') as by_name, p.rung,
  p.note_id is not null as has_note, p.at
from observation_steps p left join staff s on s.org_id = p.org_id and s.staff_id = p.by_id
  left join bureau_case_officers f
    on f.org_id = p.org_id and f.observation_id = p.observation_id and f.account_id = p.by_id
where p.org_id = $1 and p.observation_id = $2
order by p.step_id
"""


async def list_steps(conn: ReadConn, org_id: int, observation_id: UUID) -> list[Step]:
    """What was done, in order."""
    return await many(conn, Step, SELECT_STEPS, org_id, observation_id)


SELECT_NOTE = """
select note_id from observation_steps where org_id = $1 and observation_id = $2 and step_id = $3
"""


async def find_note(conn: ReadConn, org_id: int, observation_id: UUID, step_id: UUID) -> UUID | None:
    """The sealed note of one step of one observation."""
    return await value(conn, SELECT_NOTE, org_id, observation_id, step_id)


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed note of a step."""

    note_id: UUID


SELECT_NOTES = """
select p.note_id from observation_steps p where p.org_id = $1 and p.observation_id = $2 and p.note_id is not null
"""


async def list_notes(conn: ReadConn, org_id: int, observation_id: UUID) -> list[UUID]:
    """The sealed notes of all steps."""
    return [n.note_id for n in await many(conn, Note, SELECT_NOTES, org_id, observation_id)]


INSERT_STEP = """
insert into observation_steps (org_id, step_id, observation_id, kind, by_id, rung, note_id, at, answer)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def add_step(
    conn: Conn,
    org_id: int,
    step_id: UUID,
    row: CaseRow,
    kind: StepKind,
    by: UUID,
    note_id: UUID | None,
    now: datetime,
    answer: StepAnswer | None,
) -> None:
    """Notes what was done, at the rung where it was done."""
    await queue(conn, INSERT_STEP, org_id, step_id, row.observation_id, kind, by, row.rung, note_id, now, answer)


SET_HANDLED = """
update observations set state = 'being_handled', waits = waits and $3, version = version + 1, updated_at = $4
where org_id = $1 and observation_id = $2
"""


async def set_handled(conn: Conn, org_id: int, observation_id: UUID, now: datetime, *, waits: bool) -> None:
    """Somebody does something about it; taken up, it waits no more."""
    await queue(conn, SET_HANDLED, org_id, observation_id, waits, now)


SET_RUNG = """
update observations
set state = 'being_handled', waits = true, rung = $3, rungs = $4, due_at = $5, version = version + 1, updated_at = $6
where org_id = $1 and observation_id = $2
"""


async def set_rung(
    conn: Conn, org_id: int, observation_id: UUID, rung: Rung, rungs: Sequence[Rung], due_at: datetime, now: datetime
) -> None:
    """Passes it to another rung, where it waits again."""
    await queue(conn, SET_RUNG, org_id, observation_id, rung, list(rungs), due_at, now)


SET_DONE = """
update observations set state = 'done', waits = false, outcome = $3, version = version + 1, updated_at = $4
where org_id = $1 and observation_id = $2
"""


async def set_done(conn: Conn, org_id: int, observation_id: UUID, outcome: ObservationOutcome, now: datetime) -> None:
    """Closes it."""
    await queue(conn, SET_DONE, org_id, observation_id, outcome, now)


UPSERT_CLOSING = """
insert into observation_closings as c (org_id, observation_id, outcome, asked_by, asked_at) values ($1, $2, $3, $4, $5)
on conflict (org_id, observation_id) do update
set outcome = excluded.outcome, asked_by = excluded.asked_by, asked_at = excluded.asked_at
"""


async def set_closing(
    conn: Conn, org_id: int, observation_id: UUID, outcome: ObservationOutcome, by: UUID, now: datetime
) -> None:
    """Somebody asks to close it; an earlier wish is replaced."""
    await queue(conn, UPSERT_CLOSING, org_id, observation_id, outcome, by, now)


SELECT_CLOSING = """
select c.outcome, c.asked_by as by_id, coalesce(s.name, '') as by_name, c.asked_at as at
from observation_closings c left join staff s on s.org_id = c.org_id and s.staff_id = c.asked_by
where c.org_id = $1 and c.observation_id = $2
"""


async def find_closing(conn: ReadConn, org_id: int, observation_id: UUID) -> AskedClosing | None:
    """Who asked to close it, with which outcome."""
    return await maybe(conn, AskedClosing, SELECT_CLOSING, org_id, observation_id)


DELETE_CLOSING = """
delete from observation_closings where org_id = $1 and observation_id = $2
"""


async def remove_closing(conn: Conn, org_id: int, observation_id: UUID) -> None:
    """Nobody asks to close it any more."""
    await queue(conn, DELETE_CLOSING, org_id, observation_id)


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """Where an observation went."""

    rung: Rung
    version: int


SELECT_RAISED = """
select o.rung, o.version from observations o
where o.org_id = $1 and o.observation_id = $2
  and not exists (select 1 from unnest(o.conflicts) as k (mark) where k.mark = any ($3))
  and exists (select 1 from observation_steps p
              where p.org_id = $1 and p.observation_id = $2 and p.kind = 'raised' and p.by_id = $4)
"""


async def find_raised(conn: ReadConn, org_id: int, visibility: Visibility, observation_id: UUID) -> Where | None:
    """Where an observation went that the actor raised, though they may own it no more."""
    return await maybe(conn, Where, SELECT_RAISED, org_id, observation_id, visibility.marks, visibility.account_id)


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """The sealed observer of an observation, and what says who may know them."""

    observer_id: UUID
    class_id: UUID
    student_id: UUID | None
    conflicts: list[bytes]


SELECT_OBSERVER = """
select o.observer_id, o.class_id, o.student_id, o.conflicts from observations o
where o.org_id = $1 and o.observation_id = $2
  and not exists (select 1 from unnest(o.conflicts) as k (mark) where k.mark = any ($3))
  and exists (select 1 from grants a
              where a.org_id = $1 and a.record_id = o.observer_id and a.account_id = $4 and a.until > $5)
"""


async def find_observer(
    conn: ReadConn, org_id: int, visibility: Visibility, observation_id: UUID, now: datetime
) -> Observed | None:
    """The sealed observer, for those who got a grant when it was filed."""
    return await maybe(
        conn, Observed, SELECT_OBSERVER, org_id, observation_id, visibility.marks, visibility.account_id, now
    )


def _who(visibility: Visibility) -> tuple[list[bytes], UUID, list[UUID], bool, bool, list[bytes]]:
    seen = visibility
    return seen.marks, seen.account_id, seen.class_ids, seen.grade, seen.school, seen.role_marks


SELECT_OBSERVED = """
select count(distinct o.student_id)::integer from observations o where o.org_id = $1 and o.state <> 'done'
"""


async def count_students(conn: ReadConn, org_id: int) -> int:
    """Students with an open observation, of every owner."""
    return await value(conn, SELECT_OBSERVED, org_id)
