"""Moved phone numbers on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

NumberOutcome = Literal["confirmed", "objected", "moved_back", "moved_again"]


class NumberMove(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The reader's phone number was moved. `outcome` null: until `endsAt` the old number can take it back.

    `bySecret`: they had no number before, and say by their secret whether this one is theirs.
    """

    moved_at: datetime
    ends_at: datetime
    moved_by_name: str
    outcome: NumberOutcome | None
    by_secret: bool


class NumberWaiting(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody whose number was moved, for a second adult who knows them. `children`: those whom a guardian has here.

    `movedByName` empty: those who run Xinqiao. Null: another organisation that the person belongs to.
    """

    account_id: UUID
    name: str
    children: list[str]
    moved_by_name: str | None
    moved_at: datetime
    ends_at: datetime


ConfirmerPart = Literal["guardian", "class_teacher", "colleague"]


class NumberConfirmer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who may stand behind a moved number. Colleagues need a second factor and a week at the school."""

    account_id: UUID
    name: str
    part: ConfirmerPart


class NumberState(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A moved number that nobody has confirmed here, for the school's administrators. `movedByName`: as of `NumberWaiting`."""

    moved_by_name: str | None
    moved_at: datetime
    ends_at: datetime
    confirmers: list[NumberConfirmer]
