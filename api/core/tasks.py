"""Durable work: a row written in the caller's transaction, due at a time. PostgreSQL remembers, arq executes."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from api.core.db import Conn, maybe, run, uuid7
from api.core.unit import Unit

UPSERT_TASK = """
insert into tasks as t (org_id, task_id, kind, key, payload, due_at, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $7)
on conflict (org_id, kind, key) do update
set payload = excluded.payload, due_at = excluded.due_at, state = 'planned', attempt = t.attempt + 1, failures = 0,
    lease_until = null, error = null, updated_at = excluded.updated_at
"""


async def plan(unit: Unit, kind: str, key: str, payload: msgspec.Struct, due_at: datetime) -> None:
    """Plans work, or moves it: the newest plan for (kind, key) is the one that counts.

    The payload holds ids, never confidential text. A holder of the older plan is fenced off by `attempt`.
    """
    body = msgspec.json.encode(payload)
    await run(unit.conn, UPSERT_TASK, unit.actor.org_id, uuid7(), kind, key, body, due_at, unit.now)
    unit.due = unit.due or due_at <= unit.now


CANCEL_TASK = """
update tasks set state = 'cancelled', attempt = attempt + 1, lease_until = null, updated_at = $4
where org_id = $1 and kind = $2 and key = $3 and state in ('planned', 'handed')
"""


async def cancel(unit: Unit, kind: str, key: str) -> bool:
    """Withdraws work that has not finished; a handler at work on it cannot complete it any more."""
    return await run(unit.conn, CANCEL_TASK, unit.actor.org_id, kind, key, unit.now) > 0


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A task in the hands of a worker."""

    task_id: UUID
    kind: str
    key: str
    payload: msgspec.Raw
    due_at: datetime
    failures: int


SELECT_HELD = """
select task_id, kind, key, payload, due_at, failures from tasks
where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


async def find_held(conn: Conn, org_id: int, task_id: UUID, attempt: int) -> Held | None:
    """The task, if this hand-over is still the newest one."""
    return await maybe(conn, Held, SELECT_HELD, org_id, task_id, attempt)


FINISH_TASK = """
update tasks set state = 'done', lease_until = null, error = null, updated_at = $4
where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


async def finish(conn: Conn, org_id: int, task_id: UUID, attempt: int, now: datetime) -> bool:
    """Marks the task done. False: it was moved, withdrawn or taken over; the caller rolls its work back."""
    return await run(conn, FINISH_TASK, org_id, task_id, attempt, now) == 1


RETRY_TASK = """
update tasks set state = case when $6 then 'failed' else 'planned' end, due_at = $4, failures = failures + 1,
    lease_until = null, error = $5, updated_at = $7
where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


async def give_back(conn: Conn, held: "Lease", due_at: datetime, error: str, *, for_good: bool, now: datetime) -> None:
    """Puts a task that failed back for later, or marks it failed for good. `error` names a kind of failure, no data."""
    await run(conn, RETRY_TASK, held.org_id, held.task_id, held.attempt, due_at, error[:500], for_good, now)


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """One hand-over: what travels through Valkey. `attempt` is the fence."""

    org_id: int
    task_id: UUID
    attempt: int


EXTEND_LEASE = """
update tasks set lease_until = $4, progress_done = $5, progress_total = $6
where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


async def extend(conn: Conn, lease: Lease, until: datetime, done: int = 0, total: int = 0) -> bool:
    """Keeps a long task and shows its progress. False: somebody else holds it now."""
    return await run(conn, EXTEND_LEASE, lease.org_id, lease.task_id, lease.attempt, until, done, total) == 1


class TaskState(msgspec.Struct, frozen=True, kw_only=True):
    """How a planned task stands."""

    state: str
    due_at: datetime
    progress_done: int
    progress_total: int
    error: str | None


SELECT_STATE = """
select state, due_at, progress_done, progress_total, error from tasks where org_id = $1 and kind = $2 and key = $3
"""


async def state(unit: Unit, kind: str, key: str) -> TaskState | None:
    """How the task (kind, key) of this organisation stands."""
    return await maybe(unit.conn, TaskState, SELECT_STATE, unit.actor.org_id, kind, key)


def decode(held: Held, into: type[Any]) -> Any:
    """The payload as its struct. Raises msgspec.ValidationError when it does not fit."""
    return msgspec.json.decode(held.payload, type=into)
