"""Values that a dump shows in two places: ids, digests, and parts of them, as bytes, hex or base64."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from tests.servers import Database

SHORT, LONG = 8, 16
"""Parts of so many bytes are the same by chance less than once in a million million dumps."""
HEX = re.compile(r"[0-9a-fA-F][0-9a-fA-F-]{14,}[0-9a-fA-F]")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{22,}")

Cell = tuple[str, str]
"""A table and a column."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A row of any table with its values, as PostgreSQL's client reads them."""

    table: str
    values: tuple[tuple[str, object], ...]

    def parts(self) -> Iterator[tuple[Cell, bytes]]:
        for column, value in self.values:
            for part in parts_of(value):
                yield (self.table, column), part


async def dump_whole(database: Database) -> dict[Whole, None]:
    """All rows of all tables, in order."""
    conn = await asyncpg.connect(database.owner_url)
    try:
        tables = await conn.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        return {
            Whole(table, tuple((column, _fixed(value)) for column, value in row.items())): None
            for (table,) in tables
            for row in await conn.fetch(f'select * from "{table}"')
        }
    finally:
        await conn.close()


def shared(some: Iterable[Whole], others: Iterable[Whole], known: Iterable[Whole]) -> dict[tuple[Cell, Cell], bytes]:
    """Two different columns that hold the same part, which no row of `known` holds; with one such part."""
    seen = _by_part(some)
    found = {part: cells for part, cells in _by_part(others).items() if part in seen}
    for row in known:
        for _, part in row.parts():
            found.pop(part, None)
    return {(a, b): part for part, cells in found.items() for a in seen[part] for b in cells if a != b}


def reached(start: bytes, rows: Sequence[Whole], known: Iterable[Whole]) -> list[Whole]:
    """The rows that hold a value, those that share a part with one of them, and so on. Parts of `known` lead nowhere."""
    by_row = {row: {part for _, part in row.parts()} for row in rows}
    plain = {part for row in known for _, part in row.parts()}
    wanted, left = set(parts_of(start)), dict(by_row)
    found = list[Whole]()
    while step := [row for row, own in left.items() if own & wanted]:
        found += step
        wanted = wanted.union(*(left.pop(row) for row in step)) - plain
    return found


def parts_of(value: object) -> Iterator[bytes]:
    """Every part of a value, in all its spellings. Of an id of version 7 not what is time; of others not what says the version."""
    if isinstance(value, UUID):
        yield from [value.bytes[SHORT:], _masked(value.bytes)] if value.version == 7 else _windows(value.bytes)
    elif isinstance(value, bytes):
        yield from _windows(value)
        if value.isascii():
            yield from parts_of(value.decode())
    elif isinstance(value, str):
        for plain in _spelled(value):
            yield from _windows(plain)
    elif isinstance(value, tuple):
        for one in value:  # pyright: ignore[reportUnknownVariableType]  # any values
            yield from parts_of(one)  # pyright: ignore[reportUnknownArgumentType]


def _by_part(rows: Iterable[Whole]) -> Mapping[bytes, set[Cell]]:
    found = dict[bytes, set[Cell]]()
    for row in rows:
        for cell, part in row.parts():
            found.setdefault(part, set()).add(cell)
    return found


def _windows(text: bytes) -> Iterator[bytes]:
    for start in range(len(text) - SHORT + 1):
        yield text[start : start + SHORT]
    for start in range(len(text) - LONG + 1):
        yield _masked(text[start : start + LONG])


def _masked(text: bytes) -> bytes:
    """Sixteen bytes without the bits that make an id of them."""
    return text[:6] + bytes([text[6] & 0x0F]) + text[7:8] + bytes([text[8] & 0x3F]) + text[9:]


def _spelled(text: str) -> Iterator[bytes]:
    for run in HEX.findall(text):
        digits = run.replace("-", "")
        if len(digits) >= 2 * SHORT:
            yield bytes.fromhex(digits[: len(digits) // 2 * 2])
    for run in BASE64.findall(text):
        try:
            yield base64.b64decode(run[: len(run) // 4 * 4], altchars=b"-_", validate=False)
        except binascii.Error:
            continue


def _fixed(value: object) -> object:
    """A value that can be a key."""
    return tuple(map(_fixed, value)) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
