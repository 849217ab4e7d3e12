"""Durable work: a row written in the caller's transaction, due at a time. PostgreSQL remembers, arq executes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue, run, uuid7
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.tasks import TaskPayload

if TYPE_CHECKING:  # the services hold the registry, whose features declare tasks
    from api.core.services import Services

Payload = TypeVar("Payload", bound=msgspec.Struct)
TaskOf = TypeVar("TaskOf", bound=TaskPayload)
LIMIT = timedelta(minutes=5)
AT_MOST = 6


class Work(Protocol):
    """What the worker lends to a task that takes long."""

    async def progress(self, done: int, total: int) -> None:
        """Shows how far the task is, in a transaction of its own, and keeps its lease."""


@dataclass(frozen=True, slots=True)
class Task(Generic[TaskOf]):
    """A kind of task and what does its work.

    `handle` runs in the transaction that also ends the task, so its effects in the database happen exactly once. It may
    return a time at which the task comes again. `limit` ends one that hangs; `at_most` of them run at once in a process.
    """

    payload: type[TaskOf]
    handle: Callable[[UnitOfWork, TaskOf], Awaitable[datetime | None]]
    limit: timedelta = field(default=LIMIT, kw_only=True)
    at_most: int = field(default=AT_MOST, kw_only=True)


@dataclass(frozen=True, slots=True)
class LongTask(Generic[TaskOf]):
    """The same for work that shows its progress."""

    payload: type[TaskOf]
    handle: Callable[[UnitOfWork, TaskOf, Work], Awaitable[datetime | None]]
    limit: timedelta = field(default=LIMIT, kw_only=True)
    at_most: int = field(default=AT_MOST, kw_only=True)


@dataclass(frozen=True, slots=True)
class MultiOrgTask(Generic[TaskOf]):
    """The same for work in several organisations.

    `handle` gets the organisation of the task and opens its own transactions. The task ends in a later one, so the work may be
    repeated and must be idempotent.
    """

    payload: type[TaskOf]
    handle: Callable[[Services, int, TaskOf], Awaitable[datetime | None]]
    limit: timedelta = field(default=LIMIT, kw_only=True)
    at_most: int = field(default=AT_MOST, kw_only=True)


AnyTask: TypeAlias = Task[Any] | LongTask[Any] | MultiOrgTask[Any]

UPSERT_TASK = """
insert into tasks as t (org_id, task_id, kind, key, payload, due_at, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $7)
on conflict (org_id, kind, key) do update
set payload = excluded.payload, due_at = excluded.due_at, state = 'planned', attempt = t.attempt + 1, failures = 0,
    lease_until = null, error = null, progress_done = 0, progress_total = 0, updated_at = excluded.updated_at
"""


async def enqueue(
    uow: UnitOfWork, kind: str, key: str, payload: msgspec.Struct, due_at: datetime, task_id: UUID | None = None
) -> None:
    """Plans work, or moves it: the newest plan for (kind, key) is the one that counts.

    The payload holds ids, never confidential text. A holder of the older plan is fenced off by `attempt`.
    `task_id`: where the usual key, which has the time in it, would tell too much.
    """
    body = msgspec.json.encode(payload)
    await queue(uow.conn, UPSERT_TASK, uow.actor.org_id, task_id or uuid7(), kind, key, body, due_at, uow.now)
    uow.due = uow.due or due_at <= uow.now


CANCEL_TASK = """
update tasks set state = 'cancelled', attempt = attempt + 1, lease_until = null, updated_at = $4
where org_id = $1 and kind = $2 and key = $3 and state in ('planned', 'handed')
"""


async def cancel(uow: UnitOfWork, kind: str, key: str) -> bool:
    """Withdraws an unfinished task; a handler that runs it can no longer complete it."""
    return await run(uow.conn, CANCEL_TASK, uow.actor.org_id, kind, key, uow.now) > 0


CANCEL_TASKS = """
update tasks set state = 'cancelled', attempt = attempt + 1, lease_until = null, updated_at = $4
where org_id = $1 and kind = $2 and key = any ($3) and state in ('planned', 'handed')
"""


async def cancel_many(uow: UnitOfWork, kind: str, keys: Sequence[str]) -> None:
    """Withdraws unfinished tasks of one kind, with the next statement or the commit."""
    await queue(uow.conn, CANCEL_TASKS, uow.actor.org_id, kind, keys, uow.now)


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """One hand-over: what travels through Valkey. `attempt` is the fence."""

    org_id: int
    task_id: UUID
    attempt: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A task that a worker is running."""

    task_id: UUID
    attempt: int
    kind: str
    key: str
    payload: msgspec.Raw
    due_at: datetime
    failures: int

    def decode(self, into: type[Payload]) -> Payload:
        """The payload as its struct. Raises msgspec.ValidationError when it does not fit."""
        return msgspec.json.decode(self.payload, type=into)


# The statements on several leases read their tasks by primary key, and check the fence for each. `is true` keeps the planner from
# making a join of that: while it believes that no task is handed, its join compares every task with every lease. `exists`, as Citus
# sends `(a, b) in (select …)` to its workers in a form that they cannot read.

