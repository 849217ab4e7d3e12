"""Stores the students' keys outside the database and its backups, so that destroying a key erases in backups too.

A key is made when it is first needed. The default store is a SQLite file; several hosts share a second PostgreSQL.
Either holds keys only as sealed by a root key. A KMS fits the same three verbs.
"""

import asyncio
import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID

import asyncpg
from cryptography.exceptions import InvalidTag

from api.core.errors import Misconfigured
from api.core.sealing import Ring, Root


class KeyStore(Protocol):
    """Keys by subject: a student, or an organisation for text about nobody named."""

    async def get(self, subjects: Iterable[UUID]) -> dict[UUID, bytes]: ...
    async def get_or_make(self, subjects: Iterable[UUID]) -> dict[UUID, bytes]: ...
    async def destroy(self, subject: UUID) -> bool: ...
    async def count_older(self) -> int: ...
    async def reseal(self) -> int: ...
    async def close(self) -> None: ...


def org_subject(org_id: int) -> UUID:
    """The subject of an organisation's own key."""
    return UUID(int=org_id)


async def open_keystore(url: str | None, data_dir: Path, root: bytes, later: Sequence[Root] = ()) -> KeyStore:
    """Opens the store named by KEYSTORE_URL, or the file in the data directory. Raises Misconfigured."""
    ring = Ring("key store", root, later)
    if url and url.startswith(("postgres://", "postgresql://")):
        return await PostgresKeys.open(url, ring)
    path = Path(url.removeprefix("sqlite:///")) if url else data_dir / "keys.sqlite"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteKeys(path, ring)
    except (OSError, sqlite3.Error) as error:
        raise Misconfigured(f"The key store cannot be opened: {error}.") from error


BATCH = 200
"""Keys that are sealed again in one transaction, so that the store's other users hardly wait."""


class _Sealed:
    """What both stores share: keys are always stored sealed."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring

    def _wrap(self, subject: UUID, key: bytes) -> bytes:
        return self._ring.seal(key, subject.bytes)

    def _unwrap(self, subject: UUID, sealed: bytes) -> bytes:
        return self._ring.open(sealed, subject.bytes)

    def _again(self, subject: UUID, sealed: bytes) -> bytes:
        """Seals by the newest root key. Raises Misconfigured for what does not open."""
        try:
            return self._wrap(subject, self._unwrap(subject, sealed))
        except (InvalidTag, ValueError) as error:
            raise Misconfigured(WRONG_KEY) from error


WRONG_KEY = "The key store was sealed by another master key than XINQIAO_MASTER_KEY."


class SqliteKeys(_Sealed):
    """One file for one host; its processes share it through SQLite's own locks."""

    def __init__(self, path: Path, ring: Ring) -> None:
        super().__init__(ring)
        path.touch(mode=0o600)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        # secure_delete: a destroyed key must not survive in the file's free pages.
        self._db.execute("pragma secure_delete = on")
        self._db.execute(
            "create table if not exists keys (subject blob primary key, sealed blob not null) strict, without rowid"
        )
        self._lock = asyncio.Lock()

    async def get(self, subjects: Iterable[UUID]) -> dict[UUID, bytes]:
        """The keys that exist."""
        wanted = list(subjects)
        async with self._lock:
            return await asyncio.to_thread(self._read, wanted)

    async def get_or_make(self, subjects: Iterable[UUID]) -> dict[UUID, bytes]:
        """A key for every subject, on disk before it is used."""
        wanted = list(subjects)
        async with self._lock:
            return await asyncio.to_thread(self._read_or_make, wanted)

    async def destroy(self, subject: UUID) -> bool:
        """Erases a key for good. Whatever only it could open is gone, in every backup."""
        async with self._lock:
            return await asyncio.to_thread(self._delete, subject)

    async def count_older(self) -> int:
        """How many keys are not sealed by the newest root key. Raises Misconfigured where a key does not open."""
        async with self._lock:
            return await asyncio.to_thread(self._count_older)

    async def reseal(self) -> int:
        """Seals by the newest root key what is not; can be killed and run again. Returns how many. Raises Misconfigured."""
        done = 0
        while True:
            async with self._lock:
                some = await asyncio.to_thread(self._reseal_some)
            if not some:
                return done
            done += some

    async def close(self) -> None:
        self._db.close()

    def _count_older(self) -> int:
        for subject, sealed in self._db.execute("select subject, sealed from keys limit 1"):
            self._again(UUID(bytes=subject), sealed)
        header = self._ring.header
        older = "select count(*) from keys where substr(sealed, 1, ?) <> ?"
        return self._db.execute(older, (len(header), header)).fetchone()[0]

    def _reseal_some(self) -> int:
        header = self._ring.header
        older = "select subject, sealed from keys where substr(sealed, 1, ?) <> ? limit ?"
        rows = self._db.execute(older, (len(header), header, BATCH)).fetchall()
        again = [(self._again(UUID(bytes=subject), sealed), subject, sealed) for subject, sealed in rows]
        self._db.execute("begin immediate")
        # A key that was destroyed meanwhile stays destroyed.
        self._db.executemany("update keys set sealed = ? where subject = ? and sealed = ?", again)
        self._db.execute("commit")
        return len(rows)

    def _read(self, subjects: list[UUID]) -> dict[UUID, bytes]:
        found = {
            s: self._db.execute("select sealed from keys where subject = ?", (s.bytes,)).fetchone() for s in subjects
        }
        return {s: self._unwrap(s, row[0]) for s, row in found.items() if row}

    def _read_or_make(self, subjects: list[UUID]) -> dict[UUID, bytes]:
        fresh = [(s.bytes, self._wrap(s, os.urandom(32))) for s in subjects]
        self._db.execute("begin immediate")
        self._db.executemany("insert or ignore into keys (subject, sealed) values (?, ?)", fresh)
        self._db.execute("commit")
        return self._read(subjects)

    def _delete(self, subject: UUID) -> bool:
        return self._db.execute("delete from keys where subject = ?", (subject.bytes,)).rowcount == 1


