"""Keeps heads of the chains of openings outside of the database: lines of files, one file for each organisation.

A person who owns the database can cut a chain's newest entries, or put an older state back. These lines tell.
"""

import hashlib
import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import msgspec

from api.core.audit import Head
from api.core.errors import Misconfigured


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a chain, as it was at an instant."""

    at: datetime
    seq: int
    hash: bytes


def add_anchor(folder: Path, org_id: int, head: Head, at: datetime) -> None:
    """Appends a line, on disk before it returns; nothing if the newest line says the same."""
    folder.mkdir(parents=True, exist_ok=True)
    if read_anchors(folder, org_id).get(head.seq) == head.hash:
        return
    path, line = _path(folder, org_id), msgspec.json.encode(Anchor(at=at, seq=head.seq, hash=head.hash)) + b"\n"
    cut = path.exists() and not path.read_bytes().endswith(b"\n")  # by a crash while a line was written
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, b"\n" * cut + line)
        os.fsync(file)
    finally:
        os.close(file)


def read_anchors(folder: Path, org_id: int) -> dict[int, bytes]:
    """Hashes by the number of their entry. Raises Misconfigured for a file that is no list of anchors.

    A last line that a crash cut short does not count.
    """
    path = _path(folder, org_id)
    try:
        lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
        found = [msgspec.json.decode(line, type=Anchor) for line in lines if line.endswith(b"}")]
    except (OSError, msgspec.DecodeError) as error:
        raise Misconfigured(f"{path} cannot be read: {error}.") from error
    return {anchor.seq: anchor.hash for anchor in reversed(found)}  # the first word about an entry counts


def list_anchored(folder: Path) -> Mapping[int, dict[int, bytes]]:
    """All anchors, by organisation. Raises Misconfigured."""
    ids = sorted(int(path.stem) for path in folder.glob("*.jsonl") if path.stem.isdecimal())
    return {org_id: read_anchors(folder, org_id) for org_id in ids}


def check_code(org_id: int, day: date, end: bytes) -> str:
    """What is mailed of a chain's end: 20 hex digits. Another each day, so that it does not tell whether anything was opened."""
    return hashlib.sha256(f"xinqiao anchor {org_id} {day.isoformat()} ".encode() + end).hexdigest()[:20]


def _path(folder: Path, org_id: int) -> Path:
    return folder / f"{org_id}.jsonl"
