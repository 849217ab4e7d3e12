"""A read that travels together with a question: its first statement and the question are one, in one round trip.

For a caller who has guessed what the answer will be. The rows are handed out only after the answer was checked; a wrong guess
raises, and the rows are dropped.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from api.core.db import Reader
from api.core.pipeline import Raw

PARAMETER = re.compile(r"\$(\d+)")
_ROWS = "rows_of_the_read"


@dataclass(frozen=True, slots=True)
class Question:
    """`select columns from source` with its arguments, which returns one row or none; `check` raises when that is not what was guessed."""

    columns: str
    source: str
    args: tuple[Any, ...]
    check: Callable[[Mapping[str, Any] | None], object]


class AskingReader(Reader):
    """Reads in one organisation; the question is sent with the first statement, or alone by `ask`."""

    def __init__(self, raw: Raw, org_id: int, account_id: UUID, question: Question) -> None:
        super().__init__(raw, org_id, account_id)
        self._question: Question | None = question

    async def fetch(self, query: str, *args: Any) -> Any:
        """All rows. Raises what `check` raises."""
        question = self._question
        if question is None:
            return await super().fetch(query, *args)
        names = await self.columns(query)
        rows = await super().fetch(
            joined(question.columns, question.source, len(question.args), query), *question.args, *args
        )
        self._check(question, rows)
        return [dict(zip(names, record, strict=True)) for record in rows[0][_ROWS]]

    async def fetchrow(self, query: str, *args: Any) -> Any:
        """The first row, or None."""
        if self._question is None:
            return await super().fetchrow(query, *args)
        rows = await self.fetch(query, *args)
        return rows[0] if rows else None

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first column of the first row, or None."""
        if self._question is None:
            return await super().fetchval(query, *args)
        row = await self.fetchrow(query, *args)
        return next(iter(row.values())) if row else None

    async def ask(self) -> None:
        """Asks the question if no statement did. Raises what `check` raises."""
        if self._question is not None:
            question = self._question
            rows = await super().fetch("select " + question.columns + " from " + question.source, *question.args)  # noqa: S608  constants of ours
            self._check(question, rows)

    def _check(self, question: Question, rows: Any) -> None:
        self._question = None
        question.check(rows[0] if rows else None)


def moved(query: str, by: int) -> str:
    """A statement whose parameters begin after this many others."""
    return PARAMETER.sub(lambda found: f"${int(found.group(1)) + by}", query)


@lru_cache(maxsize=500)
def joined(columns: str, source: str, args: int, query: str) -> str:
    """The question with the read's rows as an array of records in one more column. Without a row of `source` nothing is read."""
    rows = f"array(select p from ({moved(query, args)}) p) as {_ROWS}"  # noqa: S608  constants of ours
    return "select " + columns + ", " + rows + " from " + source  # noqa: S608  constants of ours
