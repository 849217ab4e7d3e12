"""Has uploads read in processes of their own, a few at a time: a large workbook takes seconds of a core, and a crafted one any memory."""

import asyncio
from collections.abc import Sequence
from typing import NoReturn

import msgspec

from api.core import garbage, programs
from api.core.errors import Unavailable
from api.roster.checking import CheckOutcome, CheckTask, Failed, Found, Refused
from api.roster.errors import FileRefused, TooMuch
from api.roster.marking import Marked, MarkOutcome, MarkTask
from api.roster.rules import Checked, Reading
from api.roster.values import OrgKind
from schemas.roster.rows import BadRow, Roster

CHECKING, MARKING = "api.roster.checking", "api.roster.marking"
AT_ONCE = 2
WAIT = 90.0
"""Seconds by the clock. The process has fewer of CPU, so only a busy machine lets it come to this."""
REFUSALS = {one.slug: one for one in FileRefused.__subclasses__()}


class Desk:
    """Where the uploads of this process are read. A request that finds it full is asked to come again; a worker waits."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._gate = asyncio.Semaphore(at_once)

    async def check(
        self, data: bytes, file_name: str | None, kind: OrgKind, known: Roster, reading: Reading, *, wait: bool
    ) -> tuple[bytes, Checked]:
        """What a file says, and what of it may be stored. Without a name `data` is what was stored. Raises FileRefused, Unavailable."""
        if self._gate.locked() and not wait:
            raise Unavailable(retry_after=10)
        async with self._gate:
            task = CheckTask(data=data, file_name=file_name, kind=kind, known=known, reading=reading)
            answer = await _run(CHECKING, task)
        found: CheckOutcome = msgspec.msgpack.decode(answer, type=CheckOutcome)
        if not isinstance(found, Found):
            _refuse(found)
        return data if found.kept is None else found.kept, found.checked

    async def mark(
        self, data: bytes, kind: OrgKind, known: Roster, reading: Reading, beside: Sequence[BadRow], language: str
    ) -> bytes:
        """A stored upload as a workbook that names every fault beside its row. `beside`: what today's roster adds.

        Raises FileRefused, Unavailable.
        """
        if self._gate.locked():
            raise Unavailable(retry_after=10)
        async with self._gate:
            task = MarkTask(data=data, kind=kind, known=known, reading=reading, beside=beside, language=language)
            answer = await _run(MARKING, task)
        made: MarkOutcome = msgspec.msgpack.decode(answer, type=MarkOutcome)
        if not isinstance(made, Marked):
            _refuse(made)
        return made.workbook


async def _run(module: str, task: msgspec.Struct) -> bytes:
    data = msgspec.msgpack.encode(task)
    garbage.give_back()  # an import holds two schools before it is checked for the second time; the process needs as much
    try:
        code, answer = await programs.run("-s", "-P", "-m", module, data=data, wait=WAIT)
    except TimeoutError as error:
        raise Unavailable(retry_after=60) from error
    if code == 1:
        raise RuntimeError(f"{module} could not start")
    if code != 0:
        raise TooMuch
    return answer


def _refuse(outcome: Refused | Failed) -> NoReturn:
    if isinstance(outcome, Refused):
        refusal = REFUSALS[outcome.slug]()
        refusal.params.update(outcome.params)
        raise refusal
    raise RuntimeError(f"a roster could not be checked: {outcome.what}")


DESK = Desk()
