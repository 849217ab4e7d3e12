"""Lectures: what a message may say."""

from datetime import datetime
from uuid import UUID

from schemas.messages.templates import Params


class LectureParams(Params, frozen=True, kw_only=True, rename="camel"):
    """About a lecture, to everybody whom it is for. `was`: the time that they were told before."""

    lecture_id: UUID
    title_zh: str
    title_en: str
    starts_at: datetime
    was: datetime | None = None


class RegistrationParams(Params, frozen=True, kw_only=True, rename="camel"):
    """The same about one person's registration."""

    lecture_id: UUID
    registration_id: UUID
    title_zh: str
    title_en: str
    starts_at: datetime
    was: datetime | None = None
