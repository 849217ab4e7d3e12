"""The process that reads a mail which could take long: `python -m api.calendar.replies.reading`. A task on stdin, an outcome on stdout.

It imports little of the service, as each such mail waits for its start.
"""

import sys

import msgspec

from api.calendar.replies import rules
from api.core.confinement import confine
from schemas.calendar.replies.rows import Reply

MEMORY = 512 << 20
CPU_SECONDS = 20


class ReadTask(msgspec.Struct, frozen=True, kw_only=True):
    """A mail of anybody, and what it is read with."""

    mail: bytes
    mail_domain: str
    authserv_id: str | None


class Read(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What it carries: a reply, or anything else."""

    reply: Reply | None


class Unreadable(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The parsers of other people's mail met something: whatever it is, it is their mistake."""

    kind: str


Outcome = Read | Unreadable


def read(task: ReadTask) -> Outcome:
    """Raises nothing but MemoryError."""
    try:
        return Read(reply=rules.read_reply(task.mail, task.mail_domain, task.authserv_id))
    except MemoryError:
        raise
    except Exception as error:
        return Unreadable(kind=type(error).__name__)


def main() -> None:
    """Answers the one task of standard input, within the limits."""
    confine(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=ReadTask)
    sys.stdout.buffer.write(msgspec.msgpack.encode(read(task)))


if __name__ == "__main__":
    main()
