"""Resets of second factors: what a message may say."""

from datetime import datetime

from schemas.messages.templates import Params


class FactorResetParams(Params, frozen=True, kw_only=True, rename="camel"):
    """From when a second factor can be set again."""

    opens_at: datetime


class NumberMovedElsewhereParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Whose number another organisation moved."""

    name: str


class NumberObjectedParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Whose number went back."""

    name: str
