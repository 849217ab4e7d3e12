"""`serve` and `worker`: one process each, as an operator runs them."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

import uvicorn

from api.cli.environment import check_database, check_port, check_valkey, needed
from api.core.config import Config, load
from api.core.stored_kinds import check_kinds_at

KEEP_ALIVE = 90
"""Seconds that an idle phone stays connected, with room above the 75 of PERFORMANCE M2: a new handshake costs more."""
GRACE = 10
"""Seconds that requests get to finish after SIGTERM."""


def run_serve(words: list[str]) -> int:
    """The API, until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="xinqiao serve", description="Runs the API.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="processes (default %(default)s)")
    chosen = parser.parse_args(words)
    settings = load(os.environ)
    needed(settings.database_door_url, "DATABASE_DOOR_URL")
    check_port(chosen.host, chosen.port)
    _check_servers(settings)
    asyncio.run(_check_kinds(needed(settings.database_url, "DATABASE_URL")))
    serve(chosen.host, chosen.port, chosen.workers, settings.trusted_proxies)
    return 0


def _check_servers(settings: Config) -> None:
    asyncio.run(check_database(settings.database_url))
    check_valkey(settings.redis_url)


async def _check_kinds(url: str) -> None:
    from api.features import REGISTRY  # noqa: PLC0415  half a second of imports, which a refusal need not wait for

    await check_kinds_at(url, REGISTRY)


def serve(host: str, port: int, workers: int, trusted_proxies: Sequence[str]) -> None:
    """Listens until SIGTERM or SIGINT. Only `trusted_proxies` are believed about who is behind them."""
    from api.cli.bounded import allow_files  # noqa: PLC0415  with the HTTP layer, which the worker's command need not import

    allow_files()
    uvicorn.run(
        "api.app:create_asgi",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="api.cli.bounded:BoundedProtocol",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=[*trusted_proxies],
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )


def run_worker(words: list[str]) -> int:
    """The worker, until SIGTERM or Ctrl-C. It takes this process over: `api` knows `jobs` by name only."""
    argparse.ArgumentParser(prog="xinqiao worker", description="Runs the worker.").parse_args(words)
    settings = load(os.environ)
    needed(settings.database_door_url, "DATABASE_DOOR_URL")
    needed(settings.database_relay_url, "DATABASE_RELAY_URL")
    _check_servers(settings)
    os.execv(sys.executable, [sys.executable, "-m", "jobs.worker"])  # noqa: S606  no shell is wanted here
