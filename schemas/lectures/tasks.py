"""Lectures: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar, Literal
from uuid import UUID

from schemas.tasks import TaskPayload

LectureNews = Literal["told", "updated", "moved", "cancelled", "reminded"]


class AnnounceLecture(TaskPayload, frozen=True, kw_only=True):
    """Whom a lecture is for is to be told of it as it is then, or reminded. Key: the lecture and which of the two.

    `by`: who published, changed or cancelled it.
    """

    kind: ClassVar[str] = "announce_lecture"
    lecture_id: UUID
    news: LectureNews
    by: UUID | None = None


class RegistrationChanged(TaskPayload, frozen=True, kw_only=True):
    """A registration, or the lecture under it, changed: its person's calendar, messages and reminders follow. Key: its id."""

    kind: ClassVar[str] = "registration_changed"
    registration_id: UUID


class SettleLecture(TaskPayload, frozen=True, kw_only=True):
    """A lecture or its people changed: who it is not for any more loses the seat, the next in line get it, all are told. Key: its id."""

    kind: ClassVar[str] = "settle_lecture"
    lecture_id: UUID
