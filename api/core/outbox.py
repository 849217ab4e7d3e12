"""The demo's outbox: a folder with one file for each message that would have left. The demo page reads it.

Sending the same resource again replaces its file, so nothing shows twice.
"""

import os
import tempfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec

FOLDER = "outbox"
"""Its name in the data directory."""


class Left(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One message. `raw` is the whole mail (RFC 5322), empty for other kinds."""

    kind: Literal["push", "mail", "sms"]
    dedupe_id: str
    address: str
    name: str
    title: str
    body: str
    link: str | None
    at: datetime
    raw: bytes


def add_left(folder: Path, left: Left) -> None:
    """Writes or replaces the message's file, at once and whole: a reader sees the old one or the new one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
        file.write(msgspec.json.encode(left))
    # Its time is the message's, so that a reader can sort without opening every file.
    instant = int(left.at.timestamp() * 1_000_000) * 1000
    os.utime(file.name, ns=(instant, instant))
    Path(file.name).replace(folder / _file_name(left))


def list_left(folder: Path, limit: int = 200) -> list[Left]:
    """The latest messages, newest first. A file of an older format, or no longer there, is passed over."""
    if not folder.is_dir():
        return []
    files = [(entry.stat().st_mtime_ns, entry.name) for entry in os.scandir(folder) if entry.name.endswith(".json")]
    names = [name for _, name in sorted(files, reverse=True)[: max(limit, 0)]]
    return [left for name in names if (left := _read(folder / name))]


def _read(file: Path) -> Left | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Left)
    except (OSError, msgspec.DecodeError):
        return None


def _file_name(left: Left) -> str:
    # An id may hold anything; its digest is always a file name.
    return sha256(f"{left.kind}:{left.dedupe_id}".encode()).hexdigest() + ".json"
