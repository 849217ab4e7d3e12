"""Roster: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class ImportRoster(TaskPayload, frozen=True, kw_only=True):
    """A checked workbook is to be applied. Key: the import's id; `Job.progress` shows on it."""

    kind: ClassVar[str] = "import_roster"
    import_id: UUID
    permitted_by: UUID


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


class EndGraduates(TaskPayload, frozen=True, kw_only=True):
    """Classes that graduate end after their last day. Key: `daily`."""

    kind: ClassVar[str] = "end_graduates"
