"""How PostgreSQL reads the tasks: what it costs must not depend on when the statistics were taken, or on how much waits behind."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from api.core import db, tasks
from api.core.clock import FixedClock
from jobs.relay import HAND_TASKS, SELECT_BUSY, SELECT_BUSY_DISTRIBUTED, SELECT_NEXT
from jobs.runner import LEASE
from tests.citus import one_database
from tests.jobs.city import City
from tests.servers import Database, owner

HELD = 500
ONE_PLAN = "reads the plans of one PostgreSQL, and SELECT_BUSY, whose recursion a cluster does not know"
PLAN = """
insert into tasks (org_id, kind, key, payload, due_at, created_at, updated_at)
select $1::bigint + n % $2::integer, $3::text || n % $4::integer, n::text, '{}', $5::timestamptz + n * interval '1 ms', $5, $5
from generate_series(1, $6::integer) n
"""
Conn = asyncpg.Connection


@pytest.fixture
async def relay(database: Database) -> AsyncGenerator["Conn[asyncpg.Record]"]:
    """A connection as the relay."""
    conn = await asyncpg.connect(database.relay_url)
    yield conn
    await conn.close()


async def fill(
    city: City, org_id: int, count: int, *, orgs: int = 1, kinds: int = 1, due_in: timedelta = timedelta()
) -> None:
    """Plans many tasks by one statement, the first of them due then."""
    at = city.services.clock.now() + due_in
    conn = await owner(city.database)
    await conn.execute(PLAN, org_id, orgs, "bulk", kinds, at, count)
    await conn.close()


async def settle(database: Database, statement: str = "vacuum analyze tasks") -> None:
    """What autovacuum does, at a moment that the test chooses."""
    conn = await owner(database)
    await conn.execute(statement)
    await conn.close()


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", []) for node in nodes(child))]


async def explain(conn: db.Conn, statement: str, *args: Any, generic: bool = False) -> list[dict[str, Any]]:
    """The nodes of the plan as it ran."""
    await conn.execute(f"set local plan_cache_mode = force_{'generic' if generic else 'custom'}_plan")
    text = await conn.fetchval(f"explain (analyze, buffers, format json) {statement}", *args)
    return nodes(msgspec.json.decode(text)[0]["Plan"])


def touched(found: list[dict[str, Any]]) -> int:
    """Rows that some node read, kept or threw away: what a join of everything with everything would multiply."""
    dropped = ("Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck")
    return sum(int((n["Actual Rows"] + sum(n.get(d, 0) for d in dropped)) * n["Actual Loops"]) for n in found)


@one_database(ONE_PLAN)
@pytest.mark.parametrize("generic", [False, True])
async def test_ending_many_tasks_costs_each_of_them_once(city: City, clock: FixedClock, *, generic: bool) -> None:
    """The trap: the statistics were taken while nothing was handed over."""
    org_id = await city.org()
    await fill(city, org_id, 80 * HELD)
    await city.rows("update tasks set state = 'done', key = 'done' || key returning 1")
    await settle(city.database)
    await fill(city, org_id, 5 * HELD, due_in=timedelta(hours=-1))
    ids: list[UUID] = [
        r["task_id"]
        for r in await city.rows("select task_id from tasks where state = 'planned' order by due_at limit $1", HELD)
    ]
    handed = "update tasks set state = 'handed', attempt = 1, lease_until = $2 where task_id = any ($1) returning 1"
    await city.rows(handed, ids, clock.now() + LEASE)
    attempts, now = [1] * HELD, clock.now()
    statements: list[tuple[str, tuple[Any, ...]]] = [
        (tasks.SELECT_HELD, (org_id, ids, attempts)),
        (tasks.EXTEND_LEASES, (org_id, ids, attempts, now)),
        (tasks.PUT_OFF_TASKS, (org_id, ids, attempts, now, now)),
        (tasks.FINISH_TASKS, (org_id, ids, attempts, now)),
    ]
    for statement, args in statements:
        async with db.transaction(city.services.pool, org_id) as conn, rolled_back(conn):
            found = await explain(conn, statement, *args, generic=generic)
        # Some nodes count each of them, and dead versions; a join of all with all would be 250,000.
        assert touched(found) < 8 * HELD, statement
        assert {n["Index Name"] for n in found if n.get("Index Name")} == {"tasks_pkey"}, statement


class rolled_back:  # noqa: N801  # reads as a statement
    """A part of a transaction that leaves nothing."""

    def __init__(self, conn: db.Conn) -> None:
        self._conn = conn

    async def __aenter__(self) -> None:
        await self._conn.execute("savepoint nothing")

    async def __aexit__(self, *_: object) -> None:
        await self._conn.execute("rollback to savepoint nothing")


async def test_the_fence_holds_for_each_lease_of_a_batch(city: City, clock: FixedClock) -> None:
    """A lease that another has, of a task whose newer lease is in the same list: only the newer one counts."""
    org_id = await city.org()
    await fill(city, org_id, 3)
    clock.advance(timedelta(seconds=1))
    (old,) = (await city.hand()).values()
    clock.advance(LEASE)
    (new,) = (await city.hand()).values()
    mixed = [*old, *new[:2]]
    async with db.transaction(city.services.pool, org_id) as conn:
        assert len(await tasks.list_held(conn, org_id, mixed)) == 2
        assert await tasks.extend_leases(conn, org_id, mixed, clock.now() + LEASE) == 2
        assert await tasks.finish(conn, org_id, old, clock.now()) == 0
        due = {lease: clock.now() + timedelta(hours=n) for n, lease in enumerate(new[:2])}
        assert await tasks.put_off(conn, org_id, due, clock.now()) == 2
        assert await tasks.finish(conn, org_id, new, clock.now()) == 1
    rows = await city.rows("select task_id, due_at from tasks where state = 'planned'")
    assert {r["task_id"]: r["due_at"] for r in rows} == {lease.task_id: at for lease, at in due.items()}


@one_database(ONE_PLAN)
async def test_looking_for_work_costs_what_there_is_to_find_not_what_waits_behind(
    city: City, clock: FixedClock, relay: "Conn[asyncpg.Record]"
) -> None:
    org_id = await city.org()
    await fill(city, org_id, 20_000, orgs=7, kinds=3, due_in=timedelta(hours=-1))
    await fill(city, org_id + 1000, 2_000, orgs=50, due_in=timedelta(days=1))
    await settle(city.database)
    for full in ([], ["bulk1"]):
        async with relay.transaction():
            found = await explain(relay, SELECT_BUSY, clock.now(), full, True)
        assert touched(found) < 10_000
        assert len(await relay.fetch(SELECT_BUSY, clock.now(), full, True)) == 7 * (3 - len(full))
    async with relay.transaction():
        found = await explain(relay, HAND_TASKS, org_id, "bulk1", clock.now(), clock.now() + LEASE, 100)
    assert touched(found) < 5_000


@one_database(ONE_PLAN)
@pytest.mark.parametrize("count", [100, 3000])
async def test_both_ways_of_looking_find_the_same(
    city: City, clock: FixedClock, relay: "Conn[asyncpg.Record]", count: int
) -> None:
    """Few tasks are read, many are skipped over; a distributed database groups them all."""
    org_id = await city.org()
    await fill(city, org_id, count, orgs=9, kinds=4, due_in=timedelta(hours=-1))
    await fill(city, org_id + 4, 50, orgs=9, kinds=6, due_in=timedelta(hours=1))
    await city.rows(
        "update tasks set state = 'handed', lease_until = $1::timestamptz + interval '1 s' * (length(key) - 2) where kind = 'bulk2' returning 1",
        clock.now(),
    )
    for full in ([], ["bulk0", "bulk3"]):
        skipped = await relay.fetch(SELECT_BUSY, clock.now(), full, True)
        grouped = await relay.fetch(SELECT_BUSY_DISTRIBUTED, clock.now(), full)
        assert {tuple(r)[:3] for r in skipped} == {tuple(r)[:3] for r in grouped}
        assert {r["deep"] for r in skipped} == {count > 1000}


async def test_the_next_due_time_is_read_from_an_index(
    city: City, clock: FixedClock, relay: "Conn[asyncpg.Record]"
) -> None:
    org_id = await city.org()
    await fill(city, org_id, 5_000, due_in=timedelta(minutes=3))
    await settle(city.database)
    async with relay.transaction():
        assert touched(await explain(relay, SELECT_NEXT, clock.now())) < 50
    assert await relay.fetchval(SELECT_NEXT, clock.now()) == clock.now() + timedelta(minutes=3, milliseconds=1)
    first = "update tasks set state = 'handed', lease_until = $1 where key = '7' returning 1"
    await city.rows(first, clock.now() + timedelta(seconds=20))
    assert await relay.fetchval(SELECT_NEXT, clock.now()) == clock.now() + timedelta(seconds=20)
