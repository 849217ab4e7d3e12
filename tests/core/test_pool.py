"""The pool of connections: who waits, what is kept, and what is closed."""

import asyncio
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest

from api.core import db, pipeline, pool
from tests.servers import Database

PID = "select pg_backend_pid()"


@pytest.fixture
async def one(database: Database) -> db.Pool:
    """A pool of one connection."""
    return await db.pool(database.app_url, size=1)


async def pid(source: db.Pool) -> int:
    async with source.acquire() as conn:
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

    unreachable = db.Pool(refused, 1)
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            await pid(unreachable)


def made(size: int) -> tuple[db.Pool, list[object]]:
    """A pool of stand-ins for connections, and those that it has opened."""
    opened: list[Any] = []

    async def connect() -> Any:
        opened.append(SimpleNamespace(is_closed=lambda: False, is_in_transaction=lambda: False, close=closed))
        return opened[-1]

    async def closed() -> None:
        return None

    return db.Pool(connect, size), opened


async def test_many_users_share_a_few_connections_while_none_of_them_keeps_one_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "PATIENCE", 60)
    shared, opened = made(10)

    async def use() -> None:
        for _ in range(5):
            async with shared.acquire():
                await asyncio.sleep(0)

    await asyncio.gather(*(use() for _ in range(20)))
    assert len(opened) == pool.FEW
    await shared.close()


async def test_who_waits_for_slow_users_gets_a_connection_beyond_the_few_and_never_more_than_all() -> None:
    shared, opened = made(5)
    taken = [await shared.take() for _ in range(5)]
    assert len(opened) == 5
    waiting = asyncio.ensure_future(shared.take())
    looked = asyncio.Event()
    asyncio.get_running_loop().call_later(pool.PATIENCE * 3, looked.set)
    await looked.wait()
    assert not waiting.done()
    shared.give_back(taken.pop(), whole=True)
    taken.append(await waiting)  # though more than a few are still used
    assert len(opened) == 5
    for conn in taken:
        shared.give_back(conn, whole=True)
    await shared.close()


async def test_users_who_need_a_second_connection_do_not_wait_for_each_other_for_good() -> None:
    shared, _ = made(8)

    async def use() -> None:
        async with shared.acquire(), shared.acquire():
            await asyncio.sleep(0)

    async with asyncio.timeout(20):
        await asyncio.gather(*(use() for _ in range(4)))
    await shared.close()


async def test_who_no_longer_waits_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PATIENCE", 60)
    shared, opened = made(pool.FEW)
    taken = [await shared.take() for _ in range(pool.FEW)]
    gone, given = asyncio.ensure_future(shared.take()), asyncio.ensure_future(shared.take())
    await asyncio.sleep(0)
    gone.cancel()
    shared.give_back(taken[0], whole=True)
    given.cancel()  # in the moment in which it has got its place
    await asyncio.gather(gone, given, return_exceptions=True)
    taken[0] = await shared.take()
    assert len(opened) == pool.FEW
    for conn in taken:
        shared.give_back(conn, whole=True)
    await shared.close()


async def test_after_slow_users_a_few_connections_are_enough_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shared, _ = made(8)
    taken = [await shared.take() for _ in range(pool.FEW + 1)]
    monkeypatch.setattr(pool, "PATIENCE", 60)
    waiting = asyncio.ensure_future(shared.take())
    await asyncio.sleep(0)
    shared.give_back(taken.pop(), whole=True)
    await asyncio.sleep(0)
    assert not waiting.done(), "as many as a few are still used"
    shared.give_back(taken.pop(), whole=True)
    taken.append(await waiting)
    for conn in taken:
        shared.give_back(conn, whole=True)
    await shared.close()


async def test_who_waits_for_a_pool_that_closes_is_told(one: db.Pool) -> None:
    async with one.acquire():
        waiting = asyncio.ensure_future(pid(one))
        await asyncio.sleep(0)
        closing = asyncio.ensure_future(one.close())
        with pytest.raises(asyncpg.InterfaceError):
            await waiting
    await closing


async def test_who_goes_on_gets_a_connection_before_those_who_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PATIENCE", 60)
    shared, _ = made(1)
    order: list[str] = []

    async def use(name: str, *, ahead: bool) -> None:
        async with shared.acquire(ahead=ahead):
            order.append(name)

    async with shared.acquire():
        asked = [("first", False), ("second", False), ("goes on", True), ("goes on after it", True)]
        using = [asyncio.ensure_future(use(name, ahead=ahead)) for name, ahead in asked]
        await asyncio.sleep(0)
    await asyncio.gather(*using)
    assert order == ["goes on", "goes on after it", "first", "second"]
    await shared.close()
