"""Notices: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar
from uuid import UUID

from schemas.tasks import TaskPayload


class SendNotice(TaskPayload, frozen=True, kw_only=True):
    """A notice's time has come. Key: its id; moved and cancelled with it."""

    kind: ClassVar[str] = "send_notice"
    notice_id: UUID


class TellNotice(TaskPayload, frozen=True, kw_only=True):
    """One chunk of a sent notice's people is to be told. Key: `<notice>:<chunk>`."""

    kind: ClassVar[str] = "tell_notice"
    notice_id: UUID
    chunk: int


class RemindNotice(TaskPayload, frozen=True, kw_only=True):
    """Who has not answered a notice is reminded, once. Key: the notice's id."""

    kind: ClassVar[str] = "remind_notice"
    notice_id: UUID
