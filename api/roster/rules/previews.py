"""What a person says yes to, as one digest: the worker applies nothing else."""

import hashlib
from collections.abc import Sequence

import msgspec

from schemas.roster.moved import Move
from schemas.roster.rows import Change, Changes, Loss


def preview_of(changes: Changes, lost: list[Loss], moves: Sequence[Move] = ()) -> bytes:
    """The SHA-256 of all changes, losses and moved numbers, in whatever order they were found."""
    digest = hashlib.sha256()
    for kind in Changes.__struct_fields__:
        change = getattr(changes, kind)
        for how in Change.__struct_fields__:
            digest.update(f"{kind} {how}\n".encode())
            for row in sorted(msgspec.json.encode(row) for row in getattr(change, how)):
                digest.update(row + b"\n")
    for loss in sorted(msgspec.json.encode(loss) for loss in lost):
        digest.update(loss + b"\n")
    for move in sorted(msgspec.json.encode(move) for move in moves):
        digest.update(move + b"\n")
    return digest.digest()
