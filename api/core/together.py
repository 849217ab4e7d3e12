"""Reads that do not depend on each other, sent as one statement.

Each read is written as if it were alone. Where it asks for rows it is left waiting, and the next one is started; once all of
them wait, their statements become the columns of one, and each gets its own rows back. A part that is added to a screen so adds
no round trip.

The reads take turns inside the task of their caller: a task for each of them would cost more than what most of them do.
"""

import types
from collections.abc import Awaitable, Callable, Coroutine, Generator, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar

from api.core.asking import PARAMETER, moved
from api.core.db import ReadConn, Reader
from api.core.unit_of_work import Reading

T = TypeVar("T")
_Rows: TypeAlias = list[dict[str, Any]]
_Answer: TypeAlias = "list[_Rows] | None"
_Running: TypeAlias = "Coroutine[Any, Any, T] | Generator[Any, Any, T]"


class _Asked(list[tuple[str, tuple[Any, ...]]]):
    """Statements that a read waits for, with their arguments. It goes up from the read to who answers it, and never to the event loop."""


class _Done(Generic[T]):
    """A read that has ended."""

    def __init__(self, result: T) -> None:
        self.result = result


class _Shared:
    """The connection that a read is given: what it asks is left to who runs it."""

    async def fetch(self, query: str, *args: Any) -> Any:
        return (await _ask(_Asked([(query, args)])))[0]

    async def fetchrow(self, query: str, *args: Any) -> Any:
        rows = await self.fetch(query, *args)
        return rows[0] if rows else None

    async def fetchval(self, query: str, *args: Any) -> Any:
        row = await self.fetchrow(query, *args)
        return next(iter(row.values())) if row else None


@types.coroutine
def _ask(asked: _Asked) -> Generator[_Asked, list[_Rows], list[_Rows]]:
    return (yield asked)


@types.coroutine
def _awaited(steps: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
    return (yield from steps)


def _step(read: "_Running[T]", answer: _Answer) -> Generator[Any, Any, "_Asked | _Done[T]"]:
    """Runs a read until it asks, or ends. Whatever else it waits for is the event loop's."""
    try:
        wanted = read.send(answer)
        while not isinstance(wanted, _Asked):
            try:
                sent = yield wanted
            except BaseException as error:  # a cancellation, too, is the read's to see
                wanted = read.throw(error)
            else:
                wanted = read.send(sent)
    except StopIteration as ended:
        return _Done(ended.value)
    return wanted


def _side_by_side(reads: Sequence["_Running[Any]"]) -> Generator[Any, Any, list[Any]]:
    """The results of reads, in order; what all of them wait for is asked at once. The first failure ends all of them."""
    results: list[Any] = [None] * len(reads)
    answers: list[_Answer] = [None] * len(reads)
    left = list(range(len(reads)))
    try:
        while left:
            asked = _Asked()
            waiting: list[tuple[int, int]] = []
            for at in left:
                step = yield from _step(reads[at], answers[at])
                if isinstance(step, _Done):
                    results[at] = step.result
                else:
                    waiting.append((at, len(step)))
                    asked += step
            left = [at for at, _ in waiting]
            rows = iter((yield asked) if asked else ())
            for at, number in waiting:
                answers[at] = [next(rows) for _ in range(number)]
    finally:
        for read in reads:
            read.close()
    return results


async def _answered(reader: Reader, reads: "_Running[list[Any]]") -> list[Any]:
    """Sends what reads ask, until they have ended."""
    try:
        step = await _awaited(_step(reads, None))
        while isinstance(step, _Asked):
            step = await _awaited(_step(reads, await _fetch_all(reader, step)))
    finally:
        reads.close()
    return step.result


async def _fetch_all(reader: Reader, asked: _Asked) -> list[_Rows]:
    if len(asked) == 1 or reader.cluster:  # a cluster plans each of them, and not all of them at once
        return [[dict(row) for row in await reader.fetch(query, *args)] for query, args in asked]
    names = [await reader.columns(query) for query, _ in asked]
    row = await reader.fetchrow(combined(tuple(q for q, _ in asked)), *(a for _, args in asked for a in args))
    return [[dict(zip(n, values, strict=True)) for values in part] for n, part in zip(names, row.values(), strict=True)]


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

    A read may itself read together: then all of them travel in one statement. It starts no task that asks for rows.
    """
    conn = uow.conn
    if isinstance(conn, _Shared):
        return await _awaited(_side_by_side([_run(read, uow) for read in reads]))
    if not isinstance(conn, Reader):
        return [await read(uow) for read in reads]
    shared = _sharing(uow, _Shared())
    return await _answered(conn, _side_by_side([_run(read, shared) for read in reads]))


async def _run(read: Callable[[Reading], Awaitable[T]], uow: Reading) -> T:
    return await read(uow)


def _sharing(uow: Reading, conn: ReadConn) -> Reading:
    other = Reading(conn, uow.actor, uow.now, uow.services)
    other.required = uow.required
    return other
