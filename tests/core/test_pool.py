"""The pool of connections: who waits, what is kept, and what is closed."""

import asyncio

import asyncpg
import pytest

from api.core import db, pipeline
from tests.servers import Database

PID = "select pg_backend_pid()"


@pytest.fixture
async def one(database: Database) -> db.Pool:
    """A pool of one connection."""
    return await db.pool(database.app_url, size=1)


async def pid(pool: db.Pool) -> int:
    async with pool.acquire() as conn:
        return await conn.fetchval(PID)


async def test_a_connection_is_kept_and_the_next_one_waits_for_it(one: db.Pool) -> None:
    first = await pid(one)
    async with one.acquire():
        waiting = asyncio.ensure_future(pid(one))
        await asyncio.sleep(0)
        assert not waiting.done()
    assert await waiting == first == await pid(one)
    await one.close()


async def test_after_a_failure_the_connection_is_kept_and_after_a_cancelled_task_it_is_not(one: db.Pool) -> None:
    first = await pid(one)
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with one.acquire() as conn:
            await conn.fetchval("select 1 / 0")
    assert await pid(one) == first

    begun = asyncio.Event()

    async def interrupted() -> None:
        async with one.acquire() as conn:
            begun.set()
            await conn.fetchval("select pg_sleep(20)")

    task = asyncio.ensure_future(interrupted())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await pid(one) != first
    await one.close()


async def test_a_transaction_that_was_left_open_ends_with_its_connection(one: db.Pool) -> None:
    async with one.acquire() as conn:
        first = await conn.fetchval(PID)
        await conn.execute("begin; set local app.org_id = '5'")
    async with one.acquire() as conn:
        assert await conn.fetchval(PID) != first
        assert not await conn.fetchval("select nullif(current_setting('app.org_id', true), '')")
    await one.close()


async def test_a_connection_that_broke_while_nobody_had_it_is_replaced(one: db.Pool) -> None:
    async with one.acquire() as conn:
        first = await conn.fetchval(PID)
    conn.terminate()
    assert await pid(one) != first
    await one.close()


async def test_a_closed_pool_gives_nothing_out(one: db.Pool) -> None:
    async with one.acquire():
        closing = asyncio.ensure_future(one.close())
        late = asyncio.ensure_future(pid(one))
        await asyncio.sleep(0)
        assert not closing.done(), "it waits for who still has a connection"
    await closing
    with pytest.raises(asyncpg.InterfaceError):
        await late
    with pytest.raises(asyncpg.InterfaceError):
        await pid(one)


async def test_who_cannot_connect_hears_of_it_at_once_and_takes_no_place() -> None:
    async def refused() -> pipeline.Connection:
        raise ConnectionRefusedError

    pool = db.Pool(refused, 1)
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            await pid(pool)
