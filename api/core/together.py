"""Reads that do not depend on each other, sent as one statement.

Each read is written as if it were alone. While it waits for its rows, the others are started; once all of them wait,
their statements become the columns of one, and each gets its own rows back. A part that is added to a screen so adds no
round trip.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any

from api.core.asking import PARAMETER, moved
from api.core.db import ReadConn, Reader
from api.core.unit_of_work import Reading


class _Collector:
    """Collects one statement of each read, and sends them together when nobody is left who could still add one."""

    def __init__(self, reader: Reader, reads: int) -> None:
        self._reader = reader
        self._reads = reads
        self._waiting: list[tuple[str, tuple[Any, ...], asyncio.Future[list[dict[str, Any]]]]] = []

    async def fetch(self, query: str, *args: Any) -> Any:
        answer: asyncio.Future[list[dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self._waiting.append((query, args, answer))
        await self._send_if_all_wait()
        return await answer

    async def fetchrow(self, query: str, *args: Any) -> Any:
        rows = await self.fetch(query, *args)
        return rows[0] if rows else None

    async def fetchval(self, query: str, *args: Any) -> Any:
        row = await self.fetchrow(query, *args)
        return next(iter(row.values())) if row else None

    def join(self, reads: int) -> None:
        """One read goes on as several; once they are done, it goes on alone."""
        self._reads += reads

    async def done(self) -> None:
        """A read has its result, and asks nothing any more."""
        self._reads -= 1
        await self._send_if_all_wait()

    async def _send_if_all_wait(self) -> None:
        if not self._waiting or len(self._waiting) < self._reads:
            return
        waiting, self._waiting = self._waiting, []
        try:
            found = await self._fetch_all([(query, args) for query, args, _ in waiting])
        except BaseException as error:
            for *_, answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (*_, answer), rows in zip(waiting, found, strict=True):
            if not answer.done():
                answer.set_result(rows)

    async def _fetch_all(self, asked: Sequence[tuple[str, tuple[Any, ...]]]) -> list[list[dict[str, Any]]]:
        if len(asked) == 1 or self._reader.cluster:  # a cluster plans each of them, and not all of them at once
            return [[dict(row) for row in await self._reader.fetch(query, *args)] for query, args in asked]
        names = [await self._reader.columns(query) for query, _ in asked]
        row = await self._reader.fetchrow(combined(tuple(q for q, _ in asked)), *(a for _, args in asked for a in args))
        return [
            [dict(zip(n, values, strict=True)) for values in part] for n, part in zip(names, row.values(), strict=True)
        ]


@lru_cache(maxsize=500)
def combined(queries: tuple[str, ...]) -> str:
    """One statement whose columns are the rows of these, as arrays of records; their parameters follow each other."""
    parts: list[str] = []
    offset = 0
    for number, query in enumerate(queries):
        used = [int(n) for n in PARAMETER.findall(query)]
        parts.append(f"array(select p from ({moved(query, offset)}) p) as part{number}")  # noqa: S608  constants of ours
        offset += max(used, default=0)
    return "select " + ",\n".join(parts)


async def read_together(uow: Reading, *reads: Callable[[Reading], Awaitable[Any]]) -> list[Any]:
    """The results of reads that do not depend on each other, in order. The first failure ends all of them.

    A read may itself read together: then all of them travel in one statement.
    """
    if isinstance(uow.conn, _Collector):
        uow.conn.join(len(reads) - 1)
        found = await _run(uow, uow.conn, reads)
        uow.conn.join(1)
        return found
    if not isinstance(uow.conn, Reader):
        return [await read(uow) for read in reads]
    return await _run(uow, _Collector(uow.conn, len(reads)), reads)


async def _run(uow: Reading, collector: _Collector, reads: Sequence[Callable[[Reading], Awaitable[Any]]]) -> list[Any]:
    async def run(read: Callable[[Reading], Awaitable[Any]]) -> Any:
        result = await read(_sharing(uow, collector))
        await collector.done()
        return result

    tasks = [asyncio.create_task(run(read)) for read in reads]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


def _sharing(uow: Reading, conn: ReadConn) -> Reading:
    other = Reading(conn, uow.actor, uow.now, uow.services)
    other.required = uow.required
    return other
