"""Notices: what a message may say."""

from uuid import UUID

from schemas.messages.templates import Params


class NoticeParams(Params, frozen=True, kw_only=True, rename="camel"):
    """What a message about a notice may say: its title, which every reader of a lock screen may know, and who sent it."""

    notice_id: UUID
    title_zh: str
    title_en: str
    from_zh: str = "学校"
    """Stored messages of before all of them named their school have none."""
    from_en: str = "school"
    sms_zh: str = ""
    sms_en: str = ""
    """What an SMS says of the title: it has none of its own. Nothing where the audience would tell something about children."""


class NoticeSentParams(Params, frozen=True, kw_only=True):
    """A notice as its sender is told of it."""

    notice_sent_id: UUID
    title_zh: str
    title_en: str
