"""What somebody has who holds a dump after each hour, the log, and the measurements after each request."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg

from tests.servers import Database

STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of any table, with what PostgreSQL says of it. `place`: in the order of the heap."""

    table: str
    text: str
    xmin: int
    place: int

    def times(self) -> list[datetime]:
        return [datetime.fromisoformat(found) for found in STAMP.findall(self.text)]


@dataclass(frozen=True, slots=True)
class Line:
    """A request as the log or the measurements show it."""

    at: datetime
    operation: str
    status: int


@dataclass
class Evidence:
    """Everything that was seen. `dumps`: the rows of all tables at the end of each hour."""

    dumps: dict[datetime, list[Row]] = field(default_factory=dict[datetime, list[Row]])
    log: list[Line] = field(default_factory=list[Line])
    counted: list[Line] = field(default_factory=list[Line])


async def dump(database: Database) -> list[Row]:
    """All rows of all tables, as the owner reads them, in the order of the heap."""
    conn = await asyncpg.connect(database.owner_url)
    try:
        tables = await conn.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        return [
            Row(table, text, int(xmin), place)
            for (table,) in tables
            for place, (text, xmin) in enumerate(
                await conn.fetch(f'select t::text, t.xmin::text from "{table}" t order by t.ctid')
            )
        ]
    finally:
        await conn.close()


def about(rows: Iterable[Row], ids: Iterable[UUID]) -> list[Row]:
    """The rows in which one of these ids stands, in whatever column."""
    wanted = [str(one) for one in ids]
    return [row for row in rows if any(one in row.text for one in wanted)]
