"""Somebody's part in an organisation ended: one event, written where it ends, and answered by every feature in that transaction.

A part (GLOSSARY: 身份) is what somebody is somewhere: a student of a class, a child's guardian, a class teacher, a counsellor.
A caller that ends parts calls `end` once, with all of them, after the rows were changed. Handlers work in sets: an import ends thousands.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

from api.core.errors import Problem
from api.core.unit_of_work import UnitOfWork

PartKind: TypeAlias = Literal[
    "student", "guardian", "guardianship", "staff", "role", "class_teacher", "subject_teacher", "reader"
]
"""`student`: of `class_id`. `guardian`, `staff`: of the organisation. `guardianship`: of `student_id`. `role`: the staff's `role`.
`reader`: a colleague who reads nothing more that is reported about `student_id`."""
How: TypeAlias = Literal["left", "replaced", "barred", "moved_class", "moved_school", "on_leave", "tied"]
"""`replaced`: `successor_id` has it now. `barred`: by a court's order. `moved_class`: into `to_class_id`. `on_leave`: until `until`.
`tied`: a guardian from now on."""


class Refused(Problem):
    """A feature does not let a part end, since nobody would follow. The base of what `end` may raise."""

    status, slug = 409, "part-needed"


class EndedPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part that ended: whose, what, with whom, how, and until when where it comes back."""

    account_id: UUID
    part: PartKind
    how: How
    class_id: UUID | None = None
    student_id: UUID | None = None
    role: str | None = None
    successor_id: UUID | None = None
    to_class_id: UUID | None = None
    until: datetime | None = None


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A class that nobody led has a class teacher again: nobody's part ended by it, and so nobody is their predecessor."""

    account_id: UUID
    class_id: UUID


class PartsEnded(msgspec.Struct, frozen=True, kw_only=True):
    """All parts that one transaction ended, each once. `cause`: what ended them, with its id: the rows behind the "why".

    `filled`: who follows on a part that ended earlier.
    """

    at: datetime
    cause: str
    cause_id: UUID | None
    ended: tuple[EndedPart, ...]
    filled: tuple[Filled, ...] = ()

    def of(self, *parts: PartKind) -> list[EndedPart]:
        """Those of some kinds."""
        return [ended for ended in self.ended if ended.part in parts]


PartEnded: TypeAlias = Callable[[UnitOfWork, PartsEnded], Awaitable[None]]
"""What a feature does about it. It is called once for a transaction; what it raises rolls everything back."""


async def end(
    uow: UnitOfWork, cause: str, cause_id: UUID | None, ended: Iterable[EndedPart], filled: Iterable[Filled] = ()
) -> None:
    """Has every feature answer that parts ended, lower layers first. The rows that say so are written, or queued, before.

    Raises Refused: then nothing may end.
    """
    parts = tuple(dict.fromkeys(ended))
    event = PartsEnded(at=uow.now, cause=cause, cause_id=cause_id, ended=parts, filled=tuple(filled))
    if not event.ended and not event.filled:
        return
    # Whatever their open apps show of it goes now: they ask again, and are refused.
    uow.touch("inbox", (ended.account_id for ended in event.ended))
    for answer in uow.services.registry.part_ended:
        await answer(uow, event)
