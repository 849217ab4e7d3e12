"""The process that reads and checks an uploaded roster: `python -m api.roster.checking`. A task on stdin, an outcome on stdout.

It imports little of the service, as each upload waits for its start.
"""

import sys
import zlib
from collections.abc import Callable

import msgspec

from api.core.confinement import confine
from api.roster import rules
from api.roster.errors import Damaged, FileRefused, UnknownCsv
from api.roster.files import upload
from api.roster.files.tables import Upload
from api.roster.rules import Checked, Reading
from api.roster.values import OrgKind
from schemas.roster.rows import Roster

MEMORY = 768 << 20
CPU_SECONDS = 40
TOO_MUCH = 3
"""The exit code of a process that got no more memory. Where the limit ends it, there is a signal instead."""


class CheckTask(msgspec.Struct, frozen=True, kw_only=True):
    """A file and what it is checked against. Without `file_name`, `data` is what was stored of it."""

    data: bytes
    file_name: str | None
    kind: OrgKind
    known: Roster
    reading: Reading


class Found(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What the file says, and what of it may be stored; None for what is stored already."""

    kept: bytes | None
    checked: Checked


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A FileRefused by its slug."""

    slug: str
    params: dict[str, str | int]


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A fault of ours: the exception's type and the line that raised it. Its message may quote the file and is left out."""

    what: str


CheckOutcome = Found | Refused | Failed


def check(task: CheckTask) -> Found:
    """Raises FileRefused."""
    if task.file_name is None:
        return Found(kept=None, checked=rules.check(stored(task.data), task.kind, task.known, task.reading))
    found = rules.scrub(upload.read(task.data, task.file_name), task.kind, task.reading.own)
    kept = zlib.compress(msgspec.json.encode(found), 1)
    checked = rules.check(found, task.kind, task.known, task.reading)
    if upload.is_text(task.data) and [bad.code for bad in checked.bad_rows] == ["sheet_unknown"]:
        raise UnknownCsv(file=checked.bad_rows[0].sheet)
    return Found(kept=kept, checked=checked)


def stored(data: bytes) -> Upload:
    """What was stored of a file. Raises Damaged for what was stored before its form changed."""
    try:
        return msgspec.json.decode(zlib.decompress(data), type=Upload)
    except (zlib.error, msgspec.DecodeError) as error:
        raise Damaged from error


def serve(work: Callable[[bytes], msgspec.Struct]) -> int:
    """Answers the one task of standard input, within the limits. Returns the exit code."""
    confine(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    try:
        sys.stdout.buffer.write(msgspec.msgpack.encode(_outcome(work)))
    except MemoryError:
        return TOO_MUCH
    return 0


def _outcome(work: Callable[[bytes], msgspec.Struct]) -> msgspec.Struct:
    try:
        return work(sys.stdin.buffer.read())
    except MemoryError:
        raise
    except FileRefused as refused:
        params = {name: at if isinstance(at, int) else str(at) for name, at in refused.params.items()}
        return Refused(slug=refused.slug, params=params)
    except Exception as error:  # whatever it is, the parent has to hear of it
        return Failed(what=_place(error))


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__} at {where}"


if __name__ == "__main__":
    sys.exit(serve(lambda data: check(msgspec.msgpack.decode(data, type=CheckTask))))
