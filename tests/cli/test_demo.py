"""The demo as a newcomer meets it: real processes, one supervisor, and nothing left afterwards."""

import asyncio
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from urllib.request import urlopen

import asyncpg
import psutil
import pytest

from api.core.embedded import Servers, addresses
from tests.cli.commands import family, gone, only_sentence, run, start
from tests.roster import books

PAGE = "<!doctype html><title>made up</title>"
Demo = Callable[[], "tuple[subprocess.Popen[str], str]"]


@pytest.fixture(scope="module")
def data_dir() -> Generator[Path]:
    """Where the demo of this module keeps everything; the first start fills it."""
    folder = Path(tempfile.mkdtemp(prefix="xinqiao-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def env(data_dir: Path) -> dict[str, str]:
    """Nothing is configured but where the data lies, and where a phone app is that needs no building."""
    built = data_dir / "built"
    built.mkdir(exist_ok=True)
    (built / "index.html").write_text(PAGE)
    return {"XINQIAO_DATA": str(data_dir), "XINQIAO_WEB_DIST": str(built), "LANG": "C.UTF-8"}


@pytest.fixture
def demo(env: dict[str, str], port: int) -> Generator[Demo]:
    """Starts the demo and waits until it says where it is, and returns both; killed at the end, whatever the test left."""
    started: list[subprocess.Popen[str]] = []

    def launch() -> "tuple[subprocess.Popen[str], str]":
        process = start("demo", "--port", str(port), env=env)
        started.append(process)
        return process, printed(process)

    yield launch
    for process in started:
        process.kill()
        process.communicate()


def printed(process: "subprocess.Popen[str]") -> str:
    """What the demo printed until it was ready."""
    assert process.stdout
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            return "".join(lines)
    raise AssertionError(process.stderr.read() if process.stderr else "")


def named(processes: list[psutil.Process], word: str) -> psutil.Process:
    """The process whose command line holds a word."""
    return next(one for one in processes if word in " ".join(one.cmdline()))


async def students_counted(owner_url: str) -> float:
    """How many students PostgreSQL knows of when it plans; -1 while it has never counted."""
    conn = await asyncpg.connect(owner_url)
    try:
        return await conn.fetchval("select reltuples from pg_class where oid = 'students'::regclass")
    finally:
        await conn.close()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of one more school."""
    file = tmp_path_factory.mktemp("school") / "school.xlsx"
    file.write_bytes(books.xlsx(books.school()))
    return file


def test_a_first_start_says_who_can_sign_in_and_where(demo: Demo, env: dict[str, str], port: int, school: Path) -> None:
    """Commands find it beside them, and an organisation that one of them imports keeps the next start from nothing."""
    process, said = demo()
    everyone = family(process.pid)
    assert "陈雪梅" in said
    assert f"http://localhost:{port}" in said
    with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=10) as answer:
        assert answer.status == 200
    with urlopen(f"http://127.0.0.1:{port}/demo/outbox", timeout=10) as answer:
        assert answer.status == 200
    with urlopen(f"http://127.0.0.1:{port}/visits/1", timeout=10) as answer:
        assert answer.read().decode() == PAGE
    owner_url = addresses(Path(env["XINQIAO_DATA"]))["DATABASE_OWNER_URL"]
    assert asyncio.run(students_counted(owner_url)) > 100, (
        "the worker's many tasks are planned for the rows that are there"
    )
    use_beside(env, port, school)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert gone(everyone)
    assert stat.S_IMODE((Path(env["XINQIAO_DATA"]) / "master.key").stat().st_mode) == 0o600


def use_beside(env: dict[str, str], port: int, school: Path) -> None:
    """What an operator types while the demo runs."""
    assert only_sentence(run("demo", "--port", str(port), env=env)).startswith(f"Port {port} on 127.0.0.1 is taken")
    assert "already runs on" in only_sentence(run("demo", "--port", "0", env=env))
    healthy = run("doctor", env=env)
    assert healthy.code == 0, healthy
    assert run("migrate", env=env).out == "The database is up to date.\n"
    opened = ["--kind", "school", "--name-zh", "实验小学", "--name-en", "Experimental Primary"]
    done = run("import", str(school), "--org", "104", *opened, env=env)
    assert (done.code, done.err) == (0, "")


def test_a_second_start_keeps_what_is_there_and_asked_to_stop_it_leaves_nothing(
    demo: Demo, env: dict[str, str], school: Path
) -> None:
    """How long it takes is measured by the bench (M1)."""
    process, _ = demo()
    assert run("import", str(school), "--org", "104", env=env).code == 0
    everyone = family(process.pid)
    assert len(everyone) > 8
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert gone(everyone, 0)


def test_killed_outright_it_leaves_nothing_after_a_moment(demo: Demo, data_dir: Path) -> None:
    process, _ = demo()
    everyone = family(process.pid)
    process.kill()
    assert gone(everyone)
    assert addresses(data_dir) == {}


@pytest.mark.parametrize(
    ("word", "name"), [("jobs.worker", "worker"), ("api.cli serve", "api"), ("postgres -D", "PostgreSQL")]
)
def test_the_death_of_one_part_stops_all(demo: Demo, word: str, name: str) -> None:
    process, _ = demo()
    everyone = family(process.pid)
    named(everyone, word).kill()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith(f"{name} ended by itself, so everything was stopped.")
    assert len(err.splitlines()) == 1
    assert gone(everyone, 0)


def test_with_servers_of_ones_own_nothing_is_embedded(
    env: dict[str, str], data_dir: Path, port: int, tmp_path: Path
) -> None:
    with Servers(data_dir) as servers:
        key = {"XINQIAO_MASTER_KEY_FILE": str(data_dir / "master.key")}
        process = start(
            "demo", "--port", str(port), env={**env, **servers.environment(), **key, "XINQIAO_DATA": str(tmp_path)}
        )
        printed(process)
        commands = [" ".join(one.cmdline()) for one in family(process.pid)]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert len(commands) == 3, commands
    assert not (tmp_path / "servers").exists()


def test_a_terminal_that_is_gone_is_no_obstacle(env: dict[str, str], port: int) -> None:
    """Closing a terminal ends its output and sends SIGHUP."""
    process = start("demo", "--port", str(port), env=env)
    printed(process)
    everyone = family(process.pid)
    assert len(everyone) > 8
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    process.stderr.close()
    process.send_signal(signal.SIGHUP)
    process.wait(30)
    assert gone(everyone, 0)