class PostgresKeys(_Sealed):
    """A second PostgreSQL, kept apart from the service's own and from its backups."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", ring: Ring) -> None:
        super().__init__(ring)
        self._pool = pool

    @classmethod
    async def open(cls, url: str, ring: Ring) -> "PostgresKeys":
        """Connects and makes the table. Raises Misconfigured."""
        try:
            pool = await asyncpg.create_pool(url, min_size=1, max_size=4)
            await pool.execute("create table if not exists keys (subject uuid primary key, sealed bytea not null)")
        except (OSError, asyncpg.PostgresError) as error:
            raise Misconfigured("The key store named by KEYSTORE_URL cannot be reached.") from error
        return cls(pool, ring)

    async def get(self, subjects: Iterable[UUID]) -> dict[UUID, bytes]:
        """The keys that exist."""
        rows = await self._pool.fetch("select subject, sealed from keys where subject = any($1)", list(subjects))
        return {r["subject"]: self._unwrap(r["subject"], r["sealed"]) for r in rows}

    async def get_or_make(self, subjects: Iterable[UUID]) -> dict[UUID, bytes]:
        """A key for every subject, stored before it is used."""
        wanted = sorted(subjects)
        fresh = [self._wrap(s, os.urandom(32)) for s in wanted]
        await self._pool.execute(
            "insert into keys (subject, sealed) select * from unnest($1::uuid[], $2::bytea[]) on conflict do nothing",
            wanted,
            fresh,
        )
        return await self.get(wanted)

    async def destroy(self, subject: UUID) -> bool:
        """Erases a key for good."""
        return await self._pool.execute("delete from keys where subject = $1", subject) == "DELETE 1"

    async def count_older(self) -> int:
        """How many keys are not sealed by the newest root key. Raises Misconfigured where a key does not open."""
        for row in await self._pool.fetch("select subject, sealed from keys limit 1"):
            self._again(row["subject"], row["sealed"])
        header = self._ring.header
        older = "select count(*) from keys where substring(sealed from 1 for $1::int) <> $2"
        return await self._pool.fetchval(older, len(header), header)

    async def reseal(self) -> int:
        """Seals by the newest root key what is not; can be killed and run again. Returns how many. Raises Misconfigured."""
        done = 0
        while some := await self._reseal_some():
            done += some
        return done

    async def _reseal_some(self) -> int:
        header = self._ring.header
        older = "select subject, sealed from keys where substring(sealed from 1 for $1::int) <> $2 limit $3"
        rows = await self._pool.fetch(older, len(header), header, BATCH)
        again = [(self._again(row["subject"], row["sealed"]), row["subject"], row["sealed"]) for row in rows]
        # A key that was destroyed meanwhile stays destroyed.
        await self._pool.executemany("update keys set sealed = $1 where subject = $2 and sealed = $3", again)
        return len(rows)

    async def close(self) -> None:
        await self._pool.close()
