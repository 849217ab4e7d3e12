"""Publicity: what queries return."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from schemas.publicity.wire import Period, PublicityKind


class SettingsRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a bureau asks of its schools."""

    periods: list[Period]
    due_after: int
    version: int


class LineRow(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of one kind."""

    kind: PublicityKind
    count: int
    people: int


class ReturnRow(msgspec.Struct, frozen=True, kw_only=True):
    """A return as it was filed, its lines side by side."""

    period: Period
    first_day: date
    edition: int
    due_on: date
    filed_on: date
    filed_at: datetime
    first_filed_on: date
    kinds: list[PublicityKind]
    counts: list[int]
    people: list[int]


class FiledRow(ReturnRow, frozen=True, kw_only=True):
    """A return in its school."""

    return_id: UUID


class SchoolRow(msgspec.Struct, frozen=True, kw_only=True):
    """A school below a bureau."""

    school_id: int
    name_zh: str
    name_en: str


class SchoolReturnRow(ReturnRow, frozen=True, kw_only=True):
    """A return with its school."""

    school_id: int
