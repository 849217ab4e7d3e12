"""The door to the database: one organisation a transaction, nothing kept by a connection, keys that sort by time."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from api.core import db, pipeline
from api.core.db import NOBODY, Missing
from tests.citus import one_database
from tests.core.units_of_work import owner
from tests.servers import Cluster, Database

COUNT = "select count(*)::int from audit_changes"
INSERT = "insert into audit_changes (org_id, at, account_id, action, resource) values ($1, '2026-11-23', $2, 'x', 'y')"


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """One number."""

    number: int


async def test_rows_of_another_organisation_are_not_there(pool: db.Pool) -> None:
    async with db.transaction(pool, 1) as conn:
        await conn.execute(INSERT, 1, NOBODY)
        assert await conn.fetchval(COUNT) == 1
    async with db.transaction(pool, 2) as conn:
        assert await conn.fetchval(COUNT) == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(INSERT, 1, NOBODY)


async def test_a_connection_carries_nothing_on(pool: db.Pool) -> None:
    """DESIGN 3.5: no setting, no rows. Also after a transaction on the very same connection."""
    async with db.transaction(pool, 3) as conn:
        await conn.execute(INSERT, 3, NOBODY)
    async with pool.acquire() as conn:
        assert await conn.fetchval(COUNT) == 0
        assert not await conn.fetchval("select nullif(current_setting('app.org_id', true), '')")


async def test_what_fails_leaves_nothing_and_gives_the_connection_back(pool: db.Pool) -> None:
    async def write_and_fail() -> None:
        async with db.transaction(pool, 4) as conn:
            await conn.execute(INSERT, 4, NOBODY)
            raise ZeroDivisionError

    for _ in range(pool.size + 1):
        with pytest.raises(ZeroDivisionError):
            await write_and_fail()
    async with db.transaction(pool, 4) as conn:
        assert await conn.fetchval(COUNT) == 0


async def test_the_verbs(pool: db.Pool) -> None:
    async with db.transaction(pool, 5) as conn:
        assert await db.many(conn, Number, "select n as number from generate_series(1, 3) n") == [
            Number(number=n) for n in (1, 2, 3)
        ]
        assert await db.one(conn, Number, "select 1 as number") == Number(number=1)
        assert await db.maybe(conn, Number, "select 1 as number where false") is None
        assert await db.value(conn, "select 7") == 7
        assert await db.run(conn, INSERT, 5, NOBODY) == 1
        with pytest.raises(Missing):
            await db.one(conn, Number, "select 1 as number where false")


async def test_jsonb_travels_as_bytes(pool: db.Pool) -> None:
    body = msgspec.json.encode({"名": "心桥"})
    async with db.transaction(pool, 5) as conn:
        assert msgspec.json.decode(await db.value(conn, "select $1::jsonb", body)) == {"名": "心桥"}


def test_keys_made_here_sort_by_time_and_are_version_seven() -> None:
    keys = [db.uuid7() for _ in range(50)]
    assert {(k.version, k.variant) for k in keys} == {(7, "specified in RFC 4122")}
    assert len(set(keys)) == 50
    assert [k.int >> 80 for k in keys] == sorted(k.int >> 80 for k in keys)


async def test_no_process_of_ours_can_pass_the_wall(database: Database) -> None:
    """DESIGN 3.4: neither app nor door nor relay nor figures owns a table, bypasses row security or is a superuser."""
    async with owner(database) as conn:
        rows = await conn.fetch(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = any($1)",
            ["xinqiao_app", "xinqiao_door", "xinqiao_relay", "xinqiao_figures"],
        )
        owners = {r["o"] for r in await conn.fetch("select tableowner as o from pg_tables where schemaname = 'public'")}
    assert len(rows) == 4
    assert not any(any(tuple(r)[1:]) for r in rows)
    assert owners == {"xinqiao_owner"}


async def test_the_relay_sees_that_work_is_due_and_never_what_it_is_about(pool: db.Pool, database: Database) -> None:
    async with db.transaction(pool, 6) as conn:
        await conn.execute(
            "insert into tasks (org_id, kind, key, payload, due_at, created_at, updated_at)"
            " values (6, 'deliver', 'k', '{}', '2026-01-01', '2026-01-01', '2026-01-01')"
        )
    relay = await asyncpg.connect(database.relay_url)
    try:
        assert await relay.fetchval("select kind from tasks where org_id = 6") == "deliver"
        for column in ("payload", "key", "error"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await relay.fetch(f"select {column} from tasks")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await relay.fetch("select org_id from messages")
    finally:
        await relay.close()


async def test_a_reading_sees_its_organisation_and_cannot_write(pool: db.Pool) -> None:
    async with db.transaction(pool, 7) as conn:
        await conn.execute(INSERT, 7, NOBODY)
    async with db.reading(pool, 7) as conn:
        assert await conn.fetchval(COUNT) == 1
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await conn.fetch(INSERT, 7, NOBODY)
        assert await conn.fetchval(COUNT) == 1
    async with db.reading(pool, 8) as conn:
        assert await conn.fetchval(COUNT) == 0


async def test_what_is_queued_leaves_with_the_commit_and_fails_there(pool: db.Pool) -> None:
    async with db.transaction(pool, 9) as conn:
        await db.queue(conn, INSERT, 9, NOBODY)
        await db.queue(conn, INSERT, 9, NOBODY)
    async with db.transaction(pool, 9) as conn:
        await db.queue(conn, INSERT, 9, NOBODY)
        assert await conn.fetchval(COUNT) == 3, "a later statement sees what was queued before it"

    async def write_elsewhere(means: dict[type[Exception], type[Exception]]) -> None:
        async with db.transaction(pool, 9) as conn:
            await db.queue(conn, INSERT, 9, NOBODY)
            await db.queue(conn, INSERT, 10, NOBODY, means=means)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await write_elsewhere({})
    with pytest.raises(Missing):
        await write_elsewhere({asyncpg.InsufficientPrivilegeError: Missing})
    async with db.reading(pool, 9) as conn:
        assert await conn.fetchval(COUNT) == 3


async def test_an_attempt_takes_back_what_it_queued(pool: db.Pool) -> None:
    async def fail(conn: db.Conn) -> None:
        async with db.attempt(conn):
            await db.queue(conn, INSERT, 11, NOBODY)
            raise ZeroDivisionError

    async def write_elsewhere(conn: db.Conn) -> None:
        async with db.attempt(conn):
            await db.queue(conn, INSERT, 12, NOBODY)

    async with db.transaction(pool, 11) as conn:
        await db.queue(conn, INSERT, 11, NOBODY)
        with pytest.raises(ZeroDivisionError):
            await fail(conn)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await write_elsewhere(conn)
    async with db.reading(pool, 11) as conn:
        assert await conn.fetchval(COUNT) == 1


async def test_a_wrong_argument_leaves_the_connection_as_it_should_be(pool: db.Pool) -> None:
    for _ in range(pool.size + 1):
        with pytest.raises(asyncpg.DataError):
            async with db.reading(pool, 13) as conn:
                await conn.fetchval("select $1::int", "no number")
        with pytest.raises(asyncpg.DataError):
            async with db.transaction(pool, 13) as conn:
                await conn.fetchval("select $1::int", "no number")
    async with pool.acquire() as raw:
        assert not await raw.fetchval("select nullif(current_setting('app.org_id', true), '')")


async def test_arguments_of_every_kind_are_queued_as_they_are_sent(pool: db.Pool) -> None:
    """Queued ones travel as text, the others in asyncpg's binary form: both must mean the same."""
    kinds: dict[str, object] = {
        "bigint": -(2**62),
        "text": "引号 ' \" \\ {a,b} NULL",
        "boolean": True,
        "uuid": uuid4(),
        "timestamptz": datetime(2026, 11, 23, 12, 0, 0, 1, tzinfo=UTC),
        "date": date(2026, 2, 28),
        "time": time(23, 59, 59),
        "bytea": b"\x00\xff\\",
        "jsonb": b'{"a": [1, "\\u5fc3"]}',
        "text[]": ["", "a,b", 'say "no" \\', "NULL", None],
        "uuid[]": [uuid4(), uuid4()],
        "timestamptz[]": [datetime(2026, 1, 1, tzinfo=UTC)],
        "bytea[]": [b"\x01", b""],
        "bigint[]": [],
        "smallint": None,
    }
    for kind, value in kinds.items():
        async with db.transaction(pool, 14) as conn:
            sql = f"select set_config('test.it', ($1::{kind})::text, true)"
            sent = await conn.fetchval(sql, value)
            await conn.execute("select set_config('test.it', '', true)")
            assert isinstance(conn, db.Transaction)
            await conn.queue(
                f"select from ({sql}) as given(it) where given.it is null and $1::{kind} is not null", value
            )
            assert await conn.fetchval("select current_setting('test.it')") == (sent or ""), kind


