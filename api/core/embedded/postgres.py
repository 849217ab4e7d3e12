"""PostgreSQL from the wheel's programs: one cluster, on a socket that only its user and we can enter."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGQUIT
from urllib.parse import quote

import psutil

from api.core.embedded.data_directory import DataDirectory, programs
from api.core.embedded.process import end_leftover, open_log, spawn, stop, until
from api.core.errors import Misconfigured

SUPERUSER = "postgres"
DATABASE = "xinqiao"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # the folder decides who comes in
    "max_connections": "100",
    "shared_buffers": "128MB",
    "huge_pages": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # the details quote rows
    "log_checkpoints": "off",
}
"""For a small machine; whatever else a caller asks for goes on top."""

ROLES = r"""
select 'create role xinqiao_owner login createrole' where not exists (select from pg_roles where rolname = 'xinqiao_owner')
\gexec
select format('create role %I login nosuperuser nobypassrls', r) from unnest('{xinqiao_app,xinqiao_door,xinqiao_relay,xinqiao_figures}'::text[]) r
where not exists (select from pg_roles where rolname = r)
\gexec
"""
_BOOTSTRAP_DATABASE = r"""
select 'create database xinqiao owner xinqiao_owner' where not exists (select from pg_database where datname = 'xinqiao')
\gexec
"""
_ENV = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}  # nobody's PGHOST, PGDATA or locale
_LOG_LIMIT = 20_000_000  # bytes


class Postgres:
    """A running server. Its data stays in the directory when it stops."""

    def __init__(self, directory: DataDirectory, settings: Mapping[str, str]) -> None:
        self.directory = directory
        self._settings = {**SETTINGS, "unix_socket_directories": str(directory.sockets), **settings}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The postmaster."""
        if self._process is None:
            raise RuntimeError("PostgreSQL was not started")
        return self._process

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._process is not None

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.directory.home / "postgres.log"

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for a role."""
        return url(self.directory.sockets, role, database)

    def start(self) -> None:
        """Starts on the data that is there, or makes it. Raises Misconfigured."""
        self._init()
        end_leftover(self.directory.cluster / "postmaster.pid", "postgres", self.directory.cluster, SIGINT, SIGQUIT)
        self._launch()
        self.psql(ROLES + _BOOTSTRAP_DATABASE)

    def stop(self) -> None:
        """A fast shutdown; what is committed stays."""
        if self._process is not None:
            stop(self._process, (SIGINT, 30.0), (SIGQUIT, 10.0))
            self._process = None

    def kill(self) -> None:
        """Kills the server outright, as a power cut would; `start` recovers."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(SIGKILL)
        self.process.wait()
        psutil.wait_procs(family, timeout=20)
        self._process = None

    def psql(self, script: str, database: str = "postgres") -> str:
        """Runs a script as the superuser; raises Misconfigured with what psql said."""
        command = [programs() / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", self.directory.sockets, "-U", SUPERUSER, "-d", database]
        done = subprocess.run(command, input=script, env=_ENV, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Misconfigured(f"The embedded PostgreSQL refused its set-up: {done.stderr.strip()}")
        return done.stdout

    def _init(self) -> None:
        if self.directory.cluster.exists():
            return
        # Beside its final name first: a first start that was cut short leaves no half cluster.
        part = self.directory.home / "initdb"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        if self.directory.user:
            os.chown(part, self.directory.user.uid, self.directory.user.gid)
        command = [
            "initdb",
            "-D",
            str(part / "data"),
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-instructions",
        ]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        with open_log(self.log, empty=True) as log:
            made = spawn(
                [self.directory.bin / command[0], *command[1:]],
                death=SIGKILL,
                user=self.directory.user,
                env=_ENV,
                output=log,
            )
            if made.wait() != 0:
                raise Misconfigured(f"The embedded PostgreSQL could not be made: {self._last_line()}")
        (part / "data").rename(self.directory.cluster)
        shutil.rmtree(part)

    def _launch(self) -> None:
        flags = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        with open_log(self.log, empty=self._log_full()) as log:
            self._process = spawn(
                [self.directory.bin / "postgres", "-D", self.directory.cluster, *flags],
                death=SIGINT,
                user=self.directory.user,
                env=_ENV,
                output=log,
            )
        if not until(self._settled, 120):
            self.stop()
            raise Misconfigured(f"The embedded PostgreSQL does not come up: {self._last_line()}")
        if self.process.poll() is not None:
            raise Misconfigured(f"The embedded PostgreSQL ended at once: {self._last_line()}")

    def _settled(self) -> bool:
        """Ready, or ended. The postmaster writes its state into the eighth line of its pid file, as pg_ctl reads it."""
        if self.process.poll() is not None:
            return True
        try:
            lines = (self.directory.cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(self.process.pid) and lines[7].strip() == "ready"

    def _log_full(self) -> bool:
        return self.log.exists() and self.log.stat().st_size > _LOG_LIMIT

    def _last_line(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return f"{lines[-1] if lines else 'it said nothing'} (more in {self.log})"


def url(sockets: Path, role: str, database: str = DATABASE) -> str:
    """The address of a cluster's database for a role."""
    return f"postgresql://{role}@/{database}?host={quote(str(sockets))}"
