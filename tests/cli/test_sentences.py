"""Whatever an operator has to act on is one clear sentence and a non-zero exit."""

import socket
from collections.abc import Generator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.core.anchors import add_anchor, check_code
from api.core.audit import Head, first_hash
from api.core.config import VARIABLES
from tests.cli.commands import only_sentence, run, run_alone
from tests.servers import Cluster, Database, environment, owner

NOWHERE = "127.0.0.1:1"
"""Nobody listens there."""


@pytest.fixture(scope="module")
def env(cluster: Cluster, database: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Everything is well."""
    return environment(database, cluster.servers.redis_url, tmp_path_factory.mktemp("data"))


@pytest.fixture
def empty(cluster: Cluster) -> Generator[Database]:
    """A database that nobody migrated."""
    database = cluster.empty()
    yield database
    cluster.drop(database)


@pytest.fixture
def port() -> Generator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_help_names_every_command_and_variable() -> None:
    said = run_alone("--help", env={})
    assert said.code == 0
    for name in (
        *VARIABLES,
        "demo",
        "serve",
        "worker",
        "migrate",
        "import",
        "openapi",
        "web",
        "doctor",
        "test",
        "NAME_FILE",
    ):
        assert name in said.out


def test_an_unknown_command_is_a_usage_error() -> None:
    assert run("dance", env={}).code == 2


def test_a_taken_port(env: dict[str, str], port: int) -> None:
    expected = f"Port {port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port."
    assert only_sentence(run("serve", "--port", str(port), env=env)) == expected
    assert only_sentence(run("demo", "--port", str(port), env={})) == expected


def test_a_data_directory_that_cannot_be_written() -> None:
    sentence = only_sentence(run_alone("demo", "--port", "0", env={"XINQIAO_DATA": "/proc/xinqiao"}))
    assert sentence == "/proc/xinqiao cannot be written: set XINQIAO_DATA to a directory of yours."


def test_a_port_that_is_none(env: dict[str, str]) -> None:
    assert "99999 is not a port" in only_sentence(run_alone("serve", "--port", "99999", env=env))


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_missing_secret(env: dict[str, str], command: str) -> None:
    rest = {name: value for name, value in env.items() if name != "XINQIAO_MASTER_KEY"}
    assert only_sentence(run(command, env=rest)).startswith("XINQIAO_MASTER_KEY is missing")


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_a_missing_address(env: dict[str, str], command: str, name: str) -> None:
    rest = {key: value for key, value in env.items() if key != name}
    assert only_sentence(
        run(command, "--port=0", env=rest) if command == "serve" else run(command, env=rest)
    ).startswith(f"{name} is missing")


def test_the_worker_needs_the_relay(env: dict[str, str]) -> None:
    rest = {name: value for name, value in env.items() if name != "DATABASE_RELAY_URL"}
    assert only_sentence(run_alone("worker", env=rest)).startswith("DATABASE_RELAY_URL is missing")


@pytest.mark.parametrize("command", ["serve", "worker", "demo"])
def test_an_unreachable_database(env: dict[str, str], command: str) -> None:
    there = {**env, "DATABASE_URL": f"postgresql://xinqiao_app:secret@{NOWHERE}/xinqiao"}
    there["DATABASE_OWNER_URL"] = there["DATABASE_URL"]
    words = [] if command == "worker" else ["--port", "0"]
    sentence = only_sentence(run(command, *words, env=there))
    assert sentence.startswith("PostgreSQL cannot be reached")
    assert "secret" not in sentence


@pytest.mark.parametrize("url", ["nonsense", "postgresql://xinqiao_app@/xinqiao?host=/nowhere"])
def test_a_database_address_that_is_wrong(env: dict[str, str], url: str) -> None:
    assert only_sentence(run("serve", "--port", "0", env={**env, "DATABASE_URL": url})).startswith(
        "PostgreSQL cannot be reached"
    )


@pytest.mark.parametrize("url", [f"redis://:secret@{NOWHERE}/0", "unix:///nowhere/valkey.sock", "nonsense"])
@pytest.mark.parametrize("command", ["serve", "worker", "demo"])
def test_an_unreachable_valkey(env: dict[str, str], command: str, url: str) -> None:
    words = [] if command == "worker" else ["--port", "0"]
    sentence = only_sentence(run(command, *words, env={**env, "REDIS_URL": url}))
    assert sentence.startswith("Valkey cannot be reached")
    assert "secret" not in sentence


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_database_that_is_not_migrated(env: dict[str, str], empty: Database, command: str) -> None:
    words = [] if command == "worker" else ["--port", "0"]
    sentence = only_sentence(run(command, *words, env={**env, "DATABASE_URL": empty.app_url}))
    assert sentence.endswith("run `./xinqiao migrate` first.")


async def test_a_half_run_migration(env: dict[str, str], database: Database) -> None:
    there = {**env, "DATABASE_OWNER_URL": database.owner_url}
    conn = await owner(database)
    await conn.execute("update schema_migrations set finished_at = null where name like '0002%'")
    try:
        for words in (["migrate"], ["serve", "--port", "0"], ["worker"], ["demo", "--port", "0"]):
            sentence = only_sentence(run(*words, env=there))
            assert sentence.startswith("Migration 0002_identity.sql stopped half way"), words
    finally:
        await conn.execute("update schema_migrations set finished_at = started_at where name like '0002%'")
        await conn.close()


async def test_a_kind_that_the_database_does_not_allow(env: dict[str, str], database: Database) -> None:
    conn = await owner(database)
    rule = "alter table claims add constraint claims_source_check check (source in ({}))"
    await conn.execute("alter table claims drop constraint claims_source_check")
    await conn.execute(rule.format("'counselling'"))
    try:
        for words in (["serve", "--port", "0"], ["worker"]):
            assert "claim source 'visit'" in only_sentence(run(*words, env=env)), words
    finally:
        await conn.execute("alter table claims drop constraint claims_source_check")
        await conn.execute(rule.format("'counselling', 'visit'"))
        await conn.close()


@pytest.mark.parametrize("org_id", [7, 101])  # 101 is a school of the demo as well
def test_the_demo_stays_away_from_a_database_of_real_people(env: dict[str, str], cluster: Cluster, org_id: int) -> None:
    real = cluster.fresh()
    cluster.superuser(
        f"insert into orgs (org_id, kind, name_zh, name_en) values ({org_id}, 'school', '实验中学', 'Experimental School')",
        real.name,
    )
    there = {**env, "DATABASE_URL": real.app_url, "DATABASE_OWNER_URL": real.owner_url}
    assert "belongs to 实验中学" in only_sentence(run("demo", "--port", "0", env=there))
    cluster.drop(real)


def test_migrate_says_what_it_did(empty: Database, tmp_path: Path) -> None:
    env = environment(empty, "unix:///nowhere", tmp_path)
    waits = run("migrate", "--check", env=env)
    assert (waits.code, "waits  0001_foundation.sql" in waits.out) == (1, True)
    done = run("migrate", env=env)
    assert (done.code, "applied  0001_foundation.sql" in done.out) == (0, True)
    assert run("migrate", env=env).out == "The database is up to date.\n"
    assert run("migrate", "--check", env=env).code == 0


def test_doctor_when_all_is_well(env: dict[str, str]) -> None:
    said = run("doctor", env=env)
    assert said.code == 0, said
    assert "as xinqiao_app" in said.out
    assert "MISSING" not in said.out
    assert "XINQIAO_SMTP_URL is not set" in said.out
    assert "run `./xinqiao web`" in said.out


def test_doctor_finds_the_phone_app(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    said = run("doctor", env={**env, "XINQIAO_WEB_DIST": str(tmp_path)})
    assert f"ok       phone app             built in {tmp_path}" in said.out


def test_doctor_names_what_is_missing(env: dict[str, str]) -> None:
    said = run("doctor", env={**env, "REDIS_URL": f"redis://{NOWHERE}", "XINQIAO_FCM_CREDENTIALS": "/nowhere"})
    assert said.code == 1
    missing = [line.split()[1] for line in said.out.splitlines() if line.startswith("MISSING")]
    assert missing == ["REDIS_URL", "push"]


def test_doctor_refuses_a_role_that_passes_row_security(
    env: dict[str, str], cluster: Cluster, database: Database
) -> None:
    said = run("doctor", env={**env, "DATABASE_URL": cluster.servers.url("postgres", database.name)})
    assert said.code == 1
    assert "bypasses row security" in said.out


def test_doctor_says_whose_chain_does_not_fit(env: dict[str, str], tmp_path: Path) -> None:
    folder, kept = tmp_path / "anchors", Head(seq=2, hash=b"x" * 32)
    add_anchor(folder, 4711, kept, datetime(2026, 11, 23, tzinfo=UTC))
    said = run("doctor", env={**env, "XINQIAO_ANCHORS": str(folder)})
    assert said.code == 1
    assert "The newest entries of organisation 4711 are missing: 0 of 2 are there." in said.out


def test_doctor_with_nothing_configured(tmp_path: Path) -> None:
    said = run("doctor", env={"XINQIAO_DATA": str(tmp_path)})
    assert said.code == 1
    assert "XINQIAO_MASTER_KEY is missing" in said.out


def test_audit_walks_every_chain(env: dict[str, str]) -> None:
    said = run("audit", env=env)
    assert (said.code, said.out) == (0, "Every chain is whole.\n")


def test_audit_compares_a_code_that_was_mailed(env: dict[str, str]) -> None:
    day, of = "2026-11-23", ("audit", "--org", "4712", "--code")
    right = check_code(4712, date.fromisoformat(day), first_hash(4712))
    said = run(*of, day, right.upper(), env=env)
    assert (said.code, said.out) == (
        0,
        "The chain had 0 entries when this code was mailed, and has them still.\nEvery chain is whole.\n",
    )
    said = run(*of, "2026-11-24", right, env=env)
    assert said.code == 1
    assert (
        said.out
        == "No entry of organisation 4712 has the code that was mailed on 2026-11-24: the chain was rewritten or cut.\n"
    )
    assert only_sentence(run(*of, "yesterday", right, env=env)) == "yesterday is no day: write it as 2026-11-27."
    assert run("audit", "--code", day, right, env=env).code == 2


def test_import_of_what_is_no_roster(env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "photo.xlsx"
    file.write_bytes(b"not a workbook")
    opened = ["--kind", "school", "--name-zh", "实验小学", "--name-en", "Experimental Primary"]
    assert only_sentence(run("import", str(file), "--org", "8", env=env)).startswith("There is no organisation 8")
    in_c = run_alone("import", str(file), "--org", "8", *opened, env={**env, "LANG": "C"})
    assert only_sentence(in_c).isprintable()
    assert only_sentence(run("import", "/nowhere.xlsx", "--org", "8", env=env)).startswith(
        "/nowhere.xlsx cannot be read"
    )
