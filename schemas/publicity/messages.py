"""Publicity: what a message may say."""

from schemas.messages.templates import Params


class ReturnDueParams(Params, frozen=True, kw_only=True, rename="camel"):
    """A period whose return is not filed, and the last day for it, in words."""

    period_zh: str
    period_en: str
    due_zh: str
    due_en: str
