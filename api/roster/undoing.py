"""What is kept of an applied import, so that it can be undone."""

import zlib
from collections.abc import Iterable

import msgspec

from api.roster import rules
from schemas.roster.moved import Move
from schemas.roster.rows import Changes, Roster, Undo


def undo_of(before: Roster, changes: Changes, moves: Iterable[Move]) -> Undo:
    """What undoes an import. Numbers that it moved stay moved, so people are found by their new ones."""
    moves = list(moves)
    undo = rules.rekeyed_undo(rules.undo_of(before, changes), {move.person: move.key for move in moves})
    people = {**before.guardians, **before.staff}
    return msgspec.structs.replace(undo, renumbered=[people[move.person].name for move in moves])


def write_undo(undo: Undo) -> bytes:
    """What is sealed of it."""
    return zlib.compress(msgspec.msgpack.encode(undo), 1)


def read_undo(data: bytes) -> Undo:
    """What `write_undo` made."""
    return msgspec.msgpack.decode(zlib.decompress(data), type=Undo)
