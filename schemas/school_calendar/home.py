"""What the school calendar adds to the first screen."""

from datetime import date
from uuid import UUID

import msgspec


class HomeTheme(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A theme that today has, and until when. A bureau's has one id in all of its schools."""

    entry_id: UUID
    name: str
    last_day: date


class HomeThemes(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`themes`: those of today in the person's organisations (N3), each once; three at most."""

    themes: list[HomeTheme]
