"""Reads for somebody whose session this process has seen before: who they are is guessed, and asked with the first statement.

The guess gives no right. The operation runs with the guessed actor; the rows of its first statement arrive together with who the
person is, from one statement of the database, and are dropped unless both agree. Nothing is answered before they were compared.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

from api.core import db
from api.core.access import Actor
from api.core.asking import AskingReader, Question
from api.core.db import Pool
from api.core.errors import Problem, Unauthenticated
from api.core.services import Services
from api.core.unit_of_work import Reading, UnitOfWork
from api.http.principal import Principal, Writer

_compared = attrgetter(*(name for name in Principal.__struct_fields__ if name != "seen_at"))

P = TypeVar("P", bound=Principal)
T = TypeVar("T")


class WrongGuess(Exception):
    """The person is not what they were the last time: the request starts over with what was found."""

    def __init__(self, found: Principal) -> None:
        super().__init__()
        self.found = found


class Repeated(Exception):
    """The request was made before: it is answered by the transaction that replays it."""


def check(row: Mapping[str, Any] | None, kind: type[P], guess: Principal) -> P:
    """Who asks, if that is who was guessed. Raises Unauthenticated, WrongGuess, Repeated."""
    if row is None:
        raise Unauthenticated
    found = kind(**{name: row[name] for name in kind.__struct_fields__})
    if _compared(found) != _compared(guess):
        raise WrongGuess(found)
    if isinstance(found, Writer) and found.replayed:
        raise Repeated
    return found


@asynccontextmanager
async def guessed_reading(
    services: Services, actor: Actor, question: Question, now: datetime, pool: Pool
) -> AsyncGenerator[Reading]:
    """Reads as the actor who was guessed. When it ends, also by a refusal, the question was asked and its answer fits."""
    make = partial(AskingReader, org_id=actor.org_id, account_id=actor.account_id, question=question)
    async with db.reading_with(pool, make) as conn:
        try:
            yield Reading(conn, actor, now, services)
        except Problem:
            await conn.ask()
            raise
        await conn.ask()


def in_turn(check: Callable[..., Awaitable[Any]], op: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
    """One operation of two parts, for a single transaction."""

    async def both(uow: UnitOfWork, *args: Any) -> T:
        return await op(uow, await check(uow, *args))

    return both
