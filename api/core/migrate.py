"""Forward-only migrations: `migrations/NNNN_name.sql`, each in one transaction, each applied once and never edited.

After them `migrations/R__name.sql`: functions, whole; a file runs again whenever its text has changed.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import msgspec

from api.core import resealing
from api.core.errors import Misconfigured
from api.core.sealing import Sealer

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
STEPS = {"0201_contacts_bound.sql": resealing.bind_contacts, "0227_grants_sealed.sql": resealing.seal_grants}
"""What SQL cannot do: it follows the file in the same transaction, so that a kill leaves all or nothing."""
ROLES = ("xinqiao_app", "xinqiao_door", "xinqiao_relay", "xinqiao_figures")


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """One migration as the database remembers it."""

    name: str
    sha256: str
    finished_at: datetime | None


CREATE_LEDGER = """
create table if not exists schema_migrations (
  name text primary key, sha256 text not null, started_at timestamptz not null, finished_at timestamptz
)
"""
# So that API and worker can refuse to start on a database that is not theirs.
GRANT_LEDGER = "grant select on schema_migrations to xinqiao_app"
SELECT_LEDGER = "select name, sha256, finished_at from schema_migrations order by name"
INSERT_STARTED = "insert into schema_migrations (name, sha256, started_at) values ($1, $2, $3)"
UPSERT_REPEATED = """
insert into schema_migrations (name, sha256, started_at, finished_at) values ($1, $2, $3, $3)
on conflict (name) do update set sha256 = excluded.sha256, started_at = excluded.started_at, finished_at = excluded.finished_at
"""
UPDATE_FINISHED = "update schema_migrations set finished_at = $2 where name = $1"


def files(folder: Path = FOLDER) -> list[Path]:
    """The numbered migrations in order."""
    return sorted(p for p in folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def repeatable_files(folder: Path = FOLDER) -> list[Path]:
    """The files that run again when they have changed. Their order must not matter."""
    return sorted(p for p in folder.glob("R__*.sql"))


async def migrate(owner_url: str, folder: Path = FOLDER, sealer: Sealer | None = None) -> list[str]:
    """Brings the database up to date and returns what was applied. Raises Misconfigured with one sentence.

    `sealer` is for what a migration has to seal again; an empty database needs none.
    """
    conn = await connect(owner_url)
    try:
        await _check_roles(conn)
        # One migrator at a time; the lock ends with the session, also when this process is killed.
        await conn.execute("select pg_advisory_lock(7246001)")
        # A statement that waits for a lock makes everyone behind it wait too: better to fail and be run again.
        await conn.execute("set lock_timeout = '10s'")
        await conn.execute(CREATE_LEDGER)
        await conn.execute(GRANT_LEDGER)
        applied = {row["name"]: Applied(**row) for row in await conn.fetch(SELECT_LEDGER)}
        waiting, changed = pending(files(folder), applied), changed_files(repeatable_files(folder), applied)
        for path in waiting:
            await _apply(conn, path, sealer)
        for path in changed:
            await _repeat(conn, path)
        return [p.name for p in [*waiting, *changed]]
    finally:
        await conn.close()


def pending(paths: list[Path], applied: dict[str, Applied]) -> list[Path]:
    """Numbered files that are still to be applied. Raises Misconfigured for a half-run, edited or vanished migration."""
    names = {p.name for p in paths}
    for row in applied.values():
        if row.finished_at is None:
            raise Misconfigured(
                f"Migration {row.name} stopped half way: repair what it left, "
                "delete its row in schema_migrations and run migrate again."
            )
        if row.name not in names and not row.name.startswith("R__"):
            raise Misconfigured(
                f"The database has migration {row.name}, which this version does not know: use the newer version."
            )
    for path in paths:
        if path.name in applied and applied[path.name].sha256 != _sha256(path):
            raise Misconfigured(f"Migration {path.name} was edited after it was applied: restore it and add a new one.")
    return [p for p in paths if p.name not in applied]


def changed_files(paths: list[Path], applied: dict[str, Applied]) -> list[Path]:
    """Repeatable files that are new or have another text than when they last ran."""
    return [p for p in paths if p.name not in applied or applied[p.name].sha256 != _sha256(p)]


async def status(url: str, folder: Path = FOLDER) -> list[str]:
    """Names of migrations not yet applied. Raises Misconfigured as `migrate` does."""
    conn = await connect(url)
    try:
        if await conn.fetchval("select to_regclass('schema_migrations')") is None:
            return [p.name for p in [*files(folder), *repeatable_files(folder)]]
        applied = {row["name"]: Applied(**row) for row in await conn.fetch(SELECT_LEDGER)}
        waiting = [*pending(files(folder), applied), *changed_files(repeatable_files(folder), applied)]
        return [p.name for p in waiting]
    finally:
        await conn.close()


async def connect(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    """Connects, or raises Misconfigured with one sentence that never shows the password."""
    try:
        return await asyncpg.connect(url, timeout=10)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Misconfigured(f"PostgreSQL cannot be reached: {reason.rstrip('.')}.") from error


async def _check_roles(conn: "asyncpg.Connection[asyncpg.Record]") -> None:
    there = {
        row["rolname"] for row in await conn.fetch("select rolname from pg_roles where rolname = any($1)", list(ROLES))
    }
    for role in ROLES:
        if role not in there:
            try:
                await conn.execute(f"create role {role} login")
            except asyncpg.InsufficientPrivilegeError as error:
                raise Misconfigured(
                    f"The role {role} is missing and this login may not create it: create it as a superuser."
                ) from error


async def _apply(conn: "asyncpg.Connection[asyncpg.Record]", path: Path, sealer: Sealer | None) -> None:
    sql = path.read_text()
    # Some statements (create index concurrently) refuse a transaction; if such a file stops, the ledger shows it.
    alone = sql.startswith("-- no-transaction")
    try:
        if alone:
            await conn.execute(INSERT_STARTED, path.name, _sha256(path), datetime.now(UTC))
            await conn.execute(sql)
            await conn.execute(UPDATE_FINISHED, path.name, datetime.now(UTC))
            return
        async with conn.transaction():
            await conn.execute(sql)
            if path.name in STEPS:
                await STEPS[path.name](conn, sealer)
            await conn.execute(INSERT_STARTED, path.name, _sha256(path), datetime.now(UTC))
            await conn.execute(UPDATE_FINISHED, path.name, datetime.now(UTC))
    except asyncpg.PostgresError as error:
        raise Misconfigured(f"Migration {path.name} failed: {error}.") from error


async def _repeat(conn: "asyncpg.Connection[asyncpg.Record]", path: Path) -> None:
    try:
        async with conn.transaction():
            await conn.execute(path.read_text())
            await conn.execute(UPSERT_REPEATED, path.name, _sha256(path), datetime.now(UTC))
    except asyncpg.PostgresError as error:
        raise Misconfigured(f"{path.name} failed: {error}.") from error


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
