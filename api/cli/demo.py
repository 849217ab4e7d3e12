"""`demo`: everything on this machine, with made-up people."""

import argparse
import asyncio
import base64
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from api.cli import supervisor
from api.cli.surroundings import MASTER_KEY_FILE, ROOT, check_port, check_valkey, data_dir, given, needed
from api.core import migrate
from api.core.config import Config, load
from api.core.embedded import Servers
from api.core.embedded.process import open_log, spawn
from api.core.errors import Misconfigured

READY = 60
"""Seconds until the API has to answer."""
GRACE = 25
"""Seconds that API and worker get to finish."""


def run_demo(words: list[str]) -> int:
    """Runs until Ctrl-C (exit code 0) or until a part of it dies (1)."""
    parser = argparse.ArgumentParser(
        prog="xinqiao demo", description="Starts everything with made-up people; Ctrl-C stops it."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    chosen = parser.parse_args(words)
    check_port(chosen.host, chosen.port)
    supervisor.ask_by_signals()
    with ExitStack() as stack:
        try:
            return _run(stack, chosen.host, chosen.port)
        except KeyboardInterrupt:
            _say("\nStopping …")
            return 0
        finally:
            supervisor.hear_nothing_more()


def _run(stack: ExitStack, host: str, port: int) -> int:
    env = {**os.environ, "XINQIAO_DATA": str(data_dir(os.environ)), "XINQIAO_DEMO": "1", "PYTHONPATH": str(ROOT)}
    env.setdefault("XINQIAO_BASE_URL", f"http://{_spelled(host)}:{port}")
    children = _start_servers(stack, env)
    settings = load(env)
    check_valkey(settings.redis_url)
    people = asyncio.run(prepare(settings))
    children |= _start_ours(stack, env, host, port, settings.data_dir)
    _wait_for_api(children, settings.data_dir, f"http://{_spelled(host)}:{port}/health/ready")
    _say(f"{people}\nXinqiao runs at {settings.base_url}\nCtrl-C stops it; the data stays in {settings.data_dir}")
    name = supervisor.watch(children)
    raise Misconfigured(f"{name} ended by itself, so everything was stopped. {_last_line(settings.data_dir, name)}")


def _start_servers(stack: ExitStack, env: dict[str, str]) -> "dict[str, subprocess.Popen[bytes]]":
    """Starts what the operator has none of, and puts the addresses and the demo's key into `env`."""
    folder = Path(env["XINQIAO_DATA"])
    servers = Servers(folder, with_postgres=not given(env, "DATABASE_URL"), with_valkey=not given(env, "REDIS_URL"))
    stack.callback(servers.stop)
    servers.start()
    env |= servers.environment()
    if not given(env, "XINQIAO_MASTER_KEY"):
        env["XINQIAO_MASTER_KEY_FILE"] = str(master_key(folder))
    return servers.processes()


def master_key(folder: Path) -> Path:
    """The file with the demo's own master key, made once."""
    path = folder / MASTER_KEY_FILE
    with suppress(FileExistsError), os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(base64.b64encode(os.urandom(32)))
    return path


async def prepare(settings: Config) -> str:
    """Migrates, and loads the demo city into an empty database. Returns the table of who can sign in."""
    await migrate.migrate(needed(settings.database_owner_url, "DATABASE_OWNER_URL"))
    return ""


def _start_ours(
    stack: ExitStack, env: dict[str, str], host: str, port: int, folder: Path
) -> "dict[str, subprocess.Popen[bytes]]":
    commands = {
        "api": [sys.executable, "-m", "api.cli", "serve", "--host", host, "--port", str(port)],
        "worker": [sys.executable, "-m", "api.cli", "worker"],
    }
    children: dict[str, subprocess.Popen[bytes]] = {}
    stack.callback(supervisor.stop_all, children, GRACE)
    for name, command in commands.items():
        with open_log(folder / f"{name}.log", anew=True) as log:
            children[name] = spawn(command, death=signal.SIGTERM, env=env, output=log)
    return children


def _wait_for_api(children: supervisor.Children, folder: Path, url: str) -> None:
    """Raises Misconfigured when something ends instead, or nothing answers."""
    until = time.monotonic() + READY
    while time.monotonic() < until:
        if name := supervisor.ended(children):
            raise Misconfigured(f"{name} ended at once. {_last_line(folder, name)}")
        with suppress(HTTPException, OSError), urlopen(url, timeout=5):  # noqa: S310  our own address
            return
        time.sleep(0.05)
    raise Misconfigured(f"{url} does not answer; {folder / 'api.log'} says why.")


def _last_line(folder: Path, name: str) -> str:
    log = folder / f"{name}.log"
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return f"It said last: {lines[-1]}" if lines else "It said nothing."


def _spelled(host: str) -> str:
    """A host as a URL has it; what listens everywhere is reached here."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not listened on
    return f"[{here}]" if ":" in here else here


def _say(text: str) -> None:
    with suppress(OSError):  # the terminal may be gone
        print(text, flush=True)
