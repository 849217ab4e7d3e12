"""Lectures: what a message may say."""

from datetime import datetime
from uuid import UUID

from schemas.messages.templates import Params


class LectureText(Params, frozen=True, kw_only=True, rename="camel"):
    """What every message about a lecture may say. `was`: the time that its people were told before.

    `from_zh`, `from_en`: the school, since a parent may have children in two. `sms_zh`, `sms_en`: the title as an SMS says it.
    Stored messages of before all of them named their school have none of these.
    """

    lecture_id: UUID
    title_zh: str
    title_en: str
    starts_at: datetime
    was: datetime | None = None
    from_zh: str = "学校"
    from_en: str = "School"
    sms_zh: str = ""
    sms_en: str = "an event"


class LectureParams(LectureText, frozen=True, kw_only=True, rename="camel"):
    """About a lecture, to everybody whom it is for. `after`: how many announcements were made before this was told."""

    after: int = 0


class RegistrationParams(LectureText, frozen=True, kw_only=True, rename="camel"):
    """The same about one person's registration."""

    registration_id: UUID
