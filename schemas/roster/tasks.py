"""Roster: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar, Literal, TypeAlias
from uuid import UUID

import msgspec

from schemas.tasks import TaskPayload


class ImportRoster(TaskPayload, frozen=True, kw_only=True):
    """A checked workbook is to be applied. Key: the import's id; `Job.progress` shows on it."""

    kind: ClassVar[str] = "import_roster"
    import_id: UUID
    permitted_by: UUID


class ReadWecom(TaskPayload, frozen=True, kw_only=True):
    """A school's directory in WeCom is to be read and checked. Key: the import's id."""

    kind: ClassVar[str] = "read_wecom"
    import_id: UUID


class ForgetImport(TaskPayload, frozen=True, kw_only=True):
    """What an applied import can be undone with is erased. Key: the import's id."""

    kind: ClassVar[str] = "forget_import"
    import_id: UUID


class SettleLeave(TaskPayload, frozen=True, kw_only=True):
    """A leave begins, or ends. Key: its id; due at its next border."""

    kind: ClassVar[str] = "settle_leave"
    leave_id: UUID


class EndLeaver(TaskPayload, frozen=True, kw_only=True):
    """Somebody leaves after their last day. Key: the id of what was recorded; due when that day is over."""

    kind: ClassVar[str] = "end_leaver"
    end_id: UUID


class TellCentres(TaskPayload, frozen=True, kw_only=True):
    """A court's order about a guardian was recorded, or lifted: the centres that serve the school follow. Key: both ids and the time; due at once."""

    kind: ClassVar[str] = "tell_centres"
    student_id: UUID
    guardian_id: UUID


class EndGraduates(TaskPayload, frozen=True, kw_only=True):
    """Classes that graduate end after their last day. Key: `daily`."""

    kind: ClassVar[str] = "end_graduates"


What: TypeAlias = Literal[
    "part", "leave", "stand_in", "leaving", "counsellor", "administrator", "guardians", "tie", "reader", "diary"
]
"""`part`: a colleague's roles or classes. `leave`: of a colleague. `stand_in`: a colleague for others. `leaving`: the last day of a
colleague or student. `counsellor`: who became one, or a leader. `administrator`: who became one. `guardians`: of a student. `tie`: a guardian's own.
`reader`: a colleague who is a child's guardian from now on. `diary`: a colleague who has some appointments no more."""


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """What of a person somebody changed. `other_ids`: of a stand-in, for whom; of a student, the guardians whose tie it is."""

    what: What
    person_id: UUID
    other_ids: tuple[UUID, ...] = ()


class TellTouched(TaskPayload, frozen=True, kw_only=True):
    """Those whom a change touches are told, by what holds then. Key: the change's id and what found it; due at once.

    `by`: who changed it, who is not told.
    """

    kind: ClassVar[str] = "tell_touched"
    change_id: UUID
    by: UUID
    touched: tuple[Touched, ...]
