"""What a command finds around it: settings, servers that answer, a port that is free."""

import errno
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import redis
from redis.exceptions import RedisError

from api.core import migrate
from api.core.config import Config, load
from api.core.embedded import addresses
from api.core.errors import Misconfigured

ROOT = Path(__file__).resolve().parents[2]
MASTER_KEY_FILE = "master.key"
"""The demo's own master key, in the data directory."""


def given(env: Mapping[str, str], name: str) -> bool:
    """Whether the operator set a variable, itself or by a file."""
    return bool(env.get(name) or env.get(f"{name}_FILE"))


def language(env: Mapping[str, str]) -> str:
    """zh or en, by the terminal's locale."""
    named = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    return "zh" if named.startswith("zh") else "en"


def data_dir(env: Mapping[str, str]) -> Path:
    """The data directory; `./xinqiao` names the project's own unless told otherwise."""
    return Path(env.get("XINQIAO_DATA") or ROOT / ".xinqiao").resolve()


def environment() -> dict[str, str]:
    """The environment; where it names no database, that of the demo running on this data directory, if one does."""
    env = dict(os.environ)
    folder = data_dir(env)
    env["XINQIAO_DATA"] = str(folder)
    if given(env, "DATABASE_URL"):
        return env
    found = addresses(folder)
    if found and not given(env, "XINQIAO_MASTER_KEY") and (folder / MASTER_KEY_FILE).exists():
        env["XINQIAO_MASTER_KEY_FILE"] = str(folder / MASTER_KEY_FILE)
        env["XINQIAO_DEMO"] = "1"
    return found | env


def settings() -> Config:
    """The settings of a command that works on whatever database there is. Raises Misconfigured."""
    return load(environment())


def needed(url: str | None, name: str) -> str:
    """An address that the command can't do without. Raises Misconfigured."""
    if url is None:
        raise Misconfigured(f"{name} is missing: set it, or start `./xinqiao demo`.")
    return url


async def check_database(url: str | None, name: str = "DATABASE_URL") -> None:
    """Raises Misconfigured when PostgreSQL does not answer, or is not migrated to this version."""
    waiting = await migrate.status(needed(url, name))
    if waiting:
        raise Misconfigured(f"The database lacks {len(waiting)} migrations: run `./xinqiao migrate` first.")


def check_valkey(url: str | None) -> None:
    """Raises Misconfigured when Valkey does not answer."""
    try:
        client: Any = redis.Redis.from_url(needed(url, "REDIS_URL"), socket_connect_timeout=5, socket_timeout=5)  # pyright: ignore[reportUnknownMemberType]
        client.ping()
        client.close()
    except (RedisError, OSError, ValueError) as error:
        raise Misconfigured(f"Valkey cannot be reached: {str(error).splitlines()[0].rstrip('.')}.") from error


def check_port(host: str, port: int) -> None:
    """Raises Misconfigured when nobody could listen there now."""
    if not 0 <= port < 2**16:
        raise Misconfigured(f"{port} is not a port: choose one from 1 to 65535.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = "is taken: stop what listens there, or choose another with --port"
        else:
            reason = f"cannot be used: {error.strerror}"
        raise Misconfigured(f"Port {port} on {host} {reason}.") from error
