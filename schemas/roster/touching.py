"""Roster: what a change of people hands over or ends elsewhere."""

from datetime import datetime
from typing import Literal

import msgspec

TouchedKind = Literal["visit", "talk", "concern", "committee", "campaign", "lecture", "notice", "sign_in"]
"""What a change of the roster hands over or ends elsewhere."""


class TouchedColleague(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many of what is touched hang on one colleague who leaves, or who gives up a class or a role. Never whose child it is about."""

    name: str
    count: int


class TouchedName(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One of what is touched. Of a visit: the student, the class, and when it is. Of a lecture: who loses a seat, and its title. Of a
    notice that would stay a draft: its title, and who wrote it. Of a campaign: its title."""

    name: str
    detail: str
    starts_at: datetime | None