SELECT_HELD = """
select task_id, attempt, kind, key, payload, due_at, failures from tasks
where org_id = $1 and task_id = any ($2) and state = 'handed'
  and (exists (select from unnest($2::uuid[], $3::integer[]) as u (task_id, attempt)
               where u.task_id = tasks.task_id and u.attempt = tasks.attempt)) is true
order by due_at, task_id
"""


async def list_held(conn: ReadConn, org_id: int, leases: Sequence[Lease]) -> list[Held]:
    """The tasks of one organisation whose hand-over is still the newest one."""
    return await many(conn, Held, SELECT_HELD, org_id, *_columns(leases))


FINISH_TASKS = """
update tasks set state = 'done', lease_until = null, error = null, updated_at = $4
where org_id = $1 and task_id = any ($2) and state = 'handed'
  and (exists (select from unnest($2::uuid[], $3::integer[]) as u (task_id, attempt)
               where u.task_id = tasks.task_id and u.attempt = tasks.attempt)) is true
"""


async def finish(conn: Conn, org_id: int, leases: Sequence[Lease], now: datetime) -> int:
    """Marks tasks done. Fewer than given: some were moved, withdrawn or taken over meanwhile."""
    return await run(conn, FINISH_TASKS, org_id, *_columns(leases), now) if leases else 0


PUT_OFF_TASKS = """
update tasks set state = 'planned', due_at = $4, lease_until = null, failures = 0, error = null, updated_at = $5
where org_id = $1 and task_id = any ($2) and state = 'handed'
  and (exists (select from unnest($2::uuid[], $3::integer[]) as u (task_id, attempt)
               where u.task_id = tasks.task_id and u.attempt = tasks.attempt)) is true
"""


async def put_off(conn: Conn, org_id: int, due: Mapping[Lease, datetime], now: datetime) -> int:
    """Ends this hand-over of tasks whose work goes on at a later time; that is no failure. One statement for each time."""
    ended = 0
    for at in sorted(set(due.values())):
        leases = [lease for lease in due if due[lease] == at]
        ended += await run(conn, PUT_OFF_TASKS, org_id, *_columns(leases), at, now)
    return ended


GIVE_BACK_TASK = """
update tasks set state = case when failures + 1 >= $6 then 'failed' else 'planned' end, due_at = $4, failures = failures + 1,
    lease_until = null, error = $5, updated_at = $7
where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


async def give_back(conn: Conn, lease: Lease, due_at: datetime, error: str, *, most: int, now: datetime) -> None:
    """Puts a task that failed back for later, or marks it failed for good after `most` failures.

    `error` names a kind of failure, no data.
    """
    await queue(conn, GIVE_BACK_TASK, lease.org_id, lease.task_id, lease.attempt, due_at, error[:500], most, now)


SET_ADVANCED = """
update tasks set failures = 0 where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


async def set_advanced(conn: Conn, lease: Lease) -> None:
    """A part of the work is kept: failures are counted from here on."""
    await queue(conn, SET_ADVANCED, lease.org_id, lease.task_id, lease.attempt)


RELEASE_TASK = """
update tasks set state = 'planned', lease_until = null, updated_at = $4
where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


async def release(conn: Conn, lease: Lease, now: datetime) -> None:
    """Gives an unchanged task back, because this worker is about to stop; another may take it at once."""
    await queue(conn, RELEASE_TASK, lease.org_id, lease.task_id, lease.attempt, now)


EXTEND_LEASES = """
update tasks set lease_until = $4
where org_id = $1 and task_id = any ($2) and state = 'handed'
  and (exists (select from unnest($2::uuid[], $3::integer[]) as u (task_id, attempt)
               where u.task_id = tasks.task_id and u.attempt = tasks.attempt)) is true
"""


async def extend_leases(conn: Conn, org_id: int, leases: Sequence[Lease], until: datetime) -> int:
    """Extends the leases of running tasks. Returns how many are still ours."""
    return await run(conn, EXTEND_LEASES, org_id, *_columns(leases), until)


SET_PROGRESS = """
update tasks set lease_until = $4, progress_done = $5, progress_total = $6
where org_id = $1 and task_id = $2 and attempt = $3 and state = 'handed'
"""


async def set_progress(conn: Conn, lease: Lease, until: datetime, done: int, total: int) -> bool:
    """Keeps a long task and shows its progress. False: somebody else holds it now."""
    return await run(conn, SET_PROGRESS, lease.org_id, lease.task_id, lease.attempt, until, done, total) == 1


class TaskState(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a planned task."""

    state: str
    due_at: datetime
    progress_done: int
    progress_total: int
    error: str | None


SELECT_STATE = """
select state, due_at, progress_done, progress_total, error from tasks where org_id = $1 and kind = $2 and key = $3
"""


async def state(uow: Reading, kind: str, key: str) -> TaskState | None:
    """The state of the task (kind, key) of this organisation."""
    return await maybe(uow.conn, TaskState, SELECT_STATE, uow.actor.org_id, kind, key)


def _columns(leases: Sequence[Lease]) -> tuple[list[UUID], list[int]]:
    return [lease.task_id for lease in leases], [lease.attempt for lease in leases]
