"""PostgreSQL and Valkey from wheels: real servers for the demo, the tests and operators who have none of their own."""

import fcntl
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from api.core.embedded import data_directory, postgres, valkey
from api.core.embedded.data_directory import programs
from api.core.embedded.postgres import DATABASE, Postgres
from api.core.embedded.process import leftover
from api.core.embedded.valkey import Valkey
from api.core.errors import Misconfigured

__all__ = ["FAST", "Servers", "addresses", "programs"]

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Settings for tests: quick, and broken after a power cut."""


class Servers:
    """The servers of one data directory; nobody else can start them meanwhile.

    They end with `stop`, and with the thread that started them, however that ends: start them from the main thread.
    `settings` of PostgreSQL go on top of ours.
    """

    def __init__(
        self,
        data_dir: Path,
        settings: Mapping[str, str] | None = None,
        *,
        with_postgres: bool = True,
        with_valkey: bool = True,
    ) -> None:
        self._lock = _lock(data_dir)
        self.directory = data_directory.prepare(data_dir)
        self._postgres = Postgres(self.directory, settings or {}) if with_postgres else None
        self._valkey = Valkey(self.directory) if with_valkey else None

    def start(self) -> Self:
        """Returns when they answer. Raises Misconfigured with one sentence."""
        try:
            for server in (self._postgres, self._valkey):
                if server:
                    server.start()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stops them; PostgreSQL's data stays. May be called again."""
        for server in (self._valkey, self._postgres):
            if server:
                server.stop()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def postgres(self) -> Postgres:
        """PostgreSQL, where it is ours."""
        if self._postgres is None:
            raise RuntimeError("no PostgreSQL of ours")
        return self._postgres

    @property
    def valkey(self) -> Valkey:
        """Valkey, where it is ours."""
        if self._valkey is None:
            raise RuntimeError("no Valkey of ours")
        return self._valkey

    def processes(self) -> "dict[str, subprocess.Popen[bytes]]":
        """Name → process, of those that run."""
        found = {"PostgreSQL": self._postgres, "Valkey": self._valkey}
        return {name: server.process for name, server in found.items() if server and server.running}

    def pids(self) -> list[int]:
        """The servers' processes."""
        return [process.pid for process in self.processes().values()]

    def url(self, role: str, database: str = DATABASE) -> str:
        """PostgreSQL's address for a role: xinqiao_owner, xinqiao_app, xinqiao_door, xinqiao_relay, xinqiao_figures."""
        return postgres.url(self.directory.sockets, role, database)

    @property
    def redis_url(self) -> str:
        """Valkey's address."""
        return valkey.url(self.directory.sockets)

    def environment(self) -> dict[str, str]:
        """The addresses as environment variables."""
        found = _postgres_environment(self.directory.sockets) if self._postgres else {}
        return found | (_valkey_environment(self.directory.sockets) if self._valkey else {})

    def superuser(self, sql: str, database: str = "postgres") -> str:
        """Runs SQL as the cluster's superuser; for setting up alone. Raises Misconfigured."""
        return self.postgres.psql(sql, database)

    def restart_postgres(self, *, crash: bool = False) -> None:
        """Stops PostgreSQL (with `crash` by SIGKILL) and starts it again at the same address."""
        if crash:
            self.postgres.kill()
        self.postgres.stop()
        self.postgres.start()

    def kill_valkey(self) -> None:
        """Ends Valkey without notice; its content is gone."""
        self.valkey.kill()

    def start_valkey(self) -> None:
        """Starts an empty Valkey again at the same address."""
        self.valkey.start()

    def flush(self) -> None:
        """Empties Valkey's database 0."""
        self.valkey.flush()


def addresses(data_dir: Path) -> dict[str, str]:
    """Environment variables that reach the servers running on `data_dir` now; empty when none do."""
    home = data_directory.find(data_dir)
    sockets = data_directory.socket_folder(home)
    found: dict[str, str] = {}
    if leftover(home / "postgres" / "postmaster.pid", "postgres", home / "postgres"):
        found |= _postgres_environment(sockets)
    if leftover(home / "valkey.pid", "valkey-server", home):
        found |= _valkey_environment(sockets)
    return found


def _postgres_environment(sockets: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": postgres.url(sockets, "xinqiao_app"),
        "DATABASE_OWNER_URL": postgres.url(sockets, "xinqiao_owner"),
        "DATABASE_DOOR_URL": postgres.url(sockets, "xinqiao_door"),
        "DATABASE_RELAY_URL": postgres.url(sockets, "xinqiao_relay"),
        "DATABASE_FIGURES_URL": postgres.url(sockets, "xinqiao_figures"),
    }


def _valkey_environment(sockets: Path) -> dict[str, str]:
    return {"REDIS_URL": valkey.url(sockets)}


def _lock(data_dir: Path) -> int:
    """Keeps others out until the process ends, however it ends. The servers do not inherit it."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Misconfigured(f"{data_dir} cannot be written: set XINQIAO_DATA to a directory of yours.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise Misconfigured(
            f"Xinqiao already runs on {data_dir}: stop it first, or set XINQIAO_DATA to another directory."
        ) from error
    return lock