async def test_statements_are_counted_and_the_oldest_goes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "MOST_STATEMENTS", 3)
    pool = await db.pool(database.app_url, size=1)  # whose connection prepared nothing yet
    async with db.reading(pool, 15) as conn:
        for number in (1, 2, 3, 1, 4, 5):
            assert await conn.fetchval(f"select {number}") == number
    async with pool.acquire() as raw:
        assert await raw.fetchval("select count(*) from pg_prepared_statements where not from_sql") <= 5
    await pool.close()


@one_database("a cluster is entered by `set local` ahead of the statement, which warns (decision 0041)")
async def test_a_read_leaves_no_line_in_the_servers_log(pool: db.Pool, cluster: Cluster) -> None:
    """At a city's evening those lines would be the largest file of the machine, and a clock of who reads when."""
    before = len(cluster.servers.postgres.log.read_text())
    async with db.reading(pool, 7) as conn:
        assert await conn.fetchval("select current_setting('app.org_id')") == "7"
    async with db.transaction(pool, 7) as conn:
        await conn.execute(INSERT, 7, NOBODY)
    written = cluster.servers.postgres.log.read_text()[before:]
    assert not [line for line in written.splitlines() if "WARNING" in line]


async def test_a_read_writes_nothing(pool: db.Pool) -> None:
    async with db.reading(pool, 8) as conn:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await conn.fetch(INSERT, 8, NOBODY)
    async with db.reading(pool, 8) as conn:
        assert await conn.fetchval(COUNT) == 0
