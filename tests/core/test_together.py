"""Reads together: one statement for all of them, each with its own rows, types and failures."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from api.core import db
from api.core.access import Actor
from api.core.db import Reader, many, maybe, value
from api.core.services import Services
from api.core.together import read_together
from api.core.unit_of_work import Reading
from tests.citus import one_database

IN_TURN = "counts statements; a cluster is asked one after the other (decision 0045)"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Two columns, in another order than the statement's."""

    name: str
    number: int | None


async def rows(uow: Reading) -> list[Row]:
    return await many(uow.conn, Row, "select n as number, $1::text as name from generate_series(1, $2) n", "甲", 2)


async def none(uow: Reading) -> Row | None:
    return await maybe(uow.conn, Row, "select $1::int as number, 'x' as name where false", 1)


async def number(uow: Reading) -> int:
    return await value(uow.conn, "select $2::int - $1::int", 2, 9)


async def nothing(_: Reading) -> str:
    return "asked nobody"


async def twice(uow: Reading) -> int:
    first = await value(uow.conn, "select $1::int", 1)
    return first + await value(uow.conn, "select $1::int", 2)


async def broken(uow: Reading) -> int:
    return await value(uow.conn, "select 1 / $1::int", 0)


async def waits(uow: Reading) -> int:
    """Waits for the event loop, before and between what it asks."""
    first = await asyncio.to_thread(lambda: 1)
    second = await number(uow)
    return first + second + await asyncio.to_thread(lambda: 1)


async def nested(uow: Reading) -> list[Any]:
    return [*await read_together(uow, number, twice), await number(uow)]


async def run(services: Services, *reads: Any, asked: list[str] | None = None) -> list[Any]:
    actor = Actor(account_id=uuid4(), org_id=1, roles=frozenset())
    async with db.reading(services.pool, 1) as conn:
        assert isinstance(conn, Reader)
        if asked is not None:
            fetch = conn.fetch

            async def counted(query: str, *args: Any) -> Any:
                asked.append(query)
                return await fetch(query, *args)

            async def counted_row(query: str, *args: Any) -> Any:
                found = await counted(query, *args)
                return found[0] if found else None

            conn.fetch, conn.fetchrow = counted, counted_row  # pyright: ignore[reportAttributeAccessIssue]
        return await read_together(Reading(conn, actor, services.clock.now(), services), *reads)


async def test_each_gets_its_own(services: Services) -> None:
    found = await run(services, rows, none, number, nothing)
    assert found == [[Row(name="甲", number=1), Row(name="甲", number=2)], None, 7, "asked nobody"]
    assert await run(services, twice, number, twice) == [3, 7, 3]


@one_database(IN_TURN)
async def test_all_are_one_statement(services: Services) -> None:
    asked: list[str] = []
    await run(services, rows, none, number, nothing, asked=asked)
    assert len(asked) == 1


@one_database(IN_TURN)
async def test_what_depends_on_an_answer_is_asked_in_a_second_one(services: Services) -> None:
    asked: list[str] = []
    assert await run(services, twice, number, twice, asked=asked) == [3, 7, 3]
    assert len(asked) == 2


@one_database(IN_TURN)
async def test_a_read_that_reads_together_adds_no_statement(services: Services) -> None:
    asked: list[str] = []
    assert await run(services, nested, twice, number, asked=asked) == [[7, 3, 7], 3, 7]
    assert len(asked) == 3  # all of them, what `twice` asks next, and what `nested` asks at last


async def test_a_read_may_wait_for_something_else(services: Services) -> None:
    assert await run(services, waits, number, nested) == [9, 7, [7, 3, 7]]


async def test_a_cancelled_read_ends_in_order(services: Services) -> None:
    ended: list[str] = []
    started = asyncio.Event()

    async def long(uow: Reading) -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            ended.append("long")

    async def asking(uow: Reading) -> int:
        try:
            return await number(uow)
        finally:
            ended.append("asking")

    task = asyncio.create_task(run(services, asking, long))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sorted(ended) == ["asking", "long"]
    assert await run(services, number) == [7]


async def test_one_failure_ends_all_and_leaves_the_connection_whole(services: Services) -> None:
    for _ in range(3):
        with pytest.raises(asyncpg.DivisionByZeroError):
            await run(services, rows, broken, number)
    assert await run(services, number) == [7]


async def test_a_cluster_is_asked_one_by_one(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """It refuses the combined statement with 0A000, and the transaction of a write would be lost with it."""
    monkeypatch.setattr(Reader, "cluster", True)
    asked: list[str] = []
    found = await run(services, rows, number, asked=asked)
    assert found == [[Row(name="甲", number=1), Row(name="甲", number=2)], 7]
    assert len(asked) == 2
